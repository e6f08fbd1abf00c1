"""What the stages say on the page of their programme, with their numbers."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import training
from .lines import Line, Part
from .models import Application, Group, Programme


def lines(programme: Programme) -> list[Line]:
    """The lines for those who run a programme. Five queries."""

    def to(page: str) -> str:
        return reverse(f"programmes:{page}", args=(programme.pk,))

    groups = f"{reverse('programmes:groups')}?programme={programme.pk}"
    apply = _("a public page for each role: dates, own questions, link, QR code, poster")
    texts = _("clauses, code of ethics, questions, pick-lists")
    papers = _("what is there and what is missing, group by group; all PDFs in one file")
    return [
        Line(_("People"), _people(programme), to("people"), part=Part.SELECTION),
        Line(_("How people apply"), apply, to("applying"), part=Part.SELECTION),
        Line(_("Trainings and units"), _untrained(programme), to("trainings"), part=Part.TRAINING),
        Line(_("Proposals"), _("who could be with whom, and why"), to("matching"), part=Part.MATCHING),
        Line(_("What counts"), _("criteria, rules, size of groups"), to("terms"), part=Part.MATCHING),
        Line(_("Groups"), _groups(programme), groups, part=Part.GROUPS),
        Line(_("Letters"), _("write to groups or people, and see whether it arrived"), to("letters"), part=Part.GROUPS),
        Line(_("Documents"), papers, to("matrix"), part=Part.GROUPS),
        Line(_("Texts of the documents"), texts, to("texts"), part=Part.GROUPS),
        Line(_("Settings"), _("name, dates, languages, who reads diaries"), to("settings"), part=Part.SETTINGS),
        Line(_("Managers"), _("who runs the programme"), to("managers"), part=Part.SETTINGS),
    ]


def _people(programme: Programme) -> str:
    rows: Any = programme.applications.values_list("role", "state").annotate(n=Count("pk")).order_by()
    found = {(role, state): n for role, state, n in rows}
    selected, applied = Application.State.SELECTED, Application.State.APPLIED
    mentees, mentors = found.get(("mentee", selected), 0), found.get(("mentor", selected), 0)
    words = _("selected: %(mentees)s, %(mentors)s; not decided yet: %(open)d") % {
        "mentees": ngettext("%(n)d mentee", "%(n)d mentees", mentees) % {"n": mentees},
        "mentors": ngettext("%(n)d mentor", "%(n)d mentors", mentors) % {"n": mentors},
        "open": found.get(("mentee", applied), 0) + found.get(("mentor", applied), 0),
    }
    return words if found else _("nobody yet")


def _untrained(programme: Programme) -> str:
    n = len(training.untrained(programme))
    words = ngettext("%(n)d selected person is not trained yet", "%(n)d selected people are not trained yet", n)
    return words % {"n": n}


def _groups(programme: Programme) -> str:
    found: Any = dict(programme.groups.values_list("state").annotate(n=Count("pk")).order_by())
    told = {state: found.get(state, 0) for state in (Group.State.WORKING, Group.State.FINAL, Group.State.ENDED)}
    words = _("in task-oriented sessions: %(working)d, in the final session: %(final)d, ended: %(ended)d")
    return words % {str(state): n for state, n in told.items()} if found else _("none yet")
