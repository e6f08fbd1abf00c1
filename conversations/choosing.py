"""Lines of a chat are chosen page by page: what was chosen on another page stays chosen, and can be taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict

from .showing import Chat, Line, number

CHOSEN_AT_MOST = 200  # at once; the diary itself holds less


@dataclass(frozen=True)
class Choosing:
    """One page of a chat, the lines on it that can be chosen, and the chosen ones of other pages."""

    page: Chat
    here: Sequence[Line]
    elsewhere: Sequence[Line]
    chosen: frozenset[str]

    @classmethod
    def of(cls, chat: Chat, sent: QueryDict) -> "Choosing":
        """As it was sent. ``turn``: the page that is asked for; ``before``: the one that it was sent from."""
        page = replace(chat, before=number(sent.get("turn", sent.get("before", ""))) or None)
        here = [line for line in page.lines if _can_be_taken(line)]
        on_it = {str(line.message.pk) for line in here}
        chosen = frozenset(sent.getlist("lines") + sent.getlist("elsewhere"))
        rows = chat.thread.messages.said().standing().with_people().filter(pk__in=_ids(chosen - on_it))
        return cls(page, here, page.lines_for(rows), chosen)

    def data(self, sent: QueryDict) -> QueryDict:
        """What was sent, each line where it stands now: while somebody chose, others went on talking."""
        told, elsewhere = sent.copy(), [str(line.message.pk) for line in self.elsewhere]
        told.setlist("elsewhere", elsewhere)
        told.setlist("lines", sorted(self.chosen - set(elsewhere)))
        return told

    def ticked(self) -> list[Line]:
        """All chosen lines, in the order in which they were said."""
        found = [line for line in self.here if str(line.message.pk) in self.chosen]
        return sorted([*found, *self.elsewhere], key=lambda line: line.message.number)


def _can_be_taken(line: Line) -> bool:
    return line.message.is_standing and not line.message.tells


def _ids(said: frozenset[str]) -> list[UUID]:
    """Those of these words that are ids, no more than can be chosen and one."""
    found = []
    for word in sorted(said):
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found[: CHOSEN_AT_MOST + 1]
