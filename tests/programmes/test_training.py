"""Training: arranged, told of, cancelled; who was there, and who has not been trained yet."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from people.models import Letter, User
from policy.machine import NotNow
from policy.permissions import Role
from programmes import training
from programmes.models import Programme, TrainingEvent
from programmes.training import places, telling, units
from tests import stories

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
SAID = {"once": ONCE, "title": "First steps", "audience": "joint", "starts_at": "2026-09-10T17:00", "place": "Library"}
SOON = timezone.now() + timedelta(days=3)


@pytest.fixture
def people(programme, mara, tomas, nia, ela) -> Programme:
    """Tomas, Nia and Ela are selected."""
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    for mentee in (nia, ela):
        stories.application(programme, mentee, Role.MENTEE, by=mara)
    Job.objects.all().delete()  # the letters of the selection are no matter here
    return programme


def event(programme: Programme, by: User, **more) -> TrainingEvent:
    told = {"title": "First steps", "starts_at": datetime(2026, 9, 10, 14, tzinfo=UTC), **more}
    return training.arrange(TrainingEvent(programme=programme, **told), by=by)


def names(rows: list) -> set[str]:
    return {row.person.name for row in rows}


def there(*people: User) -> dict:
    return dict.fromkeys([one.pk for one in people], "there")


def test_an_event_is_for_whom_it_says(people, mara):
    everyone = {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    expected = {
        audience: names(training.expected(event(people, mara, audience=audience)))
        for audience in ("mentors", "mentees", "joint")
    }
    assert expected == {"mentors": {"Tomas Lind"}, "mentees": everyone - {"Tomas Lind"}, "joint": everyone}


def test_the_newer_attendance_counts_and_others_are_passed_over(people, mara, tomas, nia, ela, oto):
    row = event(people, mara, audience="mentees")
    assert training.record_attendance(row, there(nia, oto, tomas), by=mara) == 1
    assert training.record_attendance(row, {**there(ela), nia.pk: "excused"}, by=mara) == 1
    assert dict(row.attendances.values_list("person__name", "was")) == {"Nia Berg": "excused", "Ela Žukaitė": "there"}
    assert training.record_attendance(row, {nia.pk: "", ela.pk: "absent"}, by=mara) == 0
    assert dict(row.attendances.values_list("person__name", "was")) == {"Ela Žukaitė": "absent"}


def test_who_came_to_a_training_or_passed_the_units_that_are_needed_is_trained(people, mara, tomas, nia, ela):
    assert names(training.untrained(people)) == {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    training.record_attendance(event(people, mara), {**there(tomas), nia.pk: "excused"}, by=mara)
    for slug in ("responsibilities-of-a-mentee", "confidentiality"):
        unit = units.take(people, slug, by=mara)
        assert names(training.untrained(people)) == {"Nia Berg", "Ela Žukaitė"}  # one of two is not enough
        units.check(unit, {one.number: one.right for one in units.questions_of(unit)}, by=ela)
    assert names(training.untrained(people)) == {"Nia Berg"}
    assert training.untrained_people(people) == {nia.pk}


def test_only_a_manager_arranges_and_records(people, mara, tomas, nia, oto):
    row = event(people, mara)
    for somebody in (tomas, nia, oto):
        for deed in (
            lambda: event(people, somebody),  # noqa: B023 - asked at once
            lambda: training.record_attendance(row, there(nia), by=somebody),  # noqa: B023
            lambda: training.change(row, by=somebody),  # noqa: B023
            lambda: training.cancel(event(people, mara, starts_at=SOON), "Rain", by=somebody),  # noqa: B023
        ):
            with pytest.raises(PermissionDenied):
                deed()
    assert row.attendances.count() == 0 and not people.trainings.filter(state="cancelled").exists()


# letters


def test_an_invitation_goes_to_each_once_with_an_entry_for_the_calendar(people, mara, nia, run_jobs):
    row = training.arrange(TrainingEvent(programme=people, title="Workshop", starts_at=SOON), by=mara, invites=True)
    run_jobs()
    telling.tell(None, thing=str(row.pk))  # the worker died before the tick
    letters = Letter.objects.order_by("person__name")
    assert [letter.person.name for letter in letters] == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    assert all("Workshop" in letter.body and "Workshop" not in letter.subject for letter in letters)
    row.refresh_from_db()
    assert row.told_at and not telling.untold(row)


def file_of(row: TrainingEvent, person: User) -> str:
    from programmes.training import calendar

    return calendar.file_of(row, person, now=timezone.now())["text"].replace("\r\n ", "")


def test_a_change_of_time_is_told_under_the_same_entry_and_a_change_of_aims_is_not(people, mara, nia, run_jobs):
    row = training.arrange(TrainingEvent(programme=people, title="Workshop", starts_at=SOON), by=mara, invites=True)
    run_jobs()
    row.aims = "Get to know each other"
    training.change(row, by=mara)
    run_jobs()
    assert Letter.objects.filter(person=nia).count() == 1
    row.starts_at += timedelta(hours=1)
    training.change(row, by=mara)
    run_jobs()
    assert Letter.objects.filter(person=nia, subject__startswith="Changed: training on").count() == 1
    file = file_of(row, nia)
    assert "METHOD:REQUEST" in file and "SEQUENCE:1" in file and f"UID:{row.pk}@" in file
    assert nia.email in file and "tomas@" not in file


def test_who_was_invited_hears_that_it_is_cancelled_and_the_reason_stays_on_the_page(
    people, mara, nia, run_jobs, signed_in
):
    row = training.arrange(TrainingEvent(programme=people, title="Workshop", starts_at=SOON), by=mara, invites=True)
    run_jobs()
    newcomer = stories.newcomer("Ina", people, Role.MENTEE, by=mara).person  # has not heard of it
    run_jobs()
    training.cancel(row, "The trainer is ill.", by=mara)
    run_jobs()
    told = Letter.objects.filter(subject__startswith="Cancelled: the training on")
    assert told.count() == 3 and not told.filter(person=newcomer).exists()
    assert not told.filter(body__contains="ill").exists()
    assert "The trainer is ill." in signed_in(nia).get(row.get_absolute_url()).content.decode()
    assert "METHOD:CANCEL" in file_of(row, nia) and "SEQUENCE:1" in file_of(row, nia)
    with pytest.raises(NotNow):
        training.cancel(row, "Again", by=mara)


def test_who_is_selected_later_is_invited_by_one_click(people, mara, run_jobs, signed_in):
    row = training.arrange(TrainingEvent(programme=people, title="Workshop", starts_at=SOON), by=mara, invites=True)
    run_jobs()
    newcomer = stories.newcomer("Ina", people, Role.MENTEE, by=mara).person
    page = signed_in(mara)
    assert "1 person has not been invited." in page.get(row.get_absolute_url()).content.decode()
    page.post(reverse("programmes:training_invite", args=(people.pk, row.pk)))
    run_jobs()
    assert Letter.objects.filter(subject__startswith="Training on").count() == 4
    assert Letter.objects.filter(person=newcomer, subject__startswith="Training on").exists()


def test_who_comes_is_reminded_once_two_days_before_unless_it_is_cancelled(people, mara, nia, ela, tomas, run_jobs):
    row = event(people, mara, starts_at=timezone.now() + timedelta(hours=47))
    later = event(people, mara, starts_at=SOON)
    for person, comes in ((nia, True), (ela, False)):
        places.answer(row, comes, by=person)
    places.answer(later, True, by=tomas)
    for _twice in range(2):
        telling.remind(None)
    held = Letter.objects.filter(about__startswith="training-soon")
    assert [letter.person for letter in held] == [nia]
    training.cancel(row, "The trainer is ill.", by=mara)
    run_jobs()
    assert not held.all().exists()


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
        ({"starts_at": "0226-09-10T17:00"}, "Is this the right year?"),
        ({"audience": "everyone"}, "Select a valid choice."),
        ({"minutes": "3000"}, "less than or equal to 2880"),
        ({"places": "0"}, "greater than or equal to 1"),
        ({"link": "http://example.org/call"}, "Give a link that begins with https://."),
        ({"links": "Handbook"}, "Write one link that begins with https:// in this line: “Handbook”."),
        ({"links": "\n".join(f"https://example.org/{n}" for n in range(11))}, "Give at most ten links"),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_what_was_typed_stays(people, mara, signed_in, more, sentence):
    page = signed_in(mara).post(reverse("programmes:training_new", args=(people.pk,)), {**SAID, **more})
    assert sentence in page.content.decode() and 'value="Library"' in page.content.decode()
    assert not people.trainings.exists()


def test_a_mentee_sees_when_and_where_and_the_own_attendance_alone(people, mara, nia, ela, oto, signed_in):
    row = event(people, mara, place="Library, room 4")
    training.record_attendance(row, there(ela), by=mara)
    address = reverse("programmes:training", args=(people.pk, row.pk))
    page = signed_in(nia).get(address).content.decode()
    assert "Library, room 4" in page and "17:00" in page
    assert "Ela Žukaitė" not in page and "Ela Žukaitė" in signed_in(mara).get(address).content.decode()
    assert "was there" not in page and "was there" in signed_in(ela).get(address).content.decode()
    assert signed_in(nia).post(address, {str(nia.pk): "there"}).status_code == 403
    assert signed_in(oto).get(address).status_code == 404
    assert [one.person for one in row.attendances.all()] == [ela]


def test_the_attendance_is_saved_by_the_manager(people, mara, tomas, nia, oto, signed_in):
    row = event(people, mara)
    address = reverse("programmes:training", args=(people.pk, row.pk))
    sent = {str(tomas.pk): "there", str(nia.pk): "there", str(oto.pk): "there"}
    answer = signed_in(mara).post(address, sent, follow=True)
    assert "2 people were there. Saved." in answer.content.decode()
    assert signed_in(mara).post(address, {str(tomas.pk): "asleep"}).status_code == 422
    assert {one.person for one in row.attendances.all()} == {tomas, nia}


def test_a_training_of_another_programme_does_not_open_here(people, mara, signed_in):
    other = stories.programme(by=mara, name="Another")
    row = event(other, mara)
    assert signed_in(mara).get(reverse("programmes:training", args=(other.pk, row.pk))).status_code == 200
    assert signed_in(mara).get(reverse("programmes:training", args=(people.pk, row.pk))).status_code == 404


def test_ten_people_more_cost_no_query_more(people, mara, nia, signed_in):
    row = event(people, mara, starts_at=SOON)
    units.take(people, "confidentiality", by=mara)
    pages = (
        row.get_absolute_url(),
        reverse("programmes:trainings", args=(people.pk,)),
        people.units.get().get_absolute_url(),
    )

    def cost() -> list[int]:
        counts = []
        for who in (mara, nia):
            browser = signed_in(who)
            for page in pages:
                with CaptureQueriesContext(connection) as queries:
                    assert browser.get(page).status_code == 200
                counts.append(len(queries))
        return counts

    before = cost()
    for n in range(10):
        somebody = stories.newcomer(f"Ina {n}", people, Role.MENTEE, by=mara).person
        places.answer(row, True, by=somebody)
        training.record_attendance(event(people, mara), there(somebody), by=mara)
    assert cost() == before
