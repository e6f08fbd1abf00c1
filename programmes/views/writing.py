"""Pages of letters to people: whom, the text, the last look, what became of it, and the copy that each one reads."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs.models import Job
from people.models import User
from policy.permissions import Action, Role, require

from ..forms.writing import TextsForm, WhomForm
from ..models import Copy, Writing
from ..models.writing import WritingQuerySet
from ..writing import audience, beginnings, delivery, sending, words
from ..writing import broken as broken_addresses
from .groups import load_group
from .programmes import load

ROWS, COPIES = 30, 100


def load_writing(request: HttpRequest, pk: UUID) -> Writing:
    """A letter that its reader wrote, or may see as a manager."""
    rows = Writing.objects.visible_to(request.user).select_related("programme__space", "group__space", "by")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.WRITE_TO, row)
    return row


def letters(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What managers wrote in a programme, with what became of it; one's own drafts."""
    programme = load(request, pk, Action.RUN)
    rows = (
        Writing.objects.visible_to(request.user)
        .filter(programme=programme, group=None)
        .select_related("by", "programme")
    )
    context = _listed(request, rows)
    return render(request, "programmes/letters.html", {"programme": programme, **context})


def _listed(request: HttpRequest, rows: WritingQuerySet) -> dict[str, Any]:
    page: Any = Paginator(rows.sent(), ROWS).get_page(request.GET.get("page"))
    told = delivery.figures(page)
    for row in page:
        row.became = told[row.pk]
    drafts = rows.filter(by_id=request.user.pk, goes_at=None)[:ROWS]
    return {"page": page, "drafts": drafts}


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom to write to: groups, chosen here, or what was ticked on the list of people."""
    programme = load(request, pk, Action.RUN)
    data = request.POST if request.method == "POST" else None
    form = WhomForm(data, programme=programme, asked=request.GET, by=request.user)
    if data is not None and form.is_valid():
        return redirect("programmes:write", sending.begin(programme, form.chosen, by=request.user).pk)
    status = 200 if data is None else 422
    return render(request, "programmes/letter_new.html", {"programme": programme, "form": form}, status=status)


def of_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a mentor wrote to the own group; a POST begins a letter to it, of a mentor or of a manager."""
    group = load_group(request, pk, Action.WRITE_TO)
    is_mentor = Role.MENTOR in group.roles_of(request.user)
    if request.method == "POST":
        sides = [Role.MENTEE] if is_mentor else audience.SIDES
        chosen = audience.of_groups(group.programme, [group.pk], sides)
        begun = sending.begin(group.programme, chosen, by=request.user, group=group if is_mentor else None)
        return redirect("programmes:write", begun.pk)
    rows = Writing.objects.visible_to(request.user).filter(group=group).select_related("by", "programme")
    context = {"group": group, "programme": group.programme, "is_mentor": is_mentor, **_listed(request, rows)}
    return render(request, "programmes/group_letters.html", context)


def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Subject and text, in each language of the readers; it is kept as a draft."""
    row = load_writing(request, pk)
    if not row.is_draft:
        return redirect(row)
    to = audience.of(row)
    languages = beginnings.languages_of(row.programme, to.reached)
    begun = beginnings.find(row.programme, request.GET.get("from", ""), languages)
    data = request.POST if request.method == "POST" else None
    form = TextsForm(data, languages=languages, texts=begun or row.texts)
    if data is not None and form.is_valid():
        sending.write(row, form.texts, by=request.user)
        return redirect("programmes:writing_check", row.pk)
    context = {"row": row, "form": form, "to": to, "programme": row.programme, "group": row.group}
    context |= {"beginnings": beginnings.choices(row.programme), "placeholders": words.PLACEHOLDERS}
    return render(request, "programmes/write.html", context, status=200 if data is None else 422)


def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The last look: the very letter to one of the people, how many it reaches, and what is missing for whom."""
    row = load_writing(request, pk)
    if not row.is_draft:
        return redirect(row)
    to = audience.of(row)
    if not row.subject:
        return redirect("programmes:write", row.pk)
    context = {"row": row, "to": to, "programme": row.programme, "group": row.group}
    context |= _preview(row, to.reached, request.GET.get("as", ""))
    return render(request, "programmes/writing_check.html", context)


def _preview(row: Writing, people: list[User], which: str) -> dict[str, Any]:
    facts = words.known(row, people, now=timezone.now())
    one = next((person for person in people if str(person.pk) == which), people[0] if people else None)
    subject, text = words.filled(row, one, facts) if one else ("", "")
    return {
        "one": one,
        "subject": subject,
        "text": text,
        "language": words.language_for(row, one) if one else "",
        "elsewhere": sum(words.language_for(row, person) != person.letter_language for person in people),
        "without": [(f"{{{name}}}", n) for name, n in facts.without(people).items()],
    }


@require_POST
def send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it as it was looked at; a second time sends nothing."""
    row = load_writing(request, pk)
    seen = request.POST.get("seen", "")
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 8 else -1
    job = sending.send(row, seen=number, by=request.user, now=timezone.now())
    if job and job.state != Job.State.DONE:
        return redirect("jobs:progress", job.pk)
    return redirect(row)


def writing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of a letter: in figures and for each of its people; for a minute it can be taken back."""
    row = load_writing(request, pk)
    if row.is_draft:
        return redirect("programmes:write", row.pk)
    page = Paginator(delivery.copies_of(row), COPIES).get_page(request.GET.get("page"))
    context = {
        "row": row,
        "programme": row.programme,
        "group": row.group,
        "page": page,
        "rows": delivery.rows(page),
        "figures": delivery.figures([row])[row.pk],
        "missed": len(delivery.missed(row)),
        "without": row.done - page.paginator.count - (row.taken_back or 0),
        "own": row.texts.get(row.programme.language, {}),
    }
    return render(request, "programmes/writing.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the letters back that have not gone."""
    row = load_writing(request, pk)
    back = sending.take_back(row, by=request.user)
    if back:
        said = ngettext("%(n)d letter was taken back.", "%(n)d letters were taken back.", back) % {"n": back}
        messages.success(request, said)
    else:
        messages.info(request, _("It was too late: the letters have gone already."))
    return redirect(row)


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a letter with the same text to those whom it did not reach."""
    return redirect("programmes:write", delivery.again(load_writing(request, pk), by=request.user).pk)


@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throw a draft away."""
    row = load_writing(request, pk)
    if not row.is_draft:
        return redirect(row)
    sending.drop(row, by=request.user)
    messages.success(request, _("The draft is thrown away."))
    return (
        redirect("programmes:group_letters", row.group_id)
        if row.group_id
        else redirect("programmes:letters", row.programme_id)
    )


def broken(request: HttpRequest, pk: UUID) -> HttpResponse:
    """People of the programme whose letters come back, and what helps."""
    programme = load(request, pk, Action.RUN)
    people = broken_addresses.people(programme)[: broken_addresses.SHOWN]
    return render(request, "programmes/broken.html", {"programme": programme, "people": people})


def mine(request: HttpRequest) -> HttpResponse:
    """The letters that managers and mentors wrote to me."""
    rows = Copy.objects.visible_to(request.user).select_related("writing__by", "writing__programme")
    page = Paginator(rows.order_by("-writing__goes_at"), ROWS).get_page(request.GET.get("page"))
    return render(request, "programmes/my_letters.html", {"page": page})


def copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One letter to me; that it was opened is kept, for who wrote it."""
    rows = Copy.objects.visible_to(request.user).select_related("writing__by", "writing__programme", "writing__group")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.READ, row)
    if request.method == "GET":
        delivery.note_read(row, now=timezone.now())
    return render(request, "programmes/letter_copy.html", {"copy": row, "writing": row.writing})
