"""Every address of the quiz app, as its URLconf names them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, reverse

from quiz import guide_urls, urls

READING = {
    "quizzes",
    "quiz",
    "attempt",
    "results",
    "question",
    "download_answers",
    "delete_answers",
    "checkpoint",
    "checkpoint_answer",
    "new_quiz",
}


def _named(patterns: Sequence[URLPattern | URLResolver], above: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        arguments = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns, arguments)
        else:
            yield str(pattern.name), set(arguments)


# The arguments that each address needs, by the name of its view.
ADDRESSES = dict([*_named(urls.urlpatterns), *_named(guide_urls.urlpatterns, ("guide_slug",))])
CHANGING = ADDRESSES.keys() - READING
OF_ATTEMPTS = {name for name, arguments in ADDRESSES.items() if "attempt_id" in arguments}


def address(name: str, **known: Any) -> str:
    """The address of a view, given everything that any of them may need."""
    return reverse(name, kwargs={argument: known[argument] for argument in ADDRESSES[name]})
