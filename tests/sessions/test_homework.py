"""Homework: ticks and answers of mentees, who reads them, and what is carried over."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from policy.machine import NotNow
from policy.permissions import Role
from sessions import homework
from sessions.models import HomeworkAnswer
from tests import stories

MENTEE, MENTOR = frozenset({Role.MENTEE}), frozenset({Role.MENTOR})


def picture() -> SimpleUploadedFile:
    """A photo of two advertisements, taken somewhere."""
    data, facts = BytesIO(), Image.Exif()
    facts[0x010E] = "taken in a secret place"
    Image.new("RGB", (40, 30), "white").save(data, "JPEG", exif=facts)
    return SimpleUploadedFile("adverts.jpg", data.getvalue(), "image/jpeg")


def test_homework_is_ticked_once_and_taken_back(group, tomas, nia, ela):
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    for _twice in range(2):
        homework.tick(task, True, by=nia)
    homework.tick(task, True, by=ela)
    assert task.answers.count() == 2
    for _twice in range(2):
        homework.tick(task, False, by=nia)
    assert [done.person for done in task.answers.all()] == [ela]


def test_homework_is_ticked_by_those_it_is_for(group, mara, tomas, nia, ela, oto):
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    for somebody in (mara, tomas, oto):
        with pytest.raises(PermissionDenied):
            homework.tick(task, True, by=somebody)
    task.person = ela
    task.save()
    with pytest.raises(PermissionDenied):
        homework.tick(task, True, by=nia)
    homework.tick(task, True, by=ela)
    assert task.answers.count() == 1


def test_taking_a_tick_back_keeps_words_and_file(group, tomas, nia):
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    homework.answer(task, "done", "Two pages, too long.", None, by=nia)
    homework.tick(task, False, by=nia)
    assert [(row.went, row.words) for row in task.answers.all()] == [("partly", "Two pages, too long.")]


def test_an_answer_with_words_and_a_photo_reaches_the_mentor_alone(group, mara, tomas, nia, ela, oto, signed_in):
    meeting = stories.meeting(group, by=tomas, homework=["Find two adverts"])
    task = meeting.homework.get()
    address = reverse("sessions:homework_answer", args=(task.pk,))
    told = {"went": "partly", "words": "The third was gone.", "file": picture()}
    assert signed_in(nia).post(address, told).url == meeting.get_absolute_url()
    row = HomeworkAnswer.objects.get()
    assert (row.person, row.went, row.words, row.file_name) == (nia, "partly", "The third was gone.", "adverts.jpg")
    shown = {who: signed_in(who).get(meeting.get_absolute_url()).content.decode() for who in (mara, tomas, ela)}
    assert ["The third was gone." in page for page in shown.values()] == [False, True, False]
    assert "0 of 2 done" in " ".join(shown[mara].split())
    file = reverse("sessions:homework_file", args=(row.pk,))
    assert [signed_in(who).get(file).status_code for who in (mara, ela, oto)] == [404, 404, 404]
    sent, again = (b"".join(signed_in(who).get(file).streaming_content) for who in (tomas, nia))
    assert sent == again
    assert b"secret place" not in sent and Image.open(BytesIO(sent)).size == (40, 30)


def test_an_answer_sent_twice_counts_once_and_can_be_changed(group, tomas, nia, signed_in):
    task = stories.meeting(group, by=tomas, homework=["Find two adverts"]).homework.get()
    address = reverse("sessions:homework_answer", args=(task.pk,))
    for _twice in range(2):
        signed_in(nia).post(address, {"went": "partly", "words": "One so far.", "file": picture()})
    page = signed_in(nia).get(address).content.decode()
    assert "One so far." in page and "adverts.jpg" in page
    signed_in(nia).post(address, {"went": "done", "words": "Both."})
    row = HomeworkAnswer.objects.get()
    assert (row.went, row.words, bool(row.file)) == ("done", "Both.", True), "the file stays until it is taken away"
    signed_in(nia).post(address, {"went": "done", "words": "Both.", "forget": "on"})
    row.refresh_from_db()
    assert (row.file, row.file_name) == ("", "")


def test_a_hostile_file_is_refused_with_its_reason_and_the_words_stay(group, tomas, nia, signed_in):
    task = stories.meeting(group, by=tomas, homework=["Find two adverts"]).homework.get()
    told = {"went": "done", "words": "Here it is.", "file": SimpleUploadedFile("cv.pdf", b"<html>", "application/pdf")}
    page = signed_in(nia).post(reverse("sessions:homework_answer", args=(task.pk,)), told).content.decode()
    assert "This is neither a PDF nor a PNG or JPEG picture." in page and "Here it is." in page
    assert not HomeworkAnswer.objects.exists()


def test_late_is_allowed_and_the_mentor_sees_it(group, tomas, nia, signed_in):
    at = timezone.now() - timedelta(days=1)
    meeting = stories.meeting(group, by=tomas, at=at, homework=["Find two adverts"])
    address = reverse("sessions:homework_answer", args=(meeting.homework.get().pk,))
    page = signed_in(nia).post(address, {"went": "done"}, follow=True).content.decode()
    assert "Sent after the date. Your mentor sees that." in page
    assert "after the date" in signed_in(tomas).get(meeting.get_absolute_url()).content.decode()


def test_nothing_is_answered_in_a_group_that_has_ended(group, tomas, nia):
    task = stories.meeting(group, by=tomas, homework=["Find two adverts"]).homework.get()
    type(group).objects.filter(pk=group.pk).update(state="ended")
    task.refresh_from_db()
    with pytest.raises(NotNow):
        homework.answer(task, "done", "", None, by=nia)


def test_in_a_group_that_has_ended_nothing_is_offered_to_be_ticked(group, tomas, nia, signed_in):
    meeting = stories.meeting(group, by=tomas, homework=["Find two adverts"])
    homework.tick(meeting.homework.get(), True, by=nia)
    pages = [reverse("home"), group.get_absolute_url(), meeting.get_absolute_url()]
    assert ["Undo" in signed_in(nia).get(page).content.decode() for page in pages] == [True, True, True]
    type(group).objects.filter(pk=group.pk).update(state="ended")
    shown = [signed_in(nia).get(page).content.decode() for page in pages]
    assert ["Undo" in page for page in shown] == [False, False, False]
    assert "Find two adverts" in shown[2] and "done" in shown[2] and "Find two adverts" not in shown[0]


def test_an_answer_to_homework_that_has_just_been_taken_out_is_refused_with_a_reason(group, tomas, nia):
    task = stories.meeting(group, by=tomas, homework=["Find two adverts"]).homework.get()
    type(task).objects.filter(pk=task.pk).delete()
    with pytest.raises(NotNow):
        homework.answer(task, "done", "Both.", None, by=nia)


def test_the_same_number_of_queries_for_one_task_and_for_ten(group, tomas, nia, ela, django_assert_num_queries):
    one = stories.meeting(group, by=tomas, homework=["1"])
    ten = stories.meeting(group, by=tomas, homework=[str(n) for n in range(10)])
    for meeting in (one, ten):
        for task in meeting.homework.all():
            homework.answer(task, "done", "Yes.", None, by=ela)
        for person, roles in ((nia, MENTEE), (tomas, MENTOR)):
            with django_assert_num_queries(2):
                rows = homework.before(meeting, person, roles, mentees=2)
            assert {(row.done, row.of, bool(row.answers)) for row in rows} == {(1, 2, roles == MENTOR)}


def test_what_is_left_is_carried_over_for_whom_it_is_left(group, tomas, nia, ela):
    tasks = ["Bring a CV", "Read", "Nia: call the library", "Ela: write"]
    meeting = stories.meeting(group, by=tomas, homework=tasks)
    cv, _read, call, _write = meeting.homework.all()
    homework.answer(cv, "done", "", None, by=nia)
    homework.answer(call, "partly", "They were closed.", None, by=nia)
    left = homework.left_over(meeting)
    assert list(left) == [f"{ela.name}: Bring a CV", "Read", "Nia: call the library", "Ela: write"]
    assert left["Read"].task == "Read"


def test_links_are_listed_as_resources_for_those_whose_homework_it_is(group, tomas, nia, ela, signed_in):
    tasks = ["Read https://cv.example.org/how, twice", "Ela: javascript:alert(1) https://ela.example.org"]
    meeting = stories.meeting(group, by=tomas, homework=tasks, remarks="Map: http://map.example.org.")
    shown = {who: signed_in(who).get(meeting.get_absolute_url()).context["resources"] for who in (nia, ela)}
    assert shown[nia] == ["https://cv.example.org/how", "http://map.example.org"]
    assert shown[ela] == ["https://cv.example.org/how", "https://ela.example.org", "http://map.example.org"]
