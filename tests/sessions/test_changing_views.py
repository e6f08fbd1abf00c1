"""The pages of a change: history, the brief, a word to the successor, choosing and confirming."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import kinds, pipeline
from policy.permissions import Role
from programmes import grouping
from programmes.models import Application, Group
from sessions import changing
from sessions import papers as session_papers
from sessions.changing import brief, parting
from sessions.models import Change, PartingWord
from tests import stories
from tests.answers import complete
from tests.sessions.changes import WHY, asked, replace, seat, subjects

pytestmark = pytest.mark.django_db


def test_managers_read_why_and_the_group_reads_what(working_group, successor, rasa, nia, ela, mara, signed_in):
    replace(working_group, successor, mara)
    changing.leave(seat(working_group, ela), asked=asked(working_group, reason="She moves abroad."), by=mara)
    page = signed_in(mara).get(reverse("sessions:changes", args=(working_group.pk,))).content.decode()
    assert WHY in page and "She moves abroad." in page
    for who in (nia, rasa):
        room = signed_in(who).get(working_group.get_absolute_url()).content.decode()
        assert "Rasa Petraitytė became the mentor on" in room and "Ela Žukaitė left on" in room
        assert WHY not in room and "abroad" not in room
        assert signed_in(who).get(reverse("sessions:changes", args=(working_group.pk,))).status_code == 403


def test_the_successor_is_briefed_until_they_have_read_it(
    working_group, successor, rasa, tomas, nia, ela, mara, signed_in, run_jobs
):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    pipeline.publish(stories.submitted_diary(meeting, by=nia), by=tomas)
    record = session_papers.begin(meeting, kinds.get("session-record"), by=tomas)
    stories.meeting(working_group, by=tomas, homework=["All: rest"], topic="Interviews")
    goals = pipeline.start(kinds.get("personal-goals"), working_group.space, by=nia, person=nia)
    pipeline.write(goals, complete(goals.kind, goals.answers), by=nia)
    pipeline.submit(goals, by=nia)
    pipeline.publish(goals, by=tomas)
    parting.ask(working_group, by=mara)
    word = PartingWord.objects.get()
    parting.write(word, "They laugh a lot.", by=tomas)
    replace(working_group, successor, mara)
    browser, address = signed_in(rasa), reverse("sessions:brief", args=(working_group.pk,))
    assert address in browser.get(reverse("home")).content.decode()
    page = browser.get(address).content.decode()
    for told in (
        "1 session held",
        "1 planned",
        "Interviews",
        "All: rest",
        "They laugh a lot.",
        "Nia Berg",
        "Ela Žukaitė",
    ):
        assert told in page, told
    assert brief.of(working_group, by=rasa).contract.state == "sealed"
    assert [row.document.kind_slug for row in brief.of(working_group, by=rasa).diaries] == ["diary"]
    assert str(record.pk) not in page
    assert browser.post(address).status_code == 302
    assert address not in browser.get(reverse("home")).content.decode()
    assert address in browser.get(working_group.get_absolute_url()).content.decode()
    assert {signed_in(who).get(address).status_code for who in (nia, mara)} == {403}
    assert signed_in(tomas).get(address).status_code == 404


def test_a_word_to_the_successor_is_asked_for_once_and_read_by_the_group(working_group, tomas, nia, mara, signed_in):
    mentor, page = signed_in(tomas), reverse("sessions:word", args=(working_group.pk,))
    assert mentor.get(page).status_code == 409
    ask = reverse("sessions:ask_word", args=(working_group.pk,))
    assert [signed_in(mara).post(ask).status_code for _twice in range(2)] == [302, 302]
    assert subjects(tomas).count("A word to your successor in Group 1?") == 1
    assert page in mentor.get(reverse("home")).content.decode()
    assert mentor.post(page, {"words": "Be patient."}).status_code == 302
    assert "Be patient." in signed_in(nia).get(working_group.get_absolute_url()).content.decode()
    assert page not in mentor.get(reverse("home")).content.decode()
    assert mentor.post(page, {"words": "x" * 2001}).status_code == 200
    assert mentor.post(page, {"words": ""}).status_code == 302
    assert PartingWord.objects.get().written_at is None


# pages


def test_a_manager_chooses_sees_what_will_happen_and_does_it(working_group, successor, rasa, tomas, mara, signed_in):
    browser, address = signed_in(mara), reverse("sessions:change_mentor", args=(working_group.pk,))
    listed = browser.get(address).content.decode()
    assert f"?to={successor.pk}" in listed and "Rasa Petraitytė" in listed
    address = f"{address}?to={successor.pk}"
    page = browser.get(address)
    assert "The access of Tomas Lind to this group ends at once" in page.content.decode()
    sent = {"once": str(uuid.uuid4()), "seen": page.context["seen"], "reason": "", "told": "All"}
    answer = browser.post(address, sent)
    assert answer.status_code == 200 and "reason" in answer.context["form"].errors
    stale = browser.post(address, {**sent, "reason": WHY, "seen": "older"})
    assert WHY in stale.content.decode() and "has changed since you opened" in stale.content.decode()
    assert working_group.mentor == tomas
    for _twice in range(2):
        answer = browser.post(address, {**sent, "reason": WHY})
        assert answer.url == reverse("sessions:changes", args=(working_group.pk,))
    assert working_group.mentor == rasa and Change.objects.count() == 1
    assert "cannot be chosen any more" in browser.get(address).content.decode()


@pytest.mark.parametrize("bad", ["nobody-there", "00000000-0000-4000-8000-000000000000", "\x00", "x" * 500])
def test_what_is_not_in_the_list_is_not_chosen(bad, working_group, other, nia, mara, signed_in):
    browser = signed_in(mara)
    there = seat(working_group, nia)
    for name, ids in (
        ("change_mentor", (working_group.pk,)),
        ("merge", (working_group.pk,)),
        ("split", (working_group.pk,)),
        ("move", (working_group.pk, there.pk)),
    ):
        answer = browser.get(reverse(f"sessions:{name}", args=ids), {"to": bad, "who": bad, "name": bad})
        assert answer.status_code == 200
        posted = browser.post(reverse(f"sessions:{name}", args=ids), {"to": bad, "once": bad, "reason": bad})
        assert posted.status_code == 200
    assert not Change.objects.exists()


def test_every_page_of_change_opens_and_says_what_will_happen(working_group, other, successor, nia, mara, signed_in):
    browser, there = signed_in(mara), seat(working_group, nia)
    pages = {
        "sessions:changes": ((working_group.pk,), "Nothing was changed yet"),
        "sessions:end_early": ((working_group.pk,), "Nothing is written any more"),
        "sessions:leave": ((working_group.pk, there.pk), "Nia Berg keeps their own goal sheet"),
    }
    for name, (ids, said) in pages.items():
        assert said in browser.get(reverse(name, args=ids)).content.decode()
    split = reverse("sessions:split", args=(working_group.pk,))
    assert "Who goes into the new group?" in browser.get(split).content.decode()
    chosen = {"who": str(there.pk)}
    assert "Who mentors the new group?" in browser.get(split, chosen).content.decode()
    page = browser.get(split, {**chosen, "to": str(successor.pk)})
    assert "A new group is formed: Nia Berg, with Rasa Petraitytė as mentor." in page.content.decode()
    sent = {"once": str(uuid.uuid4()), "seen": page.context["seen"], "reason": WHY}
    answer = browser.post(f"{split}?who={there.pk}&to={successor.pk}", sent)
    assert answer.url == reverse("sessions:changes", args=(Group.objects.get(number=3).pk,))


def test_lists_cost_the_same_for_one_group_as_for_ten(working_group, other, nia, mara, signed_in):
    browser, there, programme = signed_in(mara), seat(working_group, nia), working_group.programme
    names = {"change_mentor": (working_group.pk,), "merge": (working_group.pk,), "move": (working_group.pk, there.pk)}
    pages = [reverse(f"sessions:{name}", args=ids) for name, ids in names.items()]

    def counts() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert "?to=" in browser.get(page).content.decode()
            found.append(len(queries))
        return found

    Application.objects.filter(programme=programme, role=Role.MENTOR).update(capacity=9)
    counts()
    one = counts()
    for n in range(3, 13):
        mentor, mentee = (stories.person(f"{who}{n}@example.org", f"{who} {n}") for who in ("mentor", "mentee"))
        leader = stories.application(programme, mentor, Role.MENTOR, by=mara)
        group = grouping.found(programme, leader, number=n, name=f"Group {n}")
        grouping.take_seat(group, stories.application(programme, mentee, Role.MENTEE, by=mara))
    assert counts() == one


def test_a_group_to_choose_says_who_is_in_it_and_what_becomes_of_which_contract(
    working_group, other, nia, mara, signed_in
):
    browser, there = signed_in(mara), seat(working_group, nia)
    move, merge = (
        reverse("sessions:move", args=(working_group.pk, there.pk)),
        reverse("sessions:merge", args=(other.pk,)),
    )
    assert "Edita Kay with Jan Novak" in browser.get(move).content.decode()
    page = browser.get(merge).content.decode()
    assert "Tomas Lind with Ela Žukaitė and Nia Berg" in page and "begin on the page of that one" in page
    said = browser.get(move, {"to": str(other.pk)}).content.decode()
    assert "The contract of Group 1 is opened for an amendment" in said
    assert "The contract of Group 2" not in said, "it has none yet"
    replace(other, None, mara)
    assert "Jan Novak, without a mentor" in browser.get(move).content.decode()
