"""Markdown to HTML: what comes out, what never does, and what is refused."""

import re
import threading
import time
from html.parser import HTMLParser

import pytest
from django.conf import settings

from studyguide.blocks import GuideBlocks, GuideMarkdown
from studyguide.markup import (
    ALLOWED_TAGS,
    COLOURED,
    Heading,
    MarkupError,
    Slots,
    check_cost,
    markdown,
    plain_text,
    render,
    sanitised,
    slug,
    time_limit,
)


@pytest.fixture
def rendered():
    """`rendered(text)` is the text through our Markdown without the blocks and roles of guides."""
    return lambda text: render(markdown(), Slots(), text)


# What comes out


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *two* **three** `four`", "<p>One <em>two</em> <strong>three</strong> <code>four</code></p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        ("Crumb\n:   The inside.", "<dl>\n<dt>Crumb</dt>\n<dd>The inside.</dd>\n</dl>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("[oven](/oven/ 'Hot')", '<p><a href="/oven/" title="Hot">oven</a></p>'),
        ("![A loaf](/static/loaf.png)", '<p><img alt="A loaf" src="/static/loaf.png"></p>'),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_markdown(rendered, text, html):
    assert rendered(text).html == html


def test_quotation_marks_and_apostrophes_are_curved_in_text_alone(rendered):
    assert rendered("It's \"so\", `it's` -- ...").html == "<p>It\u2019s \u201cso\u201d, <code>it's</code> -- ...</p>"


def test_code_is_coloured_by_classes_and_can_be_copied(rendered):
    html = rendered("```python\nx = 1\n```").html
    assert '<code>x = <span class="mi">1</span>' in html
    assert html.startswith('<div class="code"><button type="button" class="copy" hidden>Copy</button>')
    assert '<div class="highlight" tabindex="0" role="group" aria-label="Code sample">' in html


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("SageMakerVariantInvocationsPerInstance", "Sage<wbr>Maker<wbr>Variant<wbr>Invocations<wbr>Per<wbr>Instance"),
        ("sagemaker:variant:DesiredInstanceCount", "sagemaker:<wbr>variant:<wbr>Desired<wbr>Instance<wbr>Count"),
        ("InvocationsPerInstance", "InvocationsPerInstance"),
        ("a name of words, however many it has", "a name of words, however many it has"),
    ],
)
def test_a_long_name_in_code_may_break_between_its_parts(rendered, name, shown):
    page = rendered(f"So `{name}` is.")
    assert page.html == f"<p>So <code>{shown}</code> is.</p>"
    assert page.text == f"So {name} is."


def test_every_class_of_coloured_code_has_its_colour():
    css = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
    assert [name for name in COLOURED if not re.search(rf"\.{name}\b[^{{}}]*{{ color:", css)] == []


def test_code_of_several_lines_is_left_alone(rendered):
    assert "<wbr>" not in rendered("```text\nSageMakerVariantInvocationsPerInstance\n```").html


def test_a_table_scrolls_by_itself_and_has_row_and_column_heads(rendered):
    html = rendered("| a | b |\n| --- | ---: |\n| c | d |").html
    assert html.startswith('<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>')
    assert '<th scope="col">a</th>' in html
    assert '<th scope="row">c</th>' in html
    assert '<td align="right">d</td>' in html


def test_footnotes_lead_there_and_back(rendered):
    html = rendered("gas[^1]\n\n[^1]: It escapes.").html
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1"' in html
    assert '<li id="fn:1">' in html
    assert '<a class="footnote-backref" href="#fnref:1"' in html


def test_headings_have_anchors_and_make_a_table_of_contents(rendered):
    page = rendered("## How it *works*\n\n### A `<b>` & more\n\n## Own {#mine}\n")
    assert page.headings == (
        Heading(2, "how-it-works", "How it works"),
        Heading(3, "a-b-more", "A <b> & more"),
        Heading(2, "mine", "Own"),
    )
    assert '<h2 id="mine">Own<a class="anchor" href="#mine"' in page.html


@pytest.mark.parametrize("heading", ["3.1 What is new", "2026", "Ärger", "パン", "same", "x" * 150])
def test_every_heading_has_the_anchor_that_the_contents_link_to(rendered, heading):
    page = rendered(f"## same\n\n## {heading}\n")
    assert f'<h2 id="{page.headings[1].id}">' in page.html
    assert page.headings[0].id != page.headings[1].id


def test_a_page_leaves_nothing_behind_for_the_next():
    processor = markdown()
    render(processor, Slots(), "## one\n\ngas[^1]\n\n[^1]: It escapes.")
    page = render(processor, Slots(), "## one")
    assert [heading.id for heading in page.headings] == ["one"]
    assert "footnote" not in page.html


def test_plain_text_for_search_and_word_counts(rendered):
    page = rendered("## Title\n\nOne *two*, `x < 1`.\n\n| a | b |\n| - | - |\n| c | d |\n")
    assert page.text == "Title One two, x < 1. a b c d"


def test_plain_text_of_html():
    assert plain_text("<p>a</p>\n<p>b &amp; <b>c</b></p>") == "a b & c"


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("How it works?", "how-it-works"), ("A/B `x`", "ab-x"), ("Rise of \ue0003\ue001 h", "rise-of-h")],
)
def test_slug(text, anchor):
    assert slug(text) == anchor


# Slots


def test_slots_pass_the_sanitiser_untouched():
    slots = Slots()
    token = slots.token('<button hx-get="/x">90 min</button>', "90 min")
    html = sanitised(f"<p>{token}</p>")
    assert slots.fill(html) == '<p><button hx-get="/x">90 min</button></p>'
    assert slots.fill_text(html) == "<p>90 min</p>"


def test_a_slot_may_hold_another():
    slots = Slots()
    inner = slots.token("<b>x</b>")
    assert slots.fill(slots.token(f"<i>{inner}</i>")) == "<i><b>x</b></i>"


def test_the_box_around_a_block_in_a_slot_goes():
    slots = Slots()
    assert slots.fill(f'<div class="slot">\n{slots.token("<figure></figure>")}\n</div>') == "<figure></figure>"


# What never comes out

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=/x><input name=y autofocus onfocus=alert(1)></form>",
    "<style>body{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//evil.example/>",
    "<details open ontoggle=alert(1)>x</details>",
    "<template><script>alert(1)</script></template>",
    "<a href=javascript:alert(1)>x</a>",
    "<div hx-get=/x hx-trigger=load>x</div>",
    "<!--><script>alert(1)</script-->",
    "<p style=position:fixed>x</p>",
    "**bold <script>alert(1)</script>**",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x](x.png){onerror=alert(1)}",
    "x {onclick=alert(1)}",
    "# x {onclick=alert(1)}",
    "x {style=position:fixed}",
    "x {hx-get=/x hx-trigger=load}",
    "x {data-hx-get=/x}",
    "x {id=main}",
    "x {class=copy}",
    "x {.calculator #status tabindex=5}",
    "x\n{: onmouseover=alert(1) }",
    "[x](/y){target=_blank onclick=alert(1) rel=opener}",
    "*x*{onclick=alert(1)}",
    "- x {onclick=alert(1)}",
    "| a |\n| - |\n| b {onclick=alert(1)} |",
    "``` {.python onclick=alert(1) style=x}\nx\n```",
    "```html\n<script>alert(1)</script>\n```",
    '```python title="<img src=x onerror=alert(1)>"\nx\n```',
    "/// note | <img src=x onerror=alert(1)>\nx\n///",
    "/// note | x\n    attrs: {onclick: alert(1), style: 'x', class: copy, hx-get: /x}\nx\n///",
    "[^x]: <script>alert(1)</script>\n\ny[^x]",
    "x\n: <script>alert(1)</script>\n: y {onclick=alert(1)}",
    "<<script>script>alert(1)<</script>/script>",
    '"><script>alert(1)</script>',
    "\\<script>alert(1)\\</script>",
    "\x02amp\x03 \x02klzzwxh:0000\x03 <script>alert(1)</script>",
]
PLAIN_ATTRIBUTES = {"alt", "align", "aria-label", "height", "scope", "start", "title", "width"}
ENGINE_ATTRIBUTES = {("tabindex", "0"), ("role", "group"), ("type", "button"), ("hidden", "")}
ANCHORED = {"h2", "h3", "h4", "h5", "h6", "dt", "li", "sup"}


class Elements(HTMLParser):
    """Every element of a fragment, and what is dangerous about it."""

    def __init__(self, html):
        super().__init__()
        self.dangers = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in ALLOWED_TAGS | {"button"}:
            self.dangers.append(tag)
        self.dangers += [f"{tag} {name}={value}" for name, value in attrs if self.is_dangerous(tag, name, value or "")]

    @staticmethod
    def is_dangerous(tag, name, value):
        if name in ("href", "src"):
            scheme = re.match(r"[\0- ]*([a-z][a-z0-9+.-]*):", re.sub(r"[\t\r\n]", "", value), re.I)  # as browsers do
            return bool(scheme) and scheme[1].lower() not in ("http", "https", "mailto")
        if name == "class":
            return "copy" in value.split() and tag != "button"
        if name == "id":
            return tag not in ANCHORED
        return name not in PLAIN_ATTRIBUTES and (name, value) not in ENGINE_ATTRIBUTES


@pytest.fixture(scope="module")
def guide_markdown():
    """Our Markdown with the blocks and roles of guides, on a page that may refer to nothing."""

    class Nothing:
        def term_pattern(self):
            return None

    processor = markdown(GuideBlocks(), GuideMarkdown())
    processor.setting = Nothing()  # type: ignore[attr-defined]
    return processor


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_dangerous_survives(guide_markdown, payload):
    html = render(guide_markdown, Slots(), f"before\n\n{payload}\n\nafter").html
    assert Elements(html).dangers == []
    assert "before" in html


@pytest.mark.parametrize(
    ("html", "danger"),
    [
        ("<script>", "script"),
        ('<p onclick="x">', "p onclick=x"),
        ('<p hx-get="/x">', "p hx-get=/x"),
        ('<p style="x">', "p style=x"),
        ('<p id="main">', "p id=main"),
        ('<p class="copy">', "p class=copy"),
        ('<p tabindex="5">', "p tabindex=5"),
        ('<a href=" java\tscript:x">', "a href= java\tscript:x"),
    ],
)
def test_danger_is_known_when_it_is_seen(html, danger):
    assert Elements(html).dangers == [danger]


def test_images_come_from_this_site_only(rendered):
    assert "src" not in rendered("![x](https://evil.example/pixel.png)").html


@pytest.mark.parametrize("name", ["a b", "a'b", "(a)", "é", "", "x" * 201])
def test_an_id_that_is_not_plain_goes(name):
    assert sanitised(f'<h2 id="{name}">x</h2>') == "<h2>x</h2>"


def test_raw_html_is_shown_as_text(rendered):
    assert rendered("one <b>two</b>").html == "<p>one &lt;b&gt;two&lt;/b&gt;</p>"


# What is refused


@pytest.mark.parametrize("opening", ["[", "![", "<![CDATA[", "[^", "[ ", "[a ", "[a][", "[\n", "> ["])
def test_fifty_brackets_are_refused_at_once(rendered, opening):
    started = time.process_time()
    with pytest.raises(MarkupError, match="fifty brackets that are not closed"):
        rendered("text " + opening * 5000)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("text", ["[" * 49, "[a](/b) " * 200, ("[" * 30 + "\n\n") * 10, "] " * 100 + "[" * 49])
def test_other_brackets_are_let_through(rendered, text):
    assert rendered(text).html


def test_endless_nesting_is_refused(rendered):
    with pytest.raises(MarkupError, match="nested too deeply"):
        rendered("1. " * 3000)


@pytest.mark.parametrize("character", ["\ue000", "\ue001"])
def test_the_characters_of_tokens_are_refused(character):
    with pytest.raises(MarkupError, match="a private-use character"):
        check_cost(f"a {character}")


def test_a_slow_text_is_given_up():
    with pytest.raises(MarkupError, match=r"it takes more than 0\.1 s to render"), time_limit(0.1):
        re.match(r"(a+)+b", "a" * 40)


def test_the_time_limit_ends_with_its_block():
    with time_limit(0.05):
        pass
    time.sleep(0.1)


def test_threads_render_without_a_time_limit():
    """Alarms are for the main thread only."""
    finished = []

    def work():
        with time_limit(0.01):
            time.sleep(0.05)
            finished.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert finished == [True]
