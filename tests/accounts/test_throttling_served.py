"""Tries to sign in are counted exactly, by two servers together, as they run in production.

A try that was not refused for being one too many is one whose password was checked.
"""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import pytest

from tests.accounts.conftest import PASSWORD
from tests.accounts.served import Browser
from tests.serving import GRANIAN, ROOT, free_port, manage, running

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/change/"
AGAIN = "/accounts/reauthenticate/"
MOST = 5
NAMES = ["serial", "parallel", "again", "change"]


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    """Two server processes on one data folder, with production settings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_VERSION", raising=False)
        for name, value in {
            "DATA_DIR": str(tmp_path_factory.mktemp("data")),
            "CONTENT_DIRS": str(ROOT / "tests" / "guides"),
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }.items():
            patch.setenv(name, value)
        manage("prepare")
        for name in NAMES:
            manage("create_instructor", "--username", name, "--password", PASSWORD)
        first, second = free_port(), free_port()
        with running(_server(first), first), running(_server(second), second):
            yield [first, second]


def _server(port):
    flags = ["--interface", "wsgi", "--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "warning"]
    return [str(GRANIAN), "--host", "127.0.0.1", "--port", str(port), *flags, "studyguide.wsgi:application"]


def signed_in(ports, name):
    browser = Browser(ports)
    assert browser.send(LOGIN, browser.token(LOGIN), login=name, password=PASSWORD).status == 302
    return browser


def is_checked(reply):
    return reply.status == 200 and "too many tries" not in reply.text


def test_serial_tries(ports):
    browser = Browser(ports)
    token = browser.token(LOGIN)
    replies = [browser.send(LOGIN, token, login="serial", password=f"wrong {n}") for n in range(30)]
    assert sum(map(is_checked, replies)) == MOST
    assert browser.send(LOGIN, token, login="serial", password=PASSWORD).status == 200
    elsewhere = Browser(ports, "127.0.0.2")
    assert elsewhere.send(LOGIN, elsewhere.token(LOGIN), login="serial", password=PASSWORD).status == 302


def test_parallel_tries(ports):
    browser = Browser(ports, "127.0.0.3")
    token = browser.token(LOGIN)

    def attempt(number):
        own = deepcopy(browser)
        own.ports = [ports[number % 2]]
        return own.send(LOGIN, token, login="parallel", password=f"wrong {number}")

    with ThreadPoolExecutor(20) as threads:
        replies = list(threads.map(attempt, range(20)))
    assert {reply.status for reply in replies} <= {200, 429}
    assert 1 <= sum(map(is_checked, replies)) <= MOST


def test_password_given_again(ports):
    browser = signed_in(ports, "again")
    token = browser.token(AGAIN)
    replies = [browser.send(AGAIN, token, password=f"wrong {n}") for n in range(30)]
    assert sum(map(is_checked, replies)) == MOST


def test_password_changed(ports):
    browser = signed_in(ports, "change")
    token = browser.token(CHANGE)
    new = {"password1": "sourdough-and-salt-7", "password2": "sourdough-and-salt-7"}
    replies = [browser.send(CHANGE, token, oldpassword=f"wrong {n}", **new) for n in range(30)]
    assert sum(map(is_checked, replies)) == MOST


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_change/"])
def test_admin_checks_none(ports, path):
    """Neither of its forms: both lead to the account's."""
    browser = Browser(ports, "127.0.0.4")
    token = browser.token(LOGIN)
    for _ in range(6):
        reply = browser.send(path, token, username="serial", password=PASSWORD, old_password=PASSWORD)
        assert reply.status == 302
        assert dict(reply.headers)["location"].startswith(("/accounts/", "/admin/login/"))
    assert browser.get("/accounts/").status == 302
