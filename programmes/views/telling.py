"""One's own page of what counts for one's matching."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action

from .. import telling
from ..forms.telling import tell_form
from .selection import load_application


def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What I told for the matching; it can be changed until the groups are final."""
    row = load_application(request, pk, Action.TELL)
    closed = telling.why_closed(row)
    if closed and request.method == "POST":
        raise NotNow(closed)
    form = tell_form(row)(request.POST if request.method == "POST" else None, application=row)
    if form.is_valid():
        telling.tell(row, form.told, by=request.user, now=timezone.now())
        messages.success(request, _("Saved. The next proposal is made with it."))
        return redirect(row)
    context = {"application": row, "form": form, "closed": closed}
    return render(request, "programmes/tell.html", context, status=422 if form.errors else 200)
