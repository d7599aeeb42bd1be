"""A WSGI application that answers once it has the body, and after a second more."""

import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] != "/healthz":
        environ["wsgi.input"].read()
        time.sleep(1)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
