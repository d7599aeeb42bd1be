import os
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from studyguide.backups import BackupError, engine_of, make
from studyguide.backups.making import SECRET_NAME
from studyguide.running import Running
from studyguide.sync import counted

LEFT_OUT = (
    "The secret key is not in it; --with-secret adds it. With another key a restored copy knows no session: "
    "accounts sign in again, and guests lose the way to their answers."
)


class Command(BaseCommand):
    help = (
        "Save the whole database while the site runs, check what was saved, and keep it as a folder named after the "
        "time, which appears whole or not at all."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="where backups are kept (DATA_DIR/backups)")
        parser.add_argument("--keep", type=int, default=0, metavar="N", help="remove all but the newest N (keep all)")
        parser.add_argument("--with-secret", action="store_true", help="save the secret key, too; see docs/operate.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 0:
            raise CommandError("--keep takes how many backups stay, such as 7.")
        started = monotonic()
        folder = options["to"] or settings.DATA_DIR / "backups"
        secret = _secret() if options["with_secret"] else None
        try:
            made = make(engine_of(connection), folder, timezone.now(), keep=options["keep"], secret=secret)
        except (BackupError, Running) as error:
            raise CommandError(str(error)) from None
        found, rows = made.manifest, sum(made.manifest.rows.values())
        self.stdout.write(
            f"Saved to {made.path}: {found.engine_label}, {counted(len(found.rows), 'table')}, {rows:,} rows, "
            f"{filesizeformat(found.bytes)}, in {monotonic() - started:.1f} s. Read again and complete."
        )
        if made.removed:
            self.stdout.write(f"Removed {counted(len(made.removed), 'older backup')}.")
        if not secret:
            self.stdout.write(LEFT_OUT)


def _secret() -> Path:
    if os.environ.get("SECRET_KEY"):
        raise CommandError(
            "The secret key is the variable SECRET_KEY: keep it where you set it, without --with-secret."
        )
    path: Path = settings.DATA_DIR / SECRET_NAME
    return path
