"""``manage.py reset_second_step ADDRESS``: let somebody in again who has lost phone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.models import User
from people.two_step import steps


class Command(BaseCommand):
    """For whoever looks after the server; managers do the same on a page of their programme."""

    help = "Take off the second step of signing in of one person; a letter tells them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who."""
        parser.add_argument("address")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        """Take it off, or say why not."""
        person = User.objects.filter(email__iexact=address.strip()).first()
        if person is None:
            raise CommandError(f"There is no account with the address {address}.")
        if not steps.take_off(person, by=None):
            raise CommandError(f"{person} signs in without a second step.")
        self.stdout.write(f"{person} signs in with the password alone until the second step is set up anew.")
