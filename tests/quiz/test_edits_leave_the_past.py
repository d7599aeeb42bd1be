"""The promise of versions: whatever instructors save and publish, what was begun or finished stays as it is."""

from random import Random

import pytest

from quiz.checking import checked
from quiz.models import Question
from quiz.sources import tidied
from tests.conftest import NOW
from tests.quiz.sitting import Sitting, everything

EDITS = 1_000
WORDS = ["rye", "**salt**", "water", "{fact:yeast.rise_min}", "a night", "`dough`", "why?"]


@pytest.fixture
def attempts(learner):
    """Finished ones and open ones, with every kind of question, answered rightly and wrongly."""
    practice, exam = Sitting.begin(learner, "every-kind"), Sitting.begin(learner, "baking-exam")
    for position in range(1, 8):
        practice.check(position, practice.key(position) if position % 2 else practice.wrong(position))
        exam.save(position, exam.wrong(position))
    exam.submit()
    return [practice, exam]


def pages(attempts):
    """All that the learner can look at again, without what is new at each look."""
    practice, exam = attempts
    seen = [exam.get("results"), *(practice.get("question", position) for position in range(1, 8))]
    return [without_tokens(page) for page in seen]


def without_tokens(response):
    lines = response.content.decode().splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and 'name="writer"' not in line]


def edited(source, random):
    """The source with one text of it replaced, somewhere."""
    places = [(source, key) for key in ("title", "stem", "hint", "because", "because_true") if key in source]
    for name in ("options", "pairs", "items", "wrong", "distractors"):
        places += [(part, key) for part in source.get(name, []) for key, text in part.items() if isinstance(text, str)]
    part, key = random.choice(places)
    part[key] = " ".join([*random.choices(WORDS, k=4), str(random.random())])
    return tidied(source)


def test_thousand_edits_change_no_page_of_the_past(attempts, quiz_folder):
    random = Random(2026)
    before = pages(attempts)
    questions = list(Question.objects.filter(case=""))
    for _ in range(EDITS):
        question = random.choice(questions)
        source = edited(tidied(question.source), random)
        question.save_draft(source)
        if random.random() < 0.2:
            question.publish(checked(quiz_folder.path, source, {}).document, NOW, source)
    assert sum(question.versions.count() for question in questions) > 150
    assert pages(attempts) == before


def test_new_attempt_is_given_what_was_published(attempts, quiz_folder, learner):
    question = Question.objects.get(slug="which-leaven")
    source = {**question.source, "stem": "A wholly new question?"}
    question.publish(checked(quiz_folder.path, source, {}).document, NOW, source)
    attempts[0].submit()
    fresh = Sitting.begin(learner, "every-kind")
    assert "A wholly new question?" in everything(fresh.get("question", 1))
