"""Training: who was there, and who has not been trained yet."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people.models import User
from policy.permissions import Role
from programmes import training
from programmes.models import Programme, TrainingEvent
from tests import stories

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
SAID = {"once": ONCE, "title": "First steps", "audience": "joint", "starts_at": "2026-09-10T17:00", "place": "Library"}


@pytest.fixture
def people(programme, mara, tomas, nia, ela) -> Programme:
    """Tomas, Nia and Ela are selected."""
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    for mentee in (nia, ela):
        stories.application(programme, mentee, Role.MENTEE, by=mara)
    return programme


def event(programme: Programme, by: User, **more: str) -> TrainingEvent:
    told = {"title": "First steps", "starts_at": datetime(2026, 9, 10, 14, tzinfo=UTC), **more}
    return training.arrange(TrainingEvent(programme=programme, **told), by=by)


def names(rows: list) -> set[str]:
    return {row.person.name for row in rows}


def test_an_event_is_for_whom_it_says(people, mara):
    everyone = {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    expected = {
        audience: names(training.expected(event(people, mara, audience=audience)))
        for audience in ("mentors", "mentees", "joint")
    }
    assert expected == {"mentors": {"Tomas Lind"}, "mentees": everyone - {"Tomas Lind"}, "joint": everyone}


def test_the_newer_attendance_counts_and_others_are_passed_over(people, mara, tomas, nia, ela, oto):
    row = event(people, mara, audience="mentees")
    assert training.record_attendance(row, [nia.pk, oto.pk, tomas.pk], by=mara) == 1
    assert training.record_attendance(row, [nia.pk, nia.pk, ela.pk], by=mara) == 2
    assert {one.person for one in row.attendances.all()} == {nia, ela}
    assert training.record_attendance(row, [ela.pk], by=mara) == 1
    assert {one.person for one in row.attendances.all()} == {ela}
    assert training.record_attendance(row, [], by=mara) == 0


def test_who_was_at_no_training_is_untrained(people, mara, tomas, nia, ela):
    assert names(training.untrained(people)) == {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    training.record_attendance(event(people, mara), [tomas.pk, nia.pk], by=mara)
    assert names(training.untrained(people)) == {"Ela Žukaitė"}


def test_only_a_manager_arranges_and_records(people, mara, tomas, nia, oto):
    row = event(people, mara)
    for somebody in (tomas, nia, oto):
        with pytest.raises(PermissionDenied):
            event(people, somebody)
        with pytest.raises(PermissionDenied):
            training.record_attendance(row, [nia.pk], by=somebody)
    assert (TrainingEvent.objects.count(), row.attendances.count()) == (1, 0)


# the pages


def test_a_training_sent_twice_is_one(people, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:training_new", args=(people.pk,))
    answers = [manager.post(address, SAID) for _twice in range(2)]
    row = people.trainings.get()
    assert [answer.url for answer in answers] == [reverse("programmes:training", args=(people.pk, row.pk))] * 2
    assert row.starts_at.astimezone(mara.zone).hour == 17


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 320}, "Ensure this value has at most 150 characters (it has 320)."),
        ({"starts_at": "soon"}, "Enter a valid date/time."),
        ({"audience": "everyone"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_what_was_typed_stays(people, mara, signed_in, more, sentence):
    page = signed_in(mara).post(reverse("programmes:training_new", args=(people.pk,)), {**SAID, **more})
    assert sentence in page.content.decode() and 'value="Library"' in page.content.decode()
    assert not people.trainings.exists()


def test_a_mentee_sees_when_and_where_and_nobody_s_attendance(people, mara, nia, ela, oto, signed_in):
    row = event(people, mara, place="Library, room 4")
    training.record_attendance(row, [ela.pk], by=mara)
    address = reverse("programmes:training", args=(people.pk, row.pk))
    page = signed_in(nia).get(address).content.decode()
    assert "Library, room 4" in page and "17:00" in page
    assert "Ela Žukaitė" not in page and "Ela Žukaitė" in signed_in(mara).get(address).content.decode()
    assert signed_in(nia).post(address, {"present": [str(nia.pk)]}).status_code == 403
    assert signed_in(oto).get(address).status_code == 404
    assert [one.person for one in row.attendances.all()] == [ela]


def test_the_attendance_is_saved_by_the_manager(people, mara, tomas, nia, oto, signed_in):
    row = event(people, mara)
    address = reverse("programmes:training", args=(people.pk, row.pk))
    answer = signed_in(mara).post(address, {"present": [str(tomas.pk), str(nia.pk)]}, follow=True)
    assert "2 people were there. Saved." in answer.content.decode()
    answer = signed_in(mara).post(address, {"present": [str(oto.pk)]})
    assert answer.status_code == 200 and "Select a valid choice." in answer.content.decode()
    assert {one.person for one in row.attendances.all()} == {tomas, nia}


def test_a_training_of_another_programme_does_not_open_here(people, mara, signed_in):
    other = stories.programme(by=mara, name="Another")
    row = event(other, mara)
    assert signed_in(mara).get(reverse("programmes:training", args=(other.pk, row.pk))).status_code == 200
    assert signed_in(mara).get(reverse("programmes:training", args=(people.pk, row.pk))).status_code == 404
