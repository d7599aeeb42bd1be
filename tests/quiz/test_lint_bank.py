"""Rules over a whole bank: near-duplicates, the places of keys, and the length of keys."""

from random import Random

import pytest

from quiz.lint import Bank, Context, lint_bank
from quiz.lint.english import root_of
from quiz.lint.wording import Wording
from tests.quiz.lint_banks import BY_CHANCE, EVEN, TOO_OFTEN, UNEVEN, bank_of_lengths, bank_of_places, found_over
from tests.quiz.lint_examples import options, question

STEM = "At which temperature does a baker put a rye loaf of two kilograms into the oven?"


def similar(source, *others):
    """How much of a question stands in each of the others, by their ids."""
    return dict(Bank({other["id"]: other for other in others}).similar(Wording(source)))


def asked(stem, *texts, **more):
    return question("single", {"stem": stem, "options": options(*texts, keys=()), **more})


# near-duplicates


def test_the_same_question_under_another_id_resembles_wholly():
    texts = ("220 °C", "180 °C", "150 °C")
    assert similar(asked(STEM, *texts), asked(STEM, *texts, id="copy")) == {"copy": 1.0}


def test_order_of_the_options_and_case_do_not_count():
    assert similar(asked(STEM, "a", "b"), asked(STEM.upper(), "B", "A", id="copy")) == {"copy": 1.0}


def test_a_question_never_resembles_itself():
    assert similar(asked(STEM), asked(STEM)) == {}


def test_a_few_other_words_leave_a_near_duplicate():
    (share,) = similar(asked(STEM), asked(STEM.replace("rye", "wheat"), id="copy")).values()
    assert 0.5 < share < 1


def test_another_question_of_the_same_subject_does_not_resemble():
    assert similar(asked(STEM), asked("How long does a baker leave a rye loaf in the oven?", id="other")) == {}


def test_the_nearest_comes_first():
    near, nearer = asked(STEM.replace("rye", "wheat"), id="near"), asked(f"{STEM} Think.", id="nearer")
    assert list(similar(asked(STEM), near, nearer)) == ["nearer", "near"]


def test_questions_of_a_few_words_are_not_compared():
    assert similar(asked("Which one is it?"), asked("Which one is it?", id="copy")) == {}


def test_what_most_questions_say_is_no_resemblance():
    """A phrase of a hundred questions does not make any two of them alike."""
    phrase = "Read the case and answer from the point of view of the baker."
    random = Random(1)
    words = [f"word{number}" for number in range(500)]
    bank = [asked(f"{' '.join(random.sample(words, 12))} {phrase}", id=f"q{n}") for n in range(100)]
    assert similar(asked(f"{' '.join(random.sample(words, 12))} {phrase}"), *bank) == {}


def test_frequency_counts_questions_by_the_roots_of_their_words():
    stems = ["A provider provides.", "Who provided it?", "Salt?"]
    bank = Bank({stem: asked(stem) for stem in stems})
    assert bank.frequency(root_of("providing")) == 2
    assert bank.frequency("pepper") == 0


# the places of keys


def statements(right, wrong):
    keys = [True] * right + [False] * wrong
    return {f"q{number}": question("true-false", {"key": key}) for number, key in enumerate(keys)}


def test_keys_that_stand_in_one_place_are_found():
    message = found_over(bank_of_places(1, (1, 5, 1, 1)))["key-position-skew"]
    assert "the key is option 2 in" in message
    assert "where chance gives 30" in message


def test_shuffled_questions_have_no_place():
    sources = {key: {**source, "shuffle": True} for key, source in bank_of_places(1, (1, 0, 0, 0)).items()}
    assert "key-position-skew" not in found_over(sources)


def test_too_few_questions_say_nothing():
    assert "key-position-skew" not in found_over(bank_of_places(1, (1, 0, 0, 0), count=19))


def test_statements_that_are_nearly_all_true_are_found():
    assert found_over(statements(26, 4))["key-position-skew"].startswith("True is right in 26 of 30 statements.")
    assert "key-position-skew" not in found_over(statements(17, 13))


@pytest.mark.parametrize(("weights", "least", "most"), [(EVEN, 0, 5), (UNEVEN, 95, 100)])
def test_places_of_keys_in_100_banks(weights, least, most):
    found = sum("key-position-skew" in found_over(bank_of_places(seed, weights)) for seed in range(100))
    assert least <= found <= most


# the length of keys


def test_keys_that_are_longest_too_often_are_counted():
    message = found_over(bank_of_lengths(1, 1, count=40))["longest-key-skew"]
    assert message.startswith("The key is the longest option in 40 of 40 questions, where chance gives 10.")


def test_keys_that_are_seldom_longest_are_no_clue_of_this_kind():
    assert "longest-key-skew" not in found_over(bank_of_lengths(1, 0))


@pytest.mark.parametrize(("chance", "least", "most"), [(BY_CHANCE, 0, 5), (TOO_OFTEN, 95, 100)])
def test_lengths_of_keys_in_100_banks(chance, least, most):
    found = sum("longest-key-skew" in found_over(bank_of_lengths(seed, chance)) for seed in range(100))
    assert least <= found <= most


# lint_bank


def test_bank_tells_its_progress_and_keeps_the_order():
    done: list[str] = []
    sources = {key: asked(STEM, id=key) for key in ("b", "a", "c")}
    found = lint_bank(sources, Context(bank=Bank(sources)), done.append)
    assert done == list(found.questions) == ["b", "a", "c"]
    assert {finding.rule for finding in found.questions["a"]} >= {"near-duplicate"}


def test_bank_as_a_whole_is_linted_with_its_questions():
    assert [finding.rule for finding in lint_bank(statements(30, 0), Context()).whole] == ["key-position-skew"]
