"""The pages where people apply, without an account: step by step, checked, sent, confirmed. A GET changes nothing.

Nothing here says whether an address is known. A link that never was one, or has ended, opens one same page.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.forms import Filling
from documents.seen import may_not_know, seen_by
from documents.views.by_link import kept_quiet
from people.typed import texts

from ..applying import confirming, consent, drafts, openings, robots, sending, steps
from ..models import ApplicationDraft, Opening


@login_not_required
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a programme offers and the first step; outside its dates a page that says when, and whom to ask."""
    opening = get_object_or_404(Opening.objects.select_related("programme__space"), pk=pk, is_published=True)
    with drafts.speaking(opening):
        now = timezone.now()
        if not openings.takes(opening, now):
            is_early = now < opening.opens_at
            context = {"opening": opening, "is_early": is_early, "texts": texts(request)}
            return render(request, "programmes/apply_closed.html", context)
        first = steps.of(opening)[0]
        if request.method == "POST":
            return _begun(request, opening, Filling(first.kind, data=request.POST))
        return _first_page(request, opening, Filling(first.kind, steps.blank(opening)))


def _begun(request: HttpRequest, opening: Opening, filling: Filling) -> HttpResponse:
    again = robots.why_again(request)
    if again or not filling.is_valid():
        return _first_page(request, opening, filling, again=again, status=422)
    token = drafts.begin(opening, filling.answers(), now=timezone.now())
    return redirect("programmes:apply_step", token, steps.of(opening)[1].slug)


def _first_page(
    request: HttpRequest, opening: Opening, filling: Filling, *, again: str = "", status: int = 200
) -> HttpResponse:
    context = _told(opening, steps.of(opening)[0].slug) | {"filling": filling, "again": again, "trap": robots.TRAP}
    return render(request, "programmes/apply.html", {**context, "stamp": robots.kept_stamp(request)}, status=status)


def _told(opening: Opening, slug: str) -> dict[str, Any]:
    """What every step says: whose programme it is, which step of how many, what becomes of what is written."""
    row = steps.of(opening)
    place = [step.slug for step in row].index(slug)
    told = {"opening": opening, "programme": opening.programme, "step": row[place], "steps": row}
    told |= {"at": place + 1, "total": len(row) + 1, "before": row[place - 1].slug if place else ""}
    told["is_last_day"] = openings.closes_soon(opening, timezone.now())
    return {**told, "following": row[place + 1].slug if place + 1 < len(row) else "", "kept": drafts.KEPT.days}


def ended(request: HttpRequest) -> HttpResponse:
    """The one page of every link that opens nothing."""
    context = {"kept": drafts.KEPT.days, "texts": texts(request)}
    return render(request, "programmes/apply_ended.html", context, status=404)


@login_not_required
@kept_quiet
def step(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """One step of a draft, filled in or to be filled in."""
    draft = drafts.to_write(token, timezone.now())
    if draft is None:
        return ended(request)
    with drafts.speaking(draft.opening, drafts.zone_of(draft)):
        found = next((one for one in steps.of(draft.opening) if one.slug == slug), None)
        if found is None:
            raise Http404
        filling = Filling(found.kind, draft.said, request.POST if request.method == "POST" else None)
        if request.method == "POST":
            return _saved(request, draft, token, slug, filling)
        return _step_page(request, draft, token, slug, filling)


def _saved(request: HttpRequest, draft: ApplicationDraft, token: str, slug: str, filling: Filling) -> HttpResponse:
    """Whatever was typed is kept; then on, when it fits."""
    said, seen = filling.answers(), None if may_not_know(request) else seen_by(request)
    try:
        if not drafts.save(draft, said, now=timezone.now(), seen=seen):
            return ended(request)
    except drafts.SavedMeanwhile:
        if "autosave" in request.POST:
            return JsonResponse({}, status=409)
        return _step_page(request, draft, token, slug, Filling(filling.kind, said), status=409)
    if "autosave" in request.POST:
        return JsonResponse({"revision": drafts.revision(draft, said)})
    if "later" in request.POST:
        return _later(request, draft, token, slug)
    if not filling.is_valid():
        return _step_page(request, draft, token, slug, filling, status=422)
    following = _told(draft.opening, slug)["following"]
    if not following or "check" in request.POST:
        return redirect("programmes:apply_check", token)
    return redirect("programmes:apply_step", token, following)


def _later(request: HttpRequest, draft: ApplicationDraft, token: str, slug: str) -> HttpResponse:
    """Send the link to go on later."""
    again = robots.why_wait(request, "apply later")
    address = None if again else sending.send_link(draft, token, now=timezone.now())
    if address:
        done = _("What you wrote is saved. A letter with the link is on its way to %(address)s, one a day at most.")
        messages.success(request, done % {"address": address})
    else:
        messages.warning(
            request, again or _("It is saved. Write your e-mail address first, then we can send the link.")
        )
    return redirect("programmes:apply_step", token, slug)


def _step_page(
    request: HttpRequest, draft: ApplicationDraft, token: str, slug: str, filling: Filling, status: int = 200
) -> HttpResponse:
    context = _told(draft.opening, slug) | {"filling": filling, "token": token, "draft": draft}
    context["revision"] = drafts.revision(draft, [section.slug for section in filling.kind.sections])
    context["theirs"] = steps.blocks(filling.kind, draft.said) if status == 409 else None
    context["to_check"] = "check" in request.GET or "check" in request.POST
    return render(request, "programmes/apply_step.html", context, status=status)


@login_not_required
@kept_quiet
def check(request: HttpRequest, token: str) -> HttpResponse:
    """All answers, each step with a way to change it; with a POST they are sent."""
    draft = drafts.to_write(token, timezone.now())
    if draft is None:
        return ended(request)
    with drafts.speaking(draft.opening, drafts.zone_of(draft)):
        if request.method != "POST":
            return _check_page(request, draft, token)
        if again := robots.why_wait(request, "apply send"):
            return _check_page(request, draft, token, again=again, status=422)
        if not sending.send(draft, now=timezone.now()):
            return _check_page(request, draft, token, again=_("Some answers are missing or need a change."), status=422)
        return redirect("programmes:apply_sent", token)


def _check_page(
    request: HttpRequest, draft: ApplicationDraft, token: str, *, again: str = "", status: int = 200
) -> HttpResponse:
    row = steps.of(draft.opening)
    parts = [(one, steps.blocks(one.kind, draft.said), steps.is_complete(one.kind, draft.said)) for one in row]
    context = {"parts": parts, "is_complete": all(fits for _one, _blocks, fits in parts), "again": again}
    context |= {"draft": draft, "opening": draft.opening, "programme": draft.opening.programme, "token": token}
    context |= {"total": len(row) + 1, "terms": consent.terms(draft.opening)}
    context["is_last_day"] = openings.closes_soon(draft.opening, timezone.now())
    return render(request, "programmes/apply_check.html", context, status=status)


@login_not_required
@kept_quiet
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """After sending: the number, what happens next and when, whom to ask. To be kept or printed."""
    draft = drafts.find(token, timezone.now())
    if draft is None or draft.sent_at is None:
        return ended(request)
    with drafts.speaking(draft.opening, drafts.zone_of(draft)):
        can_change = drafts.to_write(token, timezone.now()) is not None
        context = {"draft": draft, "opening": draft.opening, "programme": draft.opening.programme, "token": token}
        context |= {"can_change": can_change, "days": sending.LINK_KEPT.days}
        return render(request, "programmes/apply_sent.html", context)


@login_not_required
@kept_quiet
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent with an address, for its owner to say whose it is."""
    now = timezone.now()
    found = confirming.find(token, now)
    if found is None:
        return ended(request)
    is_post = request.method == "POST"
    if is_post and confirming.confirm(found, request.POST.get("draft", ""), now=now):
        return redirect("programmes:apply_done")
    waiting = confirming.waiting(found)
    if not waiting:
        return ended(request)
    with drafts.speaking(waiting[0].opening, drafts.zone_of(waiting[0])):
        return render(request, "programmes/apply_confirm.html", {"waiting": waiting}, status=422 if is_post else 200)


@login_not_required
def done(request: HttpRequest) -> HttpResponse:
    """After the address is confirmed: the same for everybody."""
    return render(request, "programmes/apply_done.html")
