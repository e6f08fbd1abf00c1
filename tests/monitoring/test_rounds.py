"""A monitoring session: each mentee answers a questionnaire that only they and the managers read."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Document, Version
from monitoring import rounds
from people.models import User
from policy.machine import NotNow
from policy.standing import Standing
from programmes.models import Group
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, mara) -> Meeting:
    return stories.meeting(group, by=mara, kind="monitoring")


def filed(session: Meeting, by: User) -> Version:
    version = rounds.answer(session, by=by)
    pipeline.write(version, complete(version.kind, version.answers, word="I feel alone here"), by=by)
    pipeline.file(version, by=by)
    return version


def waiting(person: User) -> list[str]:
    return [task.url for task in rounds.tasks_for_mentee(Standing.of(person), now=timezone.now())]


def test_each_mentee_answers_their_own_questionnaire_once(session, nia, ela):
    mine = rounds.answer(session, by=nia)
    assert rounds.answer(session, by=nia) == mine
    assert rounds.answer(session, by=ela) != mine
    assert {document.person for document in Document.objects.all()} == {nia, ela}
    assert mine.document.label.startswith("Session 1, ")


def test_only_mentees_answer(session, mara, tomas, oto):
    for somebody in (mara, tomas, oto):
        with pytest.raises(PermissionDenied):
            rounds.answer(session, by=somebody)
    assert not Document.objects.exists()


def test_other_sessions_have_no_questionnaire(group, tomas, nia):
    with pytest.raises(NotNow, match="belongs to a monitoring session"):
        rounds.answer(stories.meeting(group, by=tomas), by=nia)


def test_nothing_is_answered_when_it_was_cancelled_or_the_group_has_ended(session, group, nia):
    Meeting.objects.update(state="cancelled")
    with pytest.raises(NotNow, match="that takes place"):
        rounds.answer(Meeting.objects.get(), by=nia)
    Meeting.objects.update(state="planned")
    Group.objects.update(state="ended")
    with pytest.raises(NotNow, match="The group has ended"):
        rounds.answer(Meeting.objects.get(), by=nia)
    assert not Document.objects.exists()


def test_the_manager_sees_who_has_answered(session, nia, ela):
    version = filed(session, nia)
    assert rounds.who_answered(session) == [{"person": ela, "version": None}, {"person": nia, "version": version}]


def test_the_questionnaire_waits_until_it_is_begun(session, mara, tomas, nia, ela, oto):
    assert waiting(nia) == waiting(ela) == [reverse("monitoring:round", args=(session.pk,))]
    assert waiting(oto) == waiting(tomas) == waiting(mara) == []
    rounds.answer(session, by=nia)
    assert waiting(nia) == []
    Meeting.objects.update(state="cancelled")
    assert waiting(ela) == []


def test_it_is_read_by_its_author_and_the_managers(session, mara, tomas, nia, ela, oto, signed_in):
    page = filed(session, nia).get_absolute_url()
    for person, status in [(nia, 200), (mara, 200), (tomas, 404), (ela, 404), (oto, 404)]:
        answer = signed_in(person).get(page)
        assert (answer.status_code, b"I feel alone here" in answer.content) == (status, status == 200), person


# the pages


SAID = {"kind": "monitoring", "time": "18:00", "minutes": "45", "mode": "online", "link": "meet.example.org/x"}


def test_a_manager_organises_a_session_once(group, mara, signed_in):
    manager, address = signed_in(mara), reverse("monitoring:new", args=(group.pk,))
    told = {**SAID, "day": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}", "once": str(group.pk)}
    answers = [manager.post(address, told) for _twice in range(2)]
    meeting = group.meetings.get()
    assert [answer.url for answer in answers] == [reverse("monitoring:round", args=(meeting.pk,))] * 2
    assert (meeting.kind, meeting.minutes, meeting.keeper) == ("monitoring", 45, None)


def test_what_cannot_be_planned_keeps_what_was_typed(group, mara, signed_in):
    answer = signed_in(mara).post(
        reverse("monitoring:new", args=(group.pk,)), {**SAID, "day": "2026-03-29", "time": "03:30", "topic": "Half-way"}
    )
    page = answer.content.decode()
    assert "Clocks in Europe/Vilnius skip this time on that day." in page
    assert 'value="Half-way"' in page and 'value="2026-03-29"' in page
    assert not group.meetings.exists()


def test_each_reader_finds_their_part_of_the_page(session, mara, tomas, nia, ela, oto, signed_in):
    page = reverse("monitoring:round", args=(session.pk,))
    filed(session, nia)

    def says(person: User) -> str:
        return " ".join(signed_in(person).get(page).content.decode().split())

    assert "Who has answered" in says(mara) and "answered" in says(mara) and "not yet" in says(mara)
    assert "You have answered. Thank you." in says(nia)
    assert "Answer the questionnaire" in says(ela) and "Who has answered" not in says(ela)
    assert "only they and the managers read" in says(tomas) and "Who has answered" not in says(tomas)
    assert signed_in(oto).get(page).status_code == 404


def test_a_mentee_begins_by_a_button_and_comes_back_to_the_same(session, nia, mara, signed_in):
    address = reverse("monitoring:answer", args=(session.pk,))
    first = signed_in(nia).post(address)
    assert first.status_code == 302
    assert signed_in(nia).post(address).url == first.url
    assert signed_in(nia).get(address).status_code == 405
    assert signed_in(mara).post(address).status_code == 403


def test_the_page_of_another_session_leads_to_that_session(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas)
    answer = signed_in(nia).get(reverse("monitoring:round", args=(meeting.pk,)))
    assert answer.url == meeting.get_absolute_url()
