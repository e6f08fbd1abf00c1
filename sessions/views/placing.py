"""Those who are in no group: where they stand, where they would fit, and the page on which one is placed."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from policy.machine import NotNow
from policy.permissions import Action
from programmes import without_group as whom
from programmes.models import Group
from programmes.views.programmes import load
from programmes.views.selection import load_application

from .. import changing
from ..changing import candidates, foreseeing, offering, placing
from ..changing.history import as_id
from .changing import ask, chosen

ROWS = 50  # on a page, and in one proposal, which is made while its reader waits


def without_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was selected and is in no group at present; asked to, with the place that fits each."""
    programme = load(request, pk, Action.RUN)
    mentees = whom.mentees(programme).select_related("person", "sent_form", "space")
    page = Paginator(mentees, ROWS).get_page(request.GET.get("page"))
    rows = list(page)
    for row in rows:
        row.programme = programme
    words, is_asked = whom.in_words(programme, rows), request.GET.get("propose") == "1"
    offers = offering.offers(programme, rows) if is_asked else {}
    people = [(row, words[row.pk], offers.get(row.pk)) for row in rows]
    context = {"programme": programme, "people": people, "is_asked": is_asked, "n_offered": len(offers), "page": page}
    return render(request, "sessions/changing/without_group.html", context)


def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody in no group comes into one: choose, see what will happen, do it. A form sent twice counts once."""
    row = load_application(request, pk, Action.PLACE)
    if (once := as_id(request.POST.get("once", ""))) and placing.is_made(once, row):
        return redirect(row)
    if reason := placing.why_not(row):
        raise NotNow(reason)
    found, closed = candidates.groups_open_to(row)
    mentors = candidates.mentors_of_a_new_group(row)
    one = chosen(request, [*found, *mentors])
    if one and isinstance(one.thing, Group):
        deed = partial(changing.place, row, one.thing, by=request.user)
        return ask(request, (one.thing,), foreseeing.a_placing(row, one.thing, one.broken), deed, of=row)
    if one:
        deed = partial(changing.place_anew, row, one.thing, by=request.user)
        return ask(request, (), foreseeing.a_new_group(row, one.thing, one.broken), deed, of=row)
    context = {"application": row, "programme": row.programme, "found": found, "closed": closed, "mentors": mentors}
    return render(request, "sessions/changing/place.html", context)
