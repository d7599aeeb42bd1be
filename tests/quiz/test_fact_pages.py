"""Facts for instructors: the list, one fact with its uses, and what another value would change."""

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quiz.models import Question, QuestionVersion
from studyguide.models import Fact, Guide
from studyguide.sync import sync
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.desk import browser, instructor
from tests.quiz.instructor import Instructor

LIST = "/admin/studyguide/fact/"
READING = {"changelist", "change", "seeds"}
CLOSED = {"add", "delete", "history"}  # Django's own, which nobody may use
ROLES = ("guest", "learner", "instructor", "instructor without permission", "superuser")


@pytest.fixture
def facts(guide, quiz_folder):
    """The folder of the guide, whose facts are in the database."""
    cache.clear()
    return quiz_folder


@pytest.fixture
def desk(facts):
    return instructor()


def page_of(key, act="change"):
    return f"{LIST}{Fact.objects.get(slug=key).pk}/{act}/"


def text_of(client, key, act="change", **query):
    return Page(client.get(page_of(key, act), query)).text


# The list


def test_list_shows_value_uses_age_and_mark_of_each_fact(desk):
    shown = Page(desk.get(LIST)).text
    assert "sourdough.rise_min" in shown
    assert "720 min" in shown
    assert "not found" in shown


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"q": "starter takes"}, {"sourdough.flours"}),
        ({"q": "rises_a_week"}, {"sourdough.rises_a_week"}),
        ({"q": "wheat"}, {"sourdough.flours"}),
        ({"q": "nothing like it"}, set()),
        ({"verified__exact": "0", "kind": "price"}, {"yeast.price.loaf", "soda.price.loaf"}),
        ({"age": "fresh", "verified__exact": "1", "kind": "feature"}, set()),
    ],
)
def test_list_finds_and_filters(desk, query, keys):
    found = desk.get(LIST, query).context["cl"].result_list
    assert {fact.slug for fact in found} == keys


def test_ages_split_the_list_in_two(desk):
    old, fresh = (set(desk.get(LIST, {"age": age}).context["cl"].result_list) for age in ("old", "fresh"))
    assert old | fresh == set(Fact.objects.current())
    assert not old & fresh
    assert "yeast.price.loaf" in {fact.slug for fact in old}


def test_list_counts_uses_with_no_query_of_their_own(desk):
    with CaptureQueriesContext(connection) as all_of_them:
        desk.get(LIST)
    with CaptureQueriesContext(connection) as two:
        desk.get(LIST, {"q": "rise_min"})
    assert len(all_of_them) <= len(two) + 1
    counted = {fact.slug: fact.use_count for fact in desk.get(LIST).context["cl"].result_list}
    assert counted["yeast.rise_min"] == Fact.objects.get(slug="yeast.rise_min").uses.count() > 5


# One fact


def test_uses_are_linked_by_kind_and_questions_to_their_forms(desk):
    page = Page(desk.get(page_of("yeast.rise_min")))
    question = Question.objects.get(slug="which-leaven")
    assert "Rules of the advisor" in page.text
    assert "/guides/bread/compare/leavens/" in page.links
    assert f"/admin/quiz/question/{question.pk}/change/" in page.links


def test_the_place_where_it_is_written_is_told(desk, facts):
    line = (facts.path / "facts.yaml").read_text().split("\n").index("    value: 90") + 1
    shown = text_of(desk, "yeast.rise_min")
    assert f"content/bread/facts.yaml, line {line}" in shown
    assert str(facts.path.parent.parent) not in shown


def test_a_computed_figure_leads_to_its_parts(desk):
    sent = desk.get(page_of("sourdough.times_longer"), {"value": "3"})
    assert f"{page_of('yeast.rise_min')}#what-if-it" in Page(sent).links
    assert 'name="value"' not in sent.content.decode()


# What if


def test_nothing_is_tried_until_a_value_is_typed(desk):
    assert "instead of" not in text_of(desk, "sourdough.rise_min")


def test_what_changes_is_told_with_links(desk):
    page = Page(desk.get(page_of("sourdough.rise_min"), {"value": "2000"}))
    assert "With 2,000 min instead of 720 min" in page.text
    assert "A loaf for Sunday" in page.text
    assert any(link.startswith("/guides/bread/advisor/?minutes=1440") for link in page.links)
    assert "/quizzes/sunday-bread/" in page.links


def test_a_unit_is_understood(desk):
    assert "With 600 min instead of 720 min" in text_of(desk, "sourdough.rise_min", value="10 h")


@pytest.mark.parametrize(
    ("value", "said"), [("lots", "is no number"), ("720", "the value it has"), ("", "Type a value")]
)
def test_a_wrong_value_is_explained_and_kept(desk, value, said):
    sent = desk.get(page_of("sourdough.rise_min"), {"value": value})
    assert sent.status_code == 422
    assert said in sent.content.decode()
    assert f'name="value" value="{value}"' in sent.content.decode()


def test_a_value_that_nothing_can_be_computed_with_is_explained(desk):
    sent = desk.get(page_of("yeast.rise_min"), {"value": "0"})
    assert sent.status_code == 422
    assert "cannot be computed" in sent.content.decode()


def test_nothing_is_saved(desk):
    def rows():
        return [list(model.objects.order_by("pk").values()) for model in (Fact, Guide, Question, QuestionVersion)]

    before = rows()
    desk.get(page_of("sourdough.rise_min"), {"value": "2000", "more": ""})
    desk.get(page_of("sourdough.rise_min", "seeds"), {"value": "2000"})
    assert rows() == before


def test_questions_count_as_they_were_published_in_the_admin(desk, facts):
    Instructor(facts).publish("times-longer", title="How much longer it takes")
    assert "How much longer it takes 8 times 16 times" in text_of(desk, "yeast.rise_min", value="45")


# Generated cases


def test_cases_are_made_a_portion_at_a_time(desk):
    assert "0 of 1000 seeds are checked" in text_of(desk, "yeast.rise_min", value="600")
    assert "100 of 1000 seeds are checked" in text_of(desk, "yeast.rise_min", value="600", more="")
    assert "200 of 1000 seeds are checked" in text_of(desk, "yeast.rise_min", "seeds", value="600")


def test_cases_made_once_serve_every_other_value(desk):
    text_of(desk, "yeast.rise_min", value="600", more="")
    shown = text_of(desk, "sourdough.rise_min", value="2000")
    assert "100 of 1000 seeds are checked" in shown


def test_seeds_that_change_lead_to_the_advisor(desk):
    page = Page(desk.get(page_of("yeast.rise_min", "seeds"), {"value": "600"}))
    assert any(link.startswith("/guides/bread/advisor/?minutes=") for link in page.links)
    assert "Instant yeast" in page.text


def test_a_guide_without_stories_has_no_cases(desk, facts):
    facts.remove("stories.yaml")
    sync(NOW)
    assert "Generated cases" not in text_of(desk, "yeast.rise_min", value="600")


def test_a_guide_without_an_advisor_has_keys_all_the_same(desk, facts):
    facts.remove("stories.yaml")
    facts.remove("advisor.yaml")
    sync(NOW)
    shown = text_of(desk, "sourdough.rise_min", value="600")
    assert "Known scenarios" not in shown
    assert "Keys of the bank" in shown


def test_without_the_files_the_page_says_so(desk, settings):
    settings.CONTENT_DIRS = []
    assert "not on this server" in text_of(desk, "yeast.rise_min", value="600")


# Who may


def address(name):
    return LIST if name == "changelist" else page_of("yeast.rise_min", name)


def test_every_address_is_known():
    patterns = admin.site._registry[Fact].get_urls()
    named = {str(p.name).removeprefix("studyguide_fact_") for p in patterns if p.name}
    assert named == READING | CLOSED


@pytest.mark.parametrize("name", sorted(READING))
@pytest.mark.parametrize("role", ROLES)
def test_facts_are_for_instructors(facts, role, name):
    sent = browser(role).get(address(name), {"value": "80"} if name != "changelist" else {})
    if role in ("guest", "learner"):
        assert sent.status_code == 302
        assert sent.headers["Location"].startswith("/admin/login/")
    else:
        assert sent.status_code == (403 if role == "instructor without permission" else 200)


@pytest.mark.parametrize("path", ["add/", "{pk}/delete/"])
@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_facts_here(facts, role, path):
    sent = browser(role).get(f"{LIST}{path.format(pk=Fact.objects.first().pk)}")
    assert sent.status_code == (302 if role in ("guest", "learner") else 403)


@pytest.mark.parametrize("role", ROLES)
def test_facts_have_no_history_but_that_of_their_files(facts, role):
    sent = browser(role).get(page_of("yeast.rise_min", "history"))
    assert sent.status_code == (302 if role in ("guest", "learner") else 404)


@pytest.mark.parametrize("name", ["change", "seeds"])
def test_what_is_read_refuses_post(desk, name):
    assert desk.post(address(name)).status_code == 405


def test_a_retired_fact_is_not_there(desk):
    pk = Fact.objects.get(slug="yeast.rise_min").pk
    Fact.objects.filter(pk=pk).update(is_retired=True)
    assert desk.get(f"{LIST}{pk}/change/").status_code == 404
