"""A slow line between the browser and the site."""

from playwright.sync_api import Page


def slow_down(page: Page, milliseconds: int) -> None:
    """Let every answer from now on take so much longer."""
    conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)
