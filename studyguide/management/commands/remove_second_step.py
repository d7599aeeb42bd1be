from argparse import ArgumentParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Take the second step of signing in from an account that has lost it: passkeys, one-time codes and recovery "
        "codes. Its password stays, and staff is led to set up another step. Be sure first of who asks for it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"]
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        if not Authenticator.objects.filter(user=user).delete()[0]:
            raise CommandError(f"{username} has no second step.")
        self.stdout.write(f"{username} now signs in with the password alone.")
