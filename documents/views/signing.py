"""Signing by those who are signed in: offer, take back, remind, sign, decline, on paper; a question and its answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policy.permissions import Action, require

from .. import signing, workflows
from ..signing import asking, reminding, signatures
from ..signing.forms import AnswerForm, PaperForm, QuestionForm, RefusalForm, SignatureForm
from .page import load, page


@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a draft to everyone whose signature it needs: the people who hold the signing roles in its space today."""
    version = load(request, pk, Action.OFFER)
    if version.state == workflows.DRAFT:
        signing.offer(version, by=request.user)
        messages.success(request, _("Everyone has been asked to sign."))
    return redirect("documents:read", version.pk)


@require_POST
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an offered version back to change it."""
    version = load(request, pk, Action.RECALL)
    signing.recall(version, by=request.user)
    return redirect("documents:write", version.pk)


@require_POST
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind those who are awaited; who was reminded today already is left in peace."""
    version = load(request, pk, Action.REMIND)
    told = len(reminding.remind(version, by=request.user))
    if told:
        words = ngettext("%(n)s person was reminded.", "%(n)s people were reminded.", told)
        messages.success(request, words % {"n": told})
    else:
        messages.info(request, _("Everyone who is awaited was reminded within the last day."))
    return redirect("documents:read", version.pk)


@require_POST
def sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign for oneself: the typed name and the tick; once."""
    version = load(request, pk, Action.READ)
    if version.signatories.filter(person_id=request.user.pk).exclude(signed_at=None).exists():
        messages.info(request, _("You have signed this already."))
        return redirect("documents:read", version.pk)
    require(request.user, Action.SIGN, version)
    signing.require_open(version)
    form = SignatureForm(request.POST, person=request.user, version=version)
    if not form.is_valid():
        return page(request, version, status=422, signature_form=form)
    last = signing.sign(version, by=request.user, name=form.cleaned_data["name"], seen=form.cleaned_data["seen"])
    messages.success(request, words_of_thanks(last))
    return redirect("documents:read", version.pk)


def words_of_thanks(last: bool) -> str:
    """What is said to somebody who has just signed."""
    return _("You have signed. Everyone has signed now: it is in force.") if last else _("You have signed. Thank you.")


@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Decline to sign, with a reason for the authors."""
    version = load(request, pk, Action.REFUSE)
    signing.require_open(version)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return page(request, version, status=422, refusal_form=form)
    signing.refuse(version, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("You have declined to sign. The author has been told."))
    return redirect("documents:read", version.pk)


@require_POST
def sign_on_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attach the paper that one has signed; the author, those of everybody who signed on paper."""
    version = load(request, pk, Action.SCAN)
    signing.require_open(version)
    form = PaperForm(request.POST, request.FILES, rows=signatures.of_version(version, request.user).on_paper)
    if not form.is_valid():
        return page(request, version, status=422, paper_form=form)
    who, opened = form.cleaned_data["who"], form.cleaned_data["file"]
    signing.sign_on_paper(who, opened, by=request.user)
    messages.success(request, _("The paper signed by %(name)s was added.") % {"name": who.person.name})
    return redirect("documents:read", version.pk)


@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask those who wrote it, before signing."""
    version = load(request, pk, Action.ASK)
    signing.require_open(version)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return page(request, version, status=422, question_form=form)
    asking.ask(version, by=request.user, text=form.cleaned_data["text"])
    messages.success(request, _("Your question was sent. You will get a letter when it is answered."))
    return redirect("documents:read", version.pk)


@require_POST
def answer(request: HttpRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Answer a question about a version, once."""
    version = load(request, pk, Action.ANSWER)
    found = get_object_or_404(version.questions.select_related("by"), pk=question)
    found.version = version
    form = AnswerForm(request.POST, question=found)
    if not form.is_valid():
        return page(request, version, status=422, answer_form=form)
    asking.answer(found, by=request.user, text=form.cleaned_data["text"])
    messages.success(request, _("Your answer was sent to %(name)s.") % {"name": found.by.name})
    return redirect("documents:read", version.pk)
