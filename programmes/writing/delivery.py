"""What became of a written letter: for each of its people, and in figures."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Bounce, Letter
from policy.permissions import Action, require

from ..models import Copy, Writing
from . import beginnings, sending


class Became(models.TextChoices):
    """What can become of one copy. Mail is not followed: that it was read is known only where it was read here."""

    READ = "read", _("read on the site")
    SENT = "sent", _("sent")
    WAITING = "waiting", _("waiting")
    FAILED = "failed", _("not delivered")
    BOUNCED = "bounced", _("came back")


TONES = {Became.READ: "done", Became.WAITING: "waiting", Became.FAILED: "late", Became.BOUNCED: "late"}
OF_LETTER = {
    Letter.State.WAITING: Became.WAITING,
    Letter.State.FAILED: Became.FAILED,
    Letter.State.BOUNCED: Became.BOUNCED,
}


@dataclass(frozen=True)
class Row:
    """One person's copy, and what became of it; ``why`` it came back, if it did."""

    copy: Copy
    became: Became
    why: str = ""

    @property
    def tone(self) -> str:
        """The colour of its badge."""
        return TONES.get(self.became, "plain")


def became(read_at: datetime | None, state: str | None) -> Became:
    """What became of a copy that was opened at ``read_at``, whose letter stands in ``state``."""
    return Became.READ if read_at else OF_LETTER.get(Letter.State(state), Became.SENT) if state else Became.SENT


def rows(copies: Iterable[Copy]) -> list[Row]:
    """Copies with what became of them; they come with ``letter__bounce`` and ``person``."""
    return [Row(one, became(one.read_at, one.letter.state if one.letter else None), _why(one)) for one in copies]


def _why(copy: Copy) -> str:
    bounce: Bounce | None = getattr(copy.letter, "bounce", None)
    return str(bounce.get_reason_display()) if bounce else ""


def copies_of(writing: Writing) -> QuerySet[Copy]:
    """The copies of a letter, by name, with what ``rows`` looks at."""
    return writing.copies.select_related("person", "letter__bounce")


def figures(writings: Iterable[Writing]) -> dict[Any, list[tuple[Became, int]]]:
    """For each of these letters how many of its copies became what, in the order of ``Became``. One query."""
    counted: dict[Any, Counter[Became]] = {one.pk: Counter() for one in writings}
    found = Copy.objects.filter(writing__in=list(counted)).values_list("writing", "read_at", "letter__state")
    for writing, read_at, state in found:
        counted[writing][became(read_at, state)] += 1
    return {pk: [(one, told[one]) for one in Became if told[one]] for pk, told in counted.items()}


def missed(writing: Writing) -> list[str]:
    """Ids of those whom it did not reach, and who have not read it on the site either; or who got none any more."""
    if writing.taken_back is not None:
        got = {str(person) for person in writing.copies.values_list("person", flat=True)}
        return [person for person in writing.chosen if person not in got]
    lost = (Letter.State.FAILED, Letter.State.BOUNCED)
    found = writing.copies.filter(letter__state__in=lost, read_at=None).values_list("person", flat=True)
    return sorted(str(person) for person in found)


def again(writing: Writing, *, by: Any) -> Writing:
    """A draft with the same texts to those whom it did not reach; raises ``NotNow`` when it reached everybody."""
    require(by, Action.WRITE_TO, writing)
    texts = beginnings.copied(writing)
    return sending.begin(writing.programme, missed(writing), by=by, group=writing.group, texts=texts)


def note_read(copy: Copy, *, now: datetime) -> None:
    """Keep when its reader opened it first."""
    Copy.objects.filter(pk=copy.pk, read_at=None).update(read_at=now)
