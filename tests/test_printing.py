"""Sections on paper: nothing to click, ids of their own, links that stay on the sheet."""

from dataclasses import dataclass

import pytest

from studyguide.printing import on_paper, print_section

URL = "/guides/bread/"
PAGES = {"yeast", "soda", "glossary", "sources"}


@dataclass
class Page:
    html: str
    slug: str = "yeast"
    title: str = "Yeast"


def printed(html):
    return print_section(Page(html), URL, PAGES, {"Handbook": 3}).html


# Nothing to click


def test_the_mark_of_a_fact_becomes_the_number_of_its_source():
    html = (
        '<span class="fact">90 min'
        '<button type="button" class="fact-mark" popovertarget="note-1"></button>'
        '<small class="fact-note" id="note-1" popover><b>Rise</b><a href="https://bread.example/">Handbook</a></small></span>'
    )
    assert on_paper(html, {"Handbook": 3}) == '<span class="fact">90 min<sup class="cite">[3]</sup></span>'
    assert on_paper(html, {}) == '<span class="fact">90 min</span>'


def test_a_term_is_its_words():
    assert (
        on_paper('the <button type="button" class="term" popovertarget="term-crumb">crumb</button>', {}) == "the crumb"
    )


def test_definitions_go_and_what_follows_them_stays():
    html = '<p>a</p><section class="definitions"><div id="term-x" popover>x</div></section><p>b</p>'
    assert on_paper(html + html, {}) == "<p>a</p><p>b</p><p>a</p><p>b</p>"


def test_other_buttons_and_small_print_stay():
    html = '<button type="submit">Work it out</button><small>Fine print</small>'
    assert on_paper(html, {}) == html


# Ids and links


@pytest.mark.parametrize(
    ("html", "paper"),
    [
        ('<h2 id="how">', '<h2 id="yeast--how">'),
        (
            '<svg aria-labelledby="t" aria-describedby="d">',
            '<svg aria-labelledby="yeast--t" aria-describedby="yeast--d">',
        ),
        ('<label for="water">', '<label for="yeast--water">'),
        ('<a href="#how">', '<a href="#yeast--how">'),
        ('<a href="/guides/bread/soda/">', '<a href="#soda">'),
        ('<a href="/guides/bread/soda/#mix">', '<a href="#soda--mix">'),
        ('<a href="/guides/bread/glossary/#crumb">', '<a href="#glossary--crumb">'),
        ('<a href="/guides/bread/sources/">', '<a href="#sources">'),
        ('<a href="/guides/bread/decide/">', '<a href="/guides/bread/decide/">'),
        ('<a href="/guides/rye/soda/">', '<a href="/guides/rye/soda/">'),
        ('<a href="https://bread.example/#x">', '<a href="https://bread.example/#x">'),
        ("<code>id=&quot;x&quot;</code>", "<code>id=&quot;x&quot;</code>"),
    ],
)
def test_ids_and_links(html, paper):
    assert printed(html) == paper


def test_a_section_keeps_its_name():
    section = print_section(Page(""), URL, PAGES, {})
    assert (section.slug, section.title) == ("yeast", "Yeast")
