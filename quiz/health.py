"""The health of a guide's questions when something else than the question changed.

After a sync that may be files, facts and the linter itself; after a publishing, the questions that it is compared with.
"""

from django.db import transaction

from quiz.judging import judged
from quiz.kinds import KINDS
from quiz.lint import Bank, Context, Finding, guide_context
from quiz.lint.stems import near_duplicate
from quiz.lint.wording import Wording
from quiz.models import Question, Scenario
from quiz.published_bank import PublishedBank
from quiz.question_form import with_every_place
from studyguide.content import kept_guide
from studyguide.guide_files import ContentPart
from studyguide.models import Guide
from studyguide.sync import content_folder


def check_health(guide: Guide, part: ContentPart) -> None:
    """Keep with each question what is wrong or weak about it."""
    folder = content_folder(guide.slug)
    if folder is None:
        return
    files, _ = kept_guide(folder)
    context = guide_context(files, Bank(PublishedBank(guide).sources))
    cases = {quiz.slug: quiz.draft or quiz.case_source for quiz in Scenario.objects.filter(guide=guide)}
    rows = [row for row in guide.questions.all() if row.kind in KINDS]
    sources = [
        (with_every_place(KINDS[row.kind], row.source, is_step=bool(row.case)), cases.get(row.case)) for row in rows
    ]
    for row, found in zip(rows, judged(files, sources, context, part), strict=True):
        row.keep_findings((*found.blocking, *found.warnings))


def check_near_duplicates(guide: Guide) -> None:
    """Compare every question that was checked with the others again, once learners are given others than before."""
    context = Context(bank=Bank(PublishedBank(guide).sources))
    rows = guide.questions.exclude(status=Question.Status.RETIRED).exclude(health=Question.Health.UNCHECKED)
    for row in rows.defer("synced_source"):
        before = [Finding.of(stored) for stored in row.findings]
        found = [finding for finding in before if finding.rule != near_duplicate.id]
        found += near_duplicate.findings(Wording(row.source), context)
        if found != before:
            _keep(row, found)


def _keep(row: Question, found: list[Finding]) -> None:
    """Keep what was found of the question as it was read; whoever has saved it since has checked it, too."""
    with transaction.atomic():
        stored = Question.objects.select_for_update().get(pk=row.pk)
        if stored.source == row.source:
            stored.keep_findings(found)
