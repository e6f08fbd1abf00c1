"""The page behind the link of somebody who is asked for feedback: no account, one answer. A GET changes nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from documents.views.by_link import kept_quiet

from ..forms.others import AnswerForm
from ..models import FeedbackLink
from ..others import links


@login_not_required
@kept_quiet
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The form; once it is sent, and for a link that never was one, a page that says nothing."""
    link = links.of_token(token)
    if link is None:
        if request.method == "POST" and links.was_sent_with(token, request.POST.get("once", "")):
            return redirect("monitoring:others_thanks")
        return render(request, "monitoring/others_ended.html", status=404)
    programme = link.round.space.group.programme
    with translation.override(programme.language), timezone.override(programme.time_zone):
        return _sent(request, link) if request.method == "POST" else _page(request, link, AnswerForm(row=link.round))


@login_not_required
def thanks(request: HttpRequest) -> HttpResponse:
    """After the answer, and after “I would rather not”: the same for everybody."""
    return render(request, "monitoring/others_thanks.html")


def _sent(request: HttpRequest, link: FeedbackLink) -> HttpResponse:
    if "decline" in request.POST:
        links.decline(link)
        return redirect("monitoring:others_thanks")
    form = AnswerForm(request.POST, row=link.round)
    if not form.is_valid():
        return _page(request, link, form)
    links.answer(link, form.told(), once=form.cleaned_data["once"])
    return redirect("monitoring:others_thanks")


def _page(request: HttpRequest, link: FeedbackLink, form: AnswerForm) -> HttpResponse:
    context = {"link": link, "round": link.round, "who": link.round.person.name, "form": form}
    return render(request, "monitoring/others_answer.html", context, status=422 if form.errors else 200)
