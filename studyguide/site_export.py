"""Pages that are the same for everybody, and static files, as files that nginx sends as the application would.

Everything is asked of the application itself, so what it says about a body comes along. Each export is a folder of
its own; `current` is a link to the newest, and only ever points at a whole one. A file is named by the digest of all
that is sent with it, so a server that still knows an older export finds its files or finds nothing, and then asks the
application.

Pages that change without a sync, such as those with questions from the admin, stay with the application: the reading
side's own do not.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from wsgiref.headers import Headers
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse

from studyguide.models import Guide
from studyguide.page_memory import HeaderList, PageMemory, read, tokens

CURRENT = "current"
CONTENT = "content"  # the file that says which content an export was made from
AWAY = "away.html"  # beside the exports: what nginx sends while no server answers, whatever the content
# What a browser may accept, and the coding that is then sent.
CODINGS = {"": "", "gzip": "gzip", "gzip, br": "br"}
_LINK = re.compile(r'(?:href|action)="(/[\w./-]*)["#?]')
_PLAIN_PATH = re.compile(r"/[\w./-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: HeaderList
    body: bytes

    def __getitem__(self, name: str) -> str:
        return Headers(self.headers)[name] or ""


@dataclass(frozen=True)
class Resource:
    """One address: an answer for each coding, and the one for a reader who holds it (304), in the first coding."""

    path: str
    is_page: bool
    answers: dict[str, Answer]
    held: Answer

    @cached_property
    def name(self) -> str:
        digest = blake2b(digest_size=16)
        for answer in (*self.answers.values(), self.held):
            digest.update(repr((answer.headers, answer.body)).encode())
        return digest.hexdigest()

    @property
    def plain(self) -> Answer:
        return self.answers[""]


class Asked:
    """The application, asked as browsers without a cookie ask it."""

    def __init__(self, application: WSGIApplication | None = None) -> None:
        self._application = application or PageMemory(WSGIHandler(), seconds=3600, entries=1)

    def get(self, path: str, accept_encoding: str = "", **variables: str) -> Answer:
        environ = {"PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": settings.ALLOWED_HOSTS[0].lstrip(".")}
        if settings.HTTPS:
            environ["HTTP_X_FORWARDED_PROTO"] = "https"
        if accept_encoding:
            environ["HTTP_ACCEPT_ENCODING"] = accept_encoding
        environ |= variables
        setup_testing_defaults(environ)
        head: list[tuple[str, HeaderList]] = []

        def start(status: str, headers: HeaderList, _exc_info: object = None, /) -> Callable[[bytes], object]:
            head.append((status, headers))
            return lambda _: None

        body = read(self._application(environ, start))
        status, headers = head[-1]
        return Answer(int(status[:3]), headers, body)

    def resource(self, path: str, *, is_page: bool) -> Resource | None:
        """None if the answers are none that nginx could choose between."""
        answers = {coding: self.get(path, accepted) for accepted, coding in CODINGS.items()}
        if not all(answer.status == 200 and answer["Content-Encoding"] == c for c, answer in answers.items()):
            return None
        held = self.get(path, HTTP_IF_NONE_MATCH=answers[""]["ETag"])
        return Resource(path, is_page, answers, held) if held.status == 304 else None


# What is exported


def pages(asked: Asked) -> Iterator[Resource]:
    """What links lead to from the first page and the guides, if the reading side answers it for everybody alike."""
    waiting = [reverse("home"), *(guide.get_absolute_url() for guide in Guide.objects.current().only("slug"))]
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        page = asked.get(path)
        if page.status != 200 or "public" not in tokens(page["Cache-Control"]) or not page["ETag"]:
            continue
        if found := asked.resource(path, is_page=True):
            yield found
        links = {link for link in _LINK.findall(page.body.decode()) if _is_of_reading_side(link)}
        waiting += sorted(links - known)
        known |= links


def _is_of_reading_side(path: str) -> bool:
    try:
        return resolve(path).func.__module__.startswith("studyguide.")
    except Resolver404:
        return False


def static_files(asked: Asked) -> Iterator[Resource]:
    """Those whose name has their digest; those that no compression makes shorter stay with the application."""
    for name in sorted(getattr(staticfiles_storage, "hashed_files", {})):
        path = staticfiles_storage.url(name)
        if _PLAIN_PATH.fullmatch(path) and (found := asked.resource(path, is_page=False)):
            yield found


def content_mark() -> str:
    """Changes with everything that exported pages are made from."""
    guides = Guide.objects.current().order_by("slug").values_list("slug", "digest")
    return "".join(f"{slug} {digest}\n" for slug, digest in guides)


def collect() -> tuple[str, list[Resource]]:
    """The content's mark, and what to export; asked again if the content changes meanwhile."""
    while True:
        mark, asked = content_mark(), Asked()
        found = [*pages(asked), *static_files(asked)]
        if content_mark() == mark:
            return mark, found


# Folders


def write(folder: Path, mark: str, resources: Iterable[Resource]) -> Path:
    """Write a new export beside the others, then switch to it; returns its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder))
    draft.chmod(0o755)  # nginx runs as somebody else
    digest = blake2b(mark.encode(), digest_size=16)
    (draft / CONTENT).write_text(mark)
    for resource in resources:
        digest.update(f"{resource.path} {resource.name}\n".encode())
        for coding, answer in resource.answers.items():
            (draft / file_name(resource.name, coding)).write_bytes(answer.body)
    replace(folder / AWAY, render_to_string(AWAY))
    os.sync()  # a power cut must not leave empty files under a name that says they are whole
    target = folder / digest.hexdigest()
    if target.exists():
        shutil.rmtree(draft)
    else:
        draft.rename(target)
    before = (folder / CURRENT).resolve()
    _switch(folder, target)
    _remove_but(folder, {target, before})
    return target


def replace(path: Path, text: str) -> None:
    """Write a file that others see in its old or its new form, whole."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as draft:
        draft.write(text)
    Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)


def file_name(name: str, coding: str) -> str:
    return f"{name}.{coding or 'plain'}"


def _switch(folder: Path, target: Path) -> None:
    link = folder / f"draft-{os.getpid()}"
    link.symlink_to(target.name)
    link.replace(folder / CURRENT)


def _remove_but(folder: Path, kept: set[Path]) -> None:
    for found in folder.iterdir():
        is_export = found.is_dir() and not found.is_symlink() and (found / CONTENT).exists()
        if is_export and found.resolve() not in {path.resolve() for path in kept}:
            shutil.rmtree(found)


def withdraw_outdated(folder: Path) -> bool:
    """Let the application answer everything again if the export was made from other content; returns whether it was.

    Compared with the database, so it also finds an export that a sync elsewhere has outdated.
    """
    try:
        is_current = (folder / CURRENT / CONTENT).read_text() == content_mark()
    except FileNotFoundError:
        return False
    if not is_current:
        (folder / CURRENT).unlink(missing_ok=True)
    return not is_current
