# ruff: noqa: ARG002  # Django gives each of these methods the same arguments
"""Learners' problem reports in a queue: read beside the question, answered, closed, opened again."""

from random import Random
from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from quiz.admin.acts import done, need
from quiz.admin.lists import GuideFilter, ListAdmin, shown_state
from quiz.admin.writing import admin_context
from quiz.kinds import KINDS
from quiz.models import LONGEST_REPORT, QuestionVersion, Report
from studyguide.caching import never_kept
from studyguide.http import Request
from studyguide.paging import counted_up_to

CHANGE = "quiz.change_report"
SEEN = "Answered. The learner sees it on the progress page and beside the question."
STATES = {"open": "Open", "answered": "Answered", "closed": "Closed without an answer"}


@require_safe
@never_kept
def read_report(request: Request, report_id: int) -> HttpResponse:
    """A report beside the question as its learner saw it."""
    need(request, "quiz.view_report")
    return _page(request, _report(report_id))


@require_POST
@never_kept
def answer_report(request: Request, report_id: int) -> HttpResponse:
    """Write to the learner, and close."""
    need(request, CHANGE)
    report = _report(report_id)
    reply = request.POST.get("reply", "").replace("\r\n", "\n").replace("\0", "").strip()
    if error := _wrong_reply(reply):
        return _page(request, report, reply=reply, error=error, status=422)
    report.answer(reply, timezone.now())
    return done(
        request, report, "Answered.", "Answered. The learner sees it on the progress page and beside the question."
    )


@require_POST
@never_kept
def close_report(request: Request, report_id: int) -> HttpResponse:
    need(request, CHANGE)
    report = _report(report_id)
    report.close(timezone.now())
    return done(request, report, "Closed.", "Closed.")


@require_POST
@never_kept
def reopen_report(request: Request, report_id: int) -> HttpResponse:
    need(request, CHANGE)
    report = _report(report_id)
    report.reopen()
    return done(request, report, "Opened again.", "Open again: it stands at the head of the list.")


def _report(report_id: int) -> Report:
    found: Report = get_object_or_404(
        Report.objects.select_related(
            "response", "version__question__guide", "version__question__current_version", "version__attempt__guide"
        ),
        pk=report_id,
    )
    return found


def _wrong_reply(reply: str) -> str:
    if not reply:
        return "Write what the learner should know, or close it without an answer."
    if len(reply) > LONGEST_REPORT:
        return f"Shorten it to {LONGEST_REPORT:,} characters; it has {len(reply):,}."
    return ""


def _page(
    request: Request, report: Report, *, reply: str | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    version, response = report.version, report.response
    question, made_for = version.question, version.attempt
    same = Q(version__question=question) if question else Q(version=version)
    given = (response.first_answer or response.answer) if response else None
    document = version.document
    order = response.order if response else _order_in(report.version)
    context = {
        **admin_context(request),
        "opts": Report._meta,
        "title": f"Report on {version.title}",
        "report": report,
        "question": question,
        "guide": version.guide,
        "told": made_for.case_of(document) if made_for else None,
        "version": version,
        "kind": version.kind,
        "document": document,
        "part": version.kind.explain(document, order, given),
        "said": version.kind.said(document, given) if given is not None else "",
        "reply": report.reply if reply is None else reply,
        "error": error,
        "may_answer": request.user.has_perm(CHANGE),
        "may_write": bool(question) and request.user.has_perm("quiz.change_question"),
        "others": Report.objects.open().filter(same).exclude(pk=report.pk).count(),
        "next": Report.objects.open().exclude(pk=report.pk).order_by("reported_at").first(),
    }
    return render(request, "admin/quiz/report/report.html", context, status=status)


def _order_in(version: QuestionVersion) -> list[Any]:
    """An order of the parts, for a report whose learner's records are gone."""
    return version.kind.order(version.document, Random(0))  # noqa: S311  # the same each time


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Report]") -> "QuerySet[Report]":
        if self.value() == "open":
            return queryset.filter(closed_at=None)
        if self.value() in STATES:
            return queryset.filter(closed_at__isnull=False, replied_at__isnull=self.value() == "closed")
        return queryset


class KindFilter(admin.SimpleListFilter):
    title = "kind of question"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.name, kind.label) for kind in KINDS.values()]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Report]") -> "QuerySet[Report]":
        return queryset.filter(version__question__kind=self.value()) if self.value() else queryset


class QuestionGuideFilter(GuideFilter):
    path = "version__question__guide"


@admin.register(Report)
class ReportAdmin(ListAdmin[Report]):
    title = "Learners' reports"
    about = "Read what learners say is wrong with a question, and answer them."
    rank = 4
    list_display = ("short_text", "question", "version_number", "state_label", "reported_at")
    list_filter = (StateFilter, KindFilter, QuestionGuideFilter)
    list_select_related = ("version__question",)
    search_fields = ("text", "reply", "version__question__title", "version__question__slug")
    search_help_text = "Words in the report, the answer or the question's title"
    ordering = (F("closed_at").desc(nulls_first=True), "-reported_at")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Report]":
        return super().get_queryset(request).defer("version__document", "version__source")

    def standing(self, request: HttpRequest) -> list[tuple[str, str, str]]:
        """How many wait for an answer."""
        return [(counted_up_to(Report.objects.open()), "to answer", "state=open")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Learners write them."""
        return False

    @admin.display(description="report")
    def short_text(self, report: Report) -> str:
        return f"{report.text[:120]}…" if len(report.text) > 120 else report.text

    @admin.display(description="question", ordering="version__question__title")
    def question(self, report: Report) -> str:
        found = report.version.question
        if found is None:
            return "A step of a generated case"
        return format_html('<a href="{}">{}</a>', reverse("admin:quiz_question_change", args=[found.pk]), found.title)

    @admin.display(description="version")
    def version_number(self, report: Report) -> int:
        return report.version.number

    @admin.display(description="state")
    def state_label(self, report: Report) -> str:
        return shown_state(report.state)

    def get_urls(self) -> list[URLPattern]:
        own = [
            self.own_path("<int:report_id>/change/", read_report, "change"),
            self.own_path("<int:report_id>/answer/", answer_report, "answer"),
            self.own_path("<int:report_id>/close/", close_report, "close"),
            self.own_path("<int:report_id>/reopen/", reopen_report, "reopen"),
        ]
        return [*own, *super().get_urls()]
