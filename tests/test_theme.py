"""The theme that a reader chose: a page comes in it, so that nobody sees the other one first."""

import pytest

from tests.pages import BREAD_PAGES

pytestmark = pytest.mark.usefixtures("synced_guide")


def root(client, address):
    """The tag of the element that has the whole page."""
    return client.get(address).content.decode().splitlines()[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", BREAD_PAGES)
def test_a_page_comes_in_the_chosen_theme(client, address, theme):
    client.cookies["theme"] = theme
    assert root(client, address) == f'<html lang="en" data-theme="{theme}">'


@pytest.mark.parametrize("address", BREAD_PAGES)
def test_nobody_gets_the_theme_of_somebody_else(client, address):
    client.cookies["theme"] = "dark"
    client.get(address)
    del client.cookies["theme"]
    assert root(client, address) == '<html lang="en">'


@pytest.mark.parametrize("theme", ["auto", "", 'dark"onload="alert(1)'])
def test_no_other_word_gets_into_the_page(client, theme):
    client.cookies["theme"] = theme
    assert root(client, "/") == '<html lang="en">'


def test_a_page_that_is_not_there_comes_in_the_theme_too(client):
    client.cookies["theme"] = "dark"
    assert root(client, "/no-such-page/") == '<html lang="en" data-theme="dark">'
