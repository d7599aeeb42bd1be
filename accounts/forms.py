"""allauth's forms in our words."""

from typing import Any

from allauth.account import forms


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
