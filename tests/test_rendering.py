"""A guide rendered: notes of facts, terms, tables, figures, collections, search entries, and where facts are used."""

import re
from html.parser import HTMLParser

import pytest

from studyguide.content import read_guide
from studyguide.documents import Problems
from studyguide.markup import MarkupError
from studyguide.page_setting import PageSetting
from studyguide.rendering import GuideRenderer
from studyguide.sync import content_parts


@pytest.fixture
def renderer(guide_folder):
    """`renderer()` is the renderer of the guide on bread as its files now are."""
    return lambda: GuideRenderer(read_guide(guide_folder.path, content_parts(), Problems()))


@pytest.fixture
def html(renderer):
    """`html(text)` is the text as a page of the guide on bread."""

    def html(text):
        guide = renderer()
        return guide.render(text, PageSetting(guide)).html

    return html


@pytest.fixture
def pages(renderer):
    """`pages()` is the guide on bread, rendered as its files now are."""

    def pages():
        problems = Problems()
        made = renderer().pages(problems)
        assert not problems
        return made

    return pages


def section(pages, slug):
    return next(page for page in pages.sections if page.file.slug == slug)


def note(html):
    """What the first note of a fact says, without its tags."""
    (small,) = re.findall(r"<small.*?</small>", html)
    return [text for text in re.split(r"<[^>]*>", small) if text]


# Facts


def test_the_note_of_a_fact_says_where_it_comes_from(html):
    page = html("{fact:yeast.rise_min}")
    assert note(page) == [
        "Rise at room temperature: 90 min",
        "For a dough of 24 degrees.",
        "A Baker&#x27;s Handbook",
        "As of 1 March 2026",
        "Verified",
    ]
    assert '<a href="https://bread.example/handbook">' in page


def test_the_mark_of_a_fact_opens_its_note_without_javascript(html):
    page = html("{fact:yeast.rise_min} and {fact:yeast.rise_min as h}")
    targets = re.findall(r'<button type="button" class="fact-mark" popovertarget="([^"]+)"', page)
    assert len(set(targets)) == 2
    assert re.findall(r'<small class="fact-note" id="([^"]+)" popover>', page) == targets
    assert 'aria-label="Source of 1.5 hours"' in page


def test_a_fact_that_was_not_verified_shows_that_it_was_not(html):
    page = html("{fact:yeast.price.loaf}")
    assert 'class="fact unverified"' in page
    assert note(page)[1:] == ["Region: Europe", "Text on the packet", "As of 2025 (undated packet)", "Not verified"]


def test_a_fact_that_was_not_found(html):
    assert note(html("{fact:yeast.keeps}"))[-2:] == ["No source was found.", "Not verified"]


def test_a_derived_fact_names_its_formula(html):
    page = html("{fact:sourdough.times_longer}")
    assert "Computed: sourdough.rise_min / yeast.rise_min" in note(page)
    assert "Verified" in note(page)


def test_derived_facts_follow_a_changed_fact(guide_folder, html):
    assert "8 times" in html("{fact:sourdough.times_longer}")
    guide_folder.replace("facts.yaml", "value: 90", "value: 60")
    assert "12 times" in html("{fact:sourdough.times_longer}")


def test_what_else_is_known_of_a_fact_stands_without_a_mark(html):
    assert html("Read on {fact:yeast.rise_min as date}.") == "<p>Read on <span>1 March 2026</span>.</p>"


def test_html_in_a_fact_is_text(guide_folder, html):
    guide_folder.replace("facts.yaml", "For a dough of 24 degrees.", '<b>Warm</b> & "wet"')
    guide_folder.replace("facts.yaml", "unit: min", "unit: <i>")
    page = html("{fact:yeast.rise_min}")
    assert "&lt;b&gt;Warm&lt;/b&gt; &amp; &quot;wet&quot;" in page
    assert "90 &lt;i&gt;" in page
    assert "<i>" not in page


def test_a_source_by_itself(html):
    page = html("So it says {source:label}.")
    assert note(page) == ["Text on the packet", "As of 2025 (undated packet)"]
    assert "<cite>Text on the packet</cite>" in page


# Targets, links and terms


def test_a_target_is_linked_with_the_mark_of_its_family(html):
    page = html("{target:soda}")
    assert '<a class="target-link" href="/guides/bread/soda/"><svg class="mark family-2"' in page
    assert "<span>Baking soda</span></a>" in page


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("section:soda#x", "/guides/bread/soda/#x"),
        ("section:soda", "/guides/bread/soda/"),
        ("term:crumb", "/guides/bread/glossary/#crumb"),
        ("compare:leavens", "/guides/bread/compare/leavens/"),
        ("decide:", "/guides/bread/decide/"),
        ("glossary:", "/guides/bread/glossary/"),
        ("sources:", "/guides/bread/sources/"),
    ],
)
def test_links_into_the_guide(html, link, address):
    assert f'<a href="{address}"' in html(f"[x]({link})")


def test_a_term_opens_its_definition_in_place(html):
    page = html("The crumb is the inside; a second Crumb is not linked.")
    assert page.count('class="term"') == 1
    assert '<button type="button" class="term" popovertarget="term-crumb">crumb</button>' in page
    assert '<div class="term-note" id="term-crumb" popover>' in page
    assert "The inside of a loaf" in page
    assert '<a href="/guides/bread/glossary/#crumb">In the glossary</a>' in page


def test_definitions_of_several_texts_on_a_page_keep_apart(renderer):
    guide = renderer()
    page = "".join(guide.render("A proof.", PageSetting(guide, prefix)).html for prefix in ("one-", "two-"))
    assert Ids(page).ids == ["one-term-proofing", "two-term-proofing"]
    assert Ids(page).wanted == set(Ids(page).ids)


@pytest.mark.parametrize("word", ["Proofing", "proof", "FINAL PROOF"])
def test_a_term_by_any_of_its_names(html, word):
    assert f'popovertarget="term-proofing">{word}</button>' in html(f"The {word} is last.")


def test_the_longest_name_of_a_term_wins(html):
    assert ">final proof</button>" in html("A final proof.")


def test_each_section_links_its_own_first_use(pages):
    linked = [page.file.slug for page in pages().sections if 'popovertarget="term-proofing"' in page.html]
    assert linked == ["yeast", "sourdough"]


def test_definitions_link_no_further_terms(pages):
    assert all('class="term"' not in term.html for term in pages().terms)


# Blocks that the engine fills


def test_limits_of_a_target_with_their_sources(html):
    page = html("/// limits | yeast\n///")
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == [
        "Rise at room temperature",
        "Dose for a kilogram of flour",
        "Keeps in an open packet",
    ]
    assert '<b><span class="fact"><span class="fact-value">90 min</span>' in page
    assert '<b><span class="fact unverified"><span class="fact-value">not found</span>' in page


def test_prices_of_a_target_with_their_regions(html):
    page = html("/// prices | yeast\n///")
    assert '<span class="fact-value">USD 0.15 per loaf</span>' in page
    assert "<td>Europe</td>" in page
    assert "90 min" not in page


def test_the_sources_of_a_table_of_facts_stand_below_it_once_each(html):
    below = html("/// limits | yeast\n///").partition("</table>")[2]
    assert below.count(">A Baker&#x27;s Handbook</a>") == 1
    assert "1 March 2026" in below


def test_the_section_of_a_target_does_not_name_it_again(pages):
    own, collected = section(pages(), "yeast").html, section(pages(), "choosing").html
    link = '<a href="/guides/bread/yeast/">'
    assert link not in own[own.index('<div class="target-card') :]
    assert '<div class="pair">\n<div class="definition">' in own
    assert collected.count(link) >= 2


def test_a_card_of_a_target(html):
    page = html("/// target-card | sourdough\n///")
    assert '<div class="target-card family-1">' in page
    assert '<a href="/guides/bread/sourdough/">Sourdough starter</a>' in page


def test_a_figure_with_its_caption_and_text_twin(html):
    page = html("/// figure | decision-tree\nFrom *haste*\nto patience.\n///")
    assert '<figure class="drawn" id="figure-decision-tree">' in page
    assert page.count("<svg role=") == 2
    assert 'class="text-twin"' in page
    assert "Less than 1.5 hours?" in re.sub(r"</?tspan[^>]*>", " ", page).replace("  ", " ")


def test_a_calculator_with_its_first_result(html):
    page = html("/// calculator | hydration\n///")
    assert 'value="350"' in page
    assert "70 %" in page
    assert "Ordinary bread." in page


def test_a_checkpoint_without_its_answer(pages):
    page = section(pages(), "yeast").html
    assert 'id="checkpoint-no-rise"' in page
    assert "What do you look at first" in page
    assert "An old packet is dead" not in page
    assert "You named the dose" not in page


# Collections


def test_objectives_with_where_they_are_taught_and_tested(pages):
    html = section(pages(), "basics").html
    weigh = html[html.index('id="objective-weigh"') :]
    assert "Weigh flavour against effort." in weigh
    assert re.search(r'<dt>The leavens</dt>\s*<dd>.*<a href="/guides/bread/sourdough/">Sourdough</a>', weigh)
    assert '<a href="/guides/bread/basics/">' not in html[html.index('<ol class="objectives">') :]
    assert "checkpoints/no-rise" in html[: html.index('id="objective-weigh"')]


def test_muddy_points_are_listed_by_section_and_explained_in_one_place_only(pages):
    html = section(pages(), "choosing").html
    where = html.index('<a href="/guides/bread/yeast/">Instant yeast</a>')
    point = html.index('<a href="/guides/bread/yeast/#fresh-yeast">Is fresh yeast stronger?</a>')
    assert where < point
    assert "It is wetter" not in html


def test_a_muddy_point_leads_to_the_questions_that_it_concerns(pages):
    html = section(pages(), "yeast").html
    muddy = html[html.index('id="fresh-yeast"') :]
    link = '<a href="/guides/bread/checkpoints/no-rise/">A dough that does not rise</a>'
    assert f'<p class="tested-by">Test yourself: {link}</p>' in muddy


def test_every_muddy_point_of_the_real_guide_leads_to_a_section_and_to_a_question(real_pages):
    points = [
        point
        for page in real_pages.sections
        for point in re.findall(r'<aside class="muddy">.*?</aside>', page.html, re.S)
    ]
    assert len(points) >= 12
    for point in points:
        assert re.search(r'href="/guides/[\w-]+/(?!glossary|checkpoints)[\w-]+/', point), point[:200]
        assert 'class="tested-by"' in point, point[:200]


def test_pairs_targets_and_checkpoints_are_collected(pages):
    html = section(pages(), "choosing").html
    assert html.count('<div class="pair">') == 1
    assert html.count('<div class="target-card') == 3
    assert html.count('id="checkpoint-no-rise"') == 1


# Pages as a whole


class Ids(HTMLParser):
    """The ids of a page, and what points at ids within it."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.wanted = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        names = [values.get(name, "") for name in ("popovertarget", "aria-labelledby", "aria-describedby", "for")]
        self.wanted |= {name for value in names for name in value.split()}
        if values.get("href", "").startswith("#"):
            self.wanted.add(values["href"][1:])


def test_ids_are_alone_on_their_page_and_whatever_points_at_one_finds_it(pages):
    for page in pages().sections:
        found = Ids(page.html)
        assert len(found.ids) == len(set(found.ids)), page.file.slug
        assert found.wanted <= set(found.ids), page.file.slug


def test_the_same_holds_for_the_real_guide(real_pages):
    for page in real_pages.sections:
        found = Ids(page.html)
        assert len(found.ids) == len(set(found.ids)), page.file.slug
        assert found.wanted <= set(found.ids), page.file.slug


@pytest.mark.parametrize(
    "bad", ["- /// limits | rye\n[/// checkpoint | rye\n///\n", "/// note\n" * 900, "{fact:rye.rise}"]
)
def test_a_text_that_fails_leaves_nothing_behind_for_the_next(renderer, bad):
    guide = renderer()
    good = "/// note\nx\n///\n\n## A\n\ny[^1]\n\n[^1]: z\n"
    before = guide.render(good, PageSetting(guide))
    with pytest.raises(MarkupError):
        guide.render(bad, PageSetting(guide))
    assert guide.render(good, PageSetting(guide)) == before


def test_minutes_to_read(guide_folder, pages):
    assert section(pages(), "soda").minutes == 1
    guide_folder.append("sections/soda.md", "word " * 500)
    assert section(pages(), "soda").minutes == 3


def test_progress_is_told_by_section(renderer):
    told: list[str] = []
    renderer().pages(Problems(), told.append)
    assert told == ["basics", "yeast", "sourdough", "soda", "choosing"]


def test_a_table_sorts_by_number_in_one_unit(pages):
    (table,) = pages().tables
    assert table.columns == ("Leaven", "Rise", "Price", "Effort")
    assert [row[1].text for row in table.rows] == ["90 min", "12 hours", "at once"]
    assert [row[1].sort for row in table.rows] == [90 * 60, 720 * 60, None]
    assert [row[0].text for row in table.rows] == ["Instant yeast", "Sourdough starter", "Baking soda"]


def test_the_tree_as_html_in_plain_values(pages):
    tree = pages().tree
    assert tree["start"] == "hurry"
    assert "1.5 hours" in tree["nodes"]["hurry"]["short"]
    assert "12 hours" in tree["nodes"]["flavour"]["options"][0]["label"]
    assert tree["nodes"]["hurry"]["options"][0]["when"] == (
        {"field": "minutes", "operator": "<=", "value": "$yeast.rise_min", "origin": ""},
    )


def test_a_tree_may_name_targets_and_sources(guide_folder, pages):
    guide_folder.replace("facts.yaml", "short: Overnight?", "short: 'As {target:sourdough} likes it? {source:label}'")
    made = pages()
    assert "Sourdough starter" in made.tree["nodes"]["flavour"]["short"]
    assert "As Sourdough starter likes it?" in [use.label.strip() for use in made.uses]


# Where facts are used


def test_uses_of_a_fact(pages):
    uses = {(use.kind, use.label) for use in pages().uses if use.fact == "yeast.rise_min"}
    assert uses == {
        ("section", "Instant yeast"),
        ("section", "Sourdough"),  # by a figure derived from it
        ("section", "Choosing"),
        ("table", "Leavens side by side"),
        ("term", "Proofing"),
        ("figure", "Which leaven?"),
        ("tree node", "Less than 1.5 hours?"),
        ("advisor rule", "Instant yeast: How long can it rise?"),
        ("advisor rule", "Baking soda: How long can it rise?"),
        ("question", "A dough that does not rise"),
        ("generated case", "Instant yeast: which limit decides"),
    }


def test_a_price_is_used_by_costs(pages):
    uses = [use for use in pages().uses if use.fact == "yeast.price.loaf" and use.kind == "advisor price"]
    assert [(use.label, use.url) for use in uses] == [("Instant yeast: cost a month", "/guides/bread/advisor/#cost")]


def test_a_price_is_drawn_in_plots(pages):
    uses = [use for use in pages().uses if use.fact == "yeast.price.loaf" and use.kind == "plot"]
    assert [use.label for use in uses] == ["Cost over loaves a month", "Cost over hours of full peak"]


def test_a_remark_of_the_advisor_uses_the_facts_in_its_conditions(pages):
    remarks = [use.label for use in pages().uses if use.fact == "sourdough.rise_min" and use.kind == "advisor remark"]
    assert remarks == ["You are hasty and have {minutes}. Is that so?"]


def test_a_question_uses_the_facts_that_it_lists(pages):
    uses = [use for use in pages().uses if use.fact == "yeast.grams_per_kilogram"]
    assert [(use.kind, use.url) for use in uses] == [
        ("section", "/guides/bread/yeast/"),
        ("question", "/guides/bread/checkpoints/no-rise/"),
        ("generated case", "/quizzes/"),
    ]


@pytest.mark.parametrize("before", ["Each figure carries", "Effort is"])
def test_the_texts_around_a_table_use_facts_too(guide_folder, pages, before):
    guide_folder.replace("comparisons/leavens.md", before, f"{{fact:soda.first_sold}} {before}")
    assert ("soda.first_sold", "table") in [(use.fact, use.kind) for use in pages().uses]


def test_a_use_is_listed_once(pages):
    uses = pages().uses
    assert len(uses) == len(set(uses))


# Search entries


def test_search_finds_each_part_of_a_section(pages):
    entries = [entry for entry in pages().search if entry.title == "Instant yeast" and entry.kind == "section"]
    assert [(entry.heading, entry.url) for entry in entries] == [
        ("", "/guides/bread/yeast/"),
        ("How it works", "/guides/bread/yeast/#how-it-works"),
        ("What it needs", "/guides/bread/yeast/#what-it-needs"),
        ("Is fresh yeast stronger?", "/guides/bread/yeast/#fresh-yeast"),
    ]
    assert entries[0].text.startswith("The packet that fits an afternoon.")
    assert "A dough wants 90 min, or 1.5 hours" in entries[1].text


def test_search_finds_terms_tables_and_facts(pages):
    entries = {(entry.kind, entry.title): entry for entry in pages().search}
    assert entries["term", "Crumb"].url == "/guides/bread/glossary/#crumb"
    assert "12 hours" in entries["table", "Leavens side by side"].text
    assert entries["fact", "Instant yeast: Rise at room temperature"].url == "/guides/bread/yeast/#limits-yeast"
    assert entries["fact", "Instant yeast: Rise at room temperature"].heading == "90 min"


def test_search_never_finds_an_answer(pages):
    assert not any("An old packet is dead" in entry.text for entry in pages().search)
