"""Generators of the guides in content/ and tests/guides/, made from their files."""

from functools import cache
from pathlib import Path

from quiz.generated.checking import check_stories
from quiz.generated.generator import make_generator
from quiz.generated.reading import filled_stories, read_stories
from studyguide.advisor.evaluation import make_advisor
from studyguide.content import read_guide
from studyguide.documents import Problems

TESTS = Path(__file__).parent.parent
BREAD = TESTS / "guides" / "bread"
AWS = TESTS.parent / "content" / "aws-ml-deployment-targets"


def checked_stories(folder):
    """What stories.yaml of a guide says, with the guide and every mistake."""
    problems = Problems()
    guide = read_guide(folder, (), problems)
    file = read_stories(folder / "stories.yaml", problems)
    check_stories(file, guide.advisor, guide.facts, guide.objectives, guide.outline, problems)
    return guide, file, list(problems)


@cache
def generator_of(folder):
    guide, file, problems = checked_stories(folder)
    assert problems == []
    objectives = {slug: section.objectives for slug, section in guide.sections.items()}
    advisor = make_advisor(guide.advisor.rules, guide.facts.book)
    return make_generator(filled_stories(file, guide.facts), advisor, guide.facts.targets, guide.facts.book, objectives)


def bread():
    return generator_of(BREAD)


def aws():
    return generator_of(AWS)
