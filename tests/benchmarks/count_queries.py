"""Print, as JSON, how many queries a page costs: from memory, and for a learner. Argument: its address."""

import json
import os
import sys
from collections.abc import Callable
from wsgiref.util import setup_testing_defaults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyguide.settings")

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studyguide.wsgi import application  # which also sets Django up


def count(request: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        request()
    return len(queries)


def read_anonymously(path: str) -> None:
    environ = {"PATH_INFO": path, "QUERY_STRING": ""}
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, exc_info=None: print)
    b"".join(answer)


def main(path: str) -> None:
    read_anonymously(path)
    learner = Client(headers={"host": "127.0.0.1"})
    learner.post(f"{path}read/")  # the first act makes a visitor a learner
    counts = {
        "from memory": count(lambda: read_anonymously(path)),
        "with a cookie": count(lambda: learner.get(path)),
    }
    print(json.dumps(counts))


main(sys.argv[1])
