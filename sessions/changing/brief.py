"""The successor's brief: one page on where a group stands. Only what its mentor may read now; nothing of the one before."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Version
from documents.models.versions import VersionQuerySet
from policy.models import Participation
from policy.permissions import Action, Role, require
from policy.tasks import Task
from programmes.models import Group

from .. import goals, homework, planning
from ..models import Change, Meeting, PartingWord
from . import parting

DIARIES, AGREED = 3, ("mode", "sessions", "minutes", "face_to_face", "monitoring")


@dataclass(frozen=True)
class Brief:
    """What a new mentor reads first."""

    people: list[Participation]
    held: int
    coming: list[Meeting]
    contract: Version | None
    amendment: Version | None
    agreed: list[tuple[str, str]]
    shelves: list[goals.Shelf]
    diaries: list[Version]
    homework: list[homework.Task]
    words: list[PartingWord]
    first: list[Task]

    @property
    def next(self) -> Meeting | None:
        """The next session, if one is planned."""
        return self.coming[0] if self.coming else None


def of(group: Group, *, by: Any) -> Brief:
    """Where a group stands, for its mentor; ``PermissionDenied`` for anybody else."""
    require(by, Action.TAKE_OVER, group)
    people, roles = group.space.people(), frozenset({Role.MENTOR})
    coming = list(group.meetings.upcoming(now=timezone.now()).select_related("keeper"))
    n = sum(1 for row in people if row.role == Role.MENTEE)
    of_contract = _readable(group, by).filter(document__kind_slug="contract")
    contract, amendment = of_contract.in_force().first(), of_contract.filter(state=Version.State.SIGNING).first()
    diaries = _readable(group, by).in_force().filter(document__kind_slug="diary").order_by("-document__created_at")
    return Brief(
        people=people,
        held=group.meetings.filter(state=Meeting.State.HELD).count(),
        coming=coming,
        contract=contract,
        amendment=amendment,
        agreed=_agreed(contract),
        shelves=goals.shelves(group.space, by),
        diaries=list(diaries[:DIARIES]),
        homework=homework.before(coming[0], by, roles, n) if coming else [],
        words=[row for row in parting.of_group(group) if row.mentor_id != by.pk],
        first=_first(group, coming, amendment),
    )


def _readable(group: Group, by: Any) -> VersionQuerySet:
    rows = Version.objects.visible_to(by).filter(document__space=group.space)
    return rows.select_related("document__space", "wording", "author").defer("sheet")


def _agreed(contract: Version | None) -> list[tuple[str, str]]:
    """The rhythm that the contract in force says, as question and answer."""
    section = contract.kind.section("frame") if contract and contract.kind else None
    said = contract.answers.get("frame") if contract else None
    if section is None or not isinstance(said, dict):
        return []
    fields = section.form.base_fields
    labels = {name: dict(getattr(fields[name], "choices", ())) for name in AGREED}
    return [
        (str(fields[name].label), str(labels[name].get(said[name], said[name]))) for name in AGREED if said.get(name)
    ]


def _first(group: Group, coming: list[Meeting], amendment: Version | None) -> list[Task]:
    """What to do first, in this order."""
    found = []
    if amendment:
        found.append(Task(_("Read and sign"), _("the amended contract"), amendment.get_absolute_url()))
    if coming:
        found.append(
            Task(_("Look at"), _("the next session, and whether its time suits you"), coming[0].get_absolute_url())
        )
    else:
        # Translators: a verb: plan the next session
        found.append(Task(_("Plan"), _("the next session"), reverse("sessions:new", args=(group.pk,))))
    begin = reverse("documents:start", args=(group.space_id, "presentation"))
    found.append(Task(_("Present yourself"), _("in a few lines to your group"), begin, begins=True))
    if not planning.is_published(group) and coming:
        found.append(Task(_("Publish"), _("the session plan when you have looked through it"), _plan(group)))
    return found


def _plan(group: Group) -> str:
    return reverse("sessions:plan", args=(group.pk,))


def unread(group: Group, person: Any) -> Change | None:
    """The change by which ``person`` became the mentor, while they have not said that the brief is read."""
    return Change.objects.filter(group=group, kind=Change.Kind.MENTOR, people=person.pk, read_at=None).first()


def read(group: Group, *, by: Any) -> None:
    """The new mentor has read the brief: it is not offered to them any more. Said twice, it counts once."""
    require(by, Action.TAKE_OVER, group)
    rows = Change.objects.filter(group=group, kind=Change.Kind.MENTOR, people=by.pk, read_at=None)
    rows.update(read_at=timezone.now())
