"""The health of a whole bank: what its questions have in common, and which rules are broken most."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quiz.admin.acts import need
from quiz.admin.checks import SHAPES
from quiz.admin.writing import admin_context
from quiz.judging import READER
from quiz.lint import BANK_RULES, RULES, Bank, Finding, guide_context
from quiz.lint.wording import Wording
from quiz.models import Question
from quiz.published_bank import PublishedBank
from studyguide.caching import never_kept
from studyguide.content import kept_guide
from studyguide.http import Request
from studyguide.models import Guide
from studyguide.sync import content_folder

TITLES = {rule.id: rule.title for rule in RULES} | {READER: "Unfinished, or not as the form asks for it"}
REFERENCES = {rule.id: rule.reference for rule in RULES}


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """A rule with the questions that break it."""

    title: str
    reference: str
    is_blocking: bool
    questions: Sequence[Question]


@require_safe
@never_kept
def health(request: Request) -> HttpResponse:
    """A guide's bank: how many questions are good, patterns over all of them, and each rule that is broken."""
    need(request, "quiz.change_question")
    guides = list(Guide.objects.current())
    wanted = request.GET.get("guide", "")
    guide = next((guide for guide in guides if guide.slug == wanted), guides[0] if guides else None)
    context = {"title": "Health of the questions", "guides": guides, "guide": guide}
    if guide:
        context |= _health_of(guide)
    return render(request, "admin/quiz/question/health.html", {**admin_context(request), **context})


def _health_of(guide: Guide) -> Mapping[str, object]:
    written = guide.questions.filter(case="").exclude(status=Question.Status.RETIRED).order_by("title", "slug")
    questions = list(written.only("guide", "title", "findings", "health"))
    labels = dict(Question.Health.choices)
    counted = Counter(question.health for question in questions)
    counts = [(health, shape, labels[health], counted[health]) for health, shape in SHAPES.items()]
    bank = PublishedBank(guide)
    return {
        "counts": counts,
        "patterns": list(_patterns(guide, bank)),
        "published": len(bank.mark),
        "broken": list(_broken(questions)),
    }


def _patterns(guide: Guide, bank: PublishedBank) -> Iterator[Finding]:
    """What is weak about the published questions taken together; facts count with what they show."""
    folder = content_folder(guide.slug)
    if folder is None:
        return
    files, _ = kept_guide(folder)
    said = guide_context(files, Bank({})).said
    wordings = [Wording(source, said) for source in bank.sources.values()]
    for rule in BANK_RULES:
        yield from rule.findings(wordings)


def _broken(questions: Sequence[Question]) -> Iterator[BrokenRule]:
    """Each rule that is broken, what blocks first, then the most frequent."""
    found: defaultdict[tuple[bool, str], list[Question]] = defaultdict(list)
    for question in questions:
        for is_blocking, rule in {(each["level"] == "blocking", each["rule"]) for each in question.findings}:
            found[is_blocking, rule].append(question)
    for is_blocking, rule in sorted(found, key=lambda key: (not key[0], -len(found[key]), key[1])):
        rows = found[is_blocking, rule]
        yield BrokenRule(TITLES.get(rule, rule), REFERENCES.get(rule, ""), is_blocking, rows)
