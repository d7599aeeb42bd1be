"""The form that says which finished answers are scored again, and by which version."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Count, Q

from quiz.models import LONGEST_REASON, Attempt, Question, QuestionVersion, Quiz, Scope

WRONG_DAY = "Write a day as 2026-11-28."
EVERYWHERE = "All finished attempts"


def _day(label: str) -> forms.DateField:
    shown = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=shown, required=False, error_messages={"invalid": WRONG_DAY})


class ScopeForm(forms.Form):
    """Begins with the newest version and all attempts. `scope` is what a valid form says."""

    version = forms.ChoiceField(
        label="By the key of",
        error_messages={
            "required": "Choose the version whose key shall count.",
            "invalid_choice": "Choose a version that is in the list.",
        },
    )
    quiz = forms.ChoiceField(
        label="Attempts", required=False, error_messages={"invalid_choice": "Choose a quiz that is in the list."}
    )
    first_day = _day("Finished from")
    last_day = _day("Finished until")

    def __init__(self, question: Question, values: Mapping[str, Any] | None = None) -> None:
        self.versions = {str(version.number): version for version in _counted(question)}
        newest = question.current_version.number if question.current_version else next(iter(self.versions), "")
        super().__init__(values, initial={"version": str(newest)}, auto_id="%s")
        attempts = Attempt.objects.finished().filter(responses__version__question=question)
        self.quizzes = {quiz.slug: quiz for quiz in Quiz.objects.filter(pk__in=attempts.values("quiz"))}
        self._choose("version", [(number, _label(question, one)) for number, one in self.versions.items()])
        self._choose("quiz", [("", EVERYWHERE), *((slug, quiz.title) for slug, quiz in self.quizzes.items())])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_version(self) -> QuestionVersion:
        version = self.versions[self.cleaned_data["version"]]
        if not version.kind.is_scored:
            raise forms.ValidationError("Learners judge this version themselves, so that it has no key to score by.")
        return version

    def clean_quiz(self) -> Quiz | None:
        return self.quizzes.get(self.cleaned_data["quiz"])

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day comes before the first.")

    @property
    def scope(self) -> Scope:
        found = self.cleaned_data
        return Scope(found["version"], found["quiz"], found["first_day"], found["last_day"])


def wrong_reason(reason: str) -> str:
    if len(reason) > LONGEST_REASON:
        return f"Shorten it to {LONGEST_REASON} characters; it has {len(reason):,}."
    return ""


def _counted(question: Question) -> list[QuestionVersion]:
    """The versions, newest first, each with how many finished answers there are to it."""
    is_finished = Q(
        responses__points__isnull=False,
        responses__attempt__submitted_at__isnull=False,
        responses__attempt__is_preview=False,
    )
    found = question.versions.defer("document", "source").order_by("-number")
    return list(found.annotate(finished=Count("responses", filter=is_finished)))


def _label(question: Question, version: QuestionVersion) -> str:
    finished: int = version.finished  # type: ignore[attr-defined]
    current = " (current)" if version.pk == question.current_version_id else ""
    return f"Version {version.number}{current}, {finished:,} finished answer{'' if finished == 1 else 's'}"
