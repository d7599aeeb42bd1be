"""What a first visit weighs: the page with all it loads, each compressed as it is served."""

from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders

from studyguide.compacting import compact_script, compact_sheet
from tests.pages import PAGES, assets

MOST_BYTES = 32_768
MOST_REQUESTS = 6
HEAD = 300  # bytes: status line and headers of a static file
LIGHT_PAGES = [address for kind, address in PAGES.items() if kind != "print"]  # which is the whole guide


def compacted(address):
    """The bytes of a static file, compacted as `collectstatic` does with ours."""
    path = Path(finders.find(address.removeprefix(settings.STATIC_URL)))
    text = path.read_text()
    if path.is_relative_to(settings.BASE_DIR / "static"):
        text = (compact_sheet if path.suffix == ".css" else compact_script)(text)
    return text.encode()


def served(address):
    return brotli.compress(compacted(address))


def weight(client, address):
    """The bytes over the wire and the number of requests of a first visit."""
    answer = client.get(address)
    assert answer.status_code == 200
    loaded = assets(answer.content.decode(), address)
    head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    page = brotli.compress(answer.content, quality=5)
    return head + len(page) + sum(HEAD + len(served(file)) for file in loaded), 1 + len(loaded)


def test_first_visits_are_light(real_guide, client):
    visits = {address: weight(client, address) for address in LIGHT_PAGES}
    heavy = {address: found for address, found in visits.items() if found[0] > MOST_BYTES or found[1] > MOST_REQUESTS}
    assert heavy == {}


def test_the_script_of_a_reading_page_is_two_kilobytes_at_most(real_guide, client):
    page = client.get(PAGES["section of prose"]).content.decode()
    scripts = [file for file in assets(page, PAGES["section of prose"]) if file.endswith(".js")]
    assert scripts
    assert sum(len(compacted(file)) for file in scripts) <= 2048
