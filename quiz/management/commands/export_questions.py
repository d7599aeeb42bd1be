from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quiz.exporting import Export, planned_export
from studyguide.models import Guide
from studyguide.sync import ContentError, content_folders, counted


class Command(BaseCommand):
    help = "Write the questions and quizzes of the database back to the files of their guides."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("guide", nargs="?", help="the name of a guide's folder; all guides when absent")
        parser.add_argument("--folder", type=Path, help="write what would change there, and leave the content alone")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = self._folders(options["guide"])
        try:
            exports = {folder: planned_export(folder) for folder in folders}
        except ContentError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{counted(len(error.problems), 'mistake')}; nothing was written.") from None
        for folder, export in exports.items():
            self._write(export, options["folder"] / folder.name if options["folder"] else folder)
            if not options["folder"]:
                export.mark_synced()
        if not any(export.texts for export in exports.values()):
            self.stdout.write("The files say what the database says.")

    def _folders(self, guide: str | None) -> list[Path]:
        loaded = set(Guide.objects.current().values_list("slug", flat=True))
        folders = [folder for folder in content_folders() if folder.name in loaded]
        if guide is None:
            return folders
        if guide not in {folder.name for folder in folders}:
            raise CommandError(f"No guide is called {guide}. There are {', '.join(f.name for f in folders) or 'none'}.")
        return [folder for folder in folders if folder.name == guide]

    def _write(self, export: Export, folder: Path) -> None:
        export.write(folder)
        for path in sorted(export.texts):
            self.stdout.write(f"Wrote {folder / path}")
