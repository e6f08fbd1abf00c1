"""What a group is asked for at a certain moment though nobody owes it: the fit after the first session, the last word."""

from collections.abc import Iterable

from documents.dossier.checklist import Checklist, Entry
from programmes.models import Group

from .models import Meeting

AFTER_THE_FIRST_SESSION = ("well-matched",)
AT_THE_END = ("final-word", "conclusions")
BEFORE_THE_END = (Group.State.FORMING, Group.State.INITIAL, Group.State.WORKING)


def now(group: Group, meetings: Iterable[Meeting], papers: Checklist) -> list[Entry]:
    """The entries of the dossier whose moment it is and which the reader can begin. Asks the database for nothing."""
    have_met = any(row.state == Meeting.State.HELD and row.kind != Meeting.Kind.MONITORING for row in meetings)
    first = AFTER_THE_FIRST_SESSION if have_met and group.state in BEFORE_THE_END else ()
    last = AT_THE_END if group.state == Group.State.FINAL else ()
    return [
        entry for entry in papers.entries if entry.kind.slug in first + last and entry.shelf and entry.shelf.can_begin
    ]
