"""Every page that links lead to, over both guides: no dead link, no dead anchor, no id twice, nothing inline."""

import re
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client

from studyguide.search import index_entries
from studyguide.sheets_inside import SHEETS_INSIDE, sheet_text
from studyguide.sync import save_guide, sync
from tests.conftest import NOW
from tests.pages import Page

pytestmark = pytest.mark.timeout(600)  # the first test asks for every page of both guides

TARGETS_BY_ID = ["aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"]
EVENT_FILTER = re.compile(r"\w\[")  # `click[x]` needs eval, and fires always without it
ADVICE = "/advisor/?"

_crawled: dict[str, Page] = {}
_dead: list[str] = []


@pytest.fixture
def crawled(db, guide_folder, real_pages):
    """Every page by its address; both guides are loaded and asked for once, and their pages read by each test."""
    if not _crawled:
        sync(NOW)
        save_guide(real_pages, "real", NOW)
        index_entries()
        _crawled.update(crawl(Client()))
    return _crawled


def crawl(client):
    ahead, seen = ["/"], {"/"}
    while ahead:
        address = ahead.pop()
        response = client.get(address)
        if response.status_code != 200:
            _dead.append(f"{address} {response.status_code}")
            continue
        page = Page(response)
        yield address, page
        new = {urldefrag(link).url for link in inner_links(address, page)} - seen
        if ADVICE in address:  # an answer links to others without an end
            new = {link for link in new if ADVICE not in link}
        seen |= new
        ahead += new


def inner_links(address, page):
    forms = [own["action"] for tag, own in page.elements if tag == "form" and own.get("method") != "post"]
    links = [urljoin(address, found) for found in page.links + page.values("hx-get") + forms]
    return [link for link in links if link.startswith("/")]


def test_the_crawl_saw_the_site(crawled, real_pages):
    guide = real_pages.files
    sections = {f"{guide.url}{slug}/" for slug in guide.outline}
    tables = {f"{guide.url}compare/{slug}/" for slug in guide.comparisons}
    assert sections | tables | {"/search/", "/progress/"} <= crawled.keys()
    assert len(crawled) > 200


def test_no_link_is_dead(crawled):
    assert _dead == []


def test_no_anchor_is_dead(crawled):
    dead = []
    for address, page in crawled.items():
        for link in inner_links(address, page):
            target, anchor = urldefrag(link)
            if anchor and target in crawled and anchor not in crawled[target].ids:
                dead.append(f"{address} -> {link}")
    assert dead == []


def test_no_id_stands_twice_on_a_page(crawled):
    twice = [
        f"{address} {name}" for address, page in crawled.items() for name in set(page.ids) if page.ids.count(name) > 1
    ]
    assert twice == []


def test_what_names_an_id_finds_it(crawled):
    lost = [
        f"{address} {attribute}={name}"
        for address, page in crawled.items()
        for attribute in TARGETS_BY_ID
        for value in page.values(attribute)
        for name in value.split()
        if name not in page.ids
    ]
    assert lost == []


def test_what_htmx_swaps_is_there(crawled):
    lost = [
        f"{address} {target}"
        for address, page in crawled.items()
        for target in page.values("hx-target")
        if target.startswith("#") and target[1:] not in page.ids
    ]
    assert lost == []


def test_no_script_and_no_style_of_an_element_is_inline(crawled):
    inline = [
        f"{address} <{tag}> {name}"
        for address, page in crawled.items()
        for tag, attributes in page.elements
        for name in [*attributes, tag]
        if name.startswith("on")
        or (name == "style" and tag != "style")
        or (tag == "script" and "src" not in attributes)
    ]
    assert inline == []


def test_the_sheets_inside_pages_are_the_files(crawled):
    files = {sheet_text(name) for name in SHEETS_INSIDE}
    inside = {sheet for page in crawled.values() for sheet in page.sheets}
    assert inside
    assert inside <= files


def test_nothing_in_a_page_is_evaluated(crawled):
    found = [
        f"{address} <{tag}> {name}={value}"
        for address, page in crawled.items()
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if value.strip().lower().startswith(("javascript:", "js:"))
        or name.startswith("hx-on")
        or (name == "hx-trigger" and EVENT_FILTER.search(re.sub(r"from:[^,]*", "", value)))
    ]
    assert found == []


def test_everything_a_page_loads_is_our_own(crawled):
    loaded = {
        value
        for page in crawled.values()
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if (name in {"src", "srcset", "poster"}) or (tag == "link" and name == "href")
    }
    assert loaded
    assert all(address.startswith(("/static/", "data:image/svg+xml,")) for address in loaded)


def test_links_out_are_safe(crawled):
    out = [own for page in crawled.values() for tag, own in page.elements if tag == "a" and "//" in own["href"]]
    assert out
    # They open in the same tab, and the referrer policy tells other sites nothing.
    assert all(own["href"].startswith("https://") and "target" not in own for own in out)


def test_every_image_and_field_has_a_name(crawled):
    nameless = [
        f"{address} <{tag}> {attributes}"
        for address, page in crawled.items()
        for tag, attributes in page.elements
        if (tag == "img" and "alt" not in attributes)
        or (
            tag == "input"
            and attributes.get("type") in {"search", "number"}
            and attributes["id"] not in page.values("for")
        )
    ]
    assert nameless == []
