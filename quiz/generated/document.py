"""A generator as plain values, so that cases can be made where the guide's files are not. Pure: no Django."""

from collections.abc import Mapping, Sequence
from typing import Any

from quiz.generated import stories
from quiz.generated.generator import Generator, make_generator
from quiz.generated.reading import StoriesFile, filled_stories
from studyguide.advisor import document
from studyguide.advisor.document import AdvisorDocument
from studyguide.advisor.evaluation import make_advisor
from studyguide.advisor.reading import AdvisorFile
from studyguide.factfile import FactFile


def generator_document(
    file: StoriesFile, advisor: AdvisorFile, facts: FactFile, objectives: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Everything that `generator_from_plain` needs; `objectives` are those of each section, by its slug."""
    rules = AdvisorDocument(
        title="",
        intro="",
        advisor=make_advisor(advisor.rules, facts.book),
        steps=(),
        presets=(),
        read_next=(),
        facts=facts.book,
        targets=facts.targets,
        sources={},
    )
    return {
        "stories": stories.to_plain(filled_stories(file, facts)),
        "rules": document.to_plain(rules),
        "objectives": {slug: list(taught) for slug, taught in objectives.items()},
    }


def generator_from_plain(plain: Mapping[str, Any]) -> Generator:
    rules = document.from_plain(plain["rules"])
    told = stories.from_plain(plain["stories"])
    return make_generator(told, rules.advisor, rules.targets, rules.facts, plain["objectives"])
