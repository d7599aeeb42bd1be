"""Scripts in every field of every kind, in a browser without a content security policy: none runs."""

import pytest
from django.utils import timezone

from quiz.checking import previewed
from quiz.kinds import KINDS
from quiz.models import Question
from quiz.question_form import layout
from quiz.source_forms import form_values, source_of
from studyguide.models import Guide
from studyguide.sync import content_folders
from tests.browser.taking import Taking
from tests.browser.writing import GUIDE, sign_in
from tests.quiz.desk import url
from tests.quiz.payloads import COUNT, payloads

KEPT = {"key", "credit", "difficulty", "points", "shuffle", "section", "objectives", "targets", "facts", "sources"}
PAYLOADS = payloads()


def test_there_are_so_many_payloads():
    assert len(set(PAYLOADS)) == COUNT


def infected(kind, first):
    """A good question of a kind with a payload in every text that anybody could type, another in each."""
    question = Question.objects.published().filter(kind=kind, case="").order_by("slug").first()
    form = layout(KINDS[kind])
    values = form_values(form, question.source)
    texts = iter(range(first, first + 1_000))
    for place in values:
        name = place.rpartition(".")[2]
        if name not in KEPT and not place.startswith("answer.") and name != "value":
            values[place] = [PAYLOADS[next(texts) % COUNT]]
    return {"id": f"payload-{kind}", "kind": kind, **source_of(form, values, question.source)}


@pytest.fixture
def open_to_scripts(open_page, site, complaints):
    """A page on which any script in the HTML would run; what the browser complains about is not the point."""
    page = open_page(bypass_csp=True)
    sign_in(page, site.url)
    yield page
    complaints.clear()


def ran(page):
    page.wait_for_timeout(150)
    for link in page.locator(".learner a, .question a, .explained a").all()[:10]:
        assert not (link.get_attribute("href") or "").lower().strip().startswith(("javascript", "data"))
    return page.evaluate("window.ran")


@pytest.mark.parametrize("turn", range(6))
@pytest.mark.parametrize("kind", KINDS)
def test_no_payload_runs_in_the_form_or_its_preview(open_to_scripts, kind, turn):
    page = open_to_scripts
    question = Question(guide=Guide.objects.get(slug=GUIDE), slug=f"payload-{kind}-{turn}", kind=kind)
    question.save_draft(infected(kind, turn * 20))
    with page.expect_response("**/preview/"):
        page.goto(url(question, "change"))
    assert not ran(page)
    page.goto("/admin/quiz/question/?q=script")
    assert not ran(page)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.is_scored])
def test_no_payload_runs_in_the_published_question(open_to_scripts, site, kind):
    page = open_to_scripts
    question = Question(guide=Guide.objects.get(slug=GUIDE), slug=f"payload-{kind}-published", kind=kind)
    published = 0
    for first in range(0, COUNT, 8):
        source = infected(kind, first)
        document = previewed(content_folders()[0], source).document
        if document is None:
            continue  # refused: nobody is given it
        question.save_draft(source)
        question.publish(document, timezone.now(), source)
        published += 1
        taking = Taking.begin(page, site.url, "practice", [question])
        taking.open()
        assert not ran(page)
        taking.at().check_answer(timezone.now())
        taking.open()
        assert not ran(page)
    assert published > 3
