"""The request as our views see it, after all middleware."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A type only: `htmx` is put on each request by django-htmx's middleware."""

    htmx: HtmxDetails
