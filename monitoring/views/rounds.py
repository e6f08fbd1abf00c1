"""Pages of monitoring: organise a session, see who has answered, answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Action, Role, may
from programmes.views.groups import load_group
from sessions import planning
from sessions.forms import MeetingForm
from sessions.models import Meeting
from sessions.views.meetings import load_meeting

from .. import rounds


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Organise a monitoring session for a group."""
    group = load_group(request, pk, Action.MONITOR)
    form = MeetingForm(request.POST or None, group=group, kinds=(Meeting.Kind.MONITORING,))
    del form.fields["keeper"]
    if request.method == "POST" and form.is_valid():
        meeting = form.save(commit=False)
        meeting = planning.plan(meeting, form.cleaned_data["homework"], by=request.user, action=Action.MONITOR)
        messages.success(
            request, _("The monitoring session is planned. The mentees find the questionnaire on their page.")
        )
        return redirect("monitoring:round", meeting.pk)
    return render(request, "monitoring/new.html", {"form": form, "group": group})


def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A monitoring session: its questionnaire for mentees; for managers who has answered."""
    meeting = load_meeting(request, pk, Action.READ)
    if meeting.kind != Meeting.Kind.MONITORING:
        return redirect(meeting)
    manages = may(request.user, Action.MONITOR, meeting.group)
    answered = rounds.who_answered(meeting)
    roles = meeting.group.roles_of(request.user)
    context = {
        "meeting": meeting,
        "manages": manages,
        "is_mentee": Role.MENTEE in roles,
        "answered": answered if manages else [],
        "mine": next((row["version"] for row in answered if row["person"] == request.user), None),
    }
    return render(request, "monitoring/round.html", context)


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin my answers, or go on with them."""
    version = rounds.answer(load_meeting(request, pk, Action.READ), by=request.user)
    return redirect("documents:write", version.pk)
