"""Blocks, roles, links and terms, on a page whose setting answers in brackets."""

import re

import pytest

from studyguide.blocks import FILLED, GuideBlocks, GuideMarkdown
from studyguide.markup import Slots, markdown, render


class BracketSetting:
    """Answers whatever it is asked with the question in brackets. Its terms are crumb, crumbs and final proof."""

    def __init__(self):
        self.slots = Slots()
        self.linked = set()

    def fact(self, key, unit):
        return self.slots.token(f"[fact {key} {unit}]")

    def source(self, key):
        return self.slots.token(f"[source {key}]")

    def target(self, key):
        return self.slots.token(f"[target {key}]")

    def is_section_of(self, target):
        return target == "here"

    def questions(self, keys):
        return self.slots.token(f"[questions {', '.join(keys)}]")

    def fill(self, name, argument, body):
        return self.slots.token(f"[{name} | {argument} | {body}]")

    def href(self, kind, key, anchor):
        return f"/{kind}/{key}#{anchor}"

    def term(self, name):
        slug = name.lower().removesuffix("s")
        if slug in self.linked:
            return None
        self.linked.add(slug)
        return self.slots.token(f"[{name}]")

    def term_pattern(self):
        return re.compile(r"(?<![\w-])(?:final proof|crumbs|crumb)(?![\w-])", re.I)


@pytest.fixture
def rendered():
    def rendered(text, *, with_spans=False):
        processor = markdown(GuideBlocks(), GuideMarkdown())
        setting = BracketSetting()
        processor.setting = setting  # type: ignore[attr-defined]
        html = render(processor, setting.slots, text).html
        return html if with_spans else re.sub("</?span>", "", html)

    return rendered


# Blocks


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "/// big-idea | Time\ntext\n///",
            '<aside class="big-idea">\n<h3 id="time">Time#</h3>\n<p>text</p>\n</aside>',
        ),
        (
            "/// concept | Kneading\ntext\n///",
            '<aside class="concept">\n<p class="block-title">Kneading</p>\n<p>text</p>\n</aside>',
        ),
        ("/// note\ntext\n///", '<aside class="note">\n<p>text</p>\n</aside>'),
        (
            "/// note | Look\ntext\n///",
            '<aside class="note">\n<p class="block-title">Look</p>\n<p>text</p>\n</aside>',
        ),
        ("/// step | Mix\ntext\n///", '<div class="step">\n<h2 id="mix">Mix#</h2>\n<p>text</p>\n</div>'),
        (
            "/// muddy | Is it?\n    id: own\n    questions: [a, b]\ntext\n///",
            '<aside class="muddy">\n<h3 id="own">Is it?#</h3>\n<p>text</p>\n'
            '<p class="tested-by">[questions a, b]</p>\n</aside>',
        ),
        (
            "/// muddy | Is it?\n    questions: []\ntext\n///",
            '<aside class="muddy">\n<h3 id="is-it">Is it?#</h3>\n<p>text</p>\n</aside>',
        ),
        (
            "//// pair | rye\n/// definition\none\n///\n/// example\ntwo\n///\n////",
            '<div class="pair">\n<p class="block-title">[target rye]</p>\n'
            '<div class="definition">\n<p>one</p>\n</div>\n<div class="example">\n<p>two</p>\n</div>\n</div>',
        ),
    ],
)
def test_a_block_that_holds_markdown(rendered, text, html):
    assert re.sub(r"<a class=.anchor.*?</a>", "#", rendered(text)) == html


def test_markdown_in_a_block(rendered):
    html = rendered("/// note\n- one\n- two {fact:a}\n\n```python\nx\n```\n///")
    assert "<li>one</li>" in html
    assert "<li>two [fact a ]</li>" in html
    assert 'class="highlight"' in html


@pytest.mark.parametrize("name", FILLED)
def test_a_block_that_the_engine_fills(rendered, name):
    assert rendered(f"before\n\n/// {name} | rye\nA *short*\ncaption\n///\n\nafter") == (
        f"<p>before</p>\n[{name} | rye | A *short* caption]\n<p>after</p>"
    )


def test_a_block_in_a_list(rendered):
    assert '<aside class="note">' in rendered("- one\n\n    /// note\n    two\n    ///\n")


@pytest.mark.parametrize("options", ["ids: own", "id: [own]", "id: 'a b'", "id: a: b"])
def test_a_block_with_options_that_cannot_be_read_stays_as_it_is(rendered, options):
    """The renderer of guides then reports it, see test_content."""
    assert rendered(f"/// muddy | One\n    {options}\ntext\n///").startswith("<p>/// muddy | One")


# Roles


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a {fact:oven.heat} b", "<p>a [fact oven.heat ] b</p>"),
        ("{fact:oven.heat as min}", "<p>[fact oven.heat min]</p>"),
        ("{fact:oven.snake_case_key}", "<p>[fact oven.snake_case_key ]</p>"),
        ("**{fact:a}**", "<p><strong>[fact a ]</strong></p>"),
        ("{target:rye}, {source:handbook}", "<p>[target rye], [source handbook]</p>"),
        ("[see {fact:a}](section:rye)", '<p><a href="/section/rye#">see [fact a ]</a></p>'),
        ("> {fact:a}", "<blockquote>\n<p>[fact a ]</p>\n</blockquote>"),
    ],
)
def test_a_role(rendered, text, html):
    assert rendered(text) == html


def test_a_role_in_a_table_a_heading_and_a_definition(rendered):
    html = rendered("## Rise of {fact:a}\n\n| {fact:b} |\n| - |\n| {fact:c} |\n\nterm\n: {fact:d}\n")
    assert all(f"[fact {key} ]" in html for key in "abcd")
    assert '<h2 id="rise-of">' in html


@pytest.mark.parametrize("code", ["`{fact:a}`", "```\n{fact:a}\n```", "    {fact:a}", "~~~python\n{fact:a}\n~~~"])
def test_facts_in_code_are_left_alone(rendered, code):
    html = rendered(f"text\n\n{code}\n")
    assert "[fact" not in html
    assert "fact" in html


def test_an_escaped_role_is_text(rendered):
    assert rendered(r"\{fact:a}, the role") == "<p>{fact:a}, the role</p>"


# Links


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("section:rye#too-wet", "/section/rye#too-wet"),
        ("section:rye", "/section/rye#"),
        ("term:crumb", "/term/crumb#"),
        ("compare:flours", "/compare/flours#"),
        ("decide:", "/decide/#"),
        ("glossary:", "/glossary/#"),
        ("sources:", "/sources/#"),
        ("https://bread.example/", "https://bread.example/"),
        ("mailto:baker@bread.example", "mailto:baker@bread.example"),
        ("#here", "#here"),
    ],
)
def test_a_link(rendered, link, address):
    assert f'href="{address}"' in rendered(f"[text]({link})")


# Terms


def test_a_term_is_linked_once(rendered):
    assert (
        rendered("Crumb, crumb.\n\n- crumb and CRUMBS\n")
        == "<p>[Crumb], crumb.</p>\n<ul>\n<li>crumb and CRUMBS</li>\n</ul>"
    )


def test_punctuation_stays_on_the_line_of_its_term(rendered):
    assert rendered("Then (crumb), so.", with_spans=True) == "<p>Then <span>([crumb]),</span> so.</p>"
    assert rendered('A "crumb".', with_spans=True) == "<p>A <span>\u201c[crumb]\u201d.</span></p>"
    assert rendered("A (*crumb*).", with_spans=True) == "<p>A (<em><span>[crumb]</span></em>).</p>"


def test_terms_behind_each_other_and_behind_other_elements(rendered):
    assert rendered("A final proof, *then* crumbs of it") == "<p>A [final proof], <em>then</em> [crumbs] of it</p>"


@pytest.mark.parametrize(
    "text",
    [
        "`crumb`",
        "```\ncrumb\n```",
        "## crumb",
        "[crumb](/x)",
        "[the *crumb* of it](/x)",
        "| crumb |\n| - |\n| x |",
        "crumb\n: x",
        "/// step | crumb\n///",
    ],
)
def test_no_term_is_linked_in_code_headings_or_links(rendered, text):
    assert rendered(f"{text}\n\nA crumb.\n").count("[crumb]") == 1
    assert rendered(f"{text}\n\nA crumb.\n").endswith("<p>A [crumb].</p>")


@pytest.mark.parametrize("text", ["crumbly", "sub-crumb", "crumb-like", "breadcrumb", "crumb_s"])
def test_a_word_that_holds_a_term_is_none(rendered, text):
    assert rendered(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("**crumb**", "<strong>[crumb]</strong>"),
        ("> crumb", "<p>[crumb]</p>"),
        ("word\n: crumb", "<dd>[crumb]</dd>"),
        ("/// note\ncrumb\n///", "<p>[crumb]</p>"),
        ("| a | b |\n| - | - |\n| c | crumb |", "<td>[crumb]</td>"),
    ],
)
def test_where_terms_are_linked(rendered, text, place):
    assert place in rendered(text)
