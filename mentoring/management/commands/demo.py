"""``manage.py demo``: fill the house with example programmes, make them anew, or take them out again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentoring.demo import cast
from people.models import User
from programmes.models import Programme


class Command(BaseCommand):
    """One programme in every stage, built from invented people. Clearly marked, removable with one command."""

    help = "Build the example programmes; --fresh makes them anew, --remove takes them out."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The ways to call it."""
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--fresh", action="store_true", help="remove the example programmes and build them anew")
        group.add_argument("--remove", action="store_true", help="remove the example programmes and their people")
        group.add_argument("--if-empty", action="store_true", help="build them only where there is no account yet")
        group.add_argument("--sign-ins", action="store_true", help="print who can sign in, if the demo is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the options say."""
        if options["sign_ins"]:
            self._print_sign_ins()
        elif options["remove"]:
            self._remove()
        elif options["if_empty"]:
            if not User.objects.exists():
                self._build()
        else:
            if options["fresh"]:
                self._remove()
            self._build()

    def _build(self) -> None:
        from mentoring.demo.building import build

        if Programme.objects.filter(is_demo=True).exists():
            raise CommandError("The example programmes are there already. --fresh makes them anew.")
        self.stdout.write(f"Built {len(build())} example programmes.")

    def _remove(self) -> None:
        from mentoring.demo.removing import remove

        self.stdout.write(f"Removed {remove()} example programmes.")

    def _print_sign_ins(self) -> None:
        if not Programme.objects.filter(is_demo=True).exists():
            return
        self.stdout.write(f"Sign in to the example with the password {cast.PASSWORD}")
        for email, _name, _called, who in cast.SIGN_INS:
            self.stdout.write(f"  {email:20} {who}")
