"""The questions of the guide that comes with the project: enough of each sort, and written as they should be."""

import re
from collections import Counter

import pytest

from quiz.items import QuestionItem, QuizItem, ScenarioItem
from quiz.kinds import KINDS
from tests.quiz.sitting import key_of

CHOICES = ("single", "multiple")
# The four checkpoint questions that every reader meets, and the same questions in other forms.
FORMS_OF_CHECKPOINTS = {
    "ecs-over-sagemaker": ["ecs-over-sagemaker-single", "ecs-over-sagemaker-multiple"],
    "lambda-large-model": ["lambda-8gb-single", "lambda-8gb-multiple"],
    "real-time-scaling-metric": ["real-time-metric-predefined", "real-time-metric-matching"],
    "neo-on-device": ["neo-compiles-single", "neo-compiles-true-false"],
}


@pytest.fixture(scope="session")
def items(real_pages):
    return real_pages.files.items


@pytest.fixture(scope="session")
def questions(items):
    return [item for item in items.values() if isinstance(item, QuestionItem)]


@pytest.fixture(scope="session")
def scored(questions):
    """Scored questions outside scenarios, which a quiz may draw."""
    return [item for item in questions if KINDS[item.kind].is_scored and not item.case]


@pytest.fixture(scope="session")
def scenarios(items):
    return [item for item in items.values() if isinstance(item, ScenarioItem)]


@pytest.fixture(scope="session")
def bank(real_pages, questions):
    """What a version stores of each question."""
    return {item.id: real_pages.placements[item.id].document for item in questions}


def options_of(bank):
    """Each option of a choice, with its question."""
    for slug, document in bank.items():
        if document["kind"] in CHOICES:
            yield from ((slug, option) for option in document["options"])


def rationales(document):
    """Each part of a question that needs a rationale, and what it says."""
    for name in ("options", "pairs", "distractors", "items", "wrong"):
        yield from (part["because"] for part in document.get(name, []))
    if document["kind"] in ("numeric", "short-text"):
        yield document["because"]


# How many


def test_there_are_160_scored_questions(scored):
    assert len(scored) >= 160


def test_every_objective_has_30(scored, real_pages):
    counts = Counter(objective for item in scored for objective in item.objectives)
    assert {name: counts[name] for name in real_pages.files.objectives if counts[name] < 30} == {}


def test_every_target_has_10(scored, real_pages):
    counts = Counter(target for item in scored for target in item.targets)
    assert {name: counts[name] for name in real_pages.files.facts.targets if counts[name] < 10} == {}


@pytest.mark.parametrize("kind", ["multiple", "matching", "ordering", "numeric"])
def test_there_are_15_of_each_kind_that_is_more_than_a_choice(scored, kind):
    assert sum(item.kind == kind for item in scored) >= 15


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_used(questions, kind):
    assert any(item.kind == kind for item in questions)


@pytest.mark.parametrize("difficulty", [1, 2, 3])
def test_every_difficulty_has_its_share(scored, difficulty):
    assert sum(item.difficulty == difficulty for item in scored) >= len(scored) / 10


def test_there_are_12_scenarios_of_3_scored_steps(scenarios, items):
    assert len(scenarios) >= 12
    steps = {case.id: sum(KINDS[items[step].kind].is_scored for step in case.steps) for case in scenarios}
    assert {case: count for case, count in steps.items() if count < 3} == {}


@pytest.mark.parametrize(("checkpoint", "forms"), FORMS_OF_CHECKPOINTS.items())
def test_checkpoint_is_open_and_has_scored_forms(items, checkpoint, forms):
    assert items[checkpoint].kind == "open"
    kinds = {items[form].kind for form in forms}
    assert len(kinds) >= 2
    assert all(KINDS[kind].is_scored for kind in kinds)


def test_every_quiz_can_be_filled(items, scored):
    """There are as many questions as its rule asks for; that its cases can be made, each sync checks."""
    drawn = [item for item in items.values() if isinstance(item, QuizItem) and "count" in item.rule]
    assert drawn
    for quiz in drawn:
        assert sum(fits(item, quiz.rule) for item in scored) >= quiz.rule["count"], quiz.id


def fits(item, rule):
    own = {"objectives": item.objectives, "targets": item.targets, "tags": item.tags}
    own |= {"sections": [item.section], "kinds": [item.kind], "difficulty": [item.difficulty]}
    return all(set(rule[name]) & set(own[name]) for name in own if name in rule)


# How they are written


def test_every_part_has_a_rationale_of_its_own(bank):
    for slug, document in bank.items():
        told = list(rationales(document))
        assert all(because.strip() for because in told), slug
        assert len(set(told)) == len(told), slug


def test_every_question_has_an_objective_a_section_and_ground_to_stand_on(questions):
    for item in questions:
        texts = " ".join(text for _, text in item.texts())
        assert item.objectives, item.id
        assert item.section, item.id
        assert item.fact_keys or item.source_keys or re.search(r"\{(fact|source):", texts), item.id


def plain(text):
    """The words of a Markdown text, with a word for each role in it."""
    return re.sub(r"\{\w+:[^}]*\}|[`*_]", "x", text)


def test_keys_are_no_longer_than_distractors_on_the_whole(bank):
    """In at most four of ten choices the longest option is a key."""
    longest = []
    for document in bank.values():
        if document["kind"] in CHOICES:
            lengths = [(len(plain(option["text"])), option["key"]) for option in document["options"]]
            most = max(length for length, _ in lengths)
            longest.append(all(is_key for length, is_key in lengths if length == most))
    assert sum(longest) / len(longest) <= 0.4


LAZY = re.compile(r"\b(all|none|both|neither|any) of (the )?(above|below|these|them|others?)\b|^(all|none)\W*$", re.I)


def test_no_option_is_all_or_none_of_the_others(bank):
    assert [(slug, option["text"]) for slug, option in options_of(bank) if LAZY.search(option["text"])] == []


def test_options_of_a_question_differ(bank):
    for slug, document in bank.items():
        texts = [option["text"].casefold() for option in document.get("options", [])]
        assert len(set(texts)) == len(texts), slug


def test_stem_of_a_multiple_response_says_how_many(bank):
    words = {2: "two", 3: "three", 4: "four"}
    for slug, document in bank.items():
        if document["kind"] == "multiple":
            keys = sum(option["key"] for option in document["options"])
            assert re.search(rf"\b({words[keys]}|{keys})\b", document["stem"], re.I), slug


def test_true_is_right_about_as_often_as_false(bank):
    keys = [document["options"][0]["key"] for document in bank.values() if document["kind"] == "true-false"]
    assert 0.3 <= sum(keys) / len(keys) <= 0.7


def test_no_title_gives_the_answer_of_a_short_text_away(bank):
    for slug, document in bank.items():
        if document["kind"] == "short-text":
            shown = f"{document['title']} {document['stem']}".casefold()
            forms = [form.casefold() for form in document["accept"] if "*" not in form]
            assert not [form for form in forms if re.search(rf"\b{re.escape(form)}\b", shown)], slug


def test_hint_of_a_number_does_not_hold_the_number(bank):
    for slug, document in bank.items():
        if document["kind"] == "numeric" and document["hint_html"]:
            numbers = re.findall(r"\d[\d,.]*", re.sub(r"<[^>]+>", "", document["hint_html"]))
            assert f"{document['value']:,.10g}" not in [number.strip(".,") for number in numbers], slug


def test_key_of_every_question_earns_all_its_points(bank):
    for slug, document in bank.items():
        assert KINDS[document["kind"]].score(document, key_of(document)).is_full, slug


def test_likely_slips_are_wrong(bank):
    for slug, document in bank.items():
        for slip in document.get("wrong", []):
            given = str(slip.get("value", slip.get("text")))
            assert KINDS[document["kind"]].credit(document, given) == 0, (slug, given)


def test_every_scenario_says_once_why_each_other_target_loses(scenarios, real_pages):
    targets = sorted(real_pages.files.facts.targets)
    for case in scenarios:
        assert sorted([case.answer, *(target for target, _, _ in case.losers)]) == targets, case.id


def test_every_step_has_its_reasoning(scenarios, items):
    silent = [step for case in scenarios for step in case.steps if not items[step].reasoning]
    assert silent == []
