"""Style sheets inside pages: a first visit to a way in waits for one answer, and the policy lets in nothing else."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from studyguide.sheets_inside import SHEETS_INSIDE, sheet_text
from tests.pages import BREAD, PAGES, assets

pytestmark = pytest.mark.django_db

WAYS_IN = [PAGES[kind] for kind in ("home", "guide home", "section of prose", "section with the tree")]
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def test_a_way_in_loads_nothing_that_holds_up_its_first_paint(real_guide, client):
    for address in WAYS_IN:
        page = client.get(address).content.decode()
        assert not [file for file in assets(page, address) if file.endswith(".css")], address
        assert not [script for script in re.findall(r"<script\b[^>]*>", page) if "defer" not in script], address


def test_the_policy_names_each_sheet_by_its_digest(real_guide, client):
    for address in WAYS_IN:
        response = client.get(address)
        sheets = STYLE.findall(response.content.decode())
        assert sheets, address
        for sheet in sheets:
            digest = b64encode(sha256(sheet.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in response.headers["Content-Security-Policy"], address


def test_a_sheet_that_the_policy_does_not_name_is_refused():
    with pytest.raises(ValueError, match=r"Add it to SHEETS_INSIDE"):
        sheet_text("css/quiz.css")


@pytest.mark.parametrize("name", SHEETS_INSIDE)
def test_a_sheet_does_not_end_its_element_and_leads_nowhere(name):
    """A relative address would mean another place in a page than in a file."""
    assert "</" not in sheet_text(name)
    assert "url(" not in sheet_text(name)
    assert "@import" not in sheet_text(name)


def test_who_works_on_a_sheet_gets_it_as_a_file(synced_guide, client, settings):
    settings.DEBUG = True
    page = client.get(f"{BREAD}yeast/").content.decode()
    assert "<style>" not in page
    assert "css/site.css" in page
