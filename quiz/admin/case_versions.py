"""The published versions of a case with its steps: listed, compared, restored."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import need
from quiz.admin.case_acts import WRITE
from quiz.admin.case_writing import scenario_of
from quiz.admin.versions import restored, versions_page
from quiz.admin.writing import check_kept
from quiz.case_form import CASE_LAYOUT, STEPS
from quiz.kinds import KINDS
from quiz.question_form import label_of, layout
from quiz.sources import Source
from studyguide.caching import never_kept
from studyguide.http import Request


@require_safe
@never_kept
def case_versions(request: Request, scenario_id: int) -> HttpResponse:
    need(request, WRITE)
    scenario = scenario_of(scenario_id)
    draft = {**scenario.written, STEPS: [step.source for step in scenario.steps]}
    label = partial(_label, draft[STEPS])
    return versions_page(request, scenario, draft, label, has_draft=scenario.has_changes)


@require_POST
@never_kept
def restore_case(request: Request, scenario_id: int, number: int) -> HttpResponse:
    """Make a version the draft again, of the case and of its steps; publishing it is a separate act."""
    need(request, WRITE)
    need(request, "quiz.change_question")
    scenario = scenario_of(scenario_id)
    version = get_object_or_404(scenario.versions, number=number)
    scenario.restore(version.source)
    for step in scenario.steps:
        check_kept(step)
    return restored(request, scenario, number)


def _label(steps: list[Source], place: str) -> str:
    """A place of a whole case as its forms name it: `steps.1.stem` is `Step 2: Question`."""
    name, _, rest = place.partition(".")
    number, _, inner = rest.partition(".")
    if name != STEPS or not inner:
        return label_of(CASE_LAYOUT, place)
    kind = steps[int(number)].get("kind", "") if int(number) < len(steps) else ""
    label = label_of(layout(KINDS[kind], is_step=True), inner) if kind in KINDS else inner
    return f"Step {int(number) + 1}: {label}"
