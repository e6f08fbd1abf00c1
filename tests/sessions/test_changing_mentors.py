"""Another mentor: at once, told to everybody, the contract reopened, the reason for managers alone."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from documents import signing
from documents.models import Version
from jobs import tasks
from jobs.models import Job
from people import mail
from people.models import Letter
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Role
from programmes.models import Application
from sessions import changing, feeds, planning
from sessions.changing import candidates, mentees, parting
from sessions.changing.holding import Asked
from sessions.models import Change
from tests import stories
from tests.sessions.changes import NOTE, WHY, asked, files_of, replace, seat, subjects

pytestmark = pytest.mark.django_db


def test_another_mentor_is_in_at_once_and_the_one_before_out(
    working_group, successor, rasa, tomas, nia, mara, signed_in, run_jobs
):
    stories.meeting(working_group, by=tomas)
    plan = planning.publish(working_group, by=tomas)
    run_jobs()
    file = reverse("documents:pdf", args=(plan.pk,))
    feed, before = reverse("sessions:feed", args=(feeds.open_for(tomas),)), signed_in(tomas)
    room = working_group.get_absolute_url()
    assert before.get(room).status_code == 200 and b"".join(before.get(file).streaming_content)
    change = replace(working_group, successor, mara)
    assert {before.get(page).status_code for page in (room, file)} == {404}
    assert "BEGIN:VEVENT" not in before.get(feed).content.decode()
    assert signed_in(rasa).get(room).status_code == 200 and working_group.mentor == rasa
    assert (change.kind, change.former, list(change.people.all()), change.by) == ("mentor", tomas, [rasa], mara)
    assert Event.objects.filter(action="reform", thing_id=working_group.pk, target="mentor", by=mara).count() == 1
    assert working_group.meetings.get().state == "planned"


def test_the_note_on_it_is_filed_for_managers_and_says_why(working_group, successor, rasa, tomas, nia, mara):
    change = replace(working_group, successor, mara)
    note = Version.objects.get(document__kind_slug="mentor-change")
    said = note.answers["change"]
    assert (note.state, note.document.occasion) == ("sealed", change.pk)
    assert (said["before"], said["after"], said["why"], said["told"]) == (
        *("Tomas Lind", "Rasa Petraitytė", WHY),
        "Everybody, by letter",
    )
    readers = [who for who in (mara, tomas, rasa, nia) if Version.objects.visible_to(who).filter(pk=note.pk)]
    assert readers == [mara]
    assert change.reason == ""  # it is written down once


def test_everybody_is_told_with_their_calendar_and_nobody_why(
    working_group, successor, rasa, tomas, nia, mara, run_jobs
):
    stories.meeting(working_group, by=tomas)
    planning.publish(working_group, by=tomas)
    run_jobs()
    change = replace(working_group, successor, mara)
    assert "You are the mentor of Group 1 now" in subjects(rasa)
    assert "Rasa Petraitytė is the mentor of Group 1 now" in subjects(nia)
    assert "Your part in Group 1 has ended" in subjects(tomas)
    assert files_of(rasa, "sessions/change_new") == ["text/calendar; method=REQUEST"]
    assert files_of(tomas, "sessions/change_old") == ["text/calendar; method=CANCEL"]
    assert reverse("sessions:brief", args=(working_group.pk,)) in rasa.letters.get(about__endswith=str(change.pk)).body
    assert not Letter.objects.filter(body__contains=WHY).exists()


def test_letters_on_their_way_to_who_is_out_are_taken_back(working_group, successor, tomas, nia, mara, run_jobs):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    stories.submitted_diary(meeting, by=nia)
    stories.meeting(working_group, by=tomas)
    run_jobs()
    elsewhere = mail.hold(tomas, "Elsewhere", about="elsewhere", link="https://example.org/me/")
    held = tomas.letters.filter(state="held").exclude(pk=elsewhere.pk)
    assert held.exists(), "the diary that was handed in"
    planning.publish(working_group, by=tomas)
    tasks.run(str(Job.objects.get(name="sessions.invite", state="waiting").pk))
    assert tomas.letters.filter(about__startswith="meeting ", state="waiting").exists()
    replace(working_group, successor, mara)
    run_jobs()
    assert list(tomas.letters.filter(state="held")) == [elsewhere]
    assert not tomas.letters.filter(about__startswith="meeting ", created_at__gt=elsewhere.created_at).exists()


def test_the_contract_in_force_stays_and_is_opened_for_an_amendment(working_group, successor, rasa, tomas, nia, mara):
    replace(working_group, successor, mara)
    rows = Version.objects.filter(document__kind_slug="contract").order_by("number")
    assert [row.state for row in rows] == ["sealed", "draft"]
    (amendment,) = rows[1].answers["amendments"]
    assert amendment["version"] == "2" and "Rasa Petraitytė is the mentor." in amendment["what"]
    assert rows[1].answers["clauses"] == rows[0].answers["clauses"]
    signing.offer(rows[1], by=mara)
    assert {row.person for row in rows[1].signatories.all()} == {mara, rasa, nia, *working_group.mentees()}


def test_a_contract_that_is_being_signed_is_taken_back(group, successor, tomas, mara):
    version = stories.offered_contract(group, by=mara)
    link = stories.personal_link(tomas)
    replace(group, successor, mara)
    version.refresh_from_db()
    assert (version.state, version.signatories.count()) == ("draft", 0)
    assert Client().get(link).status_code == 410


def test_a_group_can_be_without_a_mentor_for_a_while(working_group, successor, rasa, tomas, nia, mara):
    replace(working_group, None, mara)
    assert working_group.mentor is None and "Group 1 has no mentor for a while" in subjects(nia)
    draft = Version.objects.get(document__kind_slug="contract", state="draft")
    with pytest.raises(NotNow, match="mentor"):
        signing.offer(draft, by=mara)
    with pytest.raises(NotNow):
        replace(working_group, None, mara)
    replace(working_group, successor, mara)
    assert working_group.mentor == rasa


def test_sent_twice_it_is_done_once_and_on_what_was_seen(working_group, successor, nia, ela, mara):
    one = asked(working_group)
    assert changing.replace_mentor(working_group, successor, note=NOTE, asked=one, by=mara)
    assert changing.replace_mentor(working_group, successor, note=NOTE, asked=one, by=mara) is None
    assert Change.objects.count() == 1
    old = Asked(uuid.uuid4(), one.seen, WHY)
    with pytest.raises(NotNow, match="has changed"):
        changing.leave(seat(working_group, nia), asked=old, by=mara)


def test_only_managers_change_a_group(working_group, other, successor, rasa, tomas, nia, oto):
    for somebody in (tomas, nia, oto, rasa):
        for deed in (
            lambda: replace(working_group, successor, somebody),  # noqa: B023 - asked at once
            lambda: changing.end_early(working_group, asked=asked(working_group), by=somebody),  # noqa: B023
            lambda: changing.merge(working_group, other, asked=asked(working_group, other), by=somebody),  # noqa: B023
            lambda: parting.ask(working_group, by=somebody),  # noqa: B023
        ):
            with pytest.raises(PermissionDenied):
                deed()
    assert not Change.objects.exists()


def test_a_mentor_without_room_or_who_was_asked_not_to_be_matched_is_no_choice(working_group, other, rasa, nia, mara):
    programme = working_group.programme
    full = stories.application(programme, rasa, Role.MENTOR, by=mara, capacity=1)
    assert full not in [one.thing for one in candidates.mentors_for(working_group, mentees.seats_of(working_group))]
    with pytest.raises(NotNow, match="room for 1 more"):
        replace(working_group, full, mara)
    Application.objects.filter(pk=full.pk).update(capacity=5, not_with=[nia.email])
    full.refresh_from_db()
    with pytest.raises(NotNow, match="asked not to be matched"):
        replace(working_group, full, mara)
    Application.objects.filter(pk=full.pk).update(not_with=[], state="reserve")
    full.refresh_from_db()
    with pytest.raises(NotNow, match="not selected"):
        replace(working_group, full, mara)


def test_the_best_fit_comes_first_with_reasons(working_group, mara):
    programme = working_group.programme
    near, far = (stories.person(f"{name.lower()}@example.org", name) for name in ("Zita", "Adam"))
    stories.application(programme, near, Role.MENTOR, by=mara)
    far_away = {"languages": ["de"], "goals": [], "availability": [], "field": "law"}
    stories.application(programme, far, Role.MENTOR, by=mara, **far_away)
    found = candidates.mentors_for(working_group, mentees.seats_of(working_group))
    assert [one.name for one in found] == ["Zita", "Adam"]
    assert found[0].score > found[1].score and found[0].reasons and found[1].broken


def test_the_database_lets_one_mentor_at_a_time_into_a_group(group, rasa):
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(space=group.space, person=rasa, role=Role.MENTOR, is_sole=True)
