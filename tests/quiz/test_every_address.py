"""Every address of the URL configuration, against everybody who might ask: one that is in no list here fails.

What each page of the admin does for whom is in test_admin_roles and its neighbours.
"""

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from quiz.models import Attempt
from tests import fuzzing
from tests.quiz.desk import browser
from tests.quiz.sitting import Sitting
from tests.test_headers import ALWAYS

FOR_EVERYBODY = {
    "account_inactive", "account_reset_password", "advisor", "calculator", "checkpoint", "checkpoint_answer",
    "comparison", "comparisons", "decide", "delete_answers", "glossary", "guide_home", "healthz", "home",
    "my_progress", "new_quiz", "print_guide", "quiz", "quizzes", "read_form", "readyz", "search", "section", "sources",
}  # fmt: skip
OF_ITS_LEARNER = {"attempt", "question", "results"}
CHANGING = {
    "check_answer", "delete_account_confirmed", "delete_answers_confirmed", "judge_checkpoint", "mark_read",
    "mark_unread", "report_problem", "save_answer", "show_hint", "start_quiz", "start_selection", "submit", "try_again",
}  # fmt: skip
FOR_ACCOUNTS = {
    "account", "account_change_password", "account_reauthenticate", "account_set_password", "delete_account",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes",
    "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "usersessions_list",
}  # fmt: skip
FOR_GUESTS = {"account_login", "account_signup", "mfa_login_webauthn"}
FOR_STAFF = {
    "bank_statistics", "question_statistics", "quiz_statistics", "quiz_statistics_csv", "quiz_statistics_json",
    "statistics_overview", *(name for name in fuzzing.addresses() if name.startswith("admin/")),
} - {"admin/logout"}  # fmt: skip
if settings.HAS_MAIL:  # as with EMAIL_URL, which `make unit` sets for a run of its own
    FOR_EVERYBODY |= {
        "account_confirm_email", "account_email_verification_sent", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done",
    }  # fmt: skip
    FOR_ACCOUNTS |= {"account_email"}
    FOR_GUESTS |= {"account_confirm_login_code"}
OTHERS = {"account_logout", "admin/logout", "download_answers"}  # each has a test of its own elsewhere
LISTS = [FOR_EVERYBODY, OF_ITS_LEARNER, CHANGING, FOR_ACCOUNTS, FOR_GUESTS, FOR_STAFF, OTHERS]
HALFWAY = "staff without a second step"
ROLES = ["visitor", "stranger", "learner", "account", "instructor", HALFWAY, "superuser"]


@pytest.fixture
def sitting(learner):
    return Sitting.begin(learner, "every-kind")


@pytest.fixture
def known(sitting):
    return sitting.arguments


@pytest.fixture
def asking(learner, stranger, settings):
    """`asking(role)` is the browser of somebody."""

    def asking(role):
        own = {"visitor": Client, "stranger": lambda: stranger, "learner": lambda: learner}
        # Who gave a password only, and may do everything else.
        settings.STAFF_NEEDS_SECOND_STEP = role == HALFWAY
        found = own[role]() if role in own else browser({"account": "learner", HALFWAY: "superuser"}.get(role, role))
        found.raise_request_exception = False
        return found

    return asking


def address(name, known):
    text, arguments = fuzzing.addresses()[name]
    return text % {argument: known.get(argument, "1") for argument in arguments}


def test_every_address_is_in_one_list():
    counts = {name: sum(name in found for found in LISTS) for name in fuzzing.addresses()}
    assert {name: count for name, count in counts.items() if count != 1} == {}


def test_no_address_hides_by_having_no_name():
    """But two that lead on to one that has, and whatever is not there in the admin."""
    found = {text for text in fuzzing.unnamed() if not text.endswith("/<path:object_id>/")}
    assert found == {"guides/", "admin/(?P<url>.*)$"}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_for_everybody(quiz_folder, known, asking, role):
    someone = asking(role)
    found = {name: someone.get(address(name, known)).status_code for name in sorted(FOR_EVERYBODY)}
    assert found == dict.fromkeys(sorted(FOR_EVERYBODY), 200)


@pytest.mark.parametrize("role", ROLES)
def test_an_attempt_is_its_learners_alone(known, asking, role):
    someone = asking(role)
    found = {someone.get(address(name, known)).status_code for name in OF_ITS_LEARNER}
    assert found == ({200, 303} if role == "learner" else {404})


@pytest.mark.parametrize("role", ROLES)
def test_what_changes_something_is_no_page(known, asking, role):
    someone = asking(role)
    assert {someone.get(address(name, known)).status_code for name in CHANGING} == {405}


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_changes_an_attempt(known, sitting, asking, role):
    someone = asking(role)
    before = list(Attempt.objects.order_by("pk").values()), sitting.at(1).revision
    of_attempts = [name for name in CHANGING if "attempt_id" in fuzzing.addresses()[name][1]]
    if role != "learner":
        assert {someone.post(address(name, known)).status_code for name in of_attempts} == {404}
    assert (list(Attempt.objects.order_by("pk").values()), sitting.at(1).revision) == before


@pytest.mark.parametrize("role", ["visitor", "stranger", "learner"])
def test_guests_are_asked_to_sign_in(known, asking, role):
    someone = asking(role)
    for name in FOR_ACCOUNTS:
        response = someone.get(address(name, known))
        assert response.headers.get("Location", "").startswith("/accounts/login/"), name


@pytest.mark.parametrize("role", ["visitor", "stranger", "learner", "account"])
def test_who_is_no_staff_sees_nothing_of_the_admin(known, asking, role):
    someone = asking(role)
    for name in FOR_STAFF:
        response = someone.get(address(name, known))
        is_asked = response.headers.get("Location", "").startswith(("/admin/login/", "/accounts/login/"))
        assert response.status_code == 403 or is_asked, name


@pytest.mark.parametrize("method", ["get", "head", "post", "put"])
def test_staff_without_a_second_step_is_led_to_it(known, asking, method):
    someone = asking(HALFWAY)
    for name in FOR_STAFF:
        found = address(name, known)
        response = getattr(someone, method)(found)
        asks = f"/admin/login/?next={found}" if name != "admin/login" else "/accounts/2fa/?next=%2Fadmin%2F"
        assert response.headers.get("Location") == asks, name


@pytest.mark.parametrize("role", ROLES)
def test_no_address_fails_and_each_answer_carries_its_headers(quiz_folder, known, asking, role):
    someone = asking(role)
    usual = {name: Client().get("/healthz").headers[name] for name in ALWAYS}
    for name in fuzzing.addresses():
        for method in ("get", "head", "post", "put"):
            response = getattr(someone, method)(address(name, known))
            assert response.status_code < 500, (method, name)
            assert {header: response.headers.get(header) for header in ALWAYS} == usual, (method, name)


def test_an_object_of_the_admin_that_is_none_is_not_there(guide):
    staff = browser("superuser")
    for kind in ContentType.objects.all():
        for key in ("1", "x", "00000000-0000-4000-8000-000000000000"):
            assert staff.get(f"/admin/r/{kind.pk}/{key}/").status_code in {302, 404}
