from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

GROUP = "Instructors"


class Command(BaseCommand):
    help = "Make an account that may write, check and publish questions in the admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="asked for when absent")
        parser.add_argument("--password", help="asked for when absent, which keeps it out of the shell's history")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or input("Name: ")
        password = options["password"] or _asked_password()
        user = User.objects.filter(username=username).first() or User(username=username)
        user.is_staff = True
        try:
            user.clean_fields(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(_said(error)) from None
        user.set_password(password)
        with transaction.atomic():
            user.save()
            user.groups.add(Group.objects.get(name=GROUP))
        self.stdout.write(f"{username} may now sign in at /admin/.")


def _asked_password() -> str:
    password = getpass("Password: ")
    if password != getpass("Again: "):
        raise CommandError("The two passwords differ. Start again.")
    return password


def _said(error: ValidationError) -> str:
    if not hasattr(error, "message_dict"):
        return " ".join(error.messages)
    return " ".join(f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
