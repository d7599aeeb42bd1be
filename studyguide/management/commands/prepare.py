"""Everything that has to be done before the server starts, in one process, so that a second start is quick."""

import os
import stat
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from studyguide import static_files


def count_pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_digest() -> str:
    """Return a digest of every static file's path and content, before collection, and of how it is collected."""
    digest = blake2b(Path(static_files.__file__).read_bytes(), digest_size=16)
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            with storage.open(path) as file:
                digest.update(blake2b(path.encode()).digest() + blake2b(file.read()).digest())
    return digest.hexdigest()


def make_old(root: Path) -> None:
    """Give collected files a date that makes collectstatic replace them all.

    It compares dates, and the files of an older release may be younger than those of a newer one. It must not
    empty the folder instead: a server that is still running serves from there.
    """
    for path in root.rglob("*"):
        os.utime(path, (0, 0))


def keep_from_others(database: Path) -> None:
    """See to it that not everybody on this machine may read a database of SQLite: keys of sessions are in it.

    The folder stays open, for nginx sends from it. Logs that SQLite makes take the mode of their database.
    """
    if not database.exists():
        database.touch(mode=0o600)
    for path in (database.with_name(f"{database.name}{log}") for log in ("", "-wal", "-shm")):
        with suppress(FileNotFoundError, PermissionError):  # a log goes at any moment; a mode is its owner's matter
            if path.stat().st_mode & stat.S_IRWXO:
                path.chmod(0o600)


class Command(BaseCommand):
    help = "Bring the database, the content and the static files up to date; what is already so is skipped."
    requires_system_checks = []  # they import every view, as the server does anyway; `make test` runs them

    def handle(self, **options: Any) -> None:
        self.migrate()
        self.stdout.write("Loading the content")
        call_command("sync_content")
        if not settings.DEBUG:  # the development server serves them from where they lie
            self.collect_static(Path(settings.STATIC_ROOT))

    def migrate(self) -> None:
        for own in connections.all():
            if isinstance(own, DatabaseWrapper) and not own.is_in_memory_db():
                keep_from_others(Path(own.settings_dict["NAME"]))
        if pending := count_pending_migrations():
            self.stdout.write(f"Migrating the database: {pending} to apply")
            call_command("migrate", interactive=False, verbosity=0)
        # Only where the shared cache lies in a database, and only once.
        call_command("createcachetable", database="cache" if "cache" in connections else "default", verbosity=0)

    def collect_static(self, root: Path) -> None:
        digest, stamp = static_digest(), root / ".digest"
        if stamp.exists() and stamp.read_text() == digest:
            return
        self.stdout.write("Collecting and compressing static files")
        make_old(root)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest)
