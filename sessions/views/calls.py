"""Pages around “I would like the manager to call me”."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from policy.permissions import Role
from programmes.models import Group

from .. import calls as room
from ..models import CallWish


class WishForm(forms.Form):
    """From which group, and what it is about if one likes to say."""

    group = forms.ModelChoiceField(
        label=gettext_lazy("Group"), queryset=Group.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("What is it about?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("You need not say. A good time for the call helps."),
    )

    def __init__(self, *args: object, groups: list[Group], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Group.objects.filter(pk__in=[group.pk for group in groups])
        field.initial = groups[0].pk if groups else None
        if len(groups) == 1:
            field.widget = forms.HiddenInput()


def calls(request: HttpRequest) -> HttpResponse:
    """Ask for a call; for managers also who waits for one."""
    groups = room.groups_of(request.user)
    form = WishForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        room.wish(form.cleaned_data["group"], form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Sent. The managers of your programme are told, and nobody else."))
        return redirect("sessions:calls")
    context = {
        "form": form,
        "groups": groups,
        "managers": {row.person for group in groups[:5] for row in group.space.people(Role.MANAGER)},
        "mine": room.waiting_of(request.user, groups),
        "theirs": room.waiting_for(request.user),
        "answers_calls": room.answers_calls(request.user),
    }
    return render(request, "sessions/calls.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The call is not needed any more."""
    row = get_object_or_404(CallWish.objects.visible_to(request.user), pk=pk)
    room.take_back(row, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("sessions:calls")


@require_POST
def made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A manager has called."""
    room.made(get_object_or_404(CallWish.objects.visible_to(request.user), pk=pk), by=request.user)
    messages.success(request, _("Noted: you have called."))
    return redirect("sessions:calls")
