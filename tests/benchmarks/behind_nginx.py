"""Rows about nginx in front: pages that it sends from `manage.py export_site`, without asking the application."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.cluster import nginx
from tests.benchmarks.rows import ACCEPTED, PAGE, Row, rate, take_turns
from tests.serving import fetch, free_port, manage

# The same bytes as a file, in an nginx that has the same nginx.conf and keeps open files as well, and nothing else but
# `directive`.
PLAIN = """
{directive}
open_file_cache max=2000;
open_file_cache_valid 1s;
location = /page {{
    root "{folder}";
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding br;
}}
"""


# Ours has the second one's directive, and so has the nginx.conf of Debian.
OTHERS = (("plain nginx", "", 0.9), ("plain nginx with tcp_nopush", "tcp_nopush on;", None))


def behind_nginx(port: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        ours, plain = Path(name) / "ours", Path(name) / "plain"
        ours.mkdir()
        plain.mkdir()
        manage("export_site", str(ours / "export"), "--nginx", str(ours / "site.conf"))
        (plain / "page").write_bytes(fetch(port, PAGE, **ACCEPTED).body)
        with serving(ours, port) as our_port:
            for other, directive, least in OTHERS:
                (plain / "site.conf").write_text(PLAIN.format(folder=plain, directive=directive))
                with serving(plain, port) as plain_port:
                    turns = take_turns(lambda: rate(our_port, PAGE), lambda: rate(plain_port, "/page"))
                yield turns.rates(f"anonymous page behind nginx to {other}", least)


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
