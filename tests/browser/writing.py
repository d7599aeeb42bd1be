"""An instructor in a browser: signed in, and writing a question of each kind as a newcomer would."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Page

from tests.browser.waiting import expect_quiet

GUIDE = "aws-ml-deployment-targets"
NEW = "/admin/quiz/question/add/"


def sign_in(page: Page, address: str) -> None:
    """Sign the page's browser in as an instructor of its own."""
    user, _ = User.objects.get_or_create(username="ines", defaults={"is_staff": True})
    user.groups.add(Group.objects.get(name="Instructors"))
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])


def press(page: Page, name: str) -> None:
    """Press a button once nothing is on its way: what is cut off is an error in the console."""
    expect_quiet(page)
    page.get_by_role("button", name=name, exact=True).click()


def begin(page: Page, kind: str) -> None:
    page.goto(NEW)
    page.locator(".kind-cards a").filter(has=page.locator(f"xpath=self::*[contains(@href, '/{kind}/')]")).click()


def fill(page: Page, place: str, text: str) -> None:
    page.locator(f'[name="q.{place}"]').fill(text)


def source(page: Page, key: str) -> None:
    page.locator(f'[name="q.sources"][value="{key}"]').check()


def what_every_kind_needs(page: Page, title: str) -> None:
    fill(page, "title", title)
    fill(page, "stem", "Which leaven makes a loaf in an hour?")
    page.locator('[name="q.section"]').select_option("ecs")
    page.get_by_label("Select the right target").check()
    source(page, "laq")


def options(page: Page) -> None:
    for number in range(3):
        fill(page, f"options.{number}.text", f"Option number {number}")
        fill(page, f"options.{number}.because", f"Because of {number}.")


def single(page: Page) -> None:
    options(page)
    page.locator('[name="q.options.key"]').first.check()


def multiple(page: Page) -> None:
    options(page)
    for number in range(2):
        page.locator('[name="q.options.key"]').nth(number).check()


def true_false(page: Page) -> None:
    page.locator('[name="q.key"][value="true"]').check()
    fill(page, "because_true", "It is so.")
    fill(page, "because_false", "It is not so.")


def matching(page: Page) -> None:
    for number in range(3):
        for name in ("prompt", "match", "because"):
            fill(page, f"pairs.{number}.{name}", f"The {name} {number}")


def ordering(page: Page) -> None:
    for number in range(4):
        fill(page, f"items.{number}.text", f"Item {number}")
        fill(page, f"items.{number}.because", f"It is number {number}.")


def numeric(page: Page) -> None:
    fill(page, "answer.value", "8")
    fill(page, "answer.unit", "times")
    fill(page, "because", "Divide.")
    fill(page, "wrong.0.value", "9")
    fill(page, "wrong.0.because", "One too many.")


def short_text(page: Page) -> None:
    fill(page, "accept.0", "proofing")
    fill(page, "because", "It is the word.")


def open_answer(page: Page) -> None:
    fill(page, "answer", "It is sour.")
    fill(page, "rubric.0", "Says that it is sour.")


KINDS: dict[str, Callable[[Page], None]] = {
    "single": single,
    "multiple": multiple,
    "true-false": true_false,
    "matching": matching,
    "ordering": ordering,
    "numeric": numeric,
    "short-text": short_text,
    "open": open_answer,
}
