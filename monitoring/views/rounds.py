"""Pages of monitoring: organise a session, see its tools and who has answered, begin one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.models import User
from policy.permissions import Action, Role, may
from programmes.training import expectations
from programmes.views.groups import load_group
from sessions import papers, planning
from sessions.forms.meetings import MeetingForm
from sessions.models import Meeting
from sessions.views.meetings import load_meeting

from .. import reminding, rhythm, rounds
from .attention import told_words


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Organise a monitoring session for a group."""
    group = load_group(request, pk, Action.MONITOR)
    form = MeetingForm(request.POST or None, group=group, kinds=(Meeting.Kind.MONITORING,), by=request.user)
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
    """A session with the tools of monitoring that belong to it: who owes what, who has answered, what I can begin."""
    meeting = load_meeting(request, pk, Action.READ)
    if not rounds.kinds_for(meeting):
        return redirect(meeting)
    tools = rounds.tools_for(meeting, request.user)
    manages = may(request.user, Action.MONITOR, meeting.group)
    context = {
        "meeting": meeting,
        "manages": manages,
        "missing": reminding.missing_for(meeting, rounds.around(meeting)) if manages else None,
        "rhythm": rhythm.of(meeting.group),
        "due": [tool for tool in tools if tool.is_due],
        "expected": expectations.of_person(meeting.group.programme, request.user),
        "others": [tool for tool in tools if not tool.is_due],
    }
    return render(request, "monitoring/round.html", context)


@require_POST
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind the mentees who have not answered what the session asks them for."""
    meeting = load_meeting(request, pk, Action.MONITOR)
    told = reminding.remind_for(meeting, rounds.around(meeting), by=request.user)
    messages.success(request, told_words(told))
    return redirect("monitoring:round", meeting.pk)


@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a tool of the session, or go on with it; without a ``kind`` the questionnaire that it asks mentees for."""
    meeting = load_meeting(request, pk, Action.READ)
    if "kind" not in request.POST:
        return redirect("documents:write", rounds.answer(meeting, by=request.user).pk)
    kind = next((kind for kind in rounds.kinds_for(meeting) if kind.slug == request.POST["kind"]), None)
    if kind is None:
        raise Http404
    person = _whom(request, meeting, kind.parts.about)
    return redirect("documents:write", papers.begin(meeting, kind, by=request.user, person=person).pk)


def _whom(request: HttpRequest, meeting: Meeting, about: frozenset[Role]) -> User | None:
    """The person a document is to be about, out of the group; 404 for anybody else."""
    if not about:
        return None
    chosen = request.POST.get("person", "")
    for row in meeting.space.people(*about):
        if str(row.person_id) == chosen:
            return row.person
    raise Http404
