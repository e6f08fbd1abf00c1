"""The lives of a programme, an application, a training, a resource and a group, as tables."""

from typing import Any

from django.utils.translation import gettext as _

from policy.machine import Machine, Transition
from policy.permissions import Action, Role

_APPLICANT = frozenset({Role.APPLICANT})


def has_selected_people(programme: Any) -> str | None:
    """Guard: matching needs somebody to match."""
    selected = programme.applications.filter(state="selected").values_list("role", flat=True)
    if {Role.MENTOR, Role.MENTEE} <= set(selected):
        return None
    return _("Matching needs at least one selected mentor and one selected mentee.")


def all_groups_ended(programme: Any) -> str | None:
    """Guard: a programme is closed when its groups have ended."""
    running = programme.groups.exclude(state="ended").count()
    return _("Some groups have not ended yet.") if running else None


def has_conclusions(group: Any) -> str | None:
    """Guard: a group ends with its conclusions published (R65)."""
    if group.space.documents.filter(kind_slug="conclusions", versions__state="sealed").exists():
        return None
    return _("The group ends when its conclusions are published.")


def is_in_no_group(application: Any) -> str | None:
    """Guard: whoever ends with a programme whose groups are formed has left theirs before."""
    from . import without_group

    if without_group.is_one(application):
        return None
    return _("This is for people who have left their group or never had one, while the groups of the programme work.")


def groups_work(application: Any) -> str | None:
    """Guard: whoever comes back can be placed in a group only while the groups of the programme work."""
    from . import without_group

    if application.programme.state in without_group.WORKING:
        return None
    return _("The groups of this programme do not work now, so nobody can come back into one.")


def is_not_there_yet(resource: Any) -> str | None:
    """Guard: a link stands in a library once."""
    if resource.link and resource.programme.resources.filter(link=resource.link, state="library").exists():
        return _("This link is in the library already.")
    return None


PROGRAMME = Machine(
    "draft",
    (
        Transition(Action.OPEN_SELECTION, "draft", "selection"),
        Transition(Action.OPEN_TRAINING, "selection", "training", when=(has_selected_people,)),
        Transition(Action.OPEN_MATCHING, ("selection", "training"), "matching", when=(has_selected_people,)),
        Transition(Action.CONFIRM, "matching", "mentoring"),
        Transition(Action.WIND_UP, "mentoring", "closing"),
        Transition(Action.CLOSE, "closing", "closed", when=(all_groups_ended,), then=("programmes.farewell",)),
    ),
)

APPLICATION = Machine(
    "applied",
    (
        Transition(Action.SELECT, ("applied", "declined"), "selected", tells=_APPLICANT),
        Transition(Action.SELECT, "reserve", "selected", tells=_APPLICANT, by_itself=True),  # the list moves up
        Transition(Action.RESERVE, ("applied", "selected", "declined"), "reserve", tells=_APPLICANT),
        Transition(Action.DECLINE, ("applied", "selected", "reserve"), "declined", tells=_APPLICANT),
        Transition(Action.WITHDRAW, ("applied", "selected", "reserve"), "withdrawn"),
        Transition(Action.LET_GO, "selected", "ended", when=(is_in_no_group,)),
        Transition(Action.BRING_IN, "ended", "selected", when=(groups_work,)),
    ),
)

TRAINING = Machine(
    "planned", (Transition(Action.CALL_OFF, "planned", "cancelled", then=("programmes.tell_of_training",)),)
)

RESOURCE = Machine(
    "offered",  # what managers add themselves begins in the library
    (
        Transition(Action.ADOPT, "offered", "library", when=(is_not_there_yet,)),
        Transition(Action.SET_ASIDE, ("offered", "library"), "archived"),
        Transition(Action.BRING_BACK, "archived", "library", when=(is_not_there_yet,)),
    ),
)

GROUP = Machine(
    "forming",
    (
        Transition(Action.BEGIN, "forming", "initial"),
        Transition(Action.WORK, ("forming", "initial"), "working"),
        Transition(Action.FINISH, "working", "final"),
        Transition(Action.END, ("working", "final"), "ended", when=(has_conclusions,)),
        Transition(Action.END_EARLY, ("forming", "initial", "working", "final"), "ended"),
    ),
)
