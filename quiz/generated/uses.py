"""Which facts the questions of generated cases depend on. Pure: no Django."""

from collections.abc import Iterable, Iterator

from quiz.generated.limits import OWN_FACTS
from quiz.generated.stories import Stories
from studyguide.factfile import FactFile
from studyguide.roles import references


def story_uses(stories: Stories, facts: FactFile) -> Iterator[tuple[str, list[str]]]:
    """Each thing that cases say or ask, in words, with the keys of the facts in it.

    What rules out a target is the advisor's to say: its rules list their facts themselves.
    """
    sentences = [text for sentence in stories.sentences for text in sentence.texts]
    scenes = [text for domain in stories.domains for text in domain.scenes]
    yield "what is told", _named([*scenes, *sentences])
    for name, ask in stories.asks.items():
        yield f"what is asked, {name}", _named([*ask.texts, ask.reasoning])
    for key, target in facts.targets.items():
        limits = [fact.key for kind in OWN_FACTS for fact in facts.book.of(key, kind) if fact.value is not None]
        yield f"{target.name}: which limit decides", limits
        if metric := stories.metrics.get(key):
            yield f"{target.name}: what scales it", [*metric.facts, *_named([metric.text, metric.because])]
        for cost in stories.costs.get(key, ()):
            texts = [cost.text, cost.because, *(slip.because for slip in cost.slips)]
            yield f"{target.name}: what it costs", [*cost.facts, *_named(texts)]


def _named(texts: Iterable[str]) -> list[str]:
    return [role.key for text in texts for role in references(text) if role.kind == "fact"]
