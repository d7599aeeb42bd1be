"""The whole guide on one page, for paper."""

import re

import pytest

from tests.pages import Page

GUIDES = ["synced_guide", "real_guide"]


@pytest.fixture(params=GUIDES)
def guide(db, request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def sheet(client, guide):
    return Page(client.get(f"{guide.get_absolute_url()}print/"))


def own_ids(html):
    """The ids that belong to the text, and not to what opens on a click."""
    return [name for name in re.findall(r'\sid="([^"]+)"', html) if "note-" not in name and "term-" not in name]


def test_every_section_is_there_from_its_beginning_to_its_end(guide, sheet):
    for section in guide.sections.current():
        assert section.slug in sheet.ids
        assert {f"{section.slug}--{name}" for name in own_ids(section.html)} <= set(sheet.ids)


def test_every_table_is_whole(guide, sheet):
    tables = guide.comparisons.current()
    for table in tables:
        assert table.title in sheet.texts
        assert all(cell["text"] in sheet.text for row in table.rows for cell in row)


def test_every_term_and_source_is_there(guide, sheet):
    assert {f"glossary--{term.slug}" for term in guide.terms.current()} <= set(sheet.ids)
    assert all(source.url in sheet.text for source in guide.sources.current())


def test_answers_come_after_everything_else(guide, client):
    html = client.get(f"{guide.get_absolute_url()}print/").content.decode()
    answers = html.partition('id="answers"')[2]
    assert answers.count("<h3>") == guide.answersheets.current().count() > 0
    assert answers.count("print-chapter") == 0


def test_the_contents_name_every_part(guide, sheet):
    parts = {f"#{section.slug}" for section in guide.sections.current()}
    assert parts | {"#tables", "#glossary", "#sources", "#answers"} <= set(sheet.links)


def test_nothing_is_left_to_click(sheet):
    assert not sheet.values("popovertarget")
    assert "fact-mark" not in sheet.values("class", "button")


def test_a_fact_names_its_source_by_number(client, synced_guide):
    sheet = Page(client.get("/guides/bread/print/"))
    assert "A dough wants 90 min[1]" in sheet.text
    assert "one packet costs USD 0.15 per loaf[2]" in sheet.text
