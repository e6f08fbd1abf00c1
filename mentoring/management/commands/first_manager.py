"""``manage.py first_manager ADDRESS NAME``: let the first person create programmes."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from people.invitations import invite
from people.models import Letter, User
from policy.models import Participation, Space
from policy.permissions import Role


class Command(BaseCommand):
    """Invites somebody as manager of the organisation. Everyone else comes in through the pages."""

    help = "Make an account that may create programmes, and print the link to choose its password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who."""
        parser.add_argument("address")
        parser.add_argument("name")

    def handle(self, *args: Any, address: str, name: str, **options: Any) -> None:
        """Make the account if there is none, give it the role, print the way in."""
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise CommandError(f"{address} is not an e-mail address.") from wrong
        with transaction.atomic():
            person = User.objects.filter(email__iexact=address).first() or User.objects.create_user(address, name=name)
            where: dict[str, Any] = {
                "space": Space.organisation(),
                "person": person,
                "role": Role.MANAGER,
                "ends_at": None,
            }
            Participation.objects.get_or_create(**where)
            count = Letter.objects.filter(person=person).count()
            invite(person, to_what="Mentoring", as_what="manager", about=f"first manager {count}", by=None)
            letter = Letter.objects.filter(person=person).latest("created_at")  # before it is sent and forgotten
        self.stdout.write(f"{person} may create programmes.")
        if person.has_usable_password():
            self.stdout.write(f"Sign in at {reverse('account_login')} as before.")
        else:
            link = next(line for line in letter.body.splitlines() if line.startswith("http"))
            self.stdout.write(f"Choose a password here: {link}")
