"""The pages of the admin that are read rather than filled in: without barriers, light and dark, on any width."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from quiz.models import Question, QuestionVersion, Quiz, Report, Scenario
from studyguide.models import Fact
from tests.browser.writing import GUIDE, sign_in

STOCK = ("theme-toggle", "toggle-nav-sidebar", "nav-filter", 'id="footer"')  # Django's frame around each page
LISTS = ("quiz/question", "quiz/quiz", "quiz/scenario", "quiz/report", "studyguide/fact")


@pytest.fixture
def pages(site):
    """Each page by its name, with something on it."""
    question = Question.objects.published().filter(kind="single", case="").order_by("slug").first()
    quiz, case = Quiz.objects.plain().order_by("slug").first(), Scenario.objects.order_by("slug").first()
    for one in (quiz, case):
        one.keep_version(timezone.now(), User.objects.filter(username="ines").first())
    version = QuestionVersion.objects.filter(question=question).first()
    report = Report.objects.create(version=version, text="Two are right.", reported_at=timezone.now())
    found = {"first page": "/admin/", "bank": reverse("bank_statistics", args=[GUIDE])}
    found |= {f"list of {name}": f"/admin/{name}/" for name in LISTS}
    found |= {"kinds": "/admin/quiz/question/add/", "health": "/admin/quiz/question/health/"}
    found |= {"insertions": reverse("admin:quiz_question_insertions", args=[GUIDE])}
    found |= {"versions of a question": reverse("admin:quiz_question_versions", args=[question.pk])}
    found |= {"versions of a quiz": reverse("admin:quiz_quiz_versions", args=[quiz.pk])}
    found |= {"versions of a case": reverse("admin:quiz_scenario_versions", args=[case.pk])}
    found |= {"new step": reverse("admin:quiz_scenario_choose_step", args=[case.pk])}
    found |= {"fact": reverse("admin:studyguide_fact_change", args=[Fact.objects.current().first().pk])}
    found |= {"report": reverse("admin:quiz_report_change", args=[report.pk])}
    found |= {"statistics": reverse("statistics_overview")}
    found |= {"history": reverse("admin:quiz_question_history", args=[question.pk])}
    yield found
    report.delete()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier(open_page, site, axe, pages, scheme):
    page = open_page(color_scheme=scheme)
    sign_in(page, site.url)
    found = {}
    for name, address in pages.items():
        page.goto(address)
        found[name] = [barrier for barrier in axe(page) if not any(part in barrier for part in STOCK)]
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_scrolls_sideways(open_page, site, pages, width):
    page = open_page(viewport={"width": width, "height": 800})
    sign_in(page, site.url)
    wide = {}
    for name, address in pages.items():
        page.goto(address)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: found for name, found in wide.items() if found > width} == {}
