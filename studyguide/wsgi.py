import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from studyguide.page_memory import PageMemory
from studyguide.request_log import Observer, RequestLog, write_line
from studyguide.running import serving

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")

held = serving(settings.DATA_DIR)  # so that nothing is restored under a server
application: WSGIApplication = get_wsgi_application()
if not settings.DEBUG:  # a contributor wants to see the saved file, not the remembered page
    application = PageMemory(
        application,
        seconds=settings.PAGE_MEMORY_SECONDS,
        entries=settings.PAGE_MEMORY_ENTRIES,
    )

observers: list[Observer] = []
if settings.LOGS_JSON:
    observers.append(write_line)
if settings.METRICS_PORT:
    from studyguide.metrics import serve_metrics  # its library is in the extra `pg`

    observers.append(serve_metrics(settings.METRICS_HOST, settings.METRICS_PORT, settings.DATA_DIR / "metrics"))
if observers:
    application = RequestLog(application, observers, takes_id=settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0)
