from django.urls import URLPattern, URLResolver, include, path

from quiz import views

attempt_urls: list[URLPattern | URLResolver] = [
    path("", views.attempt, name="attempt"),
    path("submit/", views.submit, name="submit"),
    path("results/", views.results, name="results"),
    path("<int:position>/", views.question, name="question"),
    path("<int:position>/save/", views.save_answer, name="save_answer"),
    path("<int:position>/check/", views.check_answer, name="check_answer"),
    path("<int:position>/hint/", views.show_hint, name="show_hint"),
    path("<int:position>/again/", views.try_again, name="try_again"),
    path("<int:position>/report/", views.report_problem, name="report_problem"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("quizzes/", views.quizzes, name="quizzes"),
    path("quizzes/<slug:quiz_slug>/", views.quiz, name="quiz"),
    path("quizzes/<slug:quiz_slug>/start/", views.start_quiz, name="start_quiz"),
    path("attempts/<uuid:attempt_id>/", include(attempt_urls)),
    path("progress/download/", views.download_answers, name="download_answers"),
    path("progress/delete/", views.delete_answers, name="delete_answers"),
    path("progress/delete/confirmed/", views.delete_answers_confirmed, name="delete_answers_confirmed"),
]
