"""docs/configure.md names every variable that is read, and no other."""

import os
import re

from deploy.cluster import Cluster
from tests.serving import ROOT

PAGE = ROOT / "docs" / "configure.md"
READ = re.compile(r'(?:os\.environ(?:\.get\(|\[)|flag\(|words\()"([A-Z_]+)"')
# Of pytest, of Django's own start, and what the Makefile hands on.
INTERNAL = {"PYTEST_VERSION", "DJANGO_SETTINGS_MODULE", "GRANIAN_FLAGS", "PATH", "PROMETHEUS_MULTIPROC_DIR"}


def test_every_variable_has_its_line_and_no_other_has():
    files = [*ROOT.glob("studyguide/**/*.py"), *ROOT.glob("quiz/**/*.py"), *ROOT.glob("deploy/*.py")]
    read = {name for path in files for name in READ.findall(path.read_text())} - INTERNAL
    listed = re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text(), re.M)
    assert sorted(listed) == sorted(read)
    assert len(listed) == len(set(listed))


def test_page_says_which_of_them_make_cluster_sets_by_itself(tmp_path):
    cluster = Cluster(tmp_path, 8000)
    set_there = {name for name, value in cluster.environment.items() if os.environ.get(name) != value}
    sentence = re.search(r"`make cluster`\s+sets ([^.]*) by itself", PAGE.read_text())
    assert sentence
    named = set(re.findall(r"`(\w+)`", sentence[1]))
    assert named == set_there - {"PYTHONPATH"} | {"METRICS_PORT"}  # which differs from server to server


def test_readme_leads_there():
    assert "docs/configure.md" in (ROOT / "README.md").read_text()
