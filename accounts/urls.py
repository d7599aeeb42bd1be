"""Our pages, then allauth's: those that send mail only where mail is set up."""

from allauth.account import urls as allauth_account
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts import views

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

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.account, name="account"),
    path("delete/", views.delete_account, name="delete_account"),
    path("delete/confirmed/", views.delete_account_confirmed, name="delete_account_confirmed"),
    *(found for found in allauth_account.urlpatterns if settings.HAS_MAIL or found.name not in NEEDS_MAIL),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
if not settings.HAS_MAIL:
    urlpatterns.append(path("password/reset/", views.no_mail, name="account_reset_password"))
