"""People who are asked whether they accept: asked again, what they answer, where they stand, what they were written."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from people.models import Letter
from programmes.accepting import answering, asking
from programmes.accepting.replies import replies
from programmes.models import Application, Asking, Offer, Proposal


def day():
    return timezone.localdate() + timedelta(days=7)


def ask_again(proposal: Proposal, mara) -> int:
    proposal.refresh_from_db()
    return asking.ask(proposal, day(), by=mara, seen=proposal.revision)


def say(row: Application, accepts: bool, reason: str = "") -> None:
    """What somebody answers to what they are asked now."""
    row = Application.objects.select_related("programme__space", "space", "person").get(pk=row.pk)
    answering.answer(row, Offer.objects.running().get(application=row).pk, accepts, reason, by=row.person)


def stands(asked: Asking, proposal: Proposal | None = None) -> dict[str, str]:
    return {row.application.person.name: str(row.stand) for row in replies(proposal or asked.proposal, asked).rows}


def letters(template_words: str) -> list[str]:
    rows = Letter.objects.filter(subject__contains=template_words).order_by("person__name")
    return list(rows.values_list("person__name", flat=True))


def place_of(row: Application) -> str:
    return reverse("programmes:my_place", args=(row.pk,))
