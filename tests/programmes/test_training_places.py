"""Who comes to a training: as many as there are places, first come, first served; and what people expect."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline
from people.models import Letter
from policy.machine import NotNow
from policy.permissions import Role
from programmes import training
from programmes.models import Programme, TrainingEvent, TrainingMaterial
from programmes.training import expectations, places
from tests import stories
from tests.races import at_once
from tests.sessions.test_homework import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(programme, mara, tomas, nia, ela) -> TrainingEvent:
    """A joint training in three days for Tomas, Nia and Ela, with one place."""
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    for mentee in (nia, ela):
        stories.application(programme, mentee, Role.MENTEE, by=mara)
    starts_at = timezone.now() + timedelta(days=3)
    row = TrainingEvent(programme=programme, title="Workshop", starts_at=starts_at, places=1)
    return training.arrange(row, by=mara)


def said(event: TrainingEvent) -> dict[str, str]:
    return dict(event.seats.values_list("person__name", "said"))


def over(event: TrainingEvent) -> None:
    TrainingEvent.objects.filter(pk=event.pk).update(starts_at=timezone.now() - timedelta(days=1))
    event.refresh_from_db()


def test_who_comes_first_has_the_place_and_the_next_moves_up_and_is_told(event, tomas, nia, ela):
    for person in (nia, ela, tomas, nia):
        places.answer(event, True, by=person)
    assert said(event) == {"Nia Berg": "comes", "Ela Žukaitė": "waits", "Tomas Lind": "waits"}
    places.answer(event, False, "I work", by=nia)
    assert said(event) == {"Nia Berg": "cannot", "Ela Žukaitė": "comes", "Tomas Lind": "waits"}
    (letter,) = Letter.objects.filter(subject__startswith="You have a place")
    assert letter.person == ela


def test_more_places_move_up_everyone_who_waits(event, mara, tomas, nia, ela):
    for person in (nia, ela, tomas):
        places.answer(event, True, by=person)
    event.places = None
    training.change(event, by=mara)
    assert set(said(event).values()) == {"comes"}


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_get_one_place(event, nia, ela):
    at_once(lambda: places.answer(event, True, by=ela), lambda: places.answer(event, True, by=nia))
    assert sorted(said(event).values()) == ["comes", "waits"]


def test_only_whom_it_is_for_takes_a_place_and_only_before_it_begins(event, mara, tomas, nia, oto):
    TrainingEvent.objects.filter(pk=event.pk).update(audience="mentors")
    event.refresh_from_db()
    for somebody in (mara, nia, oto):
        with pytest.raises(PermissionDenied):
            places.answer(event, True, by=somebody)
    over(event)
    with pytest.raises(NotNow, match="has begun"):
        places.answer(event, True, by=tomas)


def test_the_reason_is_for_managers(event, mara, nia, ela, signed_in):
    address = reverse("programmes:training_answer", args=(event.programme_id, event.pk))
    assert signed_in(nia).post(address, {"comes": "no", "reason": "A hearing"}).status_code == 302
    assert "A hearing" in signed_in(mara).get(event.get_absolute_url()).content.decode()
    assert "A hearing" not in signed_in(ela).get(event.get_absolute_url()).content.decode()


# what people expect


def test_expectations_are_the_persons_own_and_the_managers(event, mara, nia, ela, tomas, signed_in):
    address = reverse("programmes:training_expect", args=(event.programme_id, event.pk))
    signed_in(nia).post(address, {"expect-line0": "  Honest   words ", "expect-line3": "Time"})
    kept = signed_in(nia).post(address, {"expect-line0": "x" * 201})
    assert kept.status_code == 422 and "x" * 201 in kept.content.decode()
    assert event.expectations.get().lines == ["Honest words", "Time"]
    page = event.get_absolute_url()
    assert [("Honest words" in signed_in(who).get(page).content.decode()) for who in (nia, mara, ela, tomas)] == [
        True, True, False, False,
    ]  # fmt: skip
    over(event)
    with pytest.raises(NotNow, match="is over"):
        expectations.write(event, ["More"], by=nia)


def test_what_fewer_than_three_people_of_a_side_said_is_in_no_record(event, mara, nia, ela, tomas):
    third = stories.newcomer("Ina", event.programme, Role.MENTEE, by=mara).person
    for person in (nia, ela, tomas):
        expectations.write(event, [f"Of {person.name}"], by=person)
    assert expectations.without_names(event) == {"mentor": [], "mentee": []}
    expectations.write(event, ["Courage", "of all"], by=third)
    found = expectations.without_names(event)
    assert found == {"mentor": [], "mentee": ["Courage", "of all", "Of Ela Žukaitė", "Of Nia Berg"]}


def test_the_filed_record_of_a_training_is_shared_with_those_it_was_for(event, mara, nia, ela, tomas, signed_in):
    for person in (nia, ela, stories.newcomer("Ina", event.programme, Role.MENTEE, by=mara).person):
        expectations.write(event, [f"Patience, says {person.greeting_name}"], by=person)
    over(event)
    record = pipeline.start(kinds.get("training-record"), event.programme.space, by=mara, occasion=event.pk)
    assert record.answers["findings"]["of_mentors"].count("Patience") == 3
    findings = {"of_mentors": "Patience", "etiquette": "Answer within two days", "dos": "Ask first"}
    pipeline.write(record, {**record.answers, "findings": findings}, by=mara)
    page = event.get_absolute_url()
    assert "Answer within two days" not in signed_in(tomas).get(page).content.decode()
    pipeline.file(record, by=mara)
    shown = signed_in(tomas).get(page).content.decode()
    assert "Answer within two days" in shown and "says Nia" not in shown and "Ask first" not in shown


def test_ones_own_expectations_are_read_again_on_the_last_forms(group, mara, nia, ela, signed_in):
    starts_at = timezone.now() + timedelta(days=1)
    row = TrainingEvent(programme=group.programme, title="Workshop", starts_at=starts_at)
    expectations.write(training.arrange(row, by=mara), ["Honest words"], by=nia)
    for person, seen in ((nia, True), (ela, False)):
        draft = pipeline.start(kinds.get("final-word"), group.space, by=person, person=person)
        page = signed_in(person).get(reverse("documents:write", args=(draft.pk,))).content.decode()
        assert ("Honest words" in page) is seen


# files


def test_a_file_is_checked_kept_once_served_as_a_download_and_taken_away(event, mara, nia, oto, signed_in):
    address = reverse("programmes:training_files", args=(event.programme_id, event.pk))
    for _twice in range(2):
        assert signed_in(mara).post(address, {"upload-file": picture()}).status_code == 302
    row = event.materials.get()
    file = reverse("programmes:training_file", args=(row.pk,))
    answer = signed_in(nia).get(file)
    assert answer["Content-Type"] == "application/octet-stream" and "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert signed_in(oto).get(file).status_code == 404
    bad = SimpleUploadedFile("plan.pdf", b"<html>", "application/pdf")
    assert "neither a PDF nor" in signed_in(mara).post(address, {"upload-file": bad}).content.decode()
    assert signed_in(mara).post(address, {"take": row.pk}).status_code == 302
    assert not TrainingMaterial.objects.exists() and signed_in(nia).get(file).status_code == 404


# matching


def test_where_it_is_asked_for_nobody_is_matched_without_training(event, mara, tomas, nia, ela, run_jobs, signed_in):
    from programmes import proposing
    from programmes.models import Placement

    programme = event.programme
    training.record_attendance(event, {tomas.pk: "there", nia.pk: "there", ela.pk: "absent"}, by=mara)
    Programme.objects.filter(pk=programme.pk).update(training_needed="matched")
    stories.in_matching(programme, by=mara)
    proposing.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert [row.mentee.person for row in Placement.objects.all()] == [nia]
    board = signed_in(mara).get(reverse("programmes:matching", args=(programme.pk,))).content.decode()
    assert "1 selected person is left out of the proposal: not trained yet." in board
