"""The initial session as a checklist (R20-R29, R49): what is done, what is open, and what its reader can do about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from documents import workflows
from documents.dossier.checklist import Checklist, Entry, Item
from documents.models import Version
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group

from . import duties
from .models import Meeting

SHOWN_IN = (Group.State.FORMING, Group.State.INITIAL)


@dataclass(frozen=True)
class Step:
    """One thing to do in the beginning. ``url``: where the reader does it; ``begins``: a shelf whose form begins it.

    ``state`` says where it stands, ``done`` whether it is completed, ``can_start`` whether its time has come.
    """

    title: str
    state: str
    done: bool = False
    can_start: bool = True
    url: str = ""
    begins: Any = None
    verb: str = ""


def of_group(group: Group, roles: Collection[Role], people: Sequence[Participation], papers: Checklist) -> list[Step]:
    """The steps for a reader who holds ``roles``, from the dossier as they may know it. One query: the contract's words.

    Nothing is said of documents that the reader may not know of: managers read no presentations, and of the goals of
    the others a mentee learns nothing.
    """
    entries = {entry.kind.slug: entry for entry in papers.entries}
    contract = entries.get("contract")
    steps = [
        _presentations(entries.get("presentation"), people),
        _name(group),
        _contract(contract, roles),
        _goals(entries.get("personal-goals"), roles),
        _common_goal(entries.get("group-goals")),
        _plan(group, entries.get("session-plan"), roles),
        _how_often(contract, roles),
    ]
    return [step for step in steps if step]


def at_session(meeting: Meeting, person: Any, people: Sequence[Participation]) -> list[Step]:
    """The same on the page of the initial session, which is what it is for. ``people``: those of its group."""
    group = meeting.group
    if meeting.kind != Meeting.Kind.INITIAL or not is_time(group):
        return []
    roles = {Role(row.role) for row in people if row.person_id == person.pk}
    return of_group(group, roles, people, duties.checklist_of_beginnings(group, person, people))


def is_time(group: Group) -> bool:
    """Whether a group is in its beginnings."""
    return group.state in SHOWN_IN


def presentations(papers: Checklist) -> dict[Any, Version]:
    """By person, the presentation in force that the reader may open."""
    entry = papers.of_kind("presentation")
    rows = [(item.person, item.row.in_force) for item in (entry.items if entry else ()) if item.row]
    return {person.pk: version for person, version in rows if person and version}


def _presentations(entry: Entry | None, people: Sequence[Participation]) -> Step | None:
    """Those of the people who are there now; managers know of none."""
    if entry is None:
        return None
    here = {row.person_id for row in people if row.role in (Role.MENTOR, Role.MENTEE)}
    there = {item.person.pk for item in entry.items if item.is_there and item.person} & here
    done = bool(here) and there == here
    step = _step(_("Short presentations of everyone"), _counted(len(there), len(here)), done, entry)
    # Translators: a verb; the name of the document follows. End it with a colon unless your text for “a verb, then the name of a thing” has one
    return replace(step, verb=_("Write yours:")) if step.begins else step


def _name(group: Group) -> Step | None:
    if group.is_pair:
        return None
    state = _("completed") if group.motto else _("to do")
    url = "" if group.motto else reverse("programmes:group_name", args=(group.pk,))
    return Step(_("Name and motto"), state, bool(group.motto), url=url, verb=_("Choose"))


def _contract(entry: Entry | None, roles: Collection[Role]) -> Step:
    title, item = _("Contract, signed by all"), _first(entry)
    if item is None or item.row is None or item.row.newest is None:
        if entry and entry.shelf and entry.shelf.can_begin:
            return Step(title, _("to do"), begins=entry.shelf, verb=pgettext("a contract", "Draft"))
        return Step(title, _("the manager drafts it"), can_start=False)
    if item.is_there:
        return Step(title, _("completed"), done=True)
    waits = item.waits_for_reader
    # Translators: a verb: read the contract
    return Step(title, item.words, url=item.url, verb=item.verb if waits else _("Read"), can_start=bool(item.url))


def _goals(entry: Entry | None, roles: Collection[Role]) -> Step | None:
    """A mentee's own; for the others of all mentees."""
    if entry is None:
        return None
    if Role.MENTEE in roles and not {Role.MENTOR, Role.MANAGER} & set(roles):
        item = _first(entry)
        done = bool(item and item.is_there)
        return _step(_("My personal goals"), _where(item), done, entry)
    title = _("Personal goals of each mentee")
    return _step(title, _counted(entry.there, entry.required), 0 < entry.required == entry.there, entry)


def _common_goal(entry: Entry | None) -> Step | None:
    if entry is None:
        return None
    item = _first(entry)
    done = bool(item and item.is_there)
    return _step(_("The goal of the group"), _where(item), done, entry)


def _plan(group: Group, entry: Entry | None, roles: Collection[Role]) -> Step:
    title, item = _("Session plan"), _first(entry)
    if item and item.is_there:
        return Step(title, _("completed"), done=True)
    if Role.MENTOR in roles:
        return Step(title, _("to do"), url=reverse("sessions:plan", args=(group.pk,)), verb=_("Plan"))
    return Step(title, _("the mentor publishes it"), can_start=False)


def _how_often(entry: Entry | None, roles: Collection[Role]) -> Step:
    """It is a line of the contract, so it is settled when that is in force."""
    title, item = _("How often the manager looks how it goes"), _first(entry)
    version = item.row.in_force if item and item.row else None
    if version is not None:
        return Step(title, _agreed(version) or _("completed"), done=True)
    if Role.MANAGER in roles and item and item.url:
        return Step(title, _("stands in the contract"), url=item.url, verb=_("Agree with the mentor"))
    return Step(title, _("is agreed in the contract"), can_start=False)


def _agreed(version: Version) -> str:
    frame = version.answers.get("frame")
    said = frame.get("monitoring") if isinstance(frame, dict) else ""
    return str(said or "")


def _step(title: str, state: str, done: bool, entry: Entry) -> Step:
    """With what the reader can do: begin theirs, finish a draft, publish what was handed in."""
    if done:
        return Step(title, state, done=True)
    if entry.shelf and entry.shelf.can_begin and not any(_is_open(item) for item in entry.items):
        return Step(title, state, begins=entry.shelf, verb=_("Write"))
    waiting = next((item for item in entry.items if item.waits_for_reader and item.url), None)
    if waiting:
        return Step(title, state, url=waiting.url, verb=waiting.verb)
    return Step(title, state)


def _where(item: Item | None) -> str:
    """Where a document stands, in the words of a list of things to do."""
    if item is None or item.row is None:
        return _("to do")
    return _("completed") if item.is_there else item.words


def _is_open(item: Item) -> bool:
    newest = item.row.newest if item.row else None
    return newest is not None and newest.state in workflows.OPEN and item.waits_for_reader


def _first(entry: Entry | None) -> Item | None:
    return entry.items[0] if entry and entry.items else None


def _counted(there: int, wanted: int) -> str:
    if wanted and there == wanted:
        return _("completed")
    # Translators: how many have done it: “2 of 3”
    return _("%(there)d of %(wanted)d") % {"there": there, "wanted": wanted}
