"""The one door for e-mail: a letter is written with the change it tells about, and delivered by a job.

What is urgent goes out at once, to everybody. The rest goes as each person wants it (``MailChoice``): at once, as lines
of the letter of the day (docs/adr/0013), or not at all; it stands on the pages in any case. Letters of that rest carry
the way to stop them, for mail programs to show as a button (RFC 8058).
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.queue import ATTEMPTS, enqueue, handles

from . import bounces
from .models import Letter, MailChoice, User

# Every letter stands in one of these. Urgent: accounts, decisions, signatures, what must change, sessions that change.
AT_ONCE = frozenset({
    "people/invitation", "people/welcome", "people/day", "people/second_step_taken_off",
    "people/address_confirm", "people/address_changing", "people/address_tried",
    "programmes/application_select", "programmes/application_reserve", "programmes/application_decline",
    "programmes/offer_ask", "programmes/offer_remind", "programmes/offer_off",
    "programmes/farewell", "programmes/interview", "programmes/interview_off",
    "programmes/apply_confirm", "programmes/apply_later",
    "programmes/applied", "programmes/applied_already",
    "programmes/ask_to_apply", "programmes/ask_to_apply_known",
    "programmes/written", "programmes/manager_joined", "programmes/manager_left", "programmes/manager_ended",
    "programmes/training_invitation", "programmes/training_cancelled", "programmes/training_place",
    "documents/signatory_offer", "documents/signatory_remind", "documents/signatory_refuse", "documents/signatory_scan",
    "documents/question_ask", "documents/question_answer", "documents/version_seal", "documents/version_send_back",
    "monitoring/afterwards", "monitoring/afterwards_again",
    "sessions/invitation", "sessions/call_wish", "mentoring_sessions/meeting_cancel",
    "sessions/change_old_mentor", "sessions/change_new_mentor", "sessions/change_of_mentor", "sessions/change_word",
    "sessions/change_moved", "sessions/change_left", "sessions/change_came", "sessions/change_gone",
    "sessions/change_ended",
    "monitoring/others_asked", "monitoring/others_reminded", "monitoring/recommendation_owner",
    "conversations/invited",
})  # fmt: skip
CAN_WAIT = frozenset({
    "programmes/training_soon", "sessions/suggested",
    "documents/version_submit", "documents/version_publish", "documents/version_file",
    "monitoring/diary_owed", "monitoring/no_session", "monitoring/answers_missing",
    "monitoring/questionnaire_missing", "monitoring/questionnaire_opened",
    "conversations/topic", "conversations/hidden",
})  # fmt: skip

DAY = "people/day"
STOPS = "people.mail.stop"

FILES_AT_MOST, FILE_AT_MOST = 20, 20_000
File = Mapping[str, str]


@contextmanager
def speaking_to(person: User) -> Iterator[None]:
    """In here words come in the language in which the person wants letters, and times in their zone."""
    with translation.override(person.letter_language), timezone.override(person.zone):
        yield


def write_to(
    person: User,
    template: str,
    *,
    about: str,
    words: Mapping[str, Any],
    path: str,
    is_secret: bool = False,
    files: Sequence[File] = (),
    more: str = "",
    not_before: datetime | None = None,
    reply_to: str = "",
) -> Letter | None:
    """Write one letter in the person's language and zone, inside the current transaction.

    ``template`` names a file in ``templates/mail/``: its first line is the subject, the rest the text. ``words`` must
    hold no confidential text. ``path`` is the address the letter leads to. ``about`` says what it tells of: the same
    person is told of the same thing once, so calling twice writes one letter and returns ``None`` the second time.
    ``is_secret``: the link lets its bearer in, so the text is not kept once it is sent. ``files`` go with it (see
    ``post``). Of a letter that can wait only the subject and the address go out, as a line, with ``more`` under it, unless
    the person wants such letters at once, or not at all. ``not_before``: until then it stays in the outbox and can be taken back.
    ``reply_to``: the address that answers go to, when a person wrote it.
    """
    subject, body = worded(person, template, words=words, path=path)
    if template in CAN_WAIT and person.mail_choice != MailChoice.AT_ONCE:
        return hold(person, subject, about=about, link=settings.SITE_URL + path, more=more)
    can_be_stopped = template in CAN_WAIT | {DAY}
    return post(
        person,
        subject,
        body + _foot(person) if can_be_stopped else body,
        about=about,
        is_secret=is_secret,
        files=files,
        not_before=not_before,
        can_be_stopped=can_be_stopped,
        reply_to=reply_to,
    )


def worded(person: User, template: str, *, words: Mapping[str, Any], path: str) -> tuple[str, str]:
    """Subject and text of a letter in the person's language and zone; nothing is sent. Words as in ``write_to``."""
    with speaking_to(person):
        told = {**words, "person": person, "link": settings.SITE_URL + path}
        text = render_to_string(f"mail/{template}.txt", told)
    subject, _newline, body = text.strip().partition("\n")
    return _one_line(subject), body.strip()


def _foot(person: User) -> str:
    """The last lines of a letter that need not come: where one says so."""
    with speaking_to(person):
        words = _("How often we write, you choose in your settings:")
    return f"\n\n{words}\n{settings.SITE_URL}{reverse('people:letters')}"


def write_outside(
    address: str, template: str, *, about: str, words: Mapping[str, Any], path: str, language: str, zone: tzinfo
) -> Letter | None:
    """Write one letter to somebody without an account, with a personal link; inside the current transaction.

    Words as in ``write_to``; ``language`` and ``zone`` are the programme's. Once it is sent, neither the address nor
    the text is kept. ``None`` when a letter about the same was written before.
    """
    link = settings.SITE_URL + path
    with translation.override(language), timezone.override(zone):
        text = render_to_string(f"mail/{template}.txt", {**words, "link": link})
    subject, _newline, body = text.strip().partition("\n")
    told = {"address": address, "subject": _one_line(subject), "body": body.strip() + "\n", "is_secret": True}
    letter, is_new = Letter.objects.get_or_create(person=None, about=about, defaults=told)
    if not is_new:
        return None
    enqueue("people.deliver", letter=str(letter.pk))
    return letter


def forget_outside(abouts: Sequence[str]) -> None:
    """Take out the letters about these to people without an account; what has not gone out yet never does."""
    Letter.objects.filter(person=None, about__in=abouts).delete()


def take_back(letters: QuerySet[Letter]) -> list[Letter]:
    """Take out those of these letters that no worker has begun to send; they never go. Returns which."""
    with transaction.atomic():
        rows = {str(letter.pk): letter for letter in letters.filter(state=Letter.State.WAITING)}
        jobs = Job.objects.select_for_update().filter(name="people.deliver", state=Job.State.WAITING)
        found = {job.pk: job.arguments["letter"] for job in jobs.filter(arguments__letter__in=list(rows))}
        Job.objects.filter(pk__in=found).delete()
        Letter.objects.filter(pk__in=found.values()).delete()
    return [rows[pk] for pk in found.values()]


def withdraw(letters: QuerySet[Letter]) -> None:
    """Take out those of these letters that have not gone: what is held back or waits, and what could not be delivered.

    One that a worker is sending just now may still go, but is not tried again, also where that sending was stopped.
    """
    with transaction.atomic():
        letters.filter(state=Letter.State.HELD).delete()
        take_back(letters)
        letters.filter(state__in=(Letter.State.WAITING, Letter.State.FAILED)).delete()


def post(
    person: User,
    subject: str,
    body: str,
    *,
    about: str,
    is_secret: bool = False,
    files: Sequence[File] = (),
    not_before: datetime | None = None,
    can_be_stopped: bool = False,
    reply_to: str = "",
) -> Letter | None:
    """Put a finished letter into the outbox; ``None`` when the person has been told of ``about`` before.

    ``files``: few and small, each with ``name``, ``type`` (of its media) and ``text``; raises ``ValueError`` for more.
    ``can_be_stopped``: it goes only as long as the person wants such letters, and carries the way to stop them.
    """
    if len(files) > FILES_AT_MOST or any(len(file["text"]) > FILE_AT_MOST for file in files):
        raise ValueError("These files are too many or too large for a letter.")
    told: dict[str, Any] = {
        "subject": _one_line(subject),
        "body": body.strip() + "\n",
        "files": [dict(file) for file in files],
    }
    told |= {"is_secret": is_secret, "can_be_stopped": can_be_stopped, "reply_to": reply_to}
    letter, is_new = Letter.objects.get_or_create(person=person, about=about, defaults=told)
    if not is_new:
        return None
    enqueue("people.deliver", letter=str(letter.pk), not_before=not_before)
    return letter


def pretend() -> None:
    """Do the work of ``post`` for nobody: how long an answer takes does not tell whether an address is known."""
    enqueue("people.deliver", letter=str(uuid.uuid4()))


def hold(person: User, line: str, *, about: str, link: str, more: str = "") -> Letter | None:
    """Keep a line, with ``more`` under it, for the letter of the day; ``None`` when the person has been told before.

    Of somebody who wants only what they must do it is kept that it was said, on the pages; no letter takes it up.
    """
    state = Letter.State.KEPT if person.mail_choice == MailChoice.MUST else Letter.State.HELD
    told = {"subject": _one_line(line), "body": more, "link": link, "state": state}
    letter, is_new = Letter.objects.get_or_create(person=person, about=about, defaults=told)
    return letter if is_new else None


def drop_held(about: str, *, person: User | None = None) -> None:
    """Forget what is held back about something that is not so any more: ``about`` begins with these words.

    Of everybody, or of one person who knows it already.
    """
    held = Letter.objects.filter(state=Letter.State.HELD, about__startswith=about)
    (held.filter(person=person) if person else held).delete()


def choose(person: User, choice: MailChoice) -> None:
    """From now on ``person`` is mailed so. What was held back for somebody who wants no more of it is not sent later."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(mail_choice=choice)
        if choice == MailChoice.MUST:
            Letter.objects.filter(person=person, state=Letter.State.HELD).update(state=Letter.State.KEPT)


def way_to_stop(person: User) -> str:
    """The part of an address by which its bearer stops the letters of ``person`` that can wait, and does nothing else."""
    return signing.Signer(salt=STOPS).sign(str(person.pk))


def stop(signed: str) -> None:
    """Stop the letters that can wait of whom such a part was made for; of one that never was, nothing happens."""
    try:
        person = User.objects.filter(pk=signing.Signer(salt=STOPS).unsign(signed)).first()
    except signing.BadSignature:
        return
    if person:
        choose(person, MailChoice.MUST)


@handles("people.deliver", seconds=40)
def deliver(job: Any, *, letter: str) -> None:
    """Send one letter. One already sent is not sent again; an account switched off since gets none, and nobody gets what
    they have stopped since. What can wait does not go to an address from which letters keep coming back.
    """
    done = (Letter.State.SENT, Letter.State.HELD, Letter.State.KEPT, Letter.State.BOUNCED)
    row = Letter.objects.select_related("person").filter(pk=letter).exclude(state__in=done).first()
    if row is None or (row.person and not row.person.is_active):
        return
    if row.can_be_stopped and row.person and _is_kept_from(row.person):
        Letter.objects.filter(pk=row.pk).update(state=Letter.State.KEPT)
        return
    try:
        _send(row)
    except OSError:  # smtplib's errors are OSErrors; the queue tries again
        if job.attempts >= ATTEMPTS:
            Letter.objects.filter(pk=row.pk).update(state=Letter.State.FAILED)
        raise
    kept = "" if row.is_secret else row.body
    Letter.objects.filter(pk=row.pk).update(
        state=Letter.State.SENT, sent_at=timezone.now(), body=kept, files=[], address=""
    )


def came_back(letter: Letter) -> None:
    """Say of a letter that was sent that it could not be delivered."""
    Letter.objects.filter(pk=letter.pk, state=Letter.State.SENT).update(state=Letter.State.BOUNCED)


def _is_kept_from(person: User) -> bool:
    """Whether what can wait stays on the pages: stopped since it was written, or the address does not work."""
    return person.mail_choice == MailChoice.MUST or bounces.keep_coming(person)


def _send(row: Letter) -> None:
    headers = {"X-Entity-Ref-ID": bounces.mark(row.pk), "Auto-Submitted": "auto-generated"}
    sender = bounces.return_path(row.pk)
    if sender:  # the envelope says where a letter comes back to, the header whom it is from
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    if row.reply_to:
        headers |= {"Reply-To": row.reply_to, "Auto-Submitted": "no"}  # a person wrote it
    if row.person:
        headers["List-Help"] = f"<{settings.SITE_URL}{reverse('people:profile')}>"
    if row.person and row.can_be_stopped:
        path = reverse("people:letters_stop", args=(way_to_stop(row.person),))
        headers["List-Unsubscribe"] = f"<{settings.SITE_URL}{path}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    to = row.person.email if row.person else row.address
    letter = EmailMultiAlternatives(row.subject, row.body, sender or None, [to], headers=headers)
    if len(row.files) == 1 and row.files[0]["type"].startswith("text/calendar"):
        # mail programs show the one that is another form of the text as an invitation, and offer the file to others
        (file,) = row.files
        letter.attach_alternative(file["text"], file["type"])
        letter.attach(file["name"], file["text"].encode(), "application/ics")
    else:
        for file in row.files:
            letter.attach(file["name"], file["text"], file["type"])
    letter.send()


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
