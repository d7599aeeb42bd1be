"""A workload told as a story. Pure: no Django."""

from collections.abc import Iterable, Mapping
from random import Random

from quiz.generated.stories import Domain, Part, Sentence, Stories
from studyguide.advisor.fields import WorkloadFields
from studyguide.advisor.sentences import PLACEHOLDER
from studyguide.decision import Workload


class Telling:
    """Fills in the texts of one case: `{field}` with a value in its natural unit, any other word from the domain."""

    def __init__(self, fields: WorkloadFields, stories: Stories, domain: Domain, workload: Workload) -> None:
        self.fields, self.stories, self.domain, self.workload = fields, stories, domain, workload

    def story(self, random: Random) -> list[str]:
        """The paragraphs: a scene, then what is told of the workload."""
        told = [self._sentences(paragraph, random) for paragraph in self.stories.paragraphs]
        scene = self.say(random.choice(self.domain.scenes))
        first, *rest = [" ".join(sentences) for sentences in told]
        return [paragraph for paragraph in (f"{scene} {first}".strip(), *rest) if paragraph]

    def claim(self, name: str) -> str:
        """One line that says the value of a field; empty where the guide has none."""
        fitting = _fitting(self.stories.claims.get(name, ()), self.workload)
        return self.say(fitting.texts[0]) if fitting else ""

    def value(self, name: str) -> str:
        return self.fields[name].said(self.workload[name])

    def say(self, text: str, words: Mapping[str, str] | None = None) -> str:
        """`text` with its placeholders filled in, begun with a capital."""
        known = {**self.domain.words, **(words or {})}
        filled = PLACEHOLDER.sub(lambda match: known.get(match[1]) or self._shown(match[1]), text)
        return filled[:1].upper() + filled[1:]

    def _shown(self, name: str) -> str:
        return self.value(name) if name in self.fields else f"{{{name}}}"

    def _sentences(self, parts: Iterable[Part], random: Random) -> list[str]:
        fitting = [_fitting(part, self.workload) for part in parts]
        return [self.say(random.choice(sentence.texts)) for sentence in fitting if sentence and any(sentence.texts)]


def _fitting(part: Part, workload: Workload) -> Sentence | None:
    return next((sentence for sentence in part if sentence.fits(workload)), None)
