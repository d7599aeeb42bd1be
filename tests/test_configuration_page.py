"""docs/configure.md names every variable that is read, and no other."""

import re

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


def test_readme_leads_there():
    assert "docs/configure.md" in (ROOT / "README.md").read_text()
