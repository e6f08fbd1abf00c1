"""Pages on which a manager changes a group: choose, see what will happen, say why, do it."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action
from programmes.models import Application, Group, Seat
from programmes.views.groups import load_group

from .. import changing
from ..changing import candidates, foreseeing, history, mentees, parting
from ..changing.candidates import Candidate
from ..changing.foreseeing import Foreseen
from ..changing.holding import as_seen, require_running
from ..forms.changing import NewMentorForm, ReasonForm

NOBODY = "nobody"
View = Callable[..., HttpResponse]


def counts_once(view: View) -> View:
    """A form that was sent twice leads where the first one did."""

    @wraps(view)
    def answer(request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        once = request.POST.get("once", "")
        if once and history.is_made(once, load_group(request, pk, Action.REFORM)):
            return redirect("sessions:changes", pk)
        return view(request, pk, **more)

    return answer


def load(request: HttpRequest, pk: UUID) -> Group:
    """A running group of which its reader may change who is in it."""
    group = load_group(request, pk, Action.REFORM)
    require_running(group)
    return group


def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is in the group, what can be changed, and what was changed when, by whom and why."""
    group = load_group(request, pk, Action.REFORM)
    context = {
        "group": group,
        "people": group.space.people(),
        "seats": mentees.seats_of(group),
        "mentor": group.mentor,
        "words": group.parting_words.select_related("mentor"),
        "moments": history.for_managers(group, request.user),
    }
    return render(request, "sessions/changing/changes.html", context)


def ask(
    request: HttpRequest,
    groups: tuple[Group, ...],
    foreseen: Foreseen,
    deed: Callable[..., Any],
    form_of: type[ReasonForm] = ReasonForm,
    *,
    of: Application | None = None,
) -> HttpResponse:
    """Show what will happen, take the reason, and do it. What was typed stays when it cannot be done now.

    ``groups``: those that have to be as they were seen, the first of them the one whose page this is; where it is about
    somebody who is in none, it is theirs: ``of``.
    """
    form = form_of(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            done = deed(asked=form.asked(request.POST.get("seen", "")[:64]), **form.more())
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, foreseen.done)
            if of is not None:
                return redirect(of)
            return redirect("sessions:changes", done.pk if isinstance(done, Group) else groups[0].pk)
    where = {"group": None if of else groups[0], "of": of}
    context = {**where, "foreseen": foreseen, "form": form, "seen": as_seen(*groups)}
    return render(request, "sessions/changing/confirm.html", context)


def chosen(request: HttpRequest, found: list[Candidate]) -> Candidate | None:
    """Which of these the address names; ``None``, with a word about it, for what is not among them."""
    wanted = request.GET.get("to", "")
    one = next((row for row in found if str(row.thing.pk) == wanted), None)
    if wanted and one is None:
        messages.error(request, _("This cannot be chosen any more. Choose from the list."))
    return one


@counts_once
def mentor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another mentor, or none for a while: choose, see what will happen, do it."""
    group = load(request, pk)
    seats, name = mentees.seats_of(group), request.GET.get("name", "")[:80].replace("\x00", "")
    if request.GET.get("to") == NOBODY and group.mentor:
        deed = partial(changing.replace_mentor, group, None, by=request.user)
        return ask(request, (group,), foreseeing.no_mentor(group), deed, NewMentorForm)
    found = candidates.mentors_for(group, seats, name)
    if one := chosen(request, found):
        deed = partial(changing.replace_mentor, group, one.thing, by=request.user)
        return ask(request, (group,), foreseeing.another_mentor(group, one.thing, one.broken), deed, NewMentorForm)
    context = {"group": group, "found": found, "name": name, "n": len(seats), "mentor": group.mentor}
    return render(request, "sessions/changing/mentor.html", context)


@require_POST
def ask_word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the mentor for a word to the successor."""
    row = parting.ask(load(request, pk), by=request.user)
    messages.success(request, _("%(name)s is asked for a word to the successor.") % {"name": row.mentor.name})
    return redirect("sessions:changes", pk)


def load_seat(request: HttpRequest, pk: UUID, seat: UUID) -> Seat:
    """The place of a mentee who is in a running group now."""
    group = load(request, pk)
    rows = Seat.objects.filter(group=group, participation__ends_at=None)
    found = get_object_or_404(rows.select_related("application__person", "participation"), pk=seat)
    found.group = group
    return found


@counts_once
def move(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    """A mentee goes on in another group: choose, see what will happen, do it."""
    row = load_seat(request, pk, seat)
    found, closed = candidates.groups_for(row)
    if one := chosen(request, found):
        deed = partial(changing.move, row, one.thing, by=request.user)
        return ask(request, (row.group, one.thing), foreseeing.a_move(row, one.thing), deed)
    context = {"group": row.group, "person": row.application.person, "found": found, "seat": row}
    return render(request, "sessions/changing/move.html", {**context, **candidates.shown_of(closed)})


@counts_once
def leave(request: HttpRequest, pk: UUID, seat: UUID) -> HttpResponse:
    """A mentee leaves the group and the programme."""
    row = load_seat(request, pk, seat)
    deed = partial(changing.leave, row, by=request.user)
    return ask(request, (row.group,), foreseeing.a_departure(row), deed)


@counts_once
def split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Some mentees form a group of their own: choose them, choose a mentor, see what will happen, do it."""
    group, wanted = load(request, pk), request.GET.getlist("who")
    there = mentees.seats_of(group)
    seats = [seat for seat in there if str(seat.pk) in wanted]
    if not seats or len(seats) == len(there):
        context = {"group": group, "seats": there, "is_wrong": bool(wanted)}
        return render(request, "sessions/changing/split.html", context)
    found = candidates.mentors_for(group, seats, split=True)
    if one := chosen(request, found):
        deed = partial(changing.split, group, seats, one.thing, by=request.user)
        return ask(request, (group,), foreseeing.a_split(group, seats, one.thing, one.broken), deed)
    query = "".join(f"who={seat.pk}&" for seat in seats)
    context = {"group": group, "found": found, "who": seats, "n": len(seats), "query": query}
    return render(request, "sessions/changing/mentor.html", context)


@counts_once
def merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The mentees of another group come into this one: choose it, see what will happen, do it."""
    group = load(request, pk)
    found, closed = candidates.groups_to_merge(group)
    if one := chosen(request, found):
        deed = partial(changing.merge, group, one.thing, by=request.user)
        foreseen = foreseeing.a_merger(group, one.thing, mentees.seats_of(one.thing))
        return ask(request, (group, one.thing), foreseen, deed)
    context = {"group": group, "found": found, **candidates.shown_of(closed)}
    return render(request, "sessions/changing/merge.html", context)


@counts_once
def end_early(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a group before its time."""
    group = load(request, pk)
    deed = partial(changing.end_early, group, by=request.user)
    return ask(request, (group,), foreseeing.an_early_end(group), deed)
