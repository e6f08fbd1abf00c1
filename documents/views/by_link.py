"""The page behind a personal link: one version to read, sign, decline or ask about, without an account.

Whoever is signed in, what is done here is done by the person the link was written to. A GET changes nothing.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow

from .. import signing
from ..heading import sheet_of
from ..models import Signatory
from ..signing import asking, links, signatures
from ..signing.forms import QuestionForm, RefusalForm, SignatureForm

View = Callable[..., HttpResponse]
# Not "no-referrer": then browsers send a form's origin as "null", which no check against forged forms can let in.
# This one never names more than the site either.
REFERRER = "strict-origin"


def kept_quiet(view: View) -> View:
    """The address is a secret: it is told to no other site, kept by no cache and found by no search."""

    @wraps(view)
    def quiet(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        response = view(request, token, **more)
        response["Referrer-Policy"] = REFERRER
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return quiet


@login_not_required
@kept_quiet
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The version and its forms; once the person has signed or declined, the receipt; else that the link has ended."""
    row = links.of_token(token) or links.receipt_of(token)
    if row is None:
        return render(request, "documents/link_ended.html", {"token": token}, status=410)
    with translation.override(row.person.language), timezone.override(row.person.zone):
        if not row.is_awaited:
            return render(request, "documents/link_receipt.html", {"row": row, "version": row.version})
        return _sent(request, row) if request.method == "POST" else _page(request, row)


@login_not_required
@require_POST
@kept_quiet
def link_again(request: HttpRequest, token: str) -> HttpResponse:
    """Send a new link to the address of an ended one, if the signature is still awaited. Says the same in any case."""
    links.send_again(token)
    return render(request, "documents/link_again.html")


def _page(request: HttpRequest, row: Signatory, status: int = 200, **bound: Any) -> HttpResponse:
    context = {
        "row": row,
        "version": row.version,
        "sheet": sheet_of(row.version, at=row.version.written_at or timezone.now()),
        **signatures.context_of(row.version, row.person, **bound),
    }
    return render(request, "documents/by_link.html", context, status=status)


def _sent(request: HttpRequest, row: Signatory) -> HttpResponse:
    """What the person did, if the form is right; what came too late is said by the page itself, as it is now."""
    name, form = _form(request, row)
    if not form.is_valid():
        return _page(request, row, status=422, **{name: form})
    try:
        _do(request, row, form)
    except (NotNow, PermissionDenied) as reason:
        messages.warning(request, str(reason))
    return redirect(request.path)


def _form(request: HttpRequest, row: Signatory) -> tuple[str, Any]:
    if "ask" in request.POST:
        return "question_form", QuestionForm(request.POST)
    if "decline" in request.POST:
        return "refusal_form", RefusalForm(request.POST)
    return "signature_form", SignatureForm(request.POST, person=row.person, version=row.version)


def _do(request: HttpRequest, row: Signatory, form: Any) -> None:
    told, version, person = form.cleaned_data, row.version, row.person
    if isinstance(form, QuestionForm):
        asking.ask(version, by=person, text=told["text"])
        messages.success(request, _("Your question was sent. You will get a letter when it is answered."))
    elif isinstance(form, RefusalForm):
        signing.refuse(version, by=person, reason=told["reason"])
    else:
        signing.sign(version, by=person, name=told["name"], seen=told["seen"], way=Signatory.Way.LINK)
