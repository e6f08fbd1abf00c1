"""A monitoring session: its tools, who owes them, who reads them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.kinds import DocumentKind
from documents.models import Document, Version
from monitoring import awaiting, rounds
from monitoring.document_kinds.check_in import CHECK_IN
from monitoring.document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from monitoring.document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from monitoring.document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from monitoring.document_kinds.mid_term_interview import MID_TERM_INTERVIEW
from people.models import User
from policy.machine import NotNow, move
from policy.models import Participation
from policy.permissions import Action, Role
from policy.standing import Standing
from programmes.models import Group
from sessions import papers
from sessions.duties import checklist_of
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(group, mara) -> Meeting:
    return stories.meeting(group, by=mara, kind="monitoring")


def later(group: Group, by: User, days: int, kind: str = "monitoring") -> Meeting:
    return stories.meeting(group, by=by, kind=kind, at=timezone.now() + timedelta(days=days))


def fill(version: Version, by: User, word: str = "I feel alone here") -> Version:
    pipeline.write(version, complete(version.kind, version.answers, word=word), by=by)
    pipeline.file(version, by=by)
    return version


def filed(session: Meeting, by: User) -> Version:
    return fill(rounds.answer(session, by=by), by)


def waiting(person: User, days: int = 0) -> list[tuple[str, str]]:
    tasks = awaiting.tasks_for_mentee(Standing.of(person), now=timezone.now() + timedelta(days=days))
    return [(task.verb, task.url) for task in tasks]


def at(meeting: Meeting) -> str:
    return reverse("monitoring:round", args=(meeting.pk,))


def due(meeting: Meeting, person: User) -> dict[str, list[str]]:
    """What a session asks for now, as far as a person sees it: by kind, for whom."""
    tools = [tool for tool in rounds.tools_for(meeting, person) if tool.is_due]
    return {tool.kind.slug: [place.person.name for place in tool.places] for tool in tools}


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


def test_a_tool_is_begun_in_the_session_it_belongs_to_as_long_as_that_takes_place(session, group, tomas, nia):
    with pytest.raises(NotNow, match="The manager talks with you instead"):
        rounds.answer(stories.meeting(group, by=tomas), by=nia)
    with pytest.raises(NotNow, match="belongs to another kind of session"):
        papers.begin(stories.meeting(group, by=tomas, kind="final"), INITIAL_QUESTIONNAIRE, by=nia)
    Meeting.objects.update(state="cancelled")
    session.refresh_from_db()
    with pytest.raises(NotNow, match="did not take place"):
        papers.begin(session, INITIAL_QUESTIONNAIRE, by=nia)
    Meeting.objects.update(state="planned")
    Group.objects.update(state="ended")
    with pytest.raises(NotNow, match="The group has ended"):
        rounds.answer(Meeting.objects.get(pk=session.pk), by=nia)
    assert not Document.objects.exists()


def test_the_sessions_of_a_group_ask_for_one_thing_after_the_other(session, group, mara, tomas, nia):
    half_way, last = later(group, mara, 60), later(group, mara, 120)
    assert [set(due(meeting, mara)) for meeting in (session, half_way, last)] == [
        {"initial-questionnaire", "initial-questionnaire-mentor"}, {"mid-term-interview"}, {"mid-term-interview"},
    ]  # fmt: skip
    final = later(group, tomas, 140, "final")
    at_the_end = {
        "final-questionnaire-mentee": ["Ela Žukaitė", "Nia Berg"],
        "final-questionnaire-mentor": ["Tomas Lind"],
    }
    assert due(last, mara) == at_the_end and due(final, mara) == {}, "one session looks back, not two"
    move(last, Action.CANCEL, by=mara, reason="Holidays")
    assert due(final, mara) == at_the_end
    assert due(session, nia) == {"initial-questionnaire": ["Nia Berg"]}
    assert due(half_way, nia) == {}, "nobody learns that an interview is due"
    with pytest.raises(NotNow, match="No questionnaire belongs to this session"):
        rounds.answer(half_way, by=nia)


def test_a_mentee_is_reminded_of_the_right_questionnaire_once(session, group, mara, tomas, nia, ela, oto):
    assert waiting(nia) == waiting(ela) == [("Answer the questionnaire", at(session))]
    assert waiting(oto) == waiting(tomas) == waiting(mara) == []
    later(group, mara, 60)
    final = later(group, tomas, 140, "final")
    assert len(waiting(nia)) == 1, "the end is far away"
    rounds.answer(session, by=nia)
    assert waiting(nia) == []
    assert waiting(nia, days=127) == [("Answer the final questionnaire", at(final))]
    rounds.answer(final, by=nia)
    assert waiting(nia, days=127) == []
    Meeting.objects.update(state="cancelled")
    assert waiting(ela, days=127) == []


@pytest.mark.parametrize("more", [0, 4])
def test_neither_rounds_nor_people_cost_more_queries(session, group, mara, nia, more):
    for i in range(more):
        later(group, mara, 30 * (i + 1))
        person = stories.person(f"new{i}@example.org", f"New {i}")
        Participation.objects.create(space=group.space, person=person, role=Role.MENTEE)
    filed(session, nia)
    with CaptureQueriesContext(connection) as queries:
        awaiting.tasks_for_mentee(Standing.of(nia), now=timezone.now())
        rounds.tools_for(session, mara)
    assert len(queries) == 6


def test_the_manager_sees_who_has_answered(session, mara, nia, ela):
    version = filed(session, nia)
    rounds.answer(session, by=ela)
    tool, of_the_mentor = [tool for tool in rounds.tools_for(session, mara) if tool.is_due]
    assert [(place.person, place.version) for place in tool.places] == [(ela, None), (nia, version)]
    assert tool.readers == "the person it belongs to and the managers of the programme"
    assert [(place.person.name, place.version) for place in of_the_mentor.places] == [("Tomas Lind", None)]


def test_it_is_read_by_its_author_and_the_managers(session, mara, tomas, nia, ela, oto, signed_in):
    page = filed(session, nia).get_absolute_url()
    for person, status in [(nia, 200), (mara, 200), (tomas, 404), (ela, 404), (oto, 404)]:
        answer = signed_in(person).get(page)
        assert (answer.status_code, b"I feel alone here" in answer.content) == (status, status == 200), person


# what the manager writes about one person


def interview(session: Meeting, about: User, by: User) -> Version:
    return papers.begin(session, MID_TERM_INTERVIEW, by=by, person=about)


def check_in(session: Meeting, about: User, by: User) -> Version:
    return pipeline.start(
        CHECK_IN, session.space, by=by, person=about, occasion=uuid4(), label=f"{about.name}, zq-label"
    )


@pytest.mark.parametrize(("begin", "about"), [(interview, "tomas"), (check_in, "nia")])
def test_the_person_it_is_about_never_learns_that_it_exists(
    begin, about, session, group, mara, tomas, nia, ela, oto, signed_in
):
    about = {"tomas": tomas, "nia": nia}[about]
    version = fill(begin(session, about, mara), mara, word="zq-told-in-confidence")
    assert version.document.person == about and about.name in version.document.label
    kind, manager = str(version.kind.title), signed_in(mara)
    pages = [reverse("room", args=(group.pk,)), at(session), reverse("home"), session.get_absolute_url()]
    assert kind in "".join(manager.get(page).content.decode() for page in pages)
    assert "zq-told-in-confidence" in manager.get(version.get_absolute_url()).content.decode()
    for person in (nia, tomas, ela, oto):
        browser = signed_in(person)
        assert not Document.objects.visible_to(person).filter(pk=version.document_id).exists()
        for page in pages:
            words = browser.get(page).content.decode()
            assert kind not in words and str(version.pk) not in words and version.document.label not in words
        own = [version.get_absolute_url(), *(reverse(f"documents:{n}", args=(version.pk,)) for n in ("write", "pdf"))]
        assert [browser.get(page).status_code for page in own] == [404, 404, 404], person


def test_a_manager_begins_an_interview_with_somebody_of_the_group_once(session, mara, nia, oto, signed_in):
    address, manager = reverse("monitoring:answer", args=(session.pk,)), signed_in(mara)
    told = {"kind": "mid-term-interview", "person": str(nia.pk)}
    first = manager.post(address, told)
    assert first.status_code == 302 and manager.post(address, told).url == first.url
    assert Document.objects.get().person == nia
    for wrong in (
        {"person": str(oto.pk)},
        {"person": str(mara.pk)},
        {"person": "x"},
        {"kind": "contract"},
        {"kind": ""},
    ):
        assert manager.post(address, {**told, **wrong}).status_code == 404, wrong
    assert signed_in(nia).post(address, told).status_code == 403
    assert Document.objects.count() == 1


# the pages


SAID = {"kind": "monitoring", "time": "18:00", "minutes": "45", "mode": "online", "link": "meet.example.org/x"}


def test_a_manager_organises_a_session_once(group, mara, signed_in):
    manager, address = signed_in(mara), reverse("monitoring:new", args=(group.pk,))
    told = {**SAID, "day": f"{timezone.now() + timedelta(days=3):%Y-%m-%d}", "once": str(group.pk)}
    answers = [manager.post(address, told) for _twice in range(2)]
    meeting = group.meetings.get()
    assert [answer.url for answer in answers] == [at(meeting)] * 2
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
    filed(session, nia)

    def says(person: User) -> str:
        return " ".join(signed_in(person).get(at(session)).content.decode().split())

    assert "answered" in says(mara) and "not yet" in says(mara) and "Begin" in says(mara)
    assert "You have answered. Thank you." in says(nia) and "Mid-term interview" not in says(nia)
    assert "Answer the questionnaire" in says(ela) and "not yet" not in says(ela)
    assert "Initial questionnaire of the mentor" in says(tomas) and "Initial monitoring" not in says(tomas)
    assert signed_in(oto).get(at(session)).status_code == 404


def test_a_mentee_begins_by_a_button_and_comes_back_to_the_same(session, nia, mara, signed_in):
    address = reverse("monitoring:answer", args=(session.pk,))
    first = signed_in(nia).post(address)
    assert first.status_code == 302
    assert signed_in(nia).post(address).url == first.url
    assert "Go on with your answers" in signed_in(nia).get(at(session)).content.decode()
    assert signed_in(nia).get(address).status_code == 405
    assert signed_in(mara).post(address).status_code == 403


def test_the_page_of_another_session_leads_to_that_session(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas)
    assert signed_in(nia).get(at(meeting)).url == meeting.get_absolute_url()


@pytest.mark.parametrize("kind", [FINAL_QUESTIONNAIRE_MENTEE, FINAL_QUESTIONNAIRE_MENTOR], ids=lambda kind: kind.slug)
def test_the_final_session_has_its_questionnaires(kind: DocumentKind, group, tomas, nia, mara, signed_in):
    final = stories.meeting(group, by=tomas, kind="final")
    person = nia if kind is FINAL_QUESTIONNAIRE_MENTEE else tomas
    browser = signed_in(person)
    assert str(kind.title) in browser.get(at(final)).content.decode()
    begun = browser.post(reverse("monitoring:answer", args=(final.pk,)), {"kind": kind.slug})
    version = Version.objects.get()
    assert begun.url == reverse("documents:write", args=(version.pk,))
    assert version.document.person == person and version.document.kind_slug == kind.slug


# the dossier


def test_the_dossier_asks_for_the_questionnaire_of_the_session_that_was_held(group, mara, tomas, nia, ela, signed_in):
    def waiting_in_dossier(person: User) -> list[tuple[str, str]]:
        papers_of_group = checklist_of(group, person, group.space.people())
        return [(item.kind.slug, item.place) for item in papers_of_group.waiting if item.kind.stage == "monitoring"]

    session = later(group, mara, 1)
    assert waiting_in_dossier(nia) == [], "it is not due before the session"
    Meeting.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    Group.objects.update(state="working")
    group.refresh_from_db()
    assert waiting_in_dossier(nia) == waiting_in_dossier(ela) == [("initial-questionnaire", at(session))]
    assert waiting_in_dossier(tomas) == waiting_in_dossier(mara) == []
    filed(session, nia)
    assert waiting_in_dossier(nia) == [] and len(waiting_in_dossier(ela)) == 1
