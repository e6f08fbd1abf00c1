"""The form of one session asks where it must: a time shown twice, a clash, why a known session is moved."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Version
from programmes.models import Group
from sessions import planning
from sessions.models import Meeting
from tests import stories

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def said(**more: str) -> dict[str, str]:
    day = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"
    told = {"once": ONCE, "kind": "task", "day": day, "time": "18:00", "minutes": "60", "mode": "online"}
    return {**told, "topic": "Writing a CV", "homework": "Bring a CV", **more}


def new(group: Group) -> str:
    return reverse("sessions:new", args=(group.pk,))


def change(meeting: Meeting) -> str:
    return reverse("sessions:change", args=(meeting.pk,))


def autumn_change() -> str:
    last = date(timezone.now().year + 1, 10, 31)
    return f"{last - timedelta(days=(last.weekday() + 1) % 7):%Y-%m-%d}"


def test_a_time_that_is_shown_twice_is_a_choice_of_two(group, tomas, signed_in):
    told = said(day=autumn_change(), time="03:30")
    page = signed_in(tomas).post(new(group), told).content.decode()
    assert "the first 03:30 (summer time)" in page and "the second 03:30 (winter time)" in page
    assert not group.meetings.exists()
    signed_in(tomas).post(new(group), {**told, "fold": "1"})
    meeting = group.meetings.get()
    assert f"{meeting.starts_at:%H:%M}" == "01:30"  # UTC
    form = signed_in(tomas).get(change(meeting)).content.decode()
    assert 'value="1"' in form.split("Which of the two")[1].split("checked")[0].rsplit("<input", 1)[1]
    signed_in(tomas).post(change(meeting), {**told, "fold": "0"})
    meeting.refresh_from_db()
    assert f"{meeting.starts_at:%H:%M}" == "00:30"


def test_a_clash_is_asked_about_once_and_what_was_typed_stays(group, tomas, nia, signed_in):
    first = stories.meeting(group, by=tomas)
    local = first.starts_at.astimezone(tomas.zone)
    told = said(day=f"{local:%Y-%m-%d}", time=f"{local + timedelta(minutes=30):%H:%M}", place="Room 4", minutes="15")
    if f"{local + timedelta(minutes=30):%d}" != f"{local:%d}":  # around midnight
        told["time"] = f"{local:%H:%M}"
    page = signed_in(tomas).post(new(group), told).content.decode()
    assert "This group has Session 1 then." in page and "Plan it anyway" in page and "Room 4" in page
    assert group.meetings.count() == 1
    assert signed_in(tomas).post(new(group), {**told, "anyway": "on"}).status_code == 302
    second = group.meetings.get(pk=ONCE)
    assert second.place == "Room 4"
    del told["once"]
    answer = signed_in(tomas).post(change(second), {**told, "topic": "Another"})
    assert answer.status_code == 302, "who does not move it is not asked again"


def test_what_a_mentee_does_elsewhere_is_not_told(group, programme, tomas, nia, signed_in):
    space = type(group.space).objects.create(kind="group", within=programme.space)
    secret = Group.objects.create(programme=programme, space=space, number=2, name="Hidden Heron")
    ula = stories.person("ula@example.org", "Ula Ó Briain")
    space.participations.create(person=ula, role="mentor")
    space.participations.create(person=nia, role="mentee")
    told = said()
    signed_in(tomas).post(new(group), told)
    meeting = group.meetings.get()
    stories.meeting(secret, by=ula, at=meeting.starts_at + timedelta(days=1))
    tomorrow = f"{meeting.starts_at.astimezone(tomas.zone) + timedelta(days=1):%Y-%m-%d}"
    page = signed_in(tomas).post(change(meeting), {**told, "day": tomorrow}).content.decode()
    assert "Nia Berg has another session then." in page and "Hidden Heron" not in page


def test_a_known_session_is_moved_with_its_reason_and_the_group_told_in_one_step(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas)
    before = signed_in(tomas).get(change(meeting)).content.decode()
    assert "Reason for the change" not in before, "nobody knows of it yet"
    planning.publish(group, by=tomas)
    form = signed_in(tomas).get(change(meeting)).content.decode()
    assert "Reason for the change" in form
    assert form.index("Save and tell the group") < form.index("Save without telling yet")
    answer = signed_in(tomas).post(change(meeting), said(reason="The room is taken", tell="1"))
    assert answer.url == meeting.get_absolute_url() and planning.is_published(group)
    assert Version.objects.filter(document__kind_slug="session-plan").count() == 2
    page = " ".join(signed_in(nia).get(meeting.get_absolute_url()).content.decode().split())
    assert "Moved from <s>" in page and "</s>: The room is taken" in page
    signed_in(tomas).post(change(meeting), said(reason="The room is taken", time="19:00"))
    assert not planning.is_published(group), "without telling yet"


def test_every_status_is_corrected_and_a_no_show_holds_nothing_up(working_group, tomas, nia, ela, signed_in):
    missed = stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=1))
    later = stories.meeting(working_group, by=tomas)
    here = {str(person.pk): "present" for person in (tomas, nia, ela)} | {"keeper": ""}

    def do(name: str, meeting: Meeting, told: dict) -> str:
        assert signed_in(tomas).post(reverse(f"sessions:{name}", args=(meeting.pk,)), told).status_code == 302
        meeting.refresh_from_db()
        return meeting.state

    assert do("missed", missed, {}) == "missed"
    assert do("held", later, here) == "held"
    assert signed_in(tomas).post(new(working_group), said()).status_code == 302
    steps = ["held", "missed", "reopen", "cancel", "reopen", "held", "reopen"]
    due = ["held", "missed", "planned", "cancelled", "planned", "held", "planned"]
    assert [do(name, missed, {**here, "reason": "Ill"}) for name in steps] == due


def test_the_manager_organises_the_final_session_of_a_working_group(working_group, group, mara, tomas, nia, signed_in):
    address = reverse("sessions:final", args=(working_group.pk,))
    told = said(kind="task")
    assert signed_in(nia).get(address).status_code == 403
    room = signed_in(mara).get(working_group.get_absolute_url()).content.decode()
    assert address in room
    page = signed_in(mara).post(address, told).content.decode()
    assert "Select a valid choice." in page, "no session of another kind"
    assert signed_in(mara).post(address, {**told, "kind": "final"}).url == working_group.get_absolute_url()
    working_group.refresh_from_db()
    meeting = working_group.meetings.get()
    assert (meeting.kind, working_group.state) == ("final", "final")
    assert address not in signed_in(mara).get(working_group.get_absolute_url()).content.decode()
    for who, words in ((mara, ["Save the session"]), (tomas, ["Save the session", "Save and tell the group"])):
        form = signed_in(who).get(change(meeting)).content.decode()
        assert [one for one in ("Save the session", "Save and tell the group") if one in form] == words
    assert signed_in(mara).post(change(meeting), {**told, "kind": "final", "topic": "Thanks"}).status_code == 302
    assert change(meeting) in signed_in(mara).get(meeting.get_absolute_url()).content.decode()
    task = stories.meeting(working_group, by=tomas)
    assert signed_in(mara).get(change(task)).status_code == 403
    assert change(task) not in signed_in(mara).get(task.get_absolute_url()).content.decode()
    Group.objects.update(state="forming")
    assert signed_in(mara).get(address).status_code == 409
