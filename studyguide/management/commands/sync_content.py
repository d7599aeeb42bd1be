from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from studyguide.site_export import withdraw_outdated
from studyguide.sync import ContentError, Progress, content_folders, content_parts, counted, render_guides, sync


class Command(BaseCommand):
    help = "Load the guides under content/ into the database. With any mistake, report them all and change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only look for mistakes")
        parser.add_argument("--force", action="store_true", help="load guides that have not changed, too")
        parser.add_argument(
            "--take",
            choices=("file", "admin"),
            default="",
            help="which side decides where files and admin changed the same field differently",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                pages = render_guides(content_folders(), content_parts(), self._progress())
                self.stdout.write(f"{counted(len(pages), 'guide')}, no mistakes.")
            else:
                changed = sync(timezone.now(), self._progress(), force=options["force"], take=options["take"])
                self.stdout.write(f"Loaded: {', '.join(changed)}." if changed else "Content is up to date.")
        except ContentError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{error}; nothing was changed.", returncode=1) from None
        if settings.EXPORT_DIR and not options["check"] and withdraw_outdated(Path(settings.EXPORT_DIR)):
            self.stdout.write("The exported pages are out of date and no longer sent. Next: manage.py export_site")

    def _progress(self) -> Progress:
        """On a terminal a counter that rewrites its line; elsewhere one line for each hundred sections."""
        done = 0

        def show(section: str) -> None:
            nonlocal done
            done += 1
            if self.stdout.isatty():
                self.stdout.write(f"\r{done} sections rendered, now {section[:40]:<40}", ending="")
                self.stdout.flush()
            elif done % 100 == 0:
                self.stdout.write(f"{done} sections rendered")

        return show
