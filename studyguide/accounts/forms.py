"""allauth's forms in our words, and without its failures on a credential that no browser sends."""

import struct
from typing import Any

from allauth.account import forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as passkeys

# What reading a made-up credential may raise, deep inside.
MALFORMED = (LookupError, TypeError, AttributeError, ValueError, struct.error)


class SignInForm(forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Name"
        self.fields["remember"].label = "Stay signed in here for 30 days"
        self.fields["remember"].help_text = "Not on a computer that others use."


class SignUpForm(forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].help_text = "Letters, digits and @ . + - _. It need not be your real name."
        self.fields["password2"].label = "Password again"


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it"
        self.fields["passwordless"].label = "It signs me in alone, without the password"
        self.fields["passwordless"].help_text = "Then it asks for a fingerprint, a face or a PIN each time."

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_passkey") from None


class UsePasskeyForm(passkeys.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_passkey") from None


class SignInWithPasskeyForm(UsePasskeyForm, passkeys.LoginWebAuthnForm):
    pass


class PasskeyAgainForm(UsePasskeyForm, passkeys.ReauthenticateWebAuthnForm):
    pass
