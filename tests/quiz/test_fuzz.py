"""Nothing that is sent makes a page fail: strange requests to every address, by everybody who might send them.

The bar `fuzz` sends ten thousand over HTTP.
"""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests import fuzzing
from tests.quiz.sitting import Sitting

MANY = "a" * 1_000_000


@pytest.fixture
def known(guide, learner):
    return {
        **Sitting.begin(learner, "every-kind").arguments,
        "pk": "1",
        "object_id": "1",
        "content_type_id": "1",
    }


def test_every_address_is_among_them():
    names = set(fuzzing.addresses())
    assert {"home", "section", "save_answer", "account_login", "mfa_index", "usersessions_list"} <= names
    assert sum(name.startswith("admin/") for name in names) > 30
    asked = {sent.address.partition("?")[0] for sent in fuzzing.requests(1, 10_000, {})}
    assert len(asked) > len(names)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["visitor", "learner", "superuser"])
def test_no_address_fails(known, learner, quiz_folder, who):
    browser = {"visitor": Client(), "learner": learner, "superuser": Client()}[who]
    browser.raise_request_exception = False
    root = User.objects.create_superuser("root", password="x")
    for number, sent in enumerate(fuzzing.requests(27, 1_500, known)):
        if who == "superuser" and number % 10 == 0:
            root.save()  # it may have deleted itself
            browser.force_login(root)
        form = sent.body.encode()
        kind = "application/x-www-form-urlencoded"
        response = browser.generic(sent.method, sent.address, form, kind, headers=sent.headers)
        assert response.status_code < 500, sent


@pytest.mark.parametrize("address", ["/accounts/login/", "/search/", "/guides/bread/advisor/"])
def test_a_megabyte_in_a_field_does_not_either(guide, address):
    browser = Client(raise_request_exception=False)
    assert browser.post(address, {"login": MANY, "password": MANY, "q": MANY}).status_code < 500
