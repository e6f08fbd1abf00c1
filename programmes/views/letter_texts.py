"""Pages of the texts that letters begin with, and of every letter that the system sends by itself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.permissions import Action

from ..forms.writing import LetterTextForm
from ..models import LetterText, Programme
from ..writing import beginnings, samples, words
from .programmes import load

SHOWN = 100


def texts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The texts of the programme, and ours to begin with."""
    programme = load(request, pk, Action.RUN)
    context = {"programme": programme, "own": programme.letter_texts.all()[:SHOWN], "ours": beginnings.OURS}
    return render(request, "programmes/letter_texts.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A text of one's own, from the beginning or from one of ours."""
    programme = load(request, pk, Action.RUN)
    return _edit(request, LetterText(programme=programme), begun=request.GET.get("from", ""))


def change(request: HttpRequest, pk: UUID, text: UUID) -> HttpResponse:
    """Change a text, or throw it away; letters that were begun with it stay as they are."""
    programme = load(request, pk, Action.RUN)
    row = get_object_or_404(LetterText.objects.select_related("programme__space"), pk=text, programme=programme)
    if request.method == "POST" and "drop" in request.POST:
        beginnings.throw_away(row, by=request.user)
        messages.success(request, _("The text is thrown away. What was sent stays as it is."))
        return redirect("programmes:letter_texts", programme.pk)
    return _edit(request, row)


def _edit(request: HttpRequest, row: LetterText, *, begun: str = "") -> HttpResponse:
    programme, is_new = row.programme, row._state.adding
    languages = beginnings.languages_of(programme)
    data = request.POST if request.method == "POST" else None
    start = beginnings.find(programme, begun, languages) or row.texts
    form = LetterTextForm(data, languages=languages, texts=start, name=row.name)
    if data is not None and form.is_valid() and _kept(row, form, request, is_new):
        messages.success(request, _("Saved. Letters begin with it from now on; what was sent stays as it is."))
        return redirect("programmes:letter_texts", programme.pk)
    context = {
        "programme": programme,
        "form": form,
        "text": None if is_new else row,
        "placeholders": words.PLACEHOLDERS,
    }
    return render(request, "programmes/letter_text.html", context, status=200 if data is None else 422)


def _kept(row: LetterText, form: LetterTextForm, request: HttpRequest, is_new: bool) -> bool:
    said = form.cleaned_data
    if is_new and said["once"]:
        row.pk = said["once"]
    try:
        beginnings.keep(row, said["name"], form.texts, by=request.user)
    except beginnings.Taken:
        form.add_error("name", _("There is a text with this name. Choose another one."))
        return False
    return True


def system(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every letter that the system sends by itself, when, and how it reads in each language."""
    programme: Programme = load(request, pk, Action.RUN)
    language = samples.language_in(request.GET.get("language", ""))
    letter = samples.letter_in(request.GET.get("letter", ""))
    context = {"programme": programme, "parts": samples.by_part()}
    context |= {"letter": letter, "language": language, "languages": samples.languages()}
    if letter:
        context["subject"], context["body"] = samples.sample(letter, language, zone=programme.time_zone)
    return render(request, "programmes/system_letters.html", context)
