"""What keeps a quiz from being published, each mistake at its field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.clock import A_TIME, read_time
from quiz.drafts import PATH, fields_by_line
from quiz.items import LONGEST_TITLE, QuizItem
from quiz.kinds import KINDS
from quiz.models import Facet, Question, generator_of, matching
from quiz.quiz_form import MOST, asked_of, is_rule, makes_cases
from quiz.quiz_items import MODES, SCENARIO, read_quiz, wanted_cases
from quiz.sources import Source, source_yaml
from studyguide.documents import Problems, parse_yaml_list
from studyguide.models import Guide

Mistake = tuple[str, str]  # a place in the source, and a sentence


@dataclass(frozen=True, slots=True)
class CheckedQuiz:
    """The quiz as a file would say it, unless there are mistakes."""

    mistakes: Sequence[Mistake]
    item: QuizItem | None = None


def checked(guide: Guide, source: Source) -> CheckedQuiz:
    """Check what is written of a quiz, against the guide as learners have it."""
    asked = asked_of(source)
    found = [*_texts(asked), *_limits(asked), *_times(asked)]
    if makes_cases(source):
        found += _cases(guide, asked)
    else:
        found += _rule(guide, asked) if is_rule(source) else _list(guide, asked)
    return CheckedQuiz(found) if found else _read(asked)


def _read(asked: Source) -> CheckedQuiz:
    """Read it as `sync_content` will, so that nothing is published that a file could not say."""
    problems = Problems()
    entries = parse_yaml_list(source_yaml([asked]), PATH, problems)
    item = read_quiz(entries[0]) if len(entries) == 1 else None
    lines = fields_by_line(entries[0]) if entries else []
    places = [next((place for line, place in reversed(lines) if line <= found.line), "") for found in problems]
    sentences = [f"{found.wrong}: {found.expected}." for found in problems]
    return CheckedQuiz(list(zip(places, sentences, strict=True)), None if problems else item)


def _texts(asked: Source) -> Iterator[Mistake]:
    title = asked.get("title", "")
    if not title:
        yield "title", "Give it a title."
    if len(title) > LONGEST_TITLE:
        yield "title", f"Shorten it to {LONGEST_TITLE} characters; it has {len(title)}."
    if not asked.get("summary"):
        yield "summary", "Say in a sentence or two what it is."
    if asked.get("mode") not in (*MODES, SCENARIO):
        yield "mode", "Choose a mode."


def _limits(asked: Source) -> Iterator[Mistake]:
    yield from _whole("minutes", asked.get("minutes"), "minutes")
    mark = asked.get("pass_percent")
    if isinstance(mark, int) and mark > MOST["pass_percent"]:
        yield "pass_percent", f"Nobody can reach {mark} %. Give at most 100."
    else:
        yield from _whole("pass_percent", mark, "percent")


def _whole(place: str, value: object, unit: str) -> Iterator[Mistake]:
    if value is not None and not (isinstance(value, int) and 1 <= value <= MOST[place]):
        yield place, f"Give a whole number of {unit} from 1 to {MOST[place]}."


def _times(asked: Source) -> Iterator[Mistake]:
    opens, closes = (read_time(str(asked.get(name, ""))) for name in ("opens", "closes"))
    for name, at in (("opens", opens), ("closes", closes)):
        if asked.get(name) and at is None:
            yield name, f"Give a day and a time, such as {A_TIME}."
    if opens and closes and closes <= opens:
        yield "closes", "It would close before it opens. Give a later time, or change when it opens."


def _list(guide: Guide, asked: Source) -> Iterator[Mistake]:
    slugs = asked.get("questions", [])
    if not slugs:
        yield "questions", "Choose at least one question."
    rows = {row.slug: row for row in guide.questions.filter(slug__in=slugs).defer("source", "synced_source")}
    for number, slug in enumerate(slugs):
        if wrong := _why_not(rows.get(slug), is_twice=slug in slugs[:number]):
            yield f"questions.{number}", wrong


def _why_not(question: Question | None, *, is_twice: bool) -> str:
    """Why a question of the list cannot be asked; empty where it can."""
    if question is None:
        return "There is no such question. Take it out."
    if is_twice:
        return "It stands in the list twice. Take one out."
    if question.status != Question.Status.PUBLISHED:
        return f"Its status is {question.status}, so that learners are not given it. Publish it, or take it out."
    if question.kind in KINDS and not KINDS[question.kind].is_scored:
        return "It has no score: learners judge their answer themselves. Take it out."
    return ""


def _rule(guide: Guide, asked: Source) -> Iterator[Mistake]:
    rule = asked.get("draw", {})
    count = rule.get("count")
    is_number = isinstance(count, int) and 1 <= count <= MOST["draw.count"]
    if not is_number:
        yield "draw.count", f"Say how many questions each attempt draws: a whole number from 1 to {MOST['draw.count']}."
    gone = list(_gone(guide, rule))
    yield from gone
    if gone:
        return
    found = matching(guide, rule).count()
    if not found:
        yield "draw.count", "No question matches this rule. Untick a condition."
    elif is_number and found < count:
        only = "Only 1 question matches" if found == 1 else f"Only {found} questions match"
        yield "draw.count", f"{only} this rule. Ask for {found} at most, or untick a condition."


def _cases(guide: Guide, asked: Source) -> Iterator[Mistake]:
    rule, most = asked.get("draw", {}), MOST["draw.cases"]
    count = rule.get("cases")
    if not (isinstance(count, int) and 1 <= count <= most):
        yield "draw.cases", f"Say how many cases each attempt is given: a whole number from 1 to {most}."
    gone = list(_gone(guide, rule))
    yield from gone
    generator = generator_of(guide)
    if generator is None:
        yield "mode", "This guide has no stories to make cases of. Choose another mode."
    elif not gone and not generator.can_make(wanted_cases(rule)):
        yield "draw.cases", "No case can be made like this. Untick a condition."


def _gone(guide: Guide, rule: Source) -> Iterator[Mistake]:
    for name, known in _known(guide).items():
        if gone := sorted(set(rule.get(name, [])) - known):
            yield f"draw.{name}", f"The guide no longer has {', '.join(gone)}. Untick it."


def _known(guide: Guide) -> dict[str, set[str]]:
    tags = Facet.objects.filter(question__guide=guide, name=Facet.Name.TAG)
    return {
        "objectives": set(guide.objectives.current().values_list("slug", flat=True)),
        "sections": set(guide.sections.current().values_list("slug", flat=True)),
        "targets": set(guide.targets.current().values_list("slug", flat=True)),
        "tags": set(tags.values_list("value", flat=True)),
        "kinds": set(KINDS),
    }
