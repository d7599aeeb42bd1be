"""Search: the obvious page first, every string safe to type, and excerpts that are text."""

import pytest
from django.db import connection

from studyguide.models import Guide, SearchEntry
from studyguide.search import LONGEST_QUERY, index_entries, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(now):
    """`entries(("Title", "text"), …)` puts these entries into the index, each on a page of its own."""
    guide = Guide.objects.create(slug="g", title="G", short_title="G", summary="", start="s", digest="", synced_at=now)

    def entries(*rows, kind="section", url="/guides/g/{}/"):
        SearchEntry.objects.bulk_create(
            SearchEntry(guide=guide, kind=kind, title=title, text=text, url=url.format(number))
            for number, (title, text) in enumerate(rows)
        )
        index_entries()
        return guide

    return entries


def titles(query):
    return [result.title for result in search(query)]


# What is found


@pytest.mark.parametrize(
    "query", ["proofing", "PROOFING", "proofed", "proof rise", "rise  proof!", "cafe proofing", "proo"]
)
def test_found_by_any_form_of_its_words(entries, query):
    entries(("Dough", "Proofing is the last rise of a café loaf."), ("Other", "Nothing of the kind."))
    assert titles(query) == ["Dough"]


@pytest.mark.parametrize("query", ["", "   ", "!?", "oven", "proo rises"])
def test_found_only_with_every_word(entries, query):
    entries(("Dough", "Proofing is the last step."))
    assert titles(query) == []


def test_where_nothing_holds_every_word_those_that_hold_some_are_found_and_say_so(entries):
    entries(("Dough", "Proofing is the last rise."), ("Oven", "It is hot."))
    assert titles("proofing oven of stone") == ["Oven", "Dough"]
    assert all(result.is_partial for result in search("proofing oven of stone"))
    assert not any(result.is_partial for result in search("proofing rise"))


def test_a_title_counts_more_than_a_text(entries):
    entries(("Bread", "The starter, the starter and the starter."), ("Starter", "Flour and water."))
    assert titles("starter") == ["Starter", "Bread"]


def test_a_part_of_a_section_counts_by_its_heading_and_not_by_the_title_above_it(entries):
    guide = entries(("Starter", "Flour."), ("Other", "The starter, in a word."))
    part = {"guide": guide, "kind": "section", "title": "Starter"}
    SearchEntry.objects.create(**part, heading="In the oven", text="Hot.", url="/guides/g/0/#oven")
    SearchEntry.objects.create(**part, heading="Feeding the starter", text="Flour.", url="/guides/g/0/#feeding")
    index_entries()
    assert [result.heading or result.title for result in search("starter")] == [
        "Starter",
        "Feeding the starter",
        "Other",
        "In the oven",
    ]
    assert [result.heading for result in search("starter oven")] == ["In the oven"]


def test_a_page_counts_more_than_a_fact_on_it(entries):
    entries(("Starter: flours", "starter"), kind="fact", url="/guides/g/sourdough/")
    entries(("Starter", "starter"), url="/guides/g/starter/{}/")
    assert titles("starter") == ["Starter", "Starter: flours"]


def test_no_page_fills_the_list(entries):
    entries(*[(f"Crumb {number}", "crumb") for number in range(6)], url="/guides/g/one/")
    entries(("Crumb elsewhere", "crumb"), url="/guides/g/two/")
    assert len(titles("crumb")) == 4
    assert "Crumb elsewhere" in titles("crumb")


def test_a_limit_on_the_results(entries):
    entries(*[(f"Crumb {number}", "crumb") for number in range(30)])
    assert len(search("crumb")) == 20
    assert len(search("crumb", limit=3)) == 3


def test_a_retired_guide_is_not_found(entries):
    guide = entries(("Crumb", "crumb"))
    guide.is_retired = True
    guide.save()
    assert titles("crumb") == []


def test_an_entry_that_is_gone_is_not_found_again(entries):
    entries(("Crumb", "crumb"))
    SearchEntry.objects.all().delete()
    index_entries()
    assert titles("crumb") == []


# Excerpts


def test_an_excerpt_marks_what_was_found(entries):
    entries(("Bread", "One crumb and two crumbs."))
    assert search("crumb")[0].excerpt == "One <mark>crumb</mark> and two <mark>crumbs</mark>."


def test_an_excerpt_is_cut_around_what_was_found(entries):
    entries(("Bread", "flour " * 200 + "crumb " + "water " * 200))
    excerpt = search("crumb")[0].excerpt
    assert excerpt.startswith("…")
    assert excerpt.endswith("…")
    assert "<mark>crumb</mark>" in excerpt
    assert len(excerpt) < 300


def test_html_in_an_excerpt_is_text(entries):
    entries(("Bread", '<script>alert("crumb")</script> & <mark>crumb</mark>'))
    assert search("crumb")[0].excerpt == (
        "&lt;script&gt;alert(&quot;<mark>crumb</mark>&quot;)&lt;/script&gt; &amp; "
        "&lt;mark&gt;<mark>crumb</mark>&lt;/mark&gt;"
    )


# Anything may be typed

NASTY = [
    '"',
    '""',
    '"crumb',
    'crumb"',
    '"crumb" "',
    "'",
    "crumb'; DROP TABLE studyguide_guide; --",
    "' OR 1=1 --",
    "*",
    "crumb*",
    "*crumb",
    "^crumb",
    "crumb^2",
    "(",
    ")",
    "(crumb",
    "crumb AND",
    "AND",
    "OR crumb",
    "NOT crumb",
    "crumb NEAR crust",
    "NEAR(crumb crust, 5)",
    "title:crumb",
    "title : crumb",
    "{title text}: crumb",
    "-crumb",
    "+crumb",
    "crumb -crust",
    "%",
    "_",
    "crumb_",
    "\\",
    "crumb\\",
    "crumb:*",
    "crumb & crust | !oven",
    "<crumb>",
    "crumb\0",
    "\x01\x1b[31m",
    "crumb\n\tcrust",
    "\u202ecrumb",
    "ÇRÜMB ß İ",
    "面包",
    "👩‍🍳 crumb",
    "½ ² ௫",
    "\ue000crumb\ue001",
    "a" * 5000,
    "a b " * 2000,
    "1e999 0x10 -1 NaN",
    "${crumb} {{ crumb }} {% crumb %}",
    "../../etc/passwd",
]


@pytest.mark.parametrize("query", NASTY, ids=lambda query: ascii(query)[:30])
def test_any_string_is_safe(entries, query):
    entries(("Crumb", "The crumb and the crust."))
    assert len(search(query)) <= 1
    assert Guide.objects.count() == 1


@pytest.mark.parametrize(
    "query", ['"crumb', "crumb*", "(crumb", "title:crumb", "-crumb", "^crumb", "crumb AND", "crumb\0"]
)
def test_operators_are_words_or_nothing(entries, query):
    entries(("Crumb title and", "The crumb and the crust."))
    assert titles(query) == ["Crumb title and"]


def test_half_a_character_is_safe(entries):
    entries(("Crumb", "crumb"))
    assert titles("\ud800 crumb") == ["Crumb"]


def test_a_long_query_is_cut(entries):
    entries(("Crumb", "crumb"))
    assert titles("crumb " + " " * LONGEST_QUERY + "oven") == ["Crumb"]


# The project's guide


OBVIOUS = {
    "lambda": "AWS Lambda",
    "fargate": "AWS Fargate",
    "eks": "Amazon EKS",
    "kubernetes": "Amazon EKS",
    "real-time endpoint": "SageMaker real-time endpoints",
    "serverless inference": "SageMaker Serverless Inference",
    "batch": "SageMaker Batch Transform",
    "cold start": "Latency and cold starts",
    "decision tree": "Decision tree",
    "fraud": "The card-fraud check",
    "limits": "Limits side by side",
    "payload": "Payload",
    "muddy": "Muddy points",
    "6 MB or 25 MB": "SageMaker real-time endpoints",
    "neo": "SageMaker Neo and the edge",
    "p99": "p99",
    "greengrass": "Greengrass",
}


def test_the_obvious_page_comes_first(real_guide, subtests):
    for query, title in OBVIOUS.items():
        with subtests.test(query):
            assert titles(query)[0] == title


def test_a_heading_that_most_sections_have_is_no_result(real_guide):
    assert "Read next" not in {result.heading for result in search("cold start", limit=50)}
    assert "What you pay for" in {result.heading or result.title for result in search("pay for lambda")}


def test_a_limit_leads_to_the_table_that_holds_it(real_guide):
    fact = next(result for result in search("lambda streamed response") if result.kind == "fact")
    assert fact.url.endswith("/lambda/#limits-lambda")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has an index of its own kind")
def test_postgresql_looks_into_its_index(entries):
    entries(("Starter", "It rises."))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows are read faster without
        cursor.execute("EXPLAIN SELECT id FROM studyguide_searchentry WHERE words @@ to_tsquery('english', 'rises')")
        assert "studyguide_search_words" in str(cursor.fetchall())
