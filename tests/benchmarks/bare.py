"""The fastest that Django can be: one view, no middleware, no database, and a response that lies ready.

The folder BARE_RESPONSE holds what it answers: `body`, and `headers.json` with a list of names and values.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

RESPONSE = Path(os.environ["BARE_RESPONSE"])
BODY = (RESPONSE / "body").read_bytes()
HEADERS = dict(json.loads((RESPONSE / "headers.json").read_text()))


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers=HEADERS)


urlpatterns = [re_path("", page)]

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[], ROOT_URLCONF=__name__)
application = get_wsgi_application()
