"""``manage.py bounced < message``: for the mail server, which hands over what comes back."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from people import returns


class Command(BaseCommand):
    """Read one delivery status notification and note which letter came back. Whatever comes in, it ends well.

    A mail server that hears of an error would send a notice about the notice.
    """

    help = "Read a delivery status notification (RFC 3464) from the standard input and note the letter that came back."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say in one line what became of it."""
        notice = returns.read(sys.stdin.buffer.read(returns.AT_MOST))
        is_new = notice is not None and returns.note(notice)
        self.stdout.write("A letter came back. It is noted." if is_new else "Nothing to note.")
