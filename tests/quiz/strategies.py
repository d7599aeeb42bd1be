"""Questions of every kind, made up: documents, the orders they are shown in, and answers to them."""

from typing import Any, NamedTuple

from hypothesis import strategies as st

from quiz.kinds import KINDS, Kind

POINTS = st.sampled_from([0.5, 1, 2, 3])
WORDS = st.text("abcdefgh", min_size=1, max_size=6)


class Case(NamedTuple):
    """`answer` may be None, and is otherwise one that a form can give."""

    document: dict[str, Any]
    order: list[int]
    answer: Any

    @property
    def kind(self) -> Kind:
        return KINDS[self.document["kind"]]

    @property
    def points(self) -> float:
        return self.kind.score(self.document, self.answer).points


def _options(keys: list[bool]) -> list[dict[str, Any]]:
    return [
        {"text": f"t{number}", "html": f"t{number}", "key": key, "because": f"b{number}", "because_html": f"b{number}"}
        for number, key in enumerate(keys)
    ]


@st.composite
def choices(draw: st.DrawFn, kind: str) -> Case:
    count = 2 if kind == "true-false" else draw(st.integers(3, 7))
    right = draw(st.integers(2, count - 1)) if kind == "multiple" else 1
    keys = draw(st.permutations([True] * right + [False] * (count - right)))
    document = {
        "kind": kind,
        "points": draw(POINTS),
        "options": _options(keys),
        "credit": draw(st.sampled_from(KINDS[kind].credits)),
        "shuffle": kind != "true-false",
    }
    chosen = st.sets(st.integers(0, count - 1), min_size=1, max_size=count if kind == "multiple" else 1).map(sorted)
    return Case(document, list(draw(st.permutations(range(count)))), draw(st.none() | chosen))


@st.composite
def matchings(draw: st.DrawFn) -> Case:
    pairs, extras = draw(st.integers(3, 7)), draw(st.integers(0, 3))
    document = {
        "kind": "matching",
        "points": draw(POINTS),
        "pairs": [
            {"prompt": f"p{n}", "prompt_html": f"p{n}", "match": f"c{n}", "because_html": f"b{n}"} for n in range(pairs)
        ],
        "distractors": [{"text": f"c{pairs + n}", "because_html": f"b{n}"} for n in range(extras)],
        "choices": [f"c{n}" for n in range(pairs + extras)],
        "credit": draw(st.sampled_from(KINDS["matching"].credits)),
    }
    choice = st.none() | st.integers(0, pairs + extras - 1)
    matched = st.lists(choice, min_size=pairs, max_size=pairs).filter(lambda answer: set(answer) != {None})
    answers = st.none() | matched | st.just(list(range(pairs)))
    return Case(document, list(draw(st.permutations(range(pairs + extras)))), draw(answers))


@st.composite
def orderings(draw: st.DrawFn) -> Case:
    count = draw(st.integers(3, 7))
    document = {
        "kind": "ordering",
        "points": draw(POINTS),
        "items": [{"text": f"t{n}", "html": f"t{n}", "because_html": f"b{n}"} for n in range(count)],
        "first": "First",
        "last": "Last",
        "credit": draw(st.sampled_from(KINDS["ordering"].credits)),
    }
    shown = st.permutations(range(count)).map(list)
    answers = st.none() | shown | st.just(list(range(count)))
    return Case(document, draw(shown), draw(answers))


@st.composite
def numbers(draw: st.DrawFn) -> Case:
    value = draw(st.integers(-1_000, 1_000))
    tolerance = draw(st.integers(0, 20))
    document = {
        "kind": "numeric",
        "points": draw(POINTS),
        "value": float(value),
        "tolerance": float(tolerance),
        "unit": "g",
        "because_html": "b",
        "wrong": [],
    }
    near = st.integers(value - 2 * tolerance - 1, value + 2 * tolerance + 1).map(str)
    return Case(document, [], draw(st.none() | near | WORDS))


@st.composite
def short_texts(draw: st.DrawFn) -> Case:
    accept = draw(st.lists(WORDS, min_size=1, max_size=3))
    document = {
        "kind": "short-text",
        "points": draw(POINTS),
        "accept": accept,
        "because_html": "b",
        "wrong": [],
    }
    return Case(document, [], draw(st.none() | WORDS | st.sampled_from(accept).map(str.upper)))


@st.composite
def opens(draw: st.DrawFn) -> Case:
    count = draw(st.integers(1, 5))
    rubric = [f"r{number}" for number in range(count)]
    document = {"kind": "open", "points": count, "rubric": rubric, "rubric_html": rubric, "answer_html": "a"}
    ticked = draw(st.none() | st.sets(st.integers(0, count - 1)).map(sorted))
    text = draw(WORDS) if ticked is None else draw(st.just("") | WORDS)
    return Case(document, [], draw(st.none() | st.just({"text": text, "ticked": ticked})))


CASES = st.one_of(
    choices("single"),
    choices("multiple"),
    choices("true-false"),
    matchings(),
    orderings(),
    numbers(),
    short_texts(),
    opens(),
)
# Fields that any kind reads, and values that mean something or nothing.
NAMES = ["answer", "sequence", "touched", "move", "judged", "point", *(f"answer-{n}" for n in range(4)), "place-0"]
VALUES = st.integers(-2, 12).map(str) | st.text(max_size=6) | st.sampled_from(["up-1", "down-0", "9" * 400, "1e3"])
FORMS = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=4))
