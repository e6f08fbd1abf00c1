"""A manager comes into one chat when its mentor invites her, reads from there on, and is out again at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations import chats, guests, search, talking, topics
from conversations.models import Guest, Message, Thread
from people.models import Letter, User
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Action, Role, may
from programmes.models import Group, Programme
from sessions.models import Meeting
from tests import stories
from tests.conversations.conftest import WHY
from tests.conversations.test_views import words_of


@pytest.fixture
def page(running) -> str:
    return reverse("conversations:chat", args=(running.pk,))


def thread_of(meeting: Meeting) -> Thread:
    return chats.thread_of(Meeting.objects.select_related("group__programme", "group__space").get(pk=meeting.pk))


def test_the_mentor_invites_a_manager_who_reads_from_there_on(
    page, signed_in, running, tomas, nia, mara, rita, say, run_jobs
) -> None:
    before = say(nia, "told among us")
    form, desk = reverse("conversations:invite", args=(running.pk,)), reverse("sessions:run", args=(running.pk,))
    assert form in signed_in(tomas).get(desk).content.decode()
    assert form in signed_in(tomas).get(page).content.decode() and form not in signed_in(nia).get(page).content.decode()
    sent = {"key": uuid4(), "person": mara.pk, "why": WHY}
    for _twice in range(2):
        assert signed_in(tomas).post(form, sent).url == f"{page}#last"
    talking.take_back(before, by=nia)  # what changes before the line stays closed too
    say(nia, "What would a pause mean?")
    assert "End the invitation of Mara Vilks" in words_of(signed_in(tomas).get(desk))
    shown = words_of(signed_in(mara).get(page))
    line = "Tomas Lind invited Mara Vilks, a manager of the programme, to read and write from here on."
    assert line in shown and WHY in shown and "What would a pause mean?" in shown
    assert "told among us" not in shown and "taken back" not in shown
    assert "Read by: Tomas Lind, Ela Žukaitė, Nia Berg and you, from your invitation on." in shown
    for who in (tomas, nia):
        seen = words_of(signed_in(who).get(page))
        assert line in seen and "Mara Vilks, a manager, from the invitation on. No other manager." in seen
    assert signed_in(mara).post(f"{page}say/", {"key": uuid4(), "text": "At most three months."}).status_code == 302
    assert "At most three months." in words_of(signed_in(nia).get(page))
    assert signed_in(rita).get(page).status_code == 404 and signed_in(rita).post(f"{page}say/").status_code == 404
    assert Message.objects.filter(tells="came").count() == 1
    assert Event.objects.filter(action=Action.ASK_IN).count() == 1


def test_every_other_chat_of_the_group_and_its_topics_stay_closed(
    invite, running, working_group, signed_in, mara, tomas, nia
) -> None:
    other = stories.meeting(working_group, by=tomas)
    chats.say(other, "elsewhere", key=uuid4(), by=nia)
    topic = topics.open_topic(running.space, "Among us", "Hm", key=uuid4(), by=nia)
    invite()
    for url in (reverse("conversations:chat", args=(other.pk,)), topic.get_absolute_url()):
        assert signed_in(mara).get(url).status_code == 404
    assert list(Thread.objects.visible_to(mara)) == [thread_of(running)]
    assert "chat" not in words_of(signed_in(mara).get(other.get_absolute_url())).lower()


def test_a_guest_reads_and_talks_and_nothing_else(invite, page, say, running, signed_in, mara, tomas, nia) -> None:
    invite()
    said = say(nia, "hm")
    mine = say(mara, "Mine")
    browser = signed_in(mara)
    assert browser.get(reverse("conversations:hide", args=(said.pk,))).status_code == 403
    assert browser.post(reverse("conversations:take_back", args=(said.pk,))).status_code == 403
    assert browser.post(f"{page}point/", {"point": "2"}).status_code == 403
    assert browser.get(reverse("conversations:invite", args=(running.pk,))).status_code == 403
    assert browser.get(reverse("conversations:into_diary", args=(running.pk,))).status_code == 409
    assert browser.post(reverse("conversations:take_back", args=(mine.pk,))).status_code == 302
    other = say(mara, "Mine too")
    talking.hide(other, "Not here", by=tomas)
    shown = words_of(browser.get(page))
    assert "hidden by Tomas Lind, the mentor: Not here" in shown and "Mine too" not in shown


def test_what_the_system_tells_is_nobodys_to_take_back_or_hide(invite, signed_in, tomas, mara, nia, page) -> None:
    invite()
    line = Message.objects.get(tells="came")
    for who in (tomas, mara, nia):
        for name in ("take_back", "hide"):
            assert signed_in(who).post(reverse(f"conversations:{name}", args=(line.pk,))).status_code == 403, who
        assert str(reverse("conversations:take_back", args=(line.pk,))) not in signed_in(who).get(page).content.decode()


def test_nobody_but_the_mentor_invites_and_nobody_but_a_manager_is_invited(
    invite, running, signed_in, mara, tomas, nia, oto
) -> None:
    for who in (nia, mara, oto):
        with pytest.raises(PermissionDenied):
            invite(by=who)
    other = stories.manager("other@example.org", "Other Sol")
    stories.programme(by=other, name="Elsewhere")
    for whom in (oto, nia, other):
        with pytest.raises(NotNow):
            invite(whom)
    form = reverse("conversations:invite", args=(running.pk,))
    for sent in ({}, {"person": mara.pk}, {"person": oto.pk, "why": WHY}, {"person": "x", "why": WHY}):
        assert signed_in(tomas).post(form, {"key": uuid4(), **sent}).status_code == 422
    assert not Guest.objects.exists() and not Message.objects.exists()


def test_one_manager_at_a_time_and_the_same_once(invite, running, signed_in, tomas, mara, rita) -> None:
    first = invite()
    assert invite() == first  # with another key: it runs already
    with pytest.raises(NotNow, match="Mara Vilks is invited already"):
        invite(rita)
    form = reverse("conversations:invite", args=(running.pk,))
    assert signed_in(tomas).get(form).status_code == 409
    answer = signed_in(tomas).post(form, {"key": uuid4(), "person": rita.pk, "why": WHY})
    assert answer.status_code == 422 and "Mara Vilks is invited already" in words_of(answer)
    guests.see_out(first, by=tomas)
    assert invite(key=first.pk).ended_at  # the same form once more, after it has ended: nothing begins again
    assert invite(rita).person == rita and Guest.objects.count() == 2
    with pytest.raises(NotNow, match="could not be sent"):
        invite(mara, key=Guest.objects.get(person=rita).pk)


@pytest.mark.parametrize("who", ["the mentor", "the guest"])
def test_the_mentor_ends_it_or_she_leaves_and_the_chat_says_so(who, invite, page, signed_in, tomas, mara, nia) -> None:
    guest = invite()
    person = tomas if who == "the mentor" else mara
    button = "End the invitation of Mara Vilks" if who == "the mentor" else "Leave the chat"
    assert button in words_of(signed_in(person).get(page))
    assert signed_in(nia).post(reverse("conversations:see_out", args=(guest.pk,))).status_code == 403
    for _twice in range(2):
        answer = signed_in(person).post(reverse("conversations:see_out", args=(guest.pk,)))
        assert answer.url == (f"{page}#last" if who == "the mentor" else reverse("conversations:messages"))
    assert signed_in(mara).get(page).status_code == 404
    shown = words_of(signed_in(nia).get(page))
    assert "Mara Vilks has left the chat. From here on no manager reads it." in shown
    assert "Not the managers of the programme." in shown and Message.objects.filter(tells="left").count() == 1
    assert list(Event.objects.filter(action=Action.SEE_OUT).values_list("by", flat=True)) == [person.pk]
    assert not Message.objects.visible_to(mara).exists()


def ended(running: Meeting, mara: User, how: str) -> None:
    """Something by which an invitation is over, without anybody's deed in the chat."""
    if how == "the time is over":
        over = timezone.now() - timedelta(hours=12, minutes=1)
        Meeting.objects.filter(pk=running.pk).update(starts_at=over - timedelta(hours=1), ends_at=over)
    elif how == "cancelled":
        Meeting.objects.filter(pk=running.pk).update(state=Meeting.State.CANCELLED)
    elif how == "the group ended":
        Group.objects.update(state=Group.State.ENDED)
    elif how == "the programme closed":
        Programme.objects.update(state=Programme.State.CLOSED)
    elif how == "thread closed":
        Thread.objects.update(closed_at=timezone.now())
    elif how == "switched off":
        User.objects.filter(pk=mara.pk).update(is_active=False)
    else:
        Participation.objects.filter(person=mara, space__kind="programme").update(ends_at=timezone.now())


HOW = ("the time is over", "cancelled", "the group ended", "the programme closed", "thread closed", "switched off",
       "manages no longer")  # fmt: skip


@pytest.mark.parametrize("how", HOW)
def test_it_is_over_at_once_when_the_chat_is_or_she_manages_no_longer(
    how, invite, running, say, mara, nia, rita, signed_in
) -> None:
    guest = invite()
    said = say(nia, "plum jam")
    assert thread_of(running).roles_of(mara) == {Role.GUEST} and may(mara, Action.READ, said)
    assert list(search.find(mara, ["plum"])) == [said]
    browser = signed_in(mara)
    ended(running, mara, how)
    mara.refresh_from_db()
    thread = thread_of(running)
    assert not thread.roles_of(mara) and not Guest.objects.running().exists()
    assert not Thread.objects.visible_to(mara).exists() and not search.find(mara, ["plum"]).exists()
    assert mara not in [row.person for row in thread.people()] and not may(mara, Action.READ, said)
    assert browser.get(reverse("conversations:chat", args=(running.pk,))).status_code in (404, 302)
    for _twice in range(2):
        guests.let_out()
    guest.refresh_from_db()
    assert guest.ended_at and Message.objects.filter(tells="left", guest=guest).count() == 1
    assert guest.ended_at <= thread.meeting.ends_at + timedelta(hours=12)


def test_when_she_stops_managing_the_line_stands_at_once_and_another_can_be_invited(
    invite, mara, rita, tomas, django_capture_on_commit_callbacks
) -> None:
    guest = invite()
    parts = Participation.objects.filter(person=mara, space__kind="programme")
    with django_capture_on_commit_callbacks(execute=True):
        parts.end(at=timezone.now())
    guest.refresh_from_db()
    assert guest.ended_at and Message.objects.filter(tells="left").exists()
    second = invite(rita)
    Participation.objects.filter(person=rita).update(ends_at=timezone.now())  # nobody was told of this one
    parts.update(ends_at=None)
    assert invite(mara) != guest and Guest.objects.get(pk=second.pk).ended_at


def test_lists_and_single_checks_agree_for_the_guest_line_by_line(invite, say, running, mara, tomas, nia, oto) -> None:
    say(nia, "before")
    invite()
    say(mara, "after")
    talking.hide(say(nia, "hidden"), "Private", by=tomas)

    def agree() -> list[int]:
        counts = []
        for person in (mara, tomas, nia, oto):
            rows = Message.objects.select_related("thread__space__group__programme")
            seen = set(Message.objects.visible_to(person))
            assert seen == {row for row in rows if may(person, Action.READ, row)}
            assert set(Thread.objects.visible_to(person)) == {
                thread for thread in Thread.objects.all() if may(person, Action.READ, thread)
            }
            assert set(Guest.objects.visible_to(person)) == {
                guest for guest in Guest.objects.all() if guest.roles_of(person)
            }
            counts.append(len(seen))
        return counts

    assert agree() == [3, 4, 4, 0]
    Participation.objects.create(space=running.space, person=mara, role=Role.MENTEE)  # she is in the group now
    assert agree() == [4, 4, 4, 0]
    Participation.objects.filter(person=mara, space=running.space).end(at=timezone.now())
    guests.see_out(Guest.objects.get(), by=tomas)
    assert agree() == [0, 5, 5, 0]
    Participation.objects.filter(person=mara).update(ends_at=timezone.now())
    assert agree() == [0, 5, 5, 0]


def test_search_finds_for_the_guest_what_was_said_from_the_invitation_on(invite, say, mara, nia, tomas) -> None:
    say(nia, "gooseberry before")
    invite()
    after = say(nia, "gooseberry after")
    assert list(search.find(mara, ["gooseberry"])) == [after]
    for who in (mara, tomas):
        assert not search.find(who, ["pause"]).exists()  # why somebody was invited is read in its place
    search.build()
    assert not search.find(tomas, ["pause"]).exists()
    guests.see_out(Guest.objects.get(), by=tomas)
    assert not search.find(mara, ["gooseberry"]).exists()


def test_she_gets_a_letter_that_says_where_and_nothing_of_what_was_said(
    invite, running, mara, nia, say, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    say(nia, "told in confidence")
    invite()
    run_jobs()
    (letter,) = mail.outbox
    told = f"{letter.subject}\n{letter.body}"
    assert letter.to == [mara.email] and f"/s/{running.pk}/chat/#last" in told and str(running.group) in told
    assert "pause" not in told and "confidence" not in told and running.topic not in told


def test_a_letter_that_has_not_gone_does_not_go_when_it_ends_before(invite, mara, tomas, run_jobs) -> None:
    run_jobs()
    mail.outbox.clear()
    guests.see_out(invite(), by=tomas)
    run_jobs()
    assert not mail.outbox and not Letter.objects.filter(about__startswith="thing conversations.guest").exists()


def test_she_finds_the_way_on_her_pages(invite, page, running, signed_in, mara, rita, nia, tomas) -> None:
    places = (reverse("conversations:messages"), running.get_absolute_url(), reverse("home"))
    for url in places:
        assert f'href="{page}' not in signed_in(mara).get(url).content.decode(), url
    guest = invite()
    for url in places:
        shown = signed_in(mara).get(url).content.decode()
        assert f'href="{page}' in shown and WHY not in shown, url
        assert f'href="{page}' not in signed_in(rita).get(url).content.decode(), url
    guests.see_out(guest, by=tomas)
    for url in places:
        assert f'href="{page}' not in signed_in(mara).get(url).content.decode(), url


def test_the_page_of_a_guest_costs_the_same_however_much_was_said(invite, say, page, signed_in, mara, nia) -> None:
    invite()
    thread = say(nia).thread
    browser = signed_in(mara)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    one = cost()
    told = {"thread": thread, "by": nia, "at": timezone.now()}
    Message.objects.bulk_create([Message(number=n, changed=n, text=f"line {n}.", **told) for n in range(10, 150)])
    assert cost() == one


def test_in_a_closed_chat_nobody_is_invited(invite, running, signed_in, tomas) -> None:
    ended(running, tomas, "the time is over")
    running.refresh_from_db()
    with pytest.raises(NotNow, match="over"):
        invite()
    assert signed_in(tomas).get(reverse("conversations:invite", args=(running.pk,))).status_code == 409


def test_the_lines_of_the_system_do_not_go_into_the_diary(invite, running, signed_in, tomas, nia) -> None:
    invite()
    Meeting.objects.filter(pk=running.pk).update(state=Meeting.State.HELD, keeper=nia)
    diary = reverse("conversations:into_diary", args=(running.pk,))
    line = Message.objects.get(tells="came")
    assert str(line.pk) not in signed_in(nia).get(diary).content.decode()
    assert signed_in(nia).post(diary, {"point": "target", "lines": [str(line.pk)]}).status_code == 422
