"""Scripts in every field of every form, in a browser without a content security policy: none runs."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quiz.checking import previewed, previewed_case
from quiz.kinds import KINDS
from quiz.models import Attempt, Question, Quiz, Regrade, RegradedResponse, Report, Scenario
from quiz.panels import MOST_REPORTS
from quiz.question_form import layout
from quiz.source_forms import form_values, source_of
from studyguide.models import Guide
from studyguide.roles import unclosed_fence
from studyguide.sync import content_folders
from tests.browser.taking import Taking, questions_of
from tests.browser.writing import GUIDE, sign_in
from tests.quiz.case_desk import case_url
from tests.quiz.desk import fields, url
from tests.quiz.payloads import COUNT, payloads
from tests.quiz.quiz_desk import quiz_fields, quiz_url
from tests.quiz.sitting import HTMX

KEPT = {"key", "credit", "difficulty", "points", "shuffle", "section", "objectives", "targets", "facts", "sources"}
PAYLOADS = payloads()
# A text with code that never ends is refused, and nothing of its question is shown.
ENDLESS = [text for text in PAYLOADS if unclosed_fence(text, 1)]
SHOWN_PAYLOADS = [text for text in PAYLOADS if text not in ENDLESS]


def test_there_are_so_many_payloads():
    assert len(set(PAYLOADS)) == COUNT


def infected(kind, first, texts=PAYLOADS):
    """A good question of a kind with a payload in every field that anybody could type in, another in each.

    With each `first` every field has another one, so that all of them in turn put every payload into every field.
    """
    question = Question.objects.published().filter(kind=kind, case="").order_by("slug").first()
    form = layout(KINDS[kind])
    values = form_values(form, question.source)
    place = first
    for field in values:
        name = field.rpartition(".")[2]
        if name not in KEPT and not field.startswith("answer.") and name != "value":
            values[field] = [texts[place % len(texts)]]
            place += 1
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


@pytest.mark.parametrize("kind", KINDS)
def test_no_payload_runs_in_the_form_or_its_preview(open_to_scripts, kind):
    page = open_to_scripts
    question = Question(guide=Guide.objects.get(slug=GUIDE), slug=f"payload-{kind}", kind=kind)
    question.save_draft(infected(kind, 0))
    with page.expect_response("**/preview/"):
        page.goto(url(question, "change"))
    assert not ran(page)
    page.goto("/admin/quiz/question/?q=script")
    assert not ran(page)


# Each page in a frame of its own, all of them at once; what a frame asks for when it is loaded is waited for.
SHOWN = """async (pages) => {
    const frames = pages.map((html) => Object.assign(document.createElement("iframe"), { srcdoc: html }));
    const loaded = frames.map((frame) => new Promise((done) => frame.addEventListener("load", done, { once: true })));
    document.body.replaceChildren(...frames);
    await Promise.all(loaded);
    const isBusy = () => frames.some((frame) => frame.contentDocument?.querySelector(".htmx-request"));
    do { await new Promise((done) => setTimeout(done, 100)); } while (isBusy());
    return frames.map((frame) => frame.contentWindow.ran ?? null);
}"""
AT_ONCE = 24


def show(page, pages):
    """Whether a script ran, for each of these pages."""
    return [ran for first in range(0, len(pages), AT_ONCE) for ran in page.evaluate(SHOWN, pages[first:][:AT_ONCE])]


def got_by(client, *addresses):
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content.decode() for answer in answers]


def seen_by(client, *addresses):
    pages = got_by(client, *addresses)
    assert [page for page in pages if "window.ran" not in page] == []  # each shows a payload
    return pages


def expect_nothing_ran(page, client, *addresses):
    assert show(page, seen_by(client, *addresses)) == [None] * len(addresses)


def on_page(page, *clients):
    """These clients with the cookies of the page's browser, whoever that is."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    for client in clients:
        client.cookies.load(cookies)


@pytest.fixture
def framed(open_to_scripts, site):
    """An instructor's page to show others in, with a client that is the same instructor."""
    page, client = open_to_scripts, Client(HTTP_HOST=site.url.partition("//")[2])
    page.goto("/admin/quiz/quiz/add/")
    on_page(page, client)
    return page, client


def payload(number):
    return PAYLOADS[number % COUNT]


def test_script_that_is_not_escaped_would_run_in_a_frame(framed):
    page, _ = framed
    assert show(page, [f"<p>{PAYLOADS[0]}</p>", "<p>nothing</p>"]) == [1, None]


@pytest.fixture
def draft(site, request):
    """A question of the test's kind that nobody else sees."""
    kind = request.node.callspec.params["kind"]
    question = Question(guide=Guide.objects.get(slug=GUIDE), slug=f"payloads-{kind}", kind=kind)
    question.save_draft(infected(kind, 0))
    yield question
    Attempt.objects.filter(responses__version__question=question).delete()
    Question.objects.filter(pk=question.pk).update(current_version=None)
    question.delete()


def explained(client, question, texts, turn):
    """The preview of the question with these texts in its fields, answered, so that it shows every one of them."""
    form = fields(question.kind, infected(question.kind, turn, texts), question_id=str(question.pk))
    answer = client.post(url(question, "answer"), {**form, "revision": question.revision}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.timeout(300)  # 116 previews
@pytest.mark.parametrize("kind", KINDS)
def test_no_payload_runs_in_the_preview_of_any_field(framed, draft, kind):
    page, client = framed
    previews = [explained(client, draft, SHOWN_PAYLOADS, turn) for turn in range(len(SHOWN_PAYLOADS))]
    assert [preview for preview in previews if 'class="learner question"' not in preview] == []  # none was refused
    assert [preview for preview in previews if "window.ran" in preview]  # where it is harmless text
    assert show(page, previews) == [None] * len(previews)


@pytest.mark.parametrize("kind", KINDS)
def test_no_payload_runs_in_what_is_said_of_a_text_that_is_refused(framed, draft, kind):
    page, client = framed
    previews = [explained(client, draft, ENDLESS, turn) for turn in range(len(ENDLESS))]
    assert [preview for preview in previews if "Code that never ends" not in preview] == []
    assert show(page, previews) == [None] * len(previews)


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.is_scored])
def test_no_payload_runs_in_a_published_question(framed, site, draft, kind):
    """What is shown was made as for the preview, so that it is enough if every payload is in some field."""
    page, _ = framed
    pages = []
    for turn in range(0, len(SHOWN_PAYLOADS), 4):
        source = infected(kind, turn, SHOWN_PAYLOADS)
        draft.publish(previewed(content_folders()[0], source).document, timezone.now(), source)
        taking = Taking.begin(page, site.url, "practice", [draft])
        learner, _ = both(page, site)
        pages += got_by(learner, taking.url("question", 1))
        taking.at().check_answer(timezone.now())
        pages += got_by(learner, taking.url("question", 1))
    assert len([page for page in pages if "window.ran" in page]) > len(pages) / 2  # else it is sanitised away
    assert show(page, pages) == [None] * len(pages)


@pytest.fixture
def infected_quizzes(site):
    guide = Guide.objects.get(slug=GUIDE)
    made = []
    for number in range(COUNT):
        rule = {"count": 3, "tags": [payload(number + 80)]}
        texts = {"title": payload(number)[:200], "summary": payload(number + 40), "mode": "practice", "draw": rule}
        made.append(Quiz.objects.keep_draft(Quiz(guide=guide), texts, ""))
    yield made
    Quiz.objects.filter(pk__in=[quiz.pk for quiz in made]).delete()


def test_no_payload_runs_in_a_quiz(framed, infected_quizzes):
    page, client = framed
    expect_nothing_ran(page, client, *(quiz_url(quiz, "change") for quiz in infected_quizzes))
    for number, quiz in enumerate(infected_quizzes):
        texts = {"title": payload(number)[:200], "summary": payload(number + 40), "mode": "practice"}
        quiz.publish_as({**texts, "rule": {"count": 3}}, [], timezone.now(), User.objects.get(username="ines"))
    for quiz in infected_quizzes[:8]:
        assert client.post(quiz_url(quiz, "save"), quiz_fields(quiz)).status_code == 303
    lists = ("/admin/", "/admin/quiz/quiz/?o=-1", "/admin/quiz/quiz/?q=ran", "/quizzes/")
    expect_nothing_ran(page, client, *lists, *(quiz.get_absolute_url() for quiz in infected_quizzes[::4]))


def infected_case(number):
    texts = {name: payload(number + 24 * place) for place, name in enumerate(("title", "summary", "story", "also"))}
    losers = [{"target": "ecs", "kind": "hard", "because": payload(number + 96)}]
    section = {"section": "ecs", "objectives": ["select"], "answer": "lambda"}
    return {**texts, "title": texts["title"][:200], "losers": losers, **section}


@pytest.fixture
def infected_cases(site):
    """A case for each payload, and a step for each of four, of every kind in turn."""
    guide = Guide.objects.get(slug=GUIDE)
    made = [Scenario.objects.keep_draft(Scenario(guide=guide), infected_case(number), "") for number in range(COUNT)]
    kinds = [kind.name for kind in KINDS.values() if kind.is_scored]
    for number, case in enumerate(made[::4]):
        kind = kinds[number % len(kinds)]
        case.add_step(kind, infected(kind, number * 4))
    yield made
    Question.objects.filter(case__in=[case.slug for case in made]).update(current_version=None)
    Question.objects.filter(case__in=[case.slug for case in made]).delete()
    Scenario.objects.filter(pk__in=[case.pk for case in made]).delete()


def test_no_payload_runs_in_a_case_its_steps_or_their_previews(framed, infected_cases):
    page, client = framed
    steps = [url(step, "change") for case in infected_cases for step in case.steps]
    assert len(steps) == COUNT // 4
    expect_nothing_ran(page, client, *(case_url(case) for case in infected_cases), *steps)
    expect_nothing_ran(page, client, "/admin/quiz/scenario/?o=-1", "/admin/quiz/scenario/?q=ran")


def published(case):
    """Publish what can be published of a case, and say whether that is all of it."""
    folder = content_folders()[0]
    shown = previewed_case(folder, case.written).document
    steps = [(step, previewed(folder, step.source, case=case.written).document) for step in case.steps]
    if not (shown and all(document for _, document in steps)):
        return False  # refused: nobody is given it
    case.publish(shown, steps, timezone.now(), User.objects.get(username="ines"))
    return True


def test_no_payload_runs_in_a_published_case(framed, infected_cases):
    page, client = framed
    told = [case for case in infected_cases[::4] if published(case)]
    assert len(told) > COUNT // 12
    reads = [reverse("admin:quiz_scenario_versions", args=[case.pk]) for case in told]
    tries = [reverse("admin:quiz_scenario_try", args=[case.pk, 1]) for case in told]
    expect_nothing_ran(page, client, "/quizzes/", *(case.get_absolute_url() for case in told), *tries, *reads[::4])


@pytest.fixture
def finished(open_to_scripts, site):
    """A finished answer of the learner whose browser it is."""
    taking = Taking.begin(open_to_scripts, site.url, "exam", questions_of("single"))
    taking.attempt.submit(timezone.now())
    yield taking
    taking.attempt.delete()


def both(page, site):
    """A client that is the learner of the page's browser, and one that is the instructor of the admin."""
    learner, desk = (Client(HTTP_HOST=site.url.partition("//")[2]) for _ in range(2))
    on_page(page, learner)
    desk.force_login(User.objects.get(username="ines"))
    return learner, desk


def test_no_payload_runs_in_the_reason_of_a_regrade(open_to_scripts, site, finished):
    page = open_to_scripts
    learner, desk = both(page, site)
    page.goto("/healthz")
    answer, now = finished.at(), timezone.now()
    question, results = answer.version.question, finished.url("results")
    pages = []
    for number in range(COUNT):
        made = Regrade.objects.create(
            version=question.current_version, reason=payload(number)[:300], digest="", regraded_at=now
        )
        RegradedResponse.objects.create(
            regrade=made, response=answer, old_points=0, old_possible=1, points=1, possible=1
        )
        pages += seen_by(learner, results)
        if number % 50 == 49 or number == COUNT - 1:  # as many as are listed
            pages += seen_by(desk, url(question, "regrading"))
    assert "was scored again" in pages[0]
    ran = show(page, pages)
    Regrade.objects.of(question).delete()
    assert ran == [None] * len(pages)


def test_no_payload_runs_in_reports_and_their_answers(open_to_scripts, site, finished):
    page = open_to_scripts
    learner, desk = both(page, site)
    page.goto("/healthz")
    answer, now = finished.at(), timezone.now()
    told = {"learner": finished.attempt.learner, "version": answer.version, "response": answer, "reported_at": now}
    pages, made = [], []
    for number in range(COUNT):
        texts = {"text": payload(number), "reply": payload(number + 60), "replied_at": now, "closed_at": now}
        made.append(Report.objects.create(**told, **texts))
        pages += seen_by(desk, reverse("admin:quiz_report_change", args=[made[-1].pk]))
        if number % MOST_REPORTS == MOST_REPORTS - 1:
            pages += seen_by(learner, "/progress/", finished.url("results"))
        if number % 50 == 49 or number == COUNT - 1:
            pages += seen_by(desk, "/admin/quiz/report/")
    ran = show(page, pages)
    Report.objects.filter(pk__in=[report.pk for report in made]).delete()
    assert ran == [None] * len(pages)
