"""The pages of sessions: forms sent twice, what is typed stays, and nobody reaches another group."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import Version
from people.models import User
from programmes.models import Group
from sessions import homework
from sessions.models import HomeworkAnswer, Meeting
from tests import stories

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def said(**more: str) -> dict[str, str]:
    day = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"
    told = {"once": ONCE, "kind": "task", "day": day, "time": "18:00", "minutes": "60", "mode": "online"}
    return {**told, "topic": "Writing a CV", "homework": "Bring a CV\n\nCall\nBring a CV\n", **more}


def new(group: Group) -> str:
    return reverse("sessions:new", args=(group.pk,))


@pytest.fixture
def other_group(programme, group) -> Group:
    """A group that nobody of the cast belongs to."""
    space = type(group.space).objects.create(kind="group", within=programme.space)
    row = Group.objects.create(programme=programme, space=space, number=2, name="Another")
    mentor = stories.person("ula@example.org", "Ula Ó Briain")
    space.participations.create(person=mentor, role="mentor")
    return row


# planning


def test_a_form_sent_twice_plans_one_session(group, tomas, signed_in):
    mentor = signed_in(tomas)
    for _twice in range(2):
        assert mentor.post(new(group), said()).url == reverse("sessions:plan", args=(group.pk,))
    meeting = group.meetings.get()
    assert str(meeting.pk) == ONCE
    assert [str(task) for task in meeting.homework.all()] == ["Bring a CV", "Call"]
    local = meeting.starts_at.astimezone(tomas.zone)
    assert (local.hour, local.minute, meeting.minutes) == (18, 0, 60)


def test_a_form_without_its_id_plans_a_session_too(group, tomas, signed_in):
    for _twice in range(2):
        signed_in(tomas).post(new(group), said(once="", anyway="on"))
    assert group.meetings.count() == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"day": "2027-03-28", "time": "03:30"}, "Clocks in Europe/Vilnius skip this time on that day."),
        ({"day": "2026-10-25", "time": "03:30"}, "Clocks in Europe/Vilnius show this time twice on that day."),
        ({"day": ""}, "This field is required."),
        ({"day": "31 February"}, "Enter a valid date."),
        ({"day": "0001-01-01", "time": "00:00"}, "That is more than ten years away. Check the year."),
        ({"day": "9999-12-31", "time": "23:59"}, "That is more than ten years away. Check the year."),
        ({"minutes": "10"}, "Ensure this value is greater than or equal to 15."),
        ({"minutes": "481"}, "Ensure this value is less than or equal to 480."),
        ({"minutes": "²"}, "Enter a whole number."),
        ({"topic": "x" * 320}, "Ensure this value has at most 200 characters (it has 320)."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"homework": "x" * 501}, "A task has at most 500 characters."),
        ({"homework": "\n".join(f"Task {n}" for n in range(13))}, "At most 12 tasks for one session."),
        ({"kind": "monitoring"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_planned_gets_a_sentence_and_what_was_typed_stays(group, tomas, signed_in, more, sentence):
    told = said(**{"place": "Library, room 4", **more})
    answer = signed_in(tomas).post(new(group), told)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert "Library, room 4" in page
    assert not group.meetings.exists()


def test_a_keeper_from_elsewhere_is_no_choice(group, tomas, oto, nia, signed_in):
    page = signed_in(tomas).post(new(group), said(keeper=str(oto.pk))).content.decode()
    assert "Select a valid choice." in page
    assert not group.meetings.exists()
    signed_in(tomas).post(new(group), said(keeper=str(nia.pk)))
    assert group.meetings.get().keeper == nia


def test_the_form_proposes_whose_turn_it_is(group, tomas, ela, nia, signed_in):
    stories.meeting(group, by=tomas, keeper=ela)
    page = signed_in(tomas).get(new(group)).content.decode()
    assert f'value="{nia.pk}" selected' in page


def test_a_session_is_moved_and_keeps_its_ticks(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas, homework=["Bring a CV"])
    HomeworkAnswer.objects.create(homework=meeting.homework.get(), person=nia)
    address = reverse("sessions:change", args=(meeting.pk,))
    form = signed_in(tomas).get(address).content.decode()
    assert "Bring a CV" in form and 'name="once"' not in form
    answer = signed_in(tomas).post(address, said(homework="Bring a CV\nCall"))
    assert answer.url == meeting.get_absolute_url()
    before = meeting.starts_at
    meeting.refresh_from_db()
    assert meeting.moved_from == before
    assert HomeworkAnswer.objects.get().homework == meeting.homework.get(task="Bring a CV")
    page = " ".join(signed_in(nia).get(meeting.get_absolute_url()).content.decode().split())
    assert "Writing a CV" in page


def test_a_session_on_either_side_of_the_clock_change_opens_at_its_hour(group, tomas, signed_in):
    for day in ("2027-03-27", "2027-03-28", "2026-10-25", "2026-10-26"):
        signed_in(tomas).post(new(group), said(day=day, once=""))
    assert group.meetings.count() == 4
    for meeting in group.meetings.all():
        form = signed_in(tomas).get(reverse("sessions:change", args=(meeting.pk,))).content.decode()
        assert 'value="18:00"' in form


def test_publishing_twice_makes_one_version(group, tomas, signed_in):
    stories.meeting(group, by=tomas)
    address = reverse("sessions:publish", args=(group.pk,))
    assert "The plan is published" in signed_in(tomas).post(address, follow=True).content.decode()
    assert "The group has this plan already." in signed_in(tomas).post(address, follow=True).content.decode()
    assert Version.objects.filter(document__kind_slug="session-plan").count() == 1
    assert signed_in(tomas).get(address).status_code == 405


def test_an_ended_group_says_that_it_can_only_be_read_before_anybody_types(group, tomas, signed_in):
    meeting = stories.meeting(group, by=tomas)
    Group.objects.update(state="ended")
    for name, thing in (("new", group), ("series", group), ("change", meeting), ("shift", meeting)):
        for answer in (
            signed_in(tomas).get(reverse(f"sessions:{name}", args=(thing.pk,))),
            signed_in(tomas).post(reverse(f"sessions:{name}", args=(thing.pk,)), said()),
        ):
            assert answer.status_code == 409, name
            assert "The group has ended. It can only be read." in answer.content.decode()


# closing, cancelling


def test_a_session_is_closed_once_however_often_it_is_sent(working_group, tomas, nia, ela, signed_in):
    meeting = stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=1))
    address = reverse("sessions:held", args=(meeting.pk,))
    told = {str(tomas.pk): "present", str(nia.pk): "absent", str(ela.pk): "excused", "keeper": str(ela.pk)}
    for _twice in range(2):
        assert signed_in(tomas).post(address, told).url == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.keeper) == ("held", ela)
    assert dict(meeting.attendances.values_list("person__name", "came")) == {
        "Tomas Lind": "present",
        "Nia Berg": "absent",
        "Ela Žukaitė": "excused",
    }


def test_everyone_s_presence_is_asked_for(working_group, tomas, nia, ela, signed_in):
    meeting = stories.meeting(working_group, by=tomas)
    answer = signed_in(tomas).post(reverse("sessions:held", args=(meeting.pk,)), {str(nia.pk): "present"})
    assert answer.status_code == 200 and "This field is required." in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_without_a_contract_the_page_says_why_not(group, tomas, nia, ela, signed_in):
    meeting = stories.meeting(group, by=tomas)
    address = reverse("sessions:held", args=(meeting.pk,))
    assert "The contract is not in force yet" in signed_in(tomas).get(address).content.decode()
    told = {str(person.pk): "present" for person in (tomas, nia, ela)}
    assert signed_in(tomas).post(address, {**told, "keeper": ""}).status_code == 409


def test_cancelling_needs_a_reason_and_happens_once(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas)
    address = reverse("sessions:cancel", args=(meeting.pk,))
    assert "This field is required." in signed_in(tomas).post(address, {"reason": ""}).content.decode()
    for _twice in range(2):
        assert signed_in(tomas).post(address, {"reason": "Tomas is ill"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.state, meeting.reason) == ("cancelled", "Tomas is ill")
    assert "Tomas is ill" in signed_in(nia).get(meeting.get_absolute_url()).content.decode()


def test_missed_and_set_back_by_button(working_group, tomas, nia, signed_in):
    meeting = stories.meeting(working_group, by=tomas)
    for name, state in [("missed", "missed"), ("missed", "missed"), ("reopen", "planned"), ("reopen", "planned")]:
        address = reverse(f"sessions:{name}", args=(meeting.pk,))
        assert signed_in(tomas).post(address).status_code == 302
        meeting.refresh_from_db()
        assert meeting.state == state
        assert signed_in(nia).post(address).status_code == 403
        assert signed_in(tomas).get(address).status_code == 405


# homework and the diary


def test_a_mentee_ticks_their_own_homework_and_takes_it_back(group, tomas, nia, ela, signed_in):
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    address = reverse("sessions:homework", args=(task.pk,))
    for _twice in range(2):
        assert signed_in(nia).post(address, {"done": "1", "from": "home"}).url == reverse("home")
    assert [done.person for done in task.answers.all()] == [nia]
    assert signed_in(ela).post(address, {"done": "0"}).url == task.meeting.get_absolute_url()
    assert [done.person for done in task.answers.all()] == [nia], "only one's own"
    signed_in(nia).post(address, {"done": "0"})
    assert not task.answers.exists()


def test_a_mentee_is_not_asked_for_the_homework_of_another(group, tomas, nia, ela, signed_in):
    meeting = stories.meeting(group, by=tomas, homework=["Nia: bring a CV"], goal="Two interviews", remarks="Bring tea")
    shown = [signed_in(who).get(meeting.get_absolute_url()).content.decode() for who in (nia, ela, tomas)]
    assert ["Nia: bring a CV" in page for page in shown] == [True, False, True]
    assert all("Goal it serves: Two interviews" in page and "Bring tea" in page for page in shown)


def test_who_is_no_mentee_of_the_group_ticks_nothing(group, mara, tomas, nia, oto, other_group, signed_in):
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    stranger = stories.person("ina@example.org", "Ina Mäkelä")
    other_group.space.participations.create(person=stranger, role="mentee")
    address = reverse("sessions:homework", args=(task.pk,))
    for person, status in [(mara, 403), (tomas, 403), (oto, 404), (stranger, 404)]:
        assert signed_in(person).post(address, {"done": "1"}).status_code == status
    assert not HomeworkAnswer.objects.exists()
    task.person = nia
    task.save()
    assert signed_in(nia).post(address, {"done": "1"}).status_code == 302
    assert HomeworkAnswer.objects.count() == 1


def test_a_mentee_of_another_group_finds_nothing(group, tomas, other_group, signed_in):
    meeting = stories.meeting(group, by=tomas)
    stranger = stories.person("ina@example.org", "Ina Mäkelä")
    other_group.space.participations.create(person=stranger, role="mentee")
    addresses = [meeting.get_absolute_url(), group.get_absolute_url(), new(group)]
    assert [signed_in(tomas).get(address).status_code for address in addresses] == [200, 200, 200]
    assert [signed_in(stranger).get(address).status_code for address in addresses] == [404, 404, 404]


def test_the_keeper_begins_the_diary_by_a_button_and_comes_back_to_it(working_group, tomas, nia, ela, signed_in):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    address = reverse("sessions:diary", args=(meeting.pk,))
    first = signed_in(nia).post(address)
    assert signed_in(nia).post(address).url == first.url
    assert signed_in(ela).post(address).status_code == 409
    assert Meeting.objects.get(pk=meeting.pk).keeper == nia


def test_a_very_long_name_fits_into_the_pages(working_group, tomas, nia, signed_in):
    User.objects.filter(pk=nia.pk).update(name="N" * 150)
    stories.meeting(working_group, by=tomas, keeper=nia)
    for address in (working_group.get_absolute_url(), reverse("sessions:plan", args=(working_group.pk,))):
        assert "N" * 150 in signed_in(tomas).get(address).content.decode()


def test_the_room_asks_the_database_the_same_with_one_session_and_with_ten(working_group, tomas, nia, signed_in):
    def cost(person: User) -> int:
        browser = signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(working_group.get_absolute_url()).status_code == 200
        return len(queries)

    stories.meeting(working_group, by=tomas, keeper=nia, homework=["One", "Two"])
    with_one = [cost(tomas), cost(nia)]
    for n in range(9):
        stories.meeting(working_group, by=tomas, keeper=nia, homework=["A", "B"], at=timezone.now() + timedelta(9 + n))
    assert [cost(tomas), cost(nia)] == with_one


def test_the_page_of_a_session_asks_the_database_at_most_fourteen_times(group, mara, tomas, nia, ela, signed_in):
    first = stories.meeting(group, by=tomas, kind="initial", homework=["Bring a photo"])
    homework.answer(first.homework.get(), "done", "", None, by=nia)

    def costs(meeting: Meeting) -> list[int]:
        found = []
        for browser in (signed_in(mara), signed_in(tomas), signed_in(nia)):
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(meeting.get_absolute_url()).status_code == 200
            found.append(len(queries))
        return found

    assert max(costs(first)) <= 12
    stories.contract_in_force(group, by=mara)
    group.refresh_from_db()
    coming = stories.meeting(group, by=tomas, homework=["One", "Two"], keeper=nia)
    held = stories.held_meeting(group, by=tomas, keeper=nia, homework=["One"])
    homework.answer(held.homework.get(), "done", "", None, by=ela)
    stories.submitted_diary(held, by=nia)
    assert max(costs(coming) + costs(held)) <= 12
