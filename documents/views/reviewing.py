"""The reviewer comments, publishes or sends back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Action

from .. import pipeline, workflows
from ..reviewing import CommentForm
from .page import load, page


@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The reviewer publishes, with a closing comment if there is one; or sends back, saying why."""
    version = load(request, pk, Action.PUBLISH)
    form = CommentForm(request.POST)
    form.fields["text"].required = "send-back" in request.POST
    form.fields["text"].error_messages["required"] = _("Say what should change, then send it back.")
    if not form.is_valid():
        return page(request, version, status=422, comment_form=form)
    if version.state == workflows.SEALED:
        messages.info(request, _("This is published already."))
    elif "send-back" in request.POST:
        pipeline.send_back(version, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Sent back to %(name)s.") % {"name": version.author})
        return redirect("home")
    else:
        pipeline.publish(version, by=request.user, comment=form.cleaned_data["text"])
        messages.success(request, _("Published. Its PDF is being prepared."))
    return redirect("documents:read", version.pk)
