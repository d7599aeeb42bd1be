"""What other apps add to the first page and to the progress page, named in settings as dotted paths."""

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from studyguide.http import Request
from studyguide.learners import learner_id


def home_panels(request: Request) -> list[SafeString]:
    return _panels(request, settings.HOME_PANELS)


def progress_panels(request: Request) -> list[SafeString]:
    return _panels(request, settings.PROGRESS_PANELS)


def _panels(request: Request, paths: list[str]) -> list[SafeString]:
    """Each panel is HTML for one learner, empty when there is nothing to say; a visitor has none."""
    learner = learner_id(request)
    if learner is None:
        return []
    return [html for path in paths if (html := import_string(path)(learner))]
