"""The health of a guide's questions, as a sync finds it: files, facts and the linter itself may have changed."""

from quiz.judging import judged
from quiz.kinds import KINDS
from quiz.lint import Bank, guide_context
from quiz.models import Scenario
from quiz.published_bank import PublishedBank
from quiz.question_form import with_every_place
from studyguide.content import read_guide
from studyguide.documents import Problems
from studyguide.guide_files import ContentPart
from studyguide.models import Guide
from studyguide.sync import content_folder


def check_health(guide: Guide, part: ContentPart) -> None:
    """Keep with each question what is wrong or weak about it."""
    folder = content_folder(guide.slug)
    if folder is None:
        return
    files = read_guide(folder, (), Problems())
    context = guide_context(files, Bank(PublishedBank(guide).sources))
    cases = {quiz.slug: quiz.draft or quiz.case_source for quiz in Scenario.objects.filter(guide=guide)}
    rows = [row for row in guide.questions.all() if row.kind in KINDS]
    sources = [
        (with_every_place(KINDS[row.kind], row.source, is_step=bool(row.case)), cases.get(row.case)) for row in rows
    ]
    for row, found in zip(rows, judged(files, sources, context, part), strict=True):
        row.keep_findings((*found.blocking, *found.warnings))
