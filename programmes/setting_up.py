"""What is to be done before the selection opens: a list in any order, most of it done by good defaults."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import wordings
from people.moments import date_format
from policy.permissions import Role

from . import managing
from .arriving import inviting
from .models import Programme

DONE, TO_DO, LATER = "done", "to do", "later"


@dataclass(frozen=True)
class Task:
    """One thing to settle: how it stands in ``words``, and where it is done. A later one has no address yet."""

    name: str
    words: str
    url: str
    status: str = DONE


class Setup:
    """A programme that is being set up, and what several tasks ask of it, counted once."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.invited = inviting.standing(programme)

    def at(self, page: str, anchor: str = "") -> str:
        """The address of a page of the programme."""
        return reverse(f"programmes:{page}", args=(self.programme.pk,)) + anchor


def name_and_dates(setup: Setup) -> Task:
    """When it is; to do only when its last day is over."""
    row = setup.programme
    # Translators: the first and the last day of a programme
    words = _("%(from)s to %(to)s") % {"from": _day(row.starts_on), "to": _day(row.ends_on)}
    status = DONE if row.ends_on > timezone.localdate() else TO_DO
    return Task(_("Name, purpose and dates"), words, setup.at("settings", "#id_name"), status)


def languages_and_zone(setup: Setup) -> Task:
    """In which languages people meet, and whose clock counts."""
    row = setup.programme
    words = _("%(languages)s; times of %(zone)s") % {"languages": row.language_words, "zone": row.time_zone}
    status = DONE if row.languages else TO_DO
    return Task(_("Languages and time zone"), words, setup.at("settings", "#id_languages_0"), status)


def meeting_and_diaries(setup: Setup) -> Task:
    """How people meet, and who reads what they write."""
    row = setup.programme
    form = _("one to one") if row.is_individual else _("groups of up to %(n)d") % {"n": row.group_at_most}
    words = _("%(mode)s, %(form)s; diaries are read by %(readers)s") % {
        "mode": row.get_mode_display(),
        "form": form,
        "readers": _("the group and the managers") if not row.withholds_diaries_from else _("the group only"),
    }
    return Task(_("How people meet, and who reads diaries"), words, setup.at("settings", "#id_mode_0"))


def documents(setup: Setup) -> Task:
    """The texts of the documents: good as they are."""
    own = len(wordings.newest_of_all(setup.programme.space))
    changed = ngettext("%(n)d document with texts of your own", "%(n)d documents with texts of your own", own)
    words = changed % {"n": own} if own else _("contract, goal sheet, diaries and forms are ready to use")
    return Task(_("Documents and their texts"), words, setup.at("texts"))


def managers(setup: Setup) -> Task:
    """Who runs it."""
    names = [row.person.name for row in managing.managers(setup.programme)]
    return Task(_("Managers"), ", ".join(names), setup.at("managers"))


def application_form(setup: Setup) -> Task:
    """Whether people can apply themselves; it need not be."""
    published = [row.get_role_display() for row in setup.programme.openings.filter(is_published=True)]
    words = _("published for: %(roles)s") % {"roles": ", ".join(published)}
    none = _("not used; publish it if people are to apply themselves")
    return Task(_("Application form (optional)"), words if published else none, setup.at("applying"))


def people(setup: Setup) -> Task:
    """Who is on the list."""
    roles = dict(setup.programme.applications.values_list("role").annotate(n=Count("pk")).order_by())
    mentees, mentors = roles.get(Role.MENTEE.value, 0), roles.get(Role.MENTOR.value, 0)
    if not roles:
        return Task(_("People"), _("nobody yet: paste them from a spreadsheet"), setup.at("import"), TO_DO)
    words = "{}, {}".format(
        ngettext("%(n)d mentee", "%(n)d mentees", mentees) % {"n": mentees},
        ngettext("%(n)d mentor", "%(n)d mentors", mentors) % {"n": mentors},
    )
    return Task(_("People"), words, setup.at("import"))


def invitations(setup: Setup) -> Task:
    """Who was invited, and has accepted."""
    told, name = setup.invited, _("Invitations")
    if not told["listed"]:
        return Task(name, _("as soon as there are people to invite"), "", LATER)
    if not told["invited"]:
        return Task(name, _("nobody has been invited yet"), setup.at("invitations"), TO_DO if told["first"] else DONE)
    words = _("%(accepted)d of %(invited)d have accepted") % told
    return Task(name, words, setup.at("invitations"))


TASKS: tuple[Callable[[Setup], Task], ...] = (
    name_and_dates,
    languages_and_zone,
    meeting_and_diaries,
    documents,
    managers,
    application_form,
    people,
    invitations,
)


def tasks_of(programme: Programme) -> list[Task]:
    """The list of a programme, each task with how it stands now."""
    setup = Setup(programme)
    return [task(setup) for task in TASKS]


def first_open(tasks: list[Task]) -> Task | None:
    """What to go on with; ``None`` when everything is settled."""
    return next((task for task in tasks if task.status == TO_DO), None)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
