"""The least that saves an answer in Django: session, user, one select, one upsert, in one view.

Its database is BARE_DATABASE_URL, with the options of the site's own. Run as a program, with a number of
users and of questions, it makes them and prints the users' session keys as JSON.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from studyguide.environment import database

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": database(os.environ["BARE_DATABASE_URL"], Path())},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="any, on the loopback address only",
    USE_I18N=False,
    USE_TZ=True,
)
application = get_wsgi_application()


class Question(models.Model):
    text = models.TextField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "bare_save"

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    user = models.ForeignKey("auth.User", on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    text = models.TextField()
    saved_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "bare_save"
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="one_answer")]

    def __str__(self) -> str:
        return self.text


def save(request: HttpRequest, position: int) -> HttpResponse:
    question = Question.objects.get(pk=position)
    answer = Answer(user=request.user, question=question, text=request.POST["answer"], saved_at=timezone.now())
    Answer.objects.bulk_create(
        [answer], update_conflicts=True, unique_fields=["user", "question"], update_fields=["text", "saved_at"]
    )
    return HttpResponse("Saved.")


urlpatterns = [path("<int:position>/save/", save)]


def make_tables() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Question)
        editor.create_model(Answer)


def logged_in(name: str) -> str:
    """Make a user with a session; return its key."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, get_user_model().objects.create(username=name))
    request.session.save()
    key: str = request.session.session_key
    return key


def main(users: int, questions: int) -> None:
    make_tables()
    Question.objects.bulk_create(Question(text=f"Question {number}") for number in range(questions))
    print(json.dumps([logged_in(f"user-{number}") for number in range(users)]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
