"""Photograph the site. Run by `make screenshots`.

Without ALL those for the README and docs/, into docs/screenshots/. With ALL=1 every kind of page, wide and
narrow, light and dark, into var/screenshots/, to be looked at.
"""

import os
import secrets
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, FloatRect, Page, sync_playwright

from tests.pages import PAGES
from tests.serving import ROOT, manage, serve_site

ADDRESSES = {**PAGES, "not found": "/no-such-page/"}
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
SCHEMES = ("light", "dark")


class Shot(NamedTuple):
    page: str
    size: str
    scheme: str
    is_whole_page: bool = True

    @property
    def name(self) -> str:
        return f"{self.page.replace(' ', '-')}-{self.size}-{self.scheme}.png"


FOR_THE_README = [Shot("section of prose", "wide", "light", is_whole_page=False)]
QUIZ = "short-exam"
FOR_INSTRUCTORS = {
    "question-list": "/admin/quiz/question/",
    "question-form": "/admin/quiz/question/?q=SnapStart",
    "quiz-statistics": f"/admin/statistics/quizzes/{QUIZ}/",
}


def every_shot() -> Iterator[Shot]:
    yield from (Shot(*choice) for choice in product(ADDRESSES, SIZES, SCHEMES))


def top_of(page: Page) -> FloatRect:
    """The whole page, or as much of a long one as Chromium can hold in one picture."""
    width, height = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    return {"x": 0, "y": 0, "width": width, "height": min(height, 12_000)}


def take(browser: Browser, shot: Shot, site: str, path: str) -> None:
    width, height = SIZES[shot.size]
    page = browser.new_page(
        base_url=site,
        color_scheme="dark" if shot.scheme == "dark" else "light",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    page.goto(ADDRESSES[shot.page])
    page.screenshot(path=path, full_page=shot.is_whole_page, clip=top_of(page) if shot.is_whole_page else None)
    page.close()


def take_those_for_instructors(browser: Browser, site: str, folder: Path) -> Iterator[Path]:
    """What an instructor sees after made-up learners took a quiz."""
    password = secrets.token_urlsafe()
    manage("create_instructor", "--username", "ines", "--password", password)
    manage("seed_responses", QUIZ)
    page = browser.new_page(base_url=site, viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto("/admin/")
    page.locator("[name=login]").fill("ines")
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in").click()
    for name, address in FOR_INSTRUCTORS.items():
        page.goto(address)
        if name == "question-form":
            page.locator("#result_list tbody th a").first.click()
            page.locator("[name='q.stem']").press("Control+End")
            page.keyboard.type(" Choose one.")
            page.locator("#preview .option, #preview input").first.wait_for()
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        yield path
    page.close()


def main() -> None:
    every = bool(os.environ.get("ALL"))
    folder = ROOT / ("var/screenshots" if every else "docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with serve_site() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
        for shot in every_shot() if every else FOR_THE_README:
            take(browser, shot, f"http://127.0.0.1:{port}", str(folder / shot.name))
            print(folder / shot.name)
        if not every:
            for path in take_those_for_instructors(browser, f"http://127.0.0.1:{port}", folder):
                print(path)
        browser.close()


if __name__ == "__main__":
    main()
