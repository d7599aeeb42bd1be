"""What the quiz app adds below a guide's address."""

from django.urls import path

from quiz import views

urlpatterns = [
    path("checkpoints/<slug:question_slug>/", views.checkpoint, name="checkpoint"),
    path("checkpoints/<slug:question_slug>/answer/", views.checkpoint_answer, name="checkpoint_answer"),
    path("checkpoints/<slug:question_slug>/judge/", views.judge_checkpoint, name="judge_checkpoint"),
    path("practice/", views.new_quiz, name="new_quiz"),
    path("practice/start/", views.start_selection, name="start_selection"),
]
