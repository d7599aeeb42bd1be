"""What holds for every kind, whatever the question, the order in which it is shown, and the answer."""

import json
from itertools import permutations
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from quiz.answers import normalised, number_in
from quiz.kinds import KINDS
from quiz.scoring import PER_PART, RIGHT_MINUS_WRONG
from tests.quiz.questions import form
from tests.quiz.sitting import fields_of, key_of
from tests.quiz.strategies import CASES, FORMS, choices, matchings, numbers, orderings


def is_key(case):
    """Whether the answer is the key, said without the code that scores."""
    document, answer = case.document, case.answer
    if document["kind"] == "numeric":
        number = number_in(answer)
        return number is not None and abs(number - document["value"]) <= document["tolerance"]
    if document["kind"] == "short-text":
        return normalised(answer) in document["accept"]
    if document["kind"] == "open":
        return answer["ticked"] == key_of(document)["ticked"]
    return answer == key_of(document)


@given(CASES)
def test_points_lie_between_nothing_and_what_is_possible(case):
    score = case.kind.score(case.document, case.answer)
    assert 0 <= score.points <= score.possible == case.document["points"]


@given(CASES)
def test_full_marks_are_for_the_key_only(case):
    assume(case.answer is not None)
    assert case.kind.score(case.document, case.answer).is_full is is_key(case)


@given(CASES)
def test_key_earns_full_marks(case):
    assert case.kind.score(case.document, key_of(case.document)).is_full


@given(CASES)
def test_no_answer_earns_nothing(case):
    assert case._replace(answer=None).points == 0


@given(CASES)
def test_form_of_an_answer_is_read_as_that_answer(case):
    sent = form(**fields_of(case.document["kind"], case.answer, case.order))
    assert case.kind.read(sent, case.document, case.order) == case.answer


@given(CASES, st.randoms(use_true_random=False))
def test_order_in_which_parts_are_shown_does_not_matter(case, random):
    other = random.sample(case.order, len(case.order))
    sent = form(**fields_of(case.document["kind"], case.answer, other))
    assert case._replace(answer=case.kind.read(sent, case.document, other)).points == case.points


@given(choices("multiple"))
def test_order_in_which_options_are_chosen_does_not_matter(case):
    assume(case.answer)
    assert {case._replace(answer=list(order)).points for order in permutations(case.answer)} == {case.points}


@given(choices("multiple"))
def test_wrong_option_costs_something_only_where_the_rule_says_so(case):
    """Beside an answer with room for one more, so that the stem's number is kept."""
    key = key_of(case.document)
    wrong = [number for number in range(len(case.order)) if number not in key and number not in (case.answer or [])]
    assume(wrong and len(case.answer or []) < len(key))
    with_wrong = case._replace(answer=sorted([*(case.answer or []), wrong[0]]))
    if case.document["credit"] != RIGHT_MINUS_WRONG:
        assert with_wrong.points >= case.points
    else:
        assert with_wrong.points <= case.points


@given(matchings(), st.data())
def test_wrong_match_costs_no_more_than_none(case, data):
    assume(case.answer and case.document["credit"] == PER_PART)
    place = data.draw(st.integers(0, len(case.answer) - 1))
    unanswered = case._replace(answer=[None if n == place else choice for n, choice in enumerate(case.answer)])
    assert unanswered.points <= case.points


@given(orderings())
def test_order_all_wrong_is_never_below_nothing(case):
    assert case._replace(answer=key_of(case.document)[::-1]).points >= 0


@given(numbers(), st.integers(1, 5))
def test_nearer_number_is_worth_no_less(case, step):
    value = case.document["value"]
    near, far = (case._replace(answer=str(value + distance)) for distance in (step, step + 1))
    assert near.points >= far.points


@given(CASES, FORMS)
def test_any_form_is_read_as_an_answer_that_means_something(case, fields):
    """Whatever is sent can be stored, scored, shown again and explained."""
    answer = case.kind.read(form(**fields), case.document, case.order)
    assert json.loads(json.dumps(answer)) == answer
    assert 0 <= case._replace(answer=answer).points <= case.document["points"]
    case.kind.present(case.document, case.order, answer)
    case.kind.explain(case.document, case.order, answer)
    assert answer is None or isinstance(case.kind.said(case.document, answer), str)


@given(choices("multiple"), st.randoms(use_true_random=False))
def test_what_is_shown_is_the_same_whatever_the_key(case, random):
    keys = random.sample(case.document["options"], len(case.document["options"]))
    options = [
        {**option, "key": other["key"], "because_html": other["because_html"]}
        for option, other in zip(case.document["options"], keys, strict=True)
    ]
    other_key = {**case.document, "options": options, "credit": "per-part"}
    shown, other = (case.kind.present(document, case.order, case.answer) for document in (case.document, other_key))
    assert shown == other


@given(matchings(), st.randoms(use_true_random=False))
def test_choices_shown_are_the_same_whatever_they_belong_to(case, random):
    """Renumber the choices and show them in the same order: nothing tells which prompt each belongs to."""
    texts = case.document["choices"]
    renamed = random.sample(range(len(texts)), len(texts))
    other = {**case.document, "choices": [texts[number] for number in renamed]}
    order = [renamed.index(number) for number in case.order]
    assert case.kind.present(case.document, case.order, None) == case.kind.present(other, order, None)


@given(orderings(), st.randoms(use_true_random=False))
def test_items_shown_are_the_same_whatever_their_right_order(case, random):
    items = case.document["items"]
    renamed = random.sample(range(len(items)), len(items))
    other = {**case.document, "items": [items[number] for number in renamed], "credit": "per-part"}
    order = [renamed.index(number) for number in case.order]
    assert case.kind.present(case.document, case.order, None) == case.kind.present(other, order, None)


@given(CASES)
def test_form_values_are_places_and_nothing_else(case):
    part = case.kind.present(case.document, case.order, None)
    shown = part.get("options") or part.get("items") or (part["prompts"][0]["choices"] if "prompts" in part else [])
    assert [each["value"] for each in shown] == list(range(len(case.order)))


def evenness(counts):
    """Chi-squared of counts that should be equal."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


# The value of chi-squared that even counts exceed once in a hundred times, by the number of counts.
ONE_IN_A_HUNDRED = {3: 9.21, 4: 11.34, 5: 13.28}


def test_key_of_a_choice_stands_at_any_place_as_often():
    document = {"options": [{"key": number == 2} for number in range(4)], "shuffle": True}
    places = [KINDS["single"].order(document, Random(f"{seed} 1")).index(2) for seed in range(4_000)]
    assert evenness([places.count(place) for place in range(4)]) < ONE_IN_A_HUNDRED[4]


def test_match_of_a_prompt_stands_at_any_place_as_often():
    document = {"choices": list("abcde")}
    places = [KINDS["matching"].order(document, Random(f"{seed} 1")).index(0) for seed in range(4_000)]
    assert evenness([places.count(place) for place in range(5)]) < ONE_IN_A_HUNDRED[5]


def test_orders_shown_are_all_but_the_right_one_as_often():
    document = {"items": list("abc")}
    orders = [tuple(KINDS["ordering"].order(document, Random(f"{seed} 1"))) for seed in range(4_000)]
    assert evenness([orders.count(order) for order in set(orders)]) < ONE_IN_A_HUNDRED[5]
