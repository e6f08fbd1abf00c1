"""Those who are in no group: where they stand, where they would fit, and the page on which one is placed."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from policy.machine import NotNow
from policy.permissions import Action
from programmes import without_group as whom
from programmes.models import Application, Group, Programme
from programmes.views.programmes import load
from programmes.views.selection import load_application

from .. import changing
from ..changing import candidates, foreseeing, offering, placing, spare
from ..changing.history import as_id
from ..changing.places import Places
from .changing import ask, chosen

ROWS = 50  # on a page, and in one proposal, which is made while its reader waits
Found = list[candidates.Candidate]


def without_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was selected and is in no group at present: mentees, asked to with the place that fits each, and mentors."""
    programme = load(request, pk, Action.RUN)
    page = _page_of(programme, whom.mentees(programme), request.GET.get("page"))
    mentors = _page_of(programme, whom.mentors(programme), request.GET.get("mentors"))
    rows, is_asked = list(page), request.GET.get("propose") == "1"
    words, offers = whom.in_words(programme, rows), offering.offers(programme, rows) if is_asked else {}
    people = [(row, words.get(row.pk, ""), offers.get(row.pk)) for row in rows]
    asked = "&propose=1" if is_asked else ""
    context = {"programme": programme, "people": people, "is_asked": is_asked, "n_offered": len(offers), "page": page}
    context |= {"mentees_query": f"{asked}&mentors={mentors.number}", "mentors": mentors}
    context |= {"mentors_query": f"&page={page.number}#mentors"}  # no proposal is made anew for them
    context["works"] = programme.state in whom.WORKING
    mentors.object_list = spare.told(programme, list(mentors))
    return render(request, "sessions/changing/without_group.html", context)


def _page_of(programme: Programme, rows: QuerySet[Any], number: str | None) -> Page[Any]:
    page = Paginator(rows.select_related("person", "sent_form", "space"), ROWS).get_page(number)
    page.object_list = list(page.object_list)
    for row in page.object_list:
        row.programme = programme
    return page


def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody in no group comes into one: choose, see what will happen, do it. A form sent twice counts once."""
    row = load_application(request, pk, Action.PLACE)
    if (once := as_id(request.POST.get("once", ""))) and placing.is_made(once, row):
        return redirect(row)
    if reason := placing.why_not(row):
        raise NotNow(reason)
    places = Places.of(row.programme)
    found, closed = candidates.groups_open_to(row, places)
    mentors = candidates.mentors_of_a_new_group(row, places)
    one = chosen(request, [*found, *mentors])
    if one and isinstance(one.thing, Group):
        deed = partial(changing.place, row, one.thing, by=request.user)
        return ask(request, (one.thing,), foreseeing.a_placing(row, one.thing, one.broken), deed, of=row)
    if one:
        led = tuple(placing.led_already(one.thing))  # asked before the words: what these leave out counts as not seen
        deed = partial(changing.place_anew, row, one.thing, by=request.user)
        return ask(request, led, foreseeing.a_new_group(row, one.thing, one.broken), deed, of=row)
    return _choose(request, row, found, closed, mentors)


def _choose(request: HttpRequest, row: Application, found: Found, closed: Found, mentors: Found) -> HttpResponse:
    """The best of the groups and mentors, and the groups that are closed to them; or of all these those with a name."""
    name = request.GET.get("name", "")[:80].replace("\x00", "")
    context = {"application": row, "programme": row.programme, "name": name}
    context |= {"has_many": max(len(found), len(closed), len(mentors)) > candidates.SHOWN}
    context |= candidates.shown_of(candidates.called(closed, name))
    context |= {"found": candidates.called(found, name)[: candidates.SHOWN]}
    context |= {"mentors": candidates.called(mentors, name)[: candidates.SHOWN]}
    return render(request, "sessions/changing/place.html", context)
