"""A bank of questions, indexed so that one more can be compared with all of them at once.

Near-duplicates by w-shingling (Broder 1997, "On the resemblance and containment of documents"): the resemblance of two
questions is the share of their runs of words that both have. An inverted index finds the few that share any, so the
cost of one look-up does not grow with the square of the bank.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from quiz.lint.english import root_of, words_of
from quiz.lint.wording import Wording

RUN = 3  # words in a shingle
COMMONPLACE = 40  # questions; a run of words that more of them share says nothing about any two
RESEMBLING = 0.4  # the share from which two questions are near-duplicates
FEWEST_RUNS = 4  # shorter questions share too little to be compared

Shingle = tuple[str, ...]


class Bank:
    """`questions` are sources by id. Building reads each once; `similar` and `frequency` are look-ups."""

    def __init__(self, questions: Mapping[str, object]) -> None:
        self.size = len(questions)
        self._shingles: dict[str, set[Shingle]] = {}
        self._holders: defaultdict[Shingle, list[str]] = defaultdict(list)
        self._frequency: Counter[str] = Counter()
        for key, source in questions.items():
            self._add(key, Wording(source))

    def _add(self, key: str, question: Wording) -> None:
        self._shingles[key] = shingles(question)
        for shingle in self._shingles[key]:
            self._holders[shingle].append(key)
        self._frequency.update({root_of(word) for text in _shown(question) for word in words_of(text)})

    def frequency(self, root: str) -> int:
        """How many questions have a word of this root in what learners see of them."""
        return self._frequency[root]

    def similar(self, question: Wording) -> list[tuple[str, float]]:
        """The near-duplicates of a question and their resemblance, 0 to 1, the nearest first; never itself."""
        own = shingles(question)
        if len(own) < FEWEST_RUNS:
            return []
        shared: Counter[str] = Counter()
        for shingle in own:
            holders = self._holders.get(shingle, ())
            if len(holders) <= COMMONPLACE:
                shared.update(holders)
        shared.pop(question.id, None)
        found = ((key, self._resemblance(own, key)) for key in shared if self._may_resemble(own, key))
        return sorted(((key, share) for key, share in found if share >= RESEMBLING), key=lambda pair: -pair[1])

    def _may_resemble(self, own: set[Shingle], key: str) -> bool:
        """Whether the sizes alone leave the possibility."""
        fewer, more = sorted((len(own), len(self._shingles[key])))
        return fewer >= FEWEST_RUNS and fewer >= RESEMBLING * more

    def _resemblance(self, own: set[Shingle], key: str) -> float:
        other = self._shingles[key]
        both = len(own & other)
        return both / (len(own) + len(other) - both)


def shingles(question: Wording) -> set[Shingle]:
    """The runs of words in what learners see; each option is a text of its own, so that their order says nothing."""
    found: set[Shingle] = set()
    for text in _shown(question):
        tokens = words_of(text)
        width = min(RUN, len(tokens))
        found.update(tuple(tokens[start : start + width]) for start in range(len(tokens) - width + 1) if width)
    return found


def _shown(question: Wording) -> Iterator[str]:
    """The texts before the answer, as written: roles stand for themselves."""
    yield question.stem.markdown
    for name in ("options", "items"):
        yield from (row.text.markdown for row in question.rows(name))
    for pair in question.rows("pairs"):
        yield f"{pair.text.markdown} {pair.match.markdown}"
