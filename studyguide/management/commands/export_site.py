from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from studyguide.nginx_include import nginx_include
from studyguide.site_export import collect, replace, write
from studyguide.sync import counted


class Command(BaseCommand):
    help = "Write the pages that are the same for everybody, and static files, for nginx to send by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.EXPORT_DIR, help="where; default: EXPORT_DIR")
        parser.add_argument("--nginx", type=Path, metavar="FILE", help="write what nginx includes in its server block")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["folder"]:
            raise CommandError("Where to? Name a folder, or set EXPORT_DIR, which sync_content knows as well.")
        folder = Path(options["folder"]).resolve()
        mark, resources = collect()
        write(folder, mark, resources)
        pages = sum(resource.is_page for resource in resources)
        files = counted(len(resources) - pages, "static file")
        self.stdout.write(f"Exported {counted(pages, 'page')} and {files} to {folder}.")
        if options["nginx"]:
            replace(options["nginx"], nginx_include(folder, resources))
            self.stdout.write("Now: nginx -t && nginx -s reload")
