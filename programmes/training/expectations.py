"""What mentors and mentees expect of each other (R13, B17): written with a name for managers, shared without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Document, Version
from policy.machine import NotNow
from policy.permissions import Action, Role, require

from ..models import Programme, TrainingEvent, TrainingExpectation

LINES, LINE = 5, 200
VOICES = 3  # of fewer people one would know who said what
RECORD = "training-record"


@dataclass(frozen=True)
class Shared:
    """What a filed record of a training says to both sides; nothing else of that record is shown."""

    of_mentors: str
    of_mentees: str
    etiquette: str

    def __bool__(self) -> bool:
        return bool(self.of_mentors or self.of_mentees or self.etiquette)


def why_closed(event: TrainingEvent) -> str:
    """Why nobody writes expectations for it; empty while people can: before a joint training, and until it is over."""
    if event.audience != TrainingEvent.Audience.JOINT:
        return _("What people expect of each other is collected for trainings of both sides together.")
    if event.is_cancelled:
        return _("This training is cancelled.")
    return _("The training is over. What was expected is on record now.") if event.is_over else ""


def write(event: TrainingEvent, lines: Sequence[str], *, by: Any) -> None:
    """Keep what somebody expects of the other side, in place of what they wrote before; nothing takes it away."""
    require(by, Action.ATTEND, event)
    if closed := why_closed(event):
        raise NotNow(closed)
    kept = [text[:LINE] for line in lines if (text := " ".join(line.split()))][:LINES]
    role = Role.MENTOR if Role.MENTOR in event.roles_of(by) else Role.MENTEE
    if not kept:
        event.expectations.filter(person=by).delete()
        return
    told = {"lines": kept, "role": role, "written_at": timezone.now()}
    TrainingExpectation.objects.update_or_create(event=event, person=by, defaults=told)


def without_names(event: TrainingEvent) -> dict[str, list[str]]:
    """What each side wrote, in the order of the alphabet; nothing of a side on which fewer than three people wrote."""
    sides: dict[str, list[list[str]]] = {Role.MENTOR: [], Role.MENTEE: []}
    for role, lines in event.expectations.values_list("role", "lines"):
        sides[role].append(lines)
    return {
        role: sorted({line for lines in voices for line in lines}, key=str.casefold) if len(voices) >= VOICES else []
        for role, voices in sides.items()
    }


def shared(event: TrainingEvent) -> Shared | None:
    """What the filed record of this very training gives to both sides; ``None`` before it is filed. One query."""
    rows = Version.objects.in_force().filter(
        document__space=event.programme.space_id, document__kind_slug=RECORD, document__occasion=event.pk
    )
    answers = rows.values_list("answers", flat=True).first()
    findings: Any = (answers or {}).get("findings")
    if not isinstance(findings, dict):
        return None
    return Shared(*(str(findings.get(name) or "") for name in ("of_mentors", "of_mentees", "etiquette")))


def of_person(programme: Programme, person: Any) -> list[str]:
    """What somebody wrote at the newest joint training of a programme where they wrote something. One query."""
    rows = TrainingExpectation.objects.filter(event__programme=programme, person=person).order_by("-event__starts_at")
    return list(rows.values_list("lines", flat=True).first() or [])


def at_the_start(document: Document) -> Mapping[str, Sequence[str]]:
    """The person's own expectations, under the words that stand above them on a form of their group."""
    if document.person is None:
        return {}
    lines = of_person(document.space.group.programme, document.person)
    is_own = document.kind is not None and document.kind.parts.own
    words = _("What you expected at the beginning") if is_own else _("What the person expected at the beginning")
    return {words: lines} if lines else {}
