"""What the README and the pages under docs/ name is there: files, headings, modules, commands with their
options, targets of make.
"""

import re

import pytest
from django.core.management import get_commands, load_command_class

from tests.serving import ROOT

FOLDERS = ("studyguide", "quiz", "deploy", "tests")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.M)
MANAGE = re.compile(r"\bmanage(?:\.py)? (?P<name>[a-z]\w+)(?P<rest>.*)")
MAKE = re.compile(r"(?:^|&& )make (?:-\S+ \S+ )?(?:[A-Z]+=\S+ )*(?P<target>[a-z.][\w./-]*)")

by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def said(page):
    """The page without its fenced code, which shows files and what programs print."""
    return FENCE.sub("", page.read_text())


def code(page):
    """What a page has readers type: its indented lines, and the code spans of its prose."""
    text = said(page)
    lines = [line.strip().partition(" #")[0] for line in text.splitlines() if line.startswith("    ")]
    return [*lines, *SPAN.findall(text)]


def anchors(page):
    """The ids of a page's headings, as GitHub makes them."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(said(page))}


@by_page
def test_each_link_leads_somewhere(page):
    for link in LINK.findall(SPAN.sub("", re.sub(r"^    .*$", "", said(page), flags=re.M))):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), link
        assert not anchor or anchor in anchors(file), link


@by_page
def test_each_command_and_its_options_exist(page):
    known = get_commands()
    for line in code(page):
        for found in MANAGE.finditer(line):
            name = found["name"]
            assert name in known, line
            parser = load_command_class(known[name], name).create_parser("manage.py", name)
            options = {option for action in parser._actions for option in action.option_strings}
            assert set(re.findall(r"(?<!\S)--[a-z-]+", found["rest"])) <= options, line


@by_page
def test_each_target_of_make_exists(page):
    makefile = (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv")
    known = set(re.findall(r"^([\w./-]+):", makefile, re.M))
    for line in code(page):
        assert {found["target"] for found in MAKE.finditer(line)} <= known, line


@by_page
def test_each_module_exists(page):
    files = [f"/{path.relative_to(ROOT)}" for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    for name in re.findall(r"`([\w/]+\.py)(?:::\w+)?`", said(page)):
        assert any(path.endswith(f"/{name}") for path in [*files, "/manage.py"]), name


def test_readme_leads_to_each_page():
    links = set(LINK.findall((ROOT / "README.md").read_text()))
    assert {f"docs/{page.name}" for page in ROOT.glob("docs/*.md")} <= links
