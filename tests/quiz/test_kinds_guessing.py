"""What guessing earns on average, against the mean over everything that can be guessed."""

from itertools import permutations, product
from statistics import mean

import pytest

from quiz.kinds import KINDS


def mean_credit(document, guesses):
    return mean(KINDS[document["kind"]].credit(document, list(guess)) for guess in guesses)


def guess_share(document):
    return KINDS[document["kind"]].guess_share(document)


@pytest.mark.parametrize("count", [2, 4, 5])
def test_single_choice(count):
    options = [{"key": number == 1} for number in range(count)]
    document = {"kind": "single", "credit": "all-or-nothing", "options": options}
    assert guess_share(document) == pytest.approx(mean_credit(document, ([number] for number in range(count))))


@pytest.mark.parametrize("credit", ["all-or-nothing", "per-part"])
def test_matching(credit):
    document = {"kind": "matching", "credit": credit, "pairs": range(3), "choices": range(4)}
    assert guess_share(document) == pytest.approx(mean_credit(document, product(range(4), repeat=3)))


@pytest.mark.parametrize("credit", ["all-or-nothing", "per-part", "adjacent-pairs"])
def test_ordering(credit):
    document = {"kind": "ordering", "credit": credit, "items": range(5)}
    assert guess_share(document) == pytest.approx(mean_credit(document, permutations(range(5))))


@pytest.mark.parametrize("kind", ["numeric", "short-text"])
def test_what_is_typed_is_not_guessed(kind):
    assert guess_share({"kind": kind}) == 0


@pytest.mark.parametrize("kind", ["multiple", "open"])
def test_unknown_for_several_keys_and_for_what_learners_judge(kind):
    assert guess_share({"kind": kind, "options": range(4)}) is None


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_kinds_with_options_say_which_are_right(kind, documents):
    document = next(document for document in documents.values() if document["kind"] == kind.name)
    assert kind.has_options == ("options" in document)
    assert bool(kind.key(document)) == kind.has_options
