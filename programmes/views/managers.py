"""Who manages a programme: the page, and the page on which one is removed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.permissions import Action, Role

from .. import letting_in, managing
from ..forms.letting_in import LetInForm
from ..forms.managers import ManagerForm
from .programmes import load


def managers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who manages the programme; one is added by name and address."""
    programme = load(request, pk, Action.RUN)
    form = ManagerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if managing.add(programme, name=form.cleaned_data["name"], email=email, by=request.user):
            messages.success(request, _("A letter is on its way to %(email)s.") % {"email": email})
        else:
            messages.info(request, _("%(email)s manages this programme already.") % {"email": email})
        return redirect("programmes:managers", programme.pk)
    context = {"programme": programme, "form": form, "rows": managing.managers(programme)}
    return render(request, "programmes/managers.html", context)


def remove(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Ask, then remove a manager; their access ends with their next request."""
    programme = load(request, pk, Action.RUN)
    parts = programme.space.participations.filter(role=Role.MANAGER).select_related("person")
    found = get_object_or_404(parts, pk=row)
    if request.method == "POST":
        managing.remove(programme, found, by=request.user)
        done = _("%(name)s does not manage the programme any more.") % {"name": found.person.name}
        messages.success(request, done)
        return redirect("home") if found.person_id == request.user.pk else redirect("programmes:managers", pk)
    rows = managing.managers(programme)
    left = [one for one in rows if one.person_id != found.person_id]
    context = {"programme": programme, "row": found, "why_not": managing.why_not(left), "is_gone": found not in rows}
    return render(request, "programmes/manager_remove.html", context)


def let_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take off the second step of somebody who lost phone and codes."""
    programme = load(request, pk, Action.LET_IN)
    people = letting_in.with_second_step(programme, but=request.user)
    form = LetInForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        letting_in.let_in(programme, person, by=request.user)
        done = _("%(name)s can come in with the password alone, and was told by letter.") % {"name": person}
        messages.success(request, done)
        return redirect("programmes:managers", programme.pk)
    return render(request, "programmes/let_in.html", {"programme": programme, "form": form})
