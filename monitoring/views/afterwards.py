"""How mentees fare after the end: the page of the managers, and the page behind the link of a mentee.

Whoever is signed in, the page behind a link speaks to whoever it was written to. A GET changes nothing.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.views.by_link import kept_quiet
from policy.permissions import Action
from programmes.views.programmes import load

from ..afterwards import answering, asking, figures
from ..forms.afterwards import FollowUpForm, MonthsForm
from ..models import FollowUp


def afterwards(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many were asked and answered, what they said together, and when the programme asks."""
    programme = load(request, pk, Action.RUN)
    form = MonthsForm(request.POST or None, initial={"months": asking.months_of([programme])[programme.pk]})
    if request.method == "POST" and form.is_valid():
        asking.set_months(programme, form.cleaned_data["months"], by=request.user)
        messages.success(request, _("It is saved when mentees are asked."))
        return redirect("monitoring:afterwards", programme.pk)
    waves = figures.waves(programme, now=timezone.now())
    context = {"programme": programme, "form": form, "waves": waves, "questions": figures.compared(waves)}
    return render(request, "monitoring/afterwards.html", context, status=422 if form.errors else 200)


@login_not_required
@kept_quiet
def follow_up(request: HttpRequest, token: str) -> HttpResponse:
    """The questions, once; a link that is used, has ended or never was opens one page that says nothing."""
    row = answering.of_token(token)
    if row is None:
        return _over(request, token)
    assert row.person is not None
    with translation.override(row.person.language), timezone.override(row.person.zone):
        form = FollowUpForm(request.POST or None)
        if request.method == "POST" and "stop" in request.POST:
            answering.stop(row)
            return redirect("monitoring:follow_up_stopped")
        if request.method == "POST" and form.is_valid():
            answering.answer(row, form.cleaned_data)
            return redirect("monitoring:follow_up_thanks")
        status = 422 if form.errors else 200
        return render(request, "monitoring/follow_up.html", {"row": row, "form": form}, status=status)


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent twice is thanked for twice; else there is nothing."""
    ends: dict[str, str] = {
        FollowUp.Outcome.ANSWERED: "follow_up_thanks",
        FollowUp.Outcome.STOPPED: "follow_up_stopped",
    }
    end = ends.get(answering.has_said(token)) if request.method == "POST" else None
    return redirect(f"monitoring:{end}") if end else render(request, "monitoring/follow_up_ended.html", status=404)


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """That the answer has arrived; the same for everybody."""
    return render(request, "monitoring/follow_up_done.html", {"is_stopped": False})


@login_not_required
@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    """That nobody will be asked again by this link; the same for everybody."""
    return render(request, "monitoring/follow_up_done.html", {"is_stopped": True})
