"""A plain page of Django for somebody who is signed in: what a project has that nobody made faster.

The middleware that `startproject` writes, with GZipMiddleware, as the site's page is sent compressed too; sessions in
the database; a template that shows who is signed in, a form with a token, and the text that one query fetched. So
three queries: session, user, text. The site's page also shows what was read of the guide, and has a policy for content.

Its database lies in the folder BARE_PAGE. Run as a program it makes it, with `body` of that folder as the text, and
prints the session's key.
"""

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
from django.shortcuts import get_object_or_404, render
from django.urls import re_path

from studyguide.environment import database

FOLDER = Path(os.environ["BARE_PAGE"])
TEMPLATES = {
    "base.html": """<!doctype html><html lang="en"><head><title>{% block title %}{% endblock %}</title></head><body>
        <p>Signed in as {{ user.username }}</p>{% block main %}{% endblock %}</body></html>""",
    "page.html": """{% extends "base.html" %}{% block title %}{{ page.title }}{% endblock %}
        {% block main %}<h1>{{ page.title }}</h1>{{ page.html|safe }}
        <form method="post">{% csrf_token %}<button>Read</button></form>{% endblock %}""",
}
settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": database(f"sqlite:///{FOLDER}/bare.sqlite3", FOLDER)},
    INSTALLED_APPS=[
        f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages", "staticfiles")
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF=__name__,
    SECRET_KEY="any, on the loopback address only",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                # As Django does by itself where templates are files: compiled once.
                "loaders": [
                    ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", TEMPLATES)])
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    USE_I18N=False,
    USE_TZ=True,
)
application = get_wsgi_application()


class Page(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    html = models.TextField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "bare_page"

    def __str__(self) -> str:
        return self.title


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", {"page": get_object_or_404(Page, slug="page")})


urlpatterns = [re_path("", page)]


def logged_in(name: str) -> str:
    """Make a user with a session; return its key."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, get_user_model().objects.create(username=name))
    request.session.save()
    key: str = request.session.session_key
    return key


def main() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Page)
    Page.objects.create(slug="page", title="A page", html=(FOLDER / "body").read_text())
    sys.stdout.write(logged_in("reader"))


if __name__ == "__main__":
    main()
