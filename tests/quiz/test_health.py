"""The health of questions: in their list, in its filter, over the whole bank, and how it stays true."""

import pytest

from quiz.admin.health_page import TITLES
from quiz.content import QUESTIONS
from quiz.health import check_health
from quiz.lint import RULES, Finding, Level
from quiz.models import Question
from studyguide.models import Guide
from studyguide.sync import code_hash, digest, sync
from tests.conftest import NOW
from tests.pages import Page
from tests.quiz.desk import FORM, fields_of, url

HEALTH = f"{FORM}health/"
QUESTION_FILE = "questions/every-kind.yaml"
WEAK = "Guests come in an hour. Which leaven is not slow?"


@pytest.fixture
def question(desk):
    return Question.objects.get(slug="which-leaven")


@pytest.fixture
def synced(db, quiz_folder):
    sync(NOW)
    return quiz_folder


def healths(**narrowed):
    return dict(Question.objects.filter(case="", **narrowed).values_list("slug", "health"))


def listed(desk, health):
    return {found.slug for found in desk.get(FORM, {"health__exact": health}).context["cl"].result_list}


def finding(level, rule="negative-stem"):
    return Finding(rule, level, "stem", "Say so.")


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ([], "● good"),
        ([Level.WARNING], "▲ 1 warning"),
        ([Level.WARNING] * 3, "▲ 3 warnings"),
        ([Level.BLOCKING, Level.WARNING], "■ 1 to put right, 1 warning"),
    ],
)
def test_list_says_the_health_in_words_and_shape(desk, question, levels, words):
    question.keep_findings(finding(level) for level in levels)
    assert f"published {words} Baking soda" in Page(desk.get(FORM)).text


def test_list_is_narrowed_by_health(desk, question):
    question.keep_findings([finding(Level.WARNING)])
    assert listed(desk, "warnings") == {"which-leaven"}
    assert listed(desk, "blocking") == set()
    assert "which-leaven" not in listed(desk, "unchecked")


def test_sync_checks_every_question_and_every_step(synced):
    assert "unchecked" not in healths().values()
    assert set(Question.objects.exclude(case="").values_list("health", flat=True)) <= {"good", "warnings"}


def test_health_follows_the_files(synced):
    synced.replace(QUESTION_FILE, "Which leaven makes a loaf in time?", "Which leaven is not late?")
    sync(NOW)
    assert healths(slug="which-leaven") == {"which-leaven": "warnings"}


def test_health_follows_the_guide(synced):
    """A term that a draft names goes; its question has not changed."""
    synced.append("glossary.md", "Poolish {#poolish}\n:   A wet leaven.")
    question = Question.objects.get(slug="which-leaven")
    question.save_draft({**question.source, "hint": "See [poolish](term:poolish)."})
    sync(NOW)
    assert healths(slug="which-leaven") == {"which-leaven": "good"}
    synced.replace("glossary.md", "{#poolish}", "{#biga}")
    sync(NOW)
    assert healths(slug="which-leaven") == {"which-leaven": "blocking"}


def test_linter_that_changes_makes_every_guide_due(synced, settings, tmp_path):
    """A sync leaves alone what has its digest; the linter's own code is part of it."""
    settings.BASE_DIR = tmp_path / "project"
    rule = settings.BASE_DIR / "quiz" / "lint" / "rule.py"
    rule.parent.mkdir(parents=True)
    rule.write_text("old")
    before = digest(synced.path)
    rule.write_text("new")
    code_hash.cache_clear()  # a new process has the new code
    assert digest(synced.path) != before


def test_guide_without_files_stays_unchecked(guide, settings, tmp_path):
    settings.CONTENT_DIRS = [tmp_path / "nowhere"]
    check_health(guide, QUESTIONS)
    assert set(healths().values()) == {"unchecked"}


def test_copy_is_checked(desk, question):
    desk.post(url(question, "duplicate"))
    copy = Question.objects.get(source__title__endswith="(copy)")
    assert [found["rule"] for found in copy.findings] == ["near-duplicate"]


def test_restored_version_is_checked(desk, question):
    desk.post(url(question, "save"), fields_of(question, stem=WEAK))
    desk.post(url(question, "restore", 1))
    assert healths(slug="which-leaven") == {"which-leaven": "good"}


def test_page_counts_and_leads_to_the_list(desk, question):
    question.keep_findings([finding(Level.WARNING)])
    page = Page(desk.get(HEALTH))
    assert "1 ▲ with warnings" in page.text
    guide = Guide.objects.get()
    assert f"{FORM}?guide__id__exact={guide.pk}&health__exact=warnings&status__in=draft,published" in page.links


def test_retired_questions_count_neither_there_nor_in_the_list_that_it_leads_to(desk, question):
    question.keep_findings([finding(Level.WARNING)])
    question.retire()
    page = Page(desk.get(HEALTH))
    assert "0 ▲ with warnings" in page.text
    assert f"{url(question, 'change')}#checks" not in page.links
    (link,) = (link for link in page.links if "health__exact=warnings" in link)
    assert list(desk.get(link).context["cl"].result_list) == []


def test_page_names_each_broken_rule_with_its_questions(desk, question):
    question.keep_findings([finding(Level.WARNING), finding(Level.WARNING), finding(Level.BLOCKING, "two-keys")])
    page = Page(desk.get(HEALTH))
    assert page.text.index("Two keys where one is asked for") < page.text.index("Negative word without emphasis")
    assert f"{url(question, 'change')}#checks" in page.links


def test_page_names_patterns_over_the_bank(desk, question):
    assert "Keys stand in no place more often" in Page(desk.get(HEALTH)).text
    for number in range(20):
        publish_true(question.guide, number)
    assert "True is right in " in Page(desk.get(HEALTH)).text


def publish_true(guide, number):
    source = {"kind": "true-false", "title": f"True {number}", "stem": f"Loaf {number} rises.", "key": True}
    Question.objects.publish(guide, f"true-{number}", {"kind": "true-false", "title": "True"}, NOW, source)


def test_page_costs_the_same_with_ten_times_as_many(desk, guide, django_assert_num_queries):
    desk.get(HEALTH)
    with django_assert_num_queries(8):
        desk.get(HEALTH)
    for number in range(45):
        Question(guide=guide, slug=f"q{number}").save_draft({"kind": "single", "title": f"Q {number}"})
    with django_assert_num_queries(8):
        desk.get(HEALTH)


def test_every_rule_has_its_title_there():
    assert {rule.id for rule in RULES} < TITLES.keys()
