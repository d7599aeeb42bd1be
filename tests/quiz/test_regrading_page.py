"""Regrading in the admin: seen first, done as seen, told to learners, taken back."""

import logging

import pytest
from django.contrib.admin.models import LogEntry

from quiz.models import LONGEST_REASON, Attempt, Regrade
from tests.pages import Page
from tests.quiz.desk import instructor, url
from tests.quiz.regraded import finished, ines, question, regraded, republished, stored, with_key
from tests.quiz.sitting import SINGLE, Sitting


@pytest.fixture
def two(learner, stranger):
    return finished(learner, {SINGLE: [0]}), finished(stranger, {SINGLE: [1]})


@pytest.fixture
def key(two):
    """The newest version, by which the second of two learners is right."""
    return with_key(1)


def seen(desk, **form):
    return desk.get(url(question(), "regrading"), {"version": question().current_version.number, **form})


def sent(desk, digest=None, **form):
    """What the form of a preview sends."""
    shown = {"version": question().current_version.number, **form}
    digest = seen(desk, **form).context["outcome"].digest if digest is None else digest
    return desk.post(url(question(), "regrade"), {**shown, "digest": digest})


def back(desk, made):
    return desk.post(url(question(), "take_back", made.pk))


def test_form_of_a_question_leads_to_it(desk):
    assert url(question(), "regrading") in Page(desk.get(url(question(), "change"))).links


def test_nothing_is_previewed_before_it_is_asked_for(desk, key):
    shown = desk.get(url(question(), "regrading"))
    assert "What would change" not in Page(shown).text
    assert "Version 1, 2 finished answers" in Page(shown).text
    assert '<option value="2" selected>' in shown.content.decode()


def test_preview_shows_what_would_change(desk, key):
    Attempt.objects.update(pass_percent=8)  # one point of twelve
    before = stored()
    text = Page(seen(desk)).text
    for words in ("2 finished answers looked at", "2 scores would change", "0 points on average"):
        assert words in text
    assert "1 attempt from fail to pass 1 attempt from pass to fail" in text
    assert "0 of 1 1 of 1 1 1 of 1 0 of 1 1" in text
    assert "Regrade these 2 answers" in text
    assert stored() == before


def test_preview_says_what_cannot_be_regraded_and_why(desk, two):
    options = question().current_version.document["options"]
    republished(options=[{**options[1], "key": True}, {**options[2], "key": False}])
    text = Page(seen(desk)).text
    assert "1 cannot be regraded and keeps the score" in text
    assert "They chose “Baking soda with buttermilk”, which is gone. 1" in text
    assert "Version 1, option Baking soda with buttermilk is gone" in text
    assert "Regrade this answer" in text


def test_preview_says_how_changed_words_are_read(desk, two):
    options = question().current_version.document["options"]
    republished(options=[{**options[0], "text": "Soda"}, *options[1:]])
    text = Page(seen(desk)).text
    assert "Version 1, option Baking soda with buttermilk Soda" in text
    assert "No score would change" in text


def test_nothing_to_regrade_is_said(desk):
    assert "There is nothing to regrade." in Page(seen(desk)).text


def test_question_that_learners_judge_has_nothing_to_score_by(desk):
    judged = question(slug_of_open()).pk
    shown = desk.get(f"/admin/quiz/question/{judged}/regrading/", {"version": 1})
    assert shown.status_code == 422
    assert "Learners judge this version themselves" in Page(shown).text


def slug_of_open():
    return type(question()).objects.get(kind="open", case="").slug


def test_question_that_was_never_published_is_not_there(desk):
    draft = type(question()).objects.create(guide=question().guide, slug="draft", kind="single")
    assert desk.get(f"/admin/quiz/question/{draft.pk}/regrading/").status_code == 404


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"version": "9"}, "Choose a version that is in the list."),
        ({"version": ""}, "Choose the version whose key shall count."),
        ({"version": "\0"}, "Choose a version"),
        ({"quiz": "no-such-quiz"}, "Choose a quiz that is in the list."),
        ({"quiz": "\0"}, "Choose a quiz that is in the list."),
        ({"first_day": "soon"}, "Write a day as 2026-11-28."),
        ({"last_day": "2026-02-30"}, "Write a day as 2026-11-28."),
        ({"first_day": "2026-03-02", "last_day": "2026-03-01"}, "The last day comes before the first."),
    ],
)
def test_wrong_choice_comes_back_with_a_reason(desk, key, form, error):
    shown = seen(desk, **form)
    assert shown.status_code == 422
    assert error in Page(shown).text
    posted = sent(desk, digest="x", **form)
    assert (posted.status_code, error in Page(posted).text) == (422, True)


def test_one_quiz_and_a_period_can_be_chosen(desk, key, learner):
    finished(learner, {}, "every-kind")
    form = {"quiz": "baking-exam", "first_day": "2026-01-01", "last_day": "9999-12-31"}
    assert "2 finished answers looked at" in Page(seen(desk, **form)).text
    sent(desk, **form)
    made = Regrade.objects.get()
    assert (made.quiz.slug, str(made.first_day), str(made.last_day)) == ("baking-exam", "2026-01-01", "9999-12-31")


def test_what_was_previewed_is_done(desk, key, two):
    done = sent(desk, reason=" Two were right. ")
    assert (done.status_code, done.headers["Location"]) == (303, url(question(), "regrading"))
    assert [sitting.at(SINGLE).points for sitting in two] == [0, 1]
    text = Page(desk.get(done.headers["Location"])).text
    assert "Regraded. 2 of 2 scores changed." in text
    assert "Two were right." in text


def test_regrade_is_written_down(desk, key, caplog):
    with caplog.at_level(logging.INFO, "audit"):
        sent(desk)
        back(desk, Regrade.objects.get())
    assert "ines 'which-leaven'" in caplog.text
    logged = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    assert logged[0] == "Regraded by version 2: 2 of 2 scores changed."
    assert logged[1].startswith("Took back the regrade by version 2 of ")


def test_change_since_the_preview_is_shown_before_anything_is_done(desk, key, learner):
    digest = seen(desk).context["outcome"].digest
    two_more = Sitting.begin(learner, "every-kind")
    two_more.attempt.responses.filter(position=SINGLE).update(version=question().versions.get(number=1))
    two_more.submit()
    before = stored()
    refused = sent(desk, digest=digest, reason="Kept")
    assert refused.status_code == 409
    assert "Nothing was regraded. An answer or a score is another since you looked" in Page(refused).text
    assert "3 finished answers looked at" in Page(refused).text
    assert 'value="Kept"' in refused.content.decode()
    assert (stored(), Regrade.objects.count()) == (before, 0)


def test_form_that_is_sent_twice_regrades_once(desk, key):
    digest = seen(desk).context["outcome"].digest
    answers = [sent(desk, digest=digest).status_code for _ in range(2)]
    assert (answers, Regrade.objects.count()) == ([303, 303], 1)


@pytest.mark.parametrize("digest", ["", "x", "\0", "x" * 100])
def test_form_without_a_preview_does_nothing(desk, key, digest):
    assert sent(desk, digest=digest).status_code == 409
    assert not Regrade.objects.exists()


def test_reason_that_is_too_long_comes_back(desk, key):
    refused = sent(desk, reason="x" * (LONGEST_REASON + 1))
    assert refused.status_code == 422
    assert f"Shorten it to {LONGEST_REASON} characters; it has 301." in Page(refused).text
    assert "x" * 301 in refused.content.decode()
    assert not Regrade.objects.exists()


def test_nul_in_a_reason_is_dropped(desk, key):
    sent(desk, reason="a\0b")
    assert Regrade.objects.get().reason == "ab"


def test_regrade_is_taken_back(desk, two):
    before = stored()
    made = regraded(with_key(1))
    assert back(desk, made).status_code == 303
    assert stored() == before
    text = Page(desk.get(url(question(), "regrading"))).text
    assert "Taken back. 2 answers have the score that they had before." in text
    assert "by ines" in text


def test_regrade_that_another_stands_on_is_not_taken_back(desk, two):
    first, later = regraded(with_key(1)), regraded(with_key(2))
    before = stored()
    refused = back(desk, first)
    assert refused.status_code == 409
    assert f"Not taken back: the regrade by version {later.version.number}" in Page(refused).text
    assert stored() == before
    assert "A later one stands on it" in Page(refused).text


def test_taking_back_twice_takes_back_once(desk, two):
    made = regraded(with_key(1))
    assert [back(desk, made).status_code for _ in range(2)] == [303, 303]
    assert LogEntry.objects.count() == 1


def test_regrade_of_another_question_is_not_there(desk, two):
    made = regraded(with_key(1))
    other = question("times-longer")
    assert desk.post(url(other, "take_back", made.pk)).status_code == 404


def test_instructor_who_is_gone_is_not_named(desk, two):
    regraded(with_key(1))
    ines().delete()
    text = Page(instructor("alma").get(url(question(), "regrading"))).text
    assert "somebody who is gone" in text
