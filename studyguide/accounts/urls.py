"""Our pages, then allauth's: those that send mail only where mail is set up."""

from allauth.account import urls as allauth_account
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from studyguide.accounts import views

OURS = {"account_email"}  # in the place of allauth's
NEEDS_MAIL = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def account_urls(*, has_mail: bool) -> list[URLPattern | URLResolver]:
    with_mail = [path("email/", views.email_addresses, name="account_email")]
    without_mail = [path("password/reset/", views.no_mail, name="account_reset_password")]
    left_out = OURS if has_mail else NEEDS_MAIL
    return [
        path("", views.account, name="account"),
        path("delete/", views.delete_account, name="delete_account"),
        path("delete/confirmed/", views.delete_account_confirmed, name="delete_account_confirmed"),
        *(with_mail if has_mail else without_mail),
        *(found for found in allauth_account.urlpatterns if found.name not in left_out),
        path("2fa/", include("allauth.mfa.urls")),
        path("sessions/", include("allauth.usersessions.urls")),
    ]


urlpatterns = account_urls(has_mail=settings.HAS_MAIL)
