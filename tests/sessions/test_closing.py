"""A mentor closes a session on one page: attendance, diary, next session, homework, and the group is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Version
from people.models import Letter
from sessions import closing, homework, planning
from sessions.models import Homework, Meeting
from tests import stories


@pytest.fixture
def over(working_group, tomas, nia):
    """A session that was to be yesterday, with homework before it; Nia keeps its diary."""
    at = timezone.now().replace(second=0, microsecond=0) - timedelta(days=1)
    return stories.meeting(working_group, by=tomas, at=at, keeper=nia, homework=["Bring a CV", "Nia: call"])


def address(meeting: Meeting) -> str:
    return reverse("sessions:close", args=(meeting.pk,))


def sent(browser, meeting: Meeting, **more):
    """What the page holds when it is opened, as a browser sends it, with what is changed."""
    desk = browser.get(address(meeting)).context["desk"]
    data = {}
    for form in (desk.held, *desk.comments, desk.whether, desk.coming):
        for bound in form:
            value = bound.value()
            if value not in (None, False):
                data[bound.html_name] = getattr(bound.field.widget, "format_value", str)(value) or ""
    return {**data, **more}


def test_one_page_does_it_all(over, tomas, nia, ela, signed_in, run_jobs):
    run_jobs()
    browser = signed_in(tomas)
    told = sent(browser, over, topic="Telling my story")
    assert told["homework"] == "Bring a CV\nNia: call", "what is open is carried over"
    assert browser.post(address(over), told).url == over.get_absolute_url()
    over.refresh_from_db()
    coming = over.group.meetings.exclude(pk=over.pk).get()
    assert (over.state, over.keeper, coming.state, coming.topic) == ("held", nia, "planned", "Telling my story")
    assert coming.keeper == ela, "whose turn it is"
    assert coming.starts_at - over.starts_at > timedelta(days=13)
    assert [(row.task, row.carried_from.task) for row in coming.homework.all()] == [
        ("Bring a CV", "Bring a CV"),
        ("Nia: call", "Nia: call"),
    ]
    plan = Version.objects.in_force().get(document__kind_slug="session-plan", document__space=over.group.space)
    assert [row["topic"] for row in plan.answers["sessions"]][-1] == "Telling my story"
    run_jobs()
    letters = Letter.objects.filter(about=f"meeting {coming.pk} {coming.sequence}")
    assert {letter.person for letter in letters} >= {nia, ela}


def test_sent_twice_everything_has_happened_once(over, tomas, signed_in, run_jobs):
    browser = signed_in(tomas)
    told = sent(browser, over, topic="Telling my story")
    for _twice in range(2):
        assert browser.post(address(over), told).status_code == 302
    assert over.group.meetings.count() == 2
    assert Version.objects.filter(document__kind_slug="session-plan", document__space=over.group.space).count() == 1


def test_what_somebody_has_done_is_not_carried_over_to_them(over, tomas, nia, ela, signed_in):
    cv, call = over.homework.all()
    homework.answer(cv, "done", "", None, by=nia)
    homework.answer(call, "done", "", None, by=nia)
    assert sent(signed_in(tomas), over)["homework"] == f"{ela.name}: Bring a CV"


def test_the_planned_next_session_is_completed_and_no_other_is_made(over, tomas, signed_in):
    planned = stories.meeting(over.group, by=tomas, topic="Vacancies", homework=["Find two"])
    browser = signed_in(tomas)
    told = sent(browser, over)
    assert (told["topic"], told["homework"]) == ("Vacancies", "Find two\nBring a CV\nNia: call")
    browser.post(address(over), {**told, "topic": "Vacancies near us"})
    planned.refresh_from_db()
    assert over.group.meetings.count() == 2 and planned.topic == "Vacancies near us"
    assert [row.task for row in planned.homework.all()] == ["Find two", "Bring a CV", "Nia: call"]


def test_without_a_next_session_it_is_only_closed(over, tomas, signed_in):
    browser = signed_in(tomas)
    told = {**sent(browser, over), "day": "", "none": "on"}
    assert browser.post(address(over), told).status_code == 302
    over.refresh_from_db()
    assert over.state == "held" and over.group.meetings.count() == 1


def test_a_comment_publishes_the_diary_and_without_one_it_waits(over, working_group, tomas, nia, signed_in):
    diary = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    browser = signed_in(tomas)
    told = sent(browser, over)
    assert f"diary-{diary.pk}-comment" in browser.get(address(over)).content.decode()
    browser.post(address(over), told)
    diary.refresh_from_db()
    assert diary.state == "submitted"
    browser.post(address(over), {**told, f"diary-{diary.pk}-comment": "A good step."})
    diary.refresh_from_db()
    assert (diary.state, [row.text for row in diary.comments.all()]) == ("sealed", ["A good step."])


def test_a_comment_on_a_diary_that_was_published_meanwhile_comes_back_and_nothing_is_half_done(
    over, working_group, tomas, nia, signed_in
):
    diary = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    browser = signed_in(tomas)
    told = {**sent(browser, over), f"diary-{diary.pk}-comment": "A step\r\nto be proud of. "}
    pipeline.publish(diary, by=tomas, comment="In another window.")
    for late in (told, {**told, "preview": "1"}):
        page = browser.post(address(over), late).content.decode()
        assert "Your comment is not in it" in page and "A step\r\nto be proud of.</p>" in page
    over.refresh_from_db()
    assert over.state == "planned"
    assert browser.post(address(over), sent(browser, over)).status_code == 302


def test_what_was_typed_for_a_session_that_was_cancelled_meanwhile_can_be_copied(over, tomas, signed_in):
    browser = signed_in(tomas)
    told = sent(browser, over, **{"now-remarks": "", "topic": "All about interviews"})
    planning.cancel(over, by=tomas, reason="Ill")
    answer = browser.post(address(over), told)
    assert answer.status_code == 409 and "All about interviews" in answer.content.decode()
    assert browser.get(address(over)).status_code == 200


def test_what_is_wrong_is_said_and_nothing_is_half_done(over, tomas, signed_in):
    browser = signed_in(tomas)
    page = browser.post(address(over), sent(browser, over, day="", topic="Kept as typed")).content.decode()
    assert "There is a problem" in page and "Kept as typed" in page and "<title> Error:" in " ".join(page.split())
    over.refresh_from_db()
    assert over.state == "planned" and over.group.meetings.count() == 1


def test_the_mail_is_shown_before_it_is_sent_and_nothing_has_happened(over, tomas, nia, signed_in):
    browser = signed_in(tomas)
    letters = Letter.objects.count()
    page = browser.post(address(over), sent(browser, over, topic="Telling my story", preview="1")).content.decode()
    assert "Nothing is sent yet" in page and "Telling my story" in page
    over.refresh_from_db()
    assert (over.state, over.group.meetings.count(), Letter.objects.count()) == ("planned", 1, letters)
    assert str(over.group) in browser.post(address(over), sent(browser, over, preview="1")).context["letter"].body


def test_two_who_change_the_next_session_lose_nothing(over, tomas, signed_in):
    planned = stories.meeting(over.group, by=tomas, topic="Vacancies")
    browser = signed_in(tomas)
    told = sent(browser, over, topic="My topic")
    Meeting.objects.filter(pk=planned.pk).update(topic="Their topic", revision=planned.revision + 1)
    answer = browser.post(address(over), told)
    page = answer.content.decode()
    assert "Somebody else changed the next session" in page and "Their topic" in page and "My topic" in page
    over.refresh_from_db()
    assert over.state == "planned"
    again = {**told, "seen": answer.context["desk"].coming["seen"].value()}
    assert browser.post(address(over), again).status_code == 302
    planned.refresh_from_db()
    assert planned.topic == "My topic"


def test_it_is_the_mentors_page(over, mara, nia, oto, signed_in):
    assert [signed_in(who).get(address(over)).status_code for who in (mara, nia, oto)] == [403, 403, 404]
    with pytest.raises(PermissionDenied):
        closing.close(over, closing.Said({}, None), by=mara)


def test_before_the_contract_it_says_what_is_missing(group, tomas, nia, signed_in):
    at = timezone.now() - timedelta(days=1)
    page = signed_in(tomas).get(address(stories.meeting(group, by=tomas, at=at))).content.decode()
    assert "The contract is not in force yet" in page


def test_homework_in_other_words_keeps_its_answers(over, tomas, nia):
    cv = over.homework.first()
    homework.answer(cv, "partly", "One page so far.", None, by=nia)
    planning.plan(Meeting.objects.get(pk=over.pk), ["Bring your CV, printed", "Nia: call"], by=tomas)
    assert [row.task for row in over.homework.all()] == ["Bring your CV, printed", "Nia: call"]
    assert Homework.objects.get(pk=cv.pk).answers.get().words == "One page so far."


def test_homework_that_was_answered_stays_when_its_line_is_taken_out(over, tomas, nia):
    homework.answer(over.homework.first(), "partly", "One page so far.", None, by=nia)
    planning.plan(Meeting.objects.get(pk=over.pk), ["Nia: call"], by=tomas)
    assert [row.task for row in over.homework.all()] == ["Nia: call", "Bring a CV"]
    planning.plan(Meeting.objects.get(pk=over.pk), [], by=tomas)
    assert [row.answers.get().words for row in over.homework.all()] == ["One page so far."]


def test_a_session_put_in_between_is_not_taken_for_the_one_that_was_shown(over, tomas, signed_in):
    shown = stories.meeting(over.group, by=tomas, topic="Vacancies")
    browser = signed_in(tomas)
    told = sent(browser, over, topic="Vacancies near us")
    between = stories.meeting(over.group, by=tomas, topic="A visit", at=timezone.now() + timedelta(days=2))
    assert browser.post(address(over), told).status_code == 302
    shown.refresh_from_db()
    between.refresh_from_db()
    assert (shown.topic, between.topic) == ("Vacancies near us", "A visit")


def test_the_mail_is_shown_also_where_one_letter_cannot_carry_it_all(over, tomas, signed_in):
    for n in range(22):
        stories.meeting(over.group, by=tomas, at=timezone.now() + timedelta(days=n + 1))
    browser = signed_in(tomas)
    assert "Nothing is sent yet" in browser.post(address(over), sent(browser, over, preview="1")).content.decode()


@pytest.mark.parametrize("name", ["once", "next"])
def test_an_id_that_is_none_is_no_fault_of_ours(over, tomas, signed_in, name):
    browser = signed_in(tomas)
    assert browser.post(address(over), {**sent(browser, over), name: "no id"}).status_code in (200, 302)
