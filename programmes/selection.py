"""Selection: applicants come in from a file, the manager decides, and the person is told."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from people.models import User
from policy.machine import NotNow
from policy.models import Participation, Space
from policy.permissions import Action, Role, require

from . import imports
from .models import Application, Import, Programme
from .selecting import criteria, reserve
from .selecting.deciding import settle


def read_file(programme: Programme, upload: UploadedFile, *, by: Any) -> Import:
    """Judge a file and keep the verdicts for a yes. Raises ``imports.Unreadable``. Adds nobody."""
    require(by, Action.RUN, programme)
    known = programme.applications.values_list("role", "person__email")
    rows = imports.read(upload.read(imports.BYTES_AT_MOST + 1), known=[(role, mail.lower()) for role, mail in known])
    name = (upload.name or "")[:200]
    return Import.objects.create(programme=programme, by=by, file_name=name, rows=[row.as_json() for row in rows])


def add_people(batch: Import, *, by: Any) -> int:
    """Add the good rows of a batch as applicants; returns how many came in. A second time it adds nobody."""
    require(by, Action.RUN, batch.programme)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=batch.programme_id)  # whoever else adds people waits here
        added = sum(add(batch.programme, row["cells"]) for row in batch.rows if row["verdict"] == "good")
        Import.objects.filter(pk=batch.pk).update(added=Coalesce(F("added"), 0) + added)
    return added


def add(programme: Programme, cells: dict[str, Any]) -> bool:
    """Make somebody an applicant from the cells of a good row; false when they are one already."""
    person = _account(programme, cells)
    if programme.applications.filter(person=person, role=cells["role"]).exists():
        return False
    space = Space.objects.create(kind=Space.Kind.APPLICATION, within=programme.space)
    Participation.objects.create(space=space, person=person, role=Role.APPLICANT)
    told = ("languages", "field", "situation", "experience", "goals", "availability", "mode", "capacity")
    Application.objects.create(
        space=space,
        programme=programme,
        person=person,
        role=cells["role"],
        not_with=cells["not with"],
        **{name: cells[name] for name in told},
    )
    return True


def _account(programme: Programme, cells: dict[str, Any]) -> User:
    """The account of that address, made now if there is none."""
    there = User.objects.filter(email__iexact=cells["email"])
    if person := there.first():
        return person
    try:
        with transaction.atomic():
            return User.objects.create_user(
                cells["email"], name=cells["name"], time_zone=cells["time zone"], language=programme.language
            )
    except IntegrityError:  # another programme brought the same person in at this moment
        return there.get()


def decide(
    applications: Iterable[Application], decision: Action, *, by: Any, reason: str = "", rank: int | None = None
) -> tuple[int, int]:
    """Decide on several applications; returns how many were decided and how many it was not possible for.

    Selected people take part in the programme from now on; others' part in it ends. Each person is told at once; where
    that is to wait, see ``selecting.noting``.
    """
    decided = refused = 0
    for application in applications:
        require(by, decision, application)
        try:
            settle(application, decision, by=by, reason=reason, rank=rank)
        except NotNow:
            refused += 1
        else:
            decided += 1
    return decided, refused


def withdraw(application: Application, *, by: Any, reason: str = "") -> None:
    """The applicant steps back before the groups are formed; raises ``NotNow`` afterwards. ``reason``: for managers."""
    was_selected = application.state == Application.State.SELECTED
    with transaction.atomic():
        criteria.hold(application.programme)  # first, as everybody does who needs both: nobody waits for each other
        settle(application, Action.WITHDRAW, by=by, reason=reason)
        if was_selected:
            reserve.place_is_free(application)
