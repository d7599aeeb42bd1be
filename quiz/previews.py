"""A quiz taken by who writes it, as learners will take it. Nothing counts such an attempt."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from quiz.generated.versions import CaseDocuments
from quiz.models import Attempt, Mode, Plan, Question, Quiz, draw, matching
from quiz.quiz_form import MOST, asked_of, makes_cases
from quiz.selection import made_cases
from studyguide.models import Learner


def plan_preview(quiz: Quiz, seed: int) -> Plan:
    """An attempt at what is being written, which may be unfinished: what makes no sense yet is left out."""
    asked = asked_of(quiz.written)
    cases: Sequence[CaseDocuments] = ()
    if makes_cases(asked):
        count = _whole(asked.get("draw", {}).get("cases"), MOST["draw.cases"]) or 1
        rule = {**asked.get("draw", {}), "cases": count}
        cases = made_cases(Quiz(guide=quiz.guide, rule=rule), (), Random(seed))  # noqa: S311
    minutes, mark = (_whole(asked.get(name), MOST[name]) for name in ("minutes", "pass_percent"))
    return Plan(
        guide=quiz.guide,
        mode=asked["mode"] if asked.get("mode") in Mode.values else Mode.PRACTICE,
        source=f"preview:{quiz.pk}",
        title=asked.get("title", "")[:200] or "Without a title",
        questions=() if cases else _questions(quiz, seed),
        cases=cases,
        case={"cases": [made.told for made in cases]} if cases else {},
        time_limit_s=minutes and minutes * 60,
        pass_percent=mark,
        is_preview=True,
    )


def start_preview(learner: Learner, plan: Plan, seed: int, now: datetime) -> Attempt:
    """Begin it in the place of the learner's last preview of the same quiz."""
    Attempt.objects.filter(learner=learner, source=plan.source, is_preview=True).delete()
    return Attempt.objects.start(learner, plan, seed, now)


def _questions(quiz: Quiz, seed: int) -> list[Question]:
    asked = asked_of(quiz.written)
    if rule := asked.get("draw"):
        found = {**rule, "count": _whole(rule.get("count"), MOST["draw.count"])}
        return draw(matching(quiz.guide, rule), found, (), Random(seed))  # noqa: S311  # for variety, not secrecy
    slugs = asked.get("questions", [])
    rows = quiz.guide.questions.published().select_related("current_version").filter(slug__in=slugs)
    return sorted(rows, key=lambda row: slugs.index(row.slug))


def _whole(value: object, most: int) -> int | None:
    return value if isinstance(value, int) and 0 < value <= most else None
