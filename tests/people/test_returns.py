"""Letters that come back: read from what a mail server says, noted once, and what follows for the address."""

import io
from email import message_from_string
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from people import bounces, returns
from people import mail as post
from people.models import AddressChange, Bounce, Letter, User

pytestmark = pytest.mark.django_db

NOTICE = """From: MAILER-DAEMON@mx.example.net
To: {to}
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

Your letter could not be delivered. Secret diagnostics: 550 nia@example.org
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; nia@example.org
Action: {action}
Status: {status}

--b
Content-Type: {sort}

X-Entity-Ref-ID: {mark}
Subject: Hello

--b--
"""


def notice(
    *, mark: str = "", to: str = "mentoring@localhost", action="failed", status="5.1.1", sort="text/rfc822-headers"
):
    return NOTICE.format(to=to, mark=mark, action=action, status=status, sort=sort).encode()


@pytest.fixture
def sent(nia, run_jobs) -> Letter:
    """A letter to Nia that went out."""
    return send(nia, run_jobs)


def send(person: User, run_jobs, about: str = "one") -> Letter:
    letter = post.post(person, "Hello", "Hello Nia", about=about)
    run_jobs()
    letter.refresh_from_db()
    return letter


def hand_over(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    call_command("bounced", stdout=io.StringIO())


def test_a_letter_says_where_it_comes_back_to_and_which_it_is(nia, run_jobs, settings):
    settings.BOUNCE_ADDRESS = "bounce@mail.example.org"
    letter = send(nia, run_jobs)
    (went,) = mail.outbox
    told = message_from_string(went.message().as_string())
    assert went.from_email == f"bounce+{bounces.mark(letter.pk)}@mail.example.org"
    assert len(went.from_email.partition("@")[0]) <= 64
    assert (told["From"], told["X-Entity-Ref-ID"]) == (settings.DEFAULT_FROM_EMAIL, bounces.mark(letter.pk))


@pytest.mark.parametrize(
    ("status", "reason", "is_hard"),
    [("5.1.1", "unknown", True), ("5.2.2", "full", False), ("4.2.2", "full", False), ("5.7.1", "refused", True)],
)
def test_what_comes_back_is_noted_once_with_a_plain_reason(sent, monkeypatch, status, reason, is_hard):
    for _twice in range(2):
        hand_over(monkeypatch, notice(mark=bounces.mark(sent.pk), status=status))
    sent.refresh_from_db()
    bounce = Bounce.objects.get()
    assert (sent.state, bounce.reason, bounce.is_hard, bounce.address) == (
        "bounced",
        reason,
        is_hard,
        "nia@example.org",
    )


def test_the_mark_is_found_wherever_a_server_puts_it(sent):
    mark = bounces.mark(sent.pk)
    found = [
        returns.read(notice(to=f"Bounce <bounce+{mark.upper()}@mail.example.org>")),
        returns.read(notice(mark=mark, sort="message/rfc822")),
    ]
    assert [one.letter for one in found] == [sent.pk, sent.pk]


def test_hostile_and_foreign_mail_changes_nothing(sent, monkeypatch):
    """A wrong signature, another letter's id, no id, what is only late, and bytes of any kind."""
    other = bounces.mark(Letter.objects.get().pk).replace(sent.pk.hex[:4], "0000")
    bad = [
        notice(mark=f"{sent.pk.hex}.{'0' * 16}"), notice(mark=str(sent.pk)), notice(mark=other), notice(),
        notice(mark=bounces.mark(sent.pk), action="delayed"), b"", b"\x00\xff" * 5000,
        b"To: a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 5000, b"X-Entity-Ref-ID: " + b"f" * 2_000_000,
    ]  # fmt: skip
    for data in bad:
        hand_over(monkeypatch, data)
    sent.refresh_from_db()
    assert (sent.state, Bounce.objects.count()) == ("sent", 0)


def test_what_can_wait_goes_no_more_to_an_address_that_came_back_twice_until_it_is_another(nia, run_jobs, monkeypatch):
    post.choose(nia, "at-once")
    for about in ("one", "two"):
        assert bounces.keep_coming(nia) is False
        hand_over(monkeypatch, notice(mark=bounces.mark(send(nia, run_jobs, about).pk)))
    mail.outbox.clear()
    waits = post.post(nia, "News", "News", about="news", can_be_stopped=True)
    urgent = post.post(nia, "Sign", "Sign", about="sign")
    run_jobs()
    waits.refresh_from_db()
    assert ([letter.subject for letter in mail.outbox], waits.state, bounces.broken([nia.pk])) == (
        ["Sign"],
        "kept",
        {nia.pk: 2},
    )
    User.objects.filter(pk=nia.pk).update(email="new@example.org")
    now = timezone.now()
    told = {"old": "nia@example.org", "new": "new@example.org", "ends_at": now, "stop_until": now, "confirmed_at": now}
    AddressChange.objects.create(person=nia, digest="1", stop_digest="2", **told)
    hand_over(monkeypatch, notice(mark=bounces.mark(urgent.pk)))  # of the address before
    nia.refresh_from_db()
    assert (bounces.keep_coming(nia), bounces.broken([nia.pk]), Bounce.objects.count()) == (False, {}, 3)
