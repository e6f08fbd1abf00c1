"""A letter is written with what it tells of, delivered once by a job, and holds nothing up."""

import smtplib
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from jobs import tasks
from jobs.models import Job
from jobs.queue import try_again
from people import mail as post
from people.day_letters import letter_of_the_day
from people.mail import write_to
from people.models import Letter, MailChoice, User
from policy.machine import move
from policy.permissions import Action
from tests import stories

pytestmark = pytest.mark.django_db

WORDS = {"to_what": "Step into work", "as_what": "mentee", "by": None, "days": 14}


def write(person: User, about: str = "this", **words: object) -> Letter | None:
    return write_to(person, "people/welcome", about=about, words={**WORDS, **words}, path="/g/1/")


class MailboxAway(BaseEmailBackend):
    """A mail server that does not answer, in place of the real one."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("away")


AWAY = f"{MailboxAway.__module__}.{MailboxAway.__qualname__}"


def test_a_person_is_told_of_one_thing_once(nia, ela, run_jobs):
    assert write(nia) is not None
    assert write(nia) is None
    assert write(ela) is not None
    assert write(nia, about="that") is not None
    run_jobs()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ela@example.org", "nia@example.org", "nia@example.org"]


def test_a_letter_says_what_where_and_from_whom(nia, run_jobs):
    User.objects.filter(pk=nia.pk).update(called="Niusha")
    nia.refresh_from_db()
    write(nia)
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "You take part in Step into work"
    assert letter.body.startswith("Hello Niusha,\n")
    assert "http://127.0.0.1:8000/g/1/" in letter.body
    assert letter.from_email == "Mentoring <mentoring@localhost>"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_names_stand_in_letters_as_they_are_written(nia, run_jobs):
    write(nia, to_what="O’Neill & Žukaitė <work>")
    run_jobs()
    assert mail.outbox[0].subject == "You take part in O’Neill & Žukaitė <work>"


def test_a_name_cannot_add_lines_to_the_head_of_a_letter(nia, run_jobs):
    write(nia, to_what="Work\rBcc: oto@example.org\x0bX")
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "You take part in Work Bcc: oto@example.org X"
    assert letter.recipients() == ["nia@example.org"]


def test_a_letter_tells_the_time_in_the_reader_s_zone(group, mara, tomas, nia, ela, run_jobs):
    User.objects.filter(pk=ela.pk).update(time_zone="Europe/Lisbon")
    at = (timezone.now() + timedelta(days=9)).astimezone(ZoneInfo("Europe/Vilnius"))
    at = at.replace(hour=18, minute=0, second=0, microsecond=0)
    meeting = stories.meeting(group, by=tomas, at=at)
    move(meeting, Action.CANCEL, by=tomas, reason="Ill")
    run_jobs()
    told = {letter.to[0]: letter.subject for letter in mail.outbox if letter.subject.startswith("Cancelled")}
    assert {who: subject[-5:] for who, subject in told.items()} == {
        "nia@example.org": "18:00",
        "ela@example.org": "16:00",
    }


def test_a_letter_is_delivered_once(nia, run_jobs):
    letter = write(nia)
    for _again in range(3):
        post.deliver(None, letter=str(letter.pk))
    run_jobs()
    assert len(mail.outbox) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at is not None) == ("sent", True)


def test_an_account_switched_off_gets_no_letter(nia, ela, run_jobs):
    write(nia)
    write(ela)
    User.objects.filter(pk=nia.pk).update(is_active=False)
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["ela@example.org"]]


def test_a_letter_that_is_gone_is_no_fault(db):
    post.deliver(None, letter="6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again_and_then_given_up(nia, settings):
    settings.EMAIL_BACKEND = AWAY
    letter = write(nia)
    for _attempt in range(5):
        tasks.run_all()
        Job.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    (job,) = Job.objects.filter(name="people.deliver")
    assert (job.state, job.error) == ("failed", "It failed five times (SMTPServerDisconnected).")
    letter.refresh_from_db()
    assert letter.state == "failed"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert try_again(job)
    tasks.run_all()
    letter.refresh_from_db()
    assert (letter.state, len(mail.outbox)) == ("sent", 1), "not lost: it can be tried again"


def test_a_mail_server_that_comes_back_delivers_once(nia, settings):
    settings.EMAIL_BACKEND = AWAY
    write(nia)
    tasks.run_all()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Job.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(seconds=1))
    tasks.run_all()
    assert [letter.to for letter in mail.outbox] == [["nia@example.org"]]


def test_saving_never_waits_for_mail(group, tomas, settings):
    settings.EMAIL_BACKEND = AWAY
    meeting = stories.meeting(group, by=tomas)
    move(meeting, Action.CANCEL, by=tomas, reason="Ill")
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_tells_nobody(nia, run_jobs):
    def change() -> None:
        with transaction.atomic():
            write(nia)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    run_jobs()
    assert (Letter.objects.count(), mail.outbox) == (0, [])


def test_the_text_of_a_letter_that_lets_its_bearer_in_is_not_kept(nia, run_jobs):
    open_letter, secret = write(nia), post.post(nia, "Your link", "Come in", about="a way in", is_secret=True)
    run_jobs()
    open_letter.refresh_from_db()
    secret.refresh_from_db()
    assert (open_letter.body != "", secret.body, secret.state) == (True, "", "sent")


def test_of_every_letter_it_is_decided_whether_it_can_wait() -> None:
    folder = Path(settings.BASE_DIR) / "templates" / "mail"
    letters = {str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.txt")}
    assert (letters, post.AT_ONCE & post.CAN_WAIT) == (post.AT_ONCE | post.CAN_WAIT, set())


def test_a_letter_carries_files_and_forgets_them(nia, run_jobs):
    files = [{"name": f"{n}.txt", "type": "text/plain", "text": "Щъркел\n"} for n in range(2)]
    letter = post.post(nia, "Two", "Look", about="files", files=files)
    run_jobs()
    parsed = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert [(part.get_filename(), part.get_content()) for part in parsed.iter_attachments()] == [
        ("0.txt", "Щъркел\n"),
        ("1.txt", "Щъркел\n"),
    ]
    letter.refresh_from_db()
    assert (letter.files, letter.state) == ([], "sent")


def test_a_letter_carries_no_parcel(nia):
    small = {"name": "x", "type": "text/plain", "text": "x"}
    for files in ([small] * 21, [{**small, "text": "x" * 20_001}]):
        with pytest.raises(ValueError, match="too many or too large"):
            post.post(nia, "Two", "Look", about="files", files=files)
    assert not Letter.objects.exists()


def test_what_can_wait_goes_out_as_lines_of_one_letter_a_day(nia, run_jobs):
    lines = [post.hold(nia, f"Line {n}", about=f"line {n}", link=f"http://127.0.0.1:8000/{n}/") for n in range(3)]
    assert post.hold(nia, "Line 0", about="line 0", link="") is None
    assert (run_jobs(), mail.outbox) == (0, [])
    today = date(2027, 3, 4)
    for chunk in (lines[:2], lines[2:]):
        letter_of_the_day(nia, chunk, on=today)
    assert Letter.objects.get(state="held").subject == "Line 2"
    letter_of_the_day(nia, lines[2:], on=today + timedelta(days=1))
    run_jobs()
    assert [letter.subject for letter in mail.outbox] == ["Line 0, and 1 more", "Line 2"]
    assert "Line 0\nhttp://127.0.0.1:8000/0/\n\nLine 1\nhttp://127.0.0.1:8000/1/\n" in mail.outbox[0].body
    assert not Letter.objects.exclude(state="sent").exists()


def can_wait(person: User, n: int = 0) -> Letter | None:
    """Something that can wait."""
    words = {"title": "Diary", "heading": {"group": "Aušra", "programme": "Work"}, "by": None}
    return write_to(person, "documents/version_publish", about=f"thing {n}", words=words, path="/d/1/")


def test_each_person_is_written_to_as_often_as_they_want(nia, ela, tomas, run_jobs):
    post.choose(nia, MailChoice.AT_ONCE)
    post.choose(ela, MailChoice.MUST)
    for person in (nia, ela, tomas):
        person.refresh_from_db()
        assert can_wait(person) is not None and can_wait(person) is None, "told once, however"
        write(person, about="a way in")
    run_jobs()
    assert [letter.subject for letter in mail.outbox if letter.to == ["nia@example.org"]] == [
        "New: Diary, Aušra",
        "You take part in Step into work",
    ]
    assert {letter.to[0] for letter in mail.outbox if "take part" in letter.subject} == {
        "nia@example.org",
        "ela@example.org",
        "tomas@example.org",
    }, "what one must know comes at once, whatever one chose"
    states = dict(Letter.objects.filter(about="thing 0").values_list("person__name", "state"))
    assert states == {"Nia Berg": "sent", "Ela Žukaitė": "kept", "Tomas Lind": "held"}


def test_letters_that_can_be_stopped_say_how_and_one_press_does_it(nia, ela, run_jobs):
    post.choose(nia, MailChoice.AT_ONCE)
    nia.refresh_from_db()
    can_wait(nia)
    write(nia)
    run_jobs()
    said = "How often we write, you choose in your settings:\nhttp://127.0.0.1:8000/me/profile/letters/\n"
    assert [letter.body.endswith(said) for letter in mail.outbox] == [True, False]
    heads = {letter.subject: letter.extra_headers for letter in mail.outbox}
    must, stoppable = heads["You take part in Step into work"], heads["New: Diary, Aušra"]
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(must)
    assert stoppable["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = stoppable["List-Unsubscribe"].removeprefix("<http://127.0.0.1:8000").removesuffix(">")
    never = f"{link[:-3]}x/"
    provider = Client(enforce_csrf_checks=True)
    asked, unknown = provider.get(link), provider.get(never)
    assert asked.content == unknown.content and "nia" not in asked.content.decode().lower()
    assert chosen(nia) == "at-once", "looking changes nothing"
    told = {"List-Unsubscribe": "One-Click"}
    assert provider.post(never, told).content == provider.post(link, told).content
    assert (chosen(nia), chosen(ela)) == ("must", "daily")


def chosen(person: User) -> str:
    return User.objects.get(pk=person.pk).mail_choice


def test_what_was_written_and_not_sent_yet_is_stopped_too(nia, tomas, run_jobs):
    post.choose(nia, MailChoice.AT_ONCE)
    nia.refresh_from_db()
    can_wait(nia), can_wait(tomas)
    for person in (nia, tomas):
        post.stop(post.way_to_stop(person))
    run_jobs()
    assert mail.outbox == []
    assert set(Letter.objects.values_list("state", flat=True)) == {"kept"}


def test_letters_come_in_the_language_chosen_for_them(nia):
    User.objects.filter(pk=nia.pk).update(mail_language="de")
    nia.refresh_from_db()
    with post.speaking_to(nia):
        assert translation.get_language() == "de"
    assert nia.language == "en"
