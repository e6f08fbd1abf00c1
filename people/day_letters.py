"""The letter of the day: what was held back, as lines of one letter; a line that is not so any more is taken out of it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from .mail import DAY, withdraw, write_to
from .models import Letter, User

ABOUT = "day"


def had_letter_of(day: date) -> str:
    """What the letter of a day is about: so that nobody gets two."""
    return f"{ABOUT} {day.isoformat()}"


def hold(person: User) -> None:
    """Take the letters of the day of ``person`` for this transaction: whoever writes one, or changes one, waits here."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def letter_of_the_day(person: User, lines: Sequence[Letter], *, on: date) -> Letter | None:
    """Send held letters, in this order, as lines of one; ``None``, and they stay held, when that day had its letter."""
    words = {"lines": lines, "first": lines[0].subject, "others": len(lines) - 1}
    with transaction.atomic():
        letter = write_to(person, DAY, about=had_letter_of(on), words=words, path=reverse("home"))
        if letter:
            rows = Letter.objects.filter(pk__in=[line.pk for line in lines])
            rows.update(state=Letter.State.SENT, sent_at=timezone.now(), line_of=letter)
    return letter


def take_out(person: User, is_gone: Callable[[Letter], bool]) -> None:
    """Take these lines out of a letter of the day that has not gone; the others go in another one, in their order.

    Where none is left, no letter goes. In a transaction that holds the person's letters.
    """
    for letter in Letter.objects.filter(person=person, state=Letter.State.WAITING, about__startswith=f"{ABOUT} "):
        lines = sorted(letter.lines.all(), key=lambda line: letter.body.find(line.subject))
        gone = [line.pk for line in lines if is_gone(line)]
        if gone:
            withdraw(Letter.objects.filter(pk=letter.pk))
            if Letter.objects.filter(pk=letter.pk).exists():
                continue  # it has gone meanwhile
            Letter.objects.filter(pk__in=gone).delete()
            if others := [line for line in lines if line.pk not in gone]:
                letter_of_the_day(person, others, on=date.fromisoformat(letter.about.removeprefix(f"{ABOUT} ")))
