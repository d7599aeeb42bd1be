"""Pages as files for nginx: which, how a new export takes the place of the old, and when it is taken away."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from studyguide.models import Guide
from studyguide.nginx_include import nginx_include
from studyguide.site_export import Asked, collect, pages, static_files, withdraw_outdated, write
from studyguide.sync import sync
from studyguide.views import GUIDES_ON_PAGE
from tests.pages import BREAD, BREAD_PAGES, Page

pytestmark = pytest.mark.usefixtures("synced_guide", "kept_connection")

# Of the quiz: what stands there may change without a sync.
NOT_EXPORTED = {f"{BREAD}checkpoints/no-rise/"}


def export(folder: Path) -> Path:
    return write(folder, *collect())


@pytest.fixture
def folder(tmp_path, settings):
    settings.EXPORT_DIR = str(tmp_path / "export")
    return tmp_path / "export"


def test_what_everybody_reads_is_exported_and_nothing_else():
    without_query = {address for address in BREAD_PAGES if "?" not in address}
    found = {page.path for page in pages(Asked())}
    assert without_query - found == NOT_EXPORTED
    assert all(path == "/" or path.startswith(BREAD) for path in found)


def test_a_page_is_there_in_each_coding_as_the_application_sends_it(folder):
    export(folder)
    page = next(page for page in pages(Asked()) if page.path == BREAD)
    bodies = {path.name: path.read_bytes() for path in (folder / "current").iterdir()}
    assert bodies[f"{page.name}.plain"] == Asked().get(BREAD).body
    assert bodies[f"{page.name}.gzip"] == Asked().get(BREAD, "gzip").body
    assert bodies[f"{page.name}.br"] == Asked().get(BREAD, "br").body


def test_the_same_content_is_the_same_export(folder):
    first = export(folder)
    assert export(folder) == first
    assert {path.name for path in folder.iterdir()} == {"away.html", "current", first.name}


def test_the_export_before_stays_for_those_who_still_read_it(folder, guide_folder, now):
    exports = []
    for number in range(3):
        guide_folder.append("sections/yeast.md", f"Loaf {number}.")
        sync(now)
        exports.append(export(folder))
    assert [path.exists() for path in exports] == [False, True, True]
    assert (folder / "current").resolve() == exports[2]


def test_a_folder_that_is_no_export_is_left_alone(folder):
    (folder / "photographs").mkdir(parents=True)
    export(folder)
    assert (folder / "photographs").is_dir()


def test_another_header_is_another_file(settings):
    before = {page.path: page.name for page in pages(Asked())}
    settings.X_FRAME_OPTIONS = "SAMEORIGIN"
    after = {page.path: page.name for page in pages(Asked())}
    assert before.keys() == after.keys()
    assert not set(before.values()) & set(after.values())


# What a sync outdates


def test_changed_content_is_no_longer_sent(folder, guide_folder, capsys):
    export(folder)
    guide_folder.append("sections/yeast.md", "It keeps for a year.")
    call_command("sync_content")
    assert "no longer sent. Next: manage.py export_site" in capsys.readouterr().out
    assert not (folder / "current").exists()


def test_unchanged_content_is_sent_on(folder):
    export(folder)
    call_command("sync_content")
    assert (folder / "current").exists()


def test_a_sync_on_another_machine_is_noticed_by_the_next_one_here(folder):
    export(folder)
    Guide.objects.update(digest="another")
    assert withdraw_outdated(folder)
    assert not withdraw_outdated(folder)


def test_checking_content_takes_nothing_away(folder, guide_folder):
    export(folder)
    guide_folder.append("sections/yeast.md", "It keeps for a year.")
    call_command("sync_content", check=True)
    assert (folder / "current").exists()


# The command


def test_export_with_the_include(folder, tmp_path, capsys):
    call_command("export_site", "--nginx", str(tmp_path / "site.conf"))
    assert f"location = {BREAD} {{" in (tmp_path / "site.conf").read_text()
    said = capsys.readouterr().out
    assert f"and 0 static files to {folder}." in said
    assert "nginx -s reload" in said


def test_where_to_is_asked(settings):
    settings.EXPORT_DIR = ""
    with pytest.raises(CommandError, match="Name a folder, or set EXPORT_DIR"):
        call_command("export_site")


def test_what_nginx_could_not_be_told_is_refused():
    page = next(pages(Asked()))
    page.plain.headers.append(("X-Price", "$5"))
    with pytest.raises(ValueError, match="nginx cannot be given"):
        nginx_include(Path("/export"), [page])


def test_static_files_that_were_not_collected_are_none():
    assert not list(static_files(Asked()))


def test_guides_that_the_first_page_has_no_room_for_are_exported(guide_folder):
    bread = Guide.objects.get()
    for number in range(GUIDES_ON_PAGE):
        Guide.objects.create(
            slug=f"guide-{number}",
            title=f"A {number}",
            short_title="A",
            start="x",
            digest="",
            synced_at=bread.synced_at,
        )
    assert bread.get_absolute_url() not in Page(Client().get("/")).links
    assert bread.get_absolute_url() in {page.path for page in pages(Asked())}
