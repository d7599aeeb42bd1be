"""Rows about nginx in front: pages that it sends from `manage.py export_site`, without asking the application."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.cluster import nginx
from tests.benchmarks.rows import ACCEPTED, PAGE, Row, rate, take_turns
from tests.serving import fetch, free_port, manage

# The same bytes as a file, in an nginx that has the same nginx.conf and keeps open files as well, and nothing else.
# `tuned` is one directive more, which ours has.
PLAIN = """
{tuned}
open_file_cache max=2000;
open_file_cache_valid 1s;
location = /page {{
    root "{folder}";
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding br;
}}
"""


def behind_nginx(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        ours, plain, tuned = (Path(name) / folder for folder in ("ours", "plain", "tuned"))
        ours.mkdir()
        manage("export_site", str(ours / "export"), "--nginx", str(ours / "site.conf"))
        page = fetch(port, PAGE, **ACCEPTED).body
        _hold_page(plain, page)
        _hold_page(tuned, page, "tcp_nopush on;")
        with serving(ours, port) as our_port:
            with serving(plain, port) as plain_port:
                turns = take_turns(lambda: rate(our_port, PAGE), lambda: rate(plain_port, "/page"))
            yield turns.rates("anonymous page behind nginx to plain nginx", least=0.9)
            with serving(tuned, port) as tuned_port:
                turns = take_turns(lambda: rate(our_port, PAGE), lambda: rate(tuned_port, "/page"))
            yield turns.rates("anonymous page behind nginx to plain nginx with tcp_nopush")


def _hold_page(folder: Path, page: bytes, tuned: str = "") -> None:
    folder.mkdir()
    (folder / "page").write_bytes(page)
    (folder / "site.conf").write_text(PLAIN.format(folder=folder, tuned=tuned))


@contextmanager
def serving(folder: Path, app_port: int) -> Iterator[int]:
    """Run an nginx with what `folder` tells it, in front of an application; give its port."""
    port = free_port()
    service = nginx(folder, port, [app_port])
    try:
        service.start()
        yield port
    finally:
        service.stop()
