"""stories.yaml in a guide's folder: loaded with the rest of the guide, and reported with it where it is wrong."""

from io import StringIO

import pytest
from django.core.management import call_command

from quiz.models import StoryBook, generator_of
from studyguide.models import FactUse, Guide
from studyguide.sync import sync
from tests.quiz.generated_guides import bread

pytestmark = pytest.mark.django_db

STORIES = "stories.yaml"


@pytest.fixture
def synced(guide_folder, now):
    sync(now)
    return Guide.objects.get()


def test_a_synced_guide_makes_the_cases_that_its_files_make(synced):
    found = generator_of(synced)
    assert [found.case(seed) for seed in range(40)] == [bread().case(seed) for seed in range(40)]


def test_a_guide_without_stories_makes_none(guide_folder, now):
    guide_folder.remove(STORIES)
    sync(now)
    assert generator_of(Guide.objects.get()) is None


def test_stories_that_vanish_are_gone(synced, guide_folder, now):
    guide_folder.remove(STORIES)
    sync(now)
    assert not StoryBook.objects.exists()
    assert generator_of(Guide.objects.get()) is None


def test_a_changed_fact_changes_the_cases(synced, guide_folder, now):
    before = [generator_of(synced).case(seed).story for seed in range(20)]
    guide_folder.replace(STORIES, "A village wants bread again.", "A village is out of bread.")
    sync(now)
    after = [generator_of(Guide.objects.get()).case(seed).story for seed in range(20)]
    assert [told for told in after if told not in before]


def test_a_mistake_is_reported_with_its_line_and_nothing_changes(synced, guide_folder, now):
    line = guide_folder.replace(STORIES, "The {item} may rise", "The {itme} may rise")
    assert guide_folder.mistakes[0].startswith(f"stories.yaml:{line}: `{{itme}}` stands for nothing")


def test_an_unknown_fact_is_reported_with_its_line(guide_folder):
    line = guide_folder.replace(STORIES, "{fact:soda.needs_acid}", "{fact:soda.needs_acdi}")
    assert f"stories.yaml:{line}: unknown fact `soda.needs_acdi`: expected a key of facts.yaml" in guide_folder.mistakes


def test_stories_need_an_advisor(guide_folder):
    guide_folder.remove("advisor.yaml")
    assert "stories.yaml:1: stories without an advisor: expected advisor.yaml beside it" in guide_folder.mistakes


def test_what_cases_ask_is_listed_with_the_facts_it_depends_on(synced):
    uses = FactUse.objects.filter(kind="generated case")
    assert uses.filter(fact__slug="yeast.price.loaf").get().label == "Instant yeast: what it costs"
    assert {use.label for use in uses.filter(fact__slug="soda.needs_acid")} == {
        "Baking soda: what scales it",
        "Baking soda: which limit decides",
    }


def test_the_command_names_the_cases_and_the_rules(synced):
    out = StringIO()
    call_command("fact_uses", "soda.needs_acid", stdout=out)
    assert "generated case: Baking soda: what scales it (/quizzes/)" in out.getvalue()
    assert "advisor rule: Baking soda" in out.getvalue()


def test_stories_are_no_question_and_cannot_be_found(synced):
    assert not synced.questions.filter(slug=STORIES).exists()
    assert not synced.search_entries.filter(title="Generated cases").exists()
