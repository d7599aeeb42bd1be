import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from studyguide.page_memory import PageMemory

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")

application: WSGIApplication = get_wsgi_application()
if not settings.DEBUG:  # a contributor wants to see the saved file, not the remembered page
    application = PageMemory(
        application,
        seconds=settings.PAGE_MEMORY_SECONDS,
        entries=settings.PAGE_MEMORY_ENTRIES,
    )
