from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from studyguide.backups import BackupError, check, engine_of, restore
from studyguide.running import Running


class Command(BaseCommand):
    help = (
        "Put a backup in the place of the database, where there is none or, with --replace, where there is one, which "
        "is kept beside. No server may run meanwhile."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="its folder")
        parser.add_argument("--replace", action="store_true", help="keep the database that is there beside")
        parser.add_argument("--check", action="store_true", help="only say whether it could be restored here")

    def handle(self, *args: Any, **options: Any) -> None:
        backup, engine = options["backup"], engine_of(connection)
        known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
        try:
            if options["check"]:
                found = check(backup, engine, known)
                self.stdout.write(f"{backup}, made at {found.made_at}, is whole and can be restored here.")
                return
            done = restore(backup, engine, settings.DATA_DIR, known, timezone.now(), replaces=options["replace"])
        except (BackupError, Running) as error:
            raise CommandError(str(error)) from None
        rows = sum(done.manifest.rows.values())
        self.stdout.write(f"Restored {rows:,} rows as they were at {done.manifest.made_at}.")
        for name in done.kept:
            self.stdout.write(f"What was there is kept as {name}.")
        self.stdout.write("Run `manage.py prepare`, as `make run` does, then start the server.")
