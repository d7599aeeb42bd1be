"""What a test waits for before it reads a page: a click is over before the page that it brings is there."""

from playwright.sync_api import Locator, Page, expect


def follow(what: Locator) -> None:
    """Click what leads to another page, and wait until that page is loaded."""
    with what.page.expect_navigation():
        what.click()


def expect_quiet(page: Page) -> None:
    """Wait until the page has had its answer to everything that it asked for."""
    expect(page.locator(".htmx-request")).to_have_count(0, timeout=25_000)


def expect_no_sideways_scroll(page: Page) -> None:
    """Wait until the page is as wide as its window, and no wider."""
    expect(page.locator("html")).to_have_js_property("scrollWidth", page.viewport_size["width"])
