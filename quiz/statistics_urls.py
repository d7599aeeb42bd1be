"""How questions perform: to be included below the admin's address. Who may see it is decided here, for all of it."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from quiz.instructors import statistics_page
from quiz.views import statistics


def _page(route: str, view: Callable[..., HttpResponse]) -> URLPattern:
    return path(route, statistics_page(view), name=view.__name__)


urlpatterns = [
    _page("", statistics.statistics_overview),
    _page("guides/<slug:guide_slug>/", statistics.bank_statistics),
    _page("quizzes/<slug:quiz_slug>/", statistics.quiz_statistics),
    _page("quizzes/<slug:quiz_slug>/questions.csv", statistics.quiz_statistics_csv),
    _page("quizzes/<slug:quiz_slug>/statistics.json", statistics.quiz_statistics_json),
    _page("questions/<uuid:question_id>/", statistics.question_statistics),
]
