"""The one door for e-mail: a letter is written with the change it tells about, and delivered by a job."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from jobs.queue import ATTEMPTS, enqueue, handles

from .models import Letter, User


def write_to(
    person: User, template: str, *, about: str, words: Mapping[str, Any], path: str, is_secret: bool = False
) -> Letter | None:
    """Write one letter in the person's language and zone, inside the current transaction.

    ``template`` names a file in ``templates/mail/``: its first line is the subject, the rest the text. ``words`` must
    hold no confidential text. ``path`` is the address the letter leads to. ``about`` says what it tells of: the same
    person is told of the same thing once, so calling twice writes one letter and returns ``None`` the second time.
    ``is_secret``: the link lets its bearer in, so the text is not kept once it is sent.
    """
    with translation.override(person.language), timezone.override(person.zone):
        link = settings.SITE_URL + path
        text = render_to_string(f"mail/{template}.txt", {**words, "person": person, "link": link})
    subject, _newline, body = text.strip().partition("\n")
    return post(person, subject, body, about=about, is_secret=is_secret)


def post(person: User, subject: str, body: str, *, about: str, is_secret: bool = False) -> Letter | None:
    """Put a finished letter into the outbox; ``None`` when the person has been told of ``about`` before."""
    text = {"subject": " ".join(subject.split())[:200], "body": body.strip() + "\n", "is_secret": is_secret}
    letter, is_new = Letter.objects.get_or_create(person=person, about=about, defaults=text)
    if not is_new:
        return None
    enqueue("people.deliver", letter=str(letter.pk))
    return letter


@handles("people.deliver", seconds=40)
def deliver(job: Any, *, letter: str) -> None:
    """Send one letter. A letter already sent is not sent again; an account switched off since gets none."""
    row = Letter.objects.select_related("person").filter(pk=letter).exclude(state=Letter.State.SENT).first()
    if row is None or not row.person.is_active:
        return
    try:
        _send(row)
    except OSError:  # smtplib's errors are OSErrors; the queue tries again
        if job.attempts >= ATTEMPTS:
            Letter.objects.filter(pk=row.pk).update(state=Letter.State.FAILED)
        raise
    kept = "" if row.is_secret else row.body
    Letter.objects.filter(pk=row.pk).update(state=Letter.State.SENT, sent_at=timezone.now(), body=kept)


def _send(row: Letter) -> None:
    settings_url = settings.SITE_URL + reverse("people:profile")
    EmailMessage(
        subject=row.subject,
        body=row.body,
        to=[row.person.email],
        headers={"X-Entity-Ref-ID": str(row.pk), "List-Help": f"<{settings_url}>", "Auto-Submitted": "auto-generated"},
    ).send()
