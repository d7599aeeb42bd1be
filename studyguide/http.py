"""The request as our views see it, after all middleware, and the views themselves."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")


class Request(HttpRequest):
    """A type only: `htmx` is put on each request by django-htmx's middleware."""

    htmx: HtmxDetails


View = Callable[Concatenate[Request, P], HttpResponse]
