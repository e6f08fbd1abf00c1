"""Feedback reaches the mentor as far as each mentee allows it, and not a word further."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Version
from people.models import User
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group
from sessions import feedback, papers
from sessions.document_kinds.mentee_feedback import MENTEE_FEEDBACK
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(working_group, tomas, nia) -> Meeting:
    """Yesterday's session."""
    return stories.held_meeting(working_group, by=tomas, keeper=nia)


def say(meeting: Meeting, by: User, may_read: str, *, useful: str = "5", well: str = "That we read aloud") -> Version:
    """Feedback of somebody on a session, or its next version."""
    version = papers.begin(meeting, MENTEE_FEEDBACK, by=by)
    answers = complete(MENTEE_FEEDBACK, {"session": {"useful": useful}})
    answers |= {"words": {"well": well}, "afterwards": {"may_read": may_read, "call": True}}
    pipeline.write(version, answers, by=by)
    pipeline.file(version, by=by)
    return version


def named(group: Group, mentor: User) -> list[tuple[str, str]]:
    found = feedback.for_mentor(group, by=mentor).named
    return [(one.version.document.person.name, dict(one.lines)["What went well"]) for one in found]


def test_what_was_released_with_the_name_is_read_the_newest_first(working_group, held, tomas, nia, ela):
    say(held, nia, "name", well="The questions")
    say(held, ela, "name", well="The silence")
    assert named(working_group, tomas) == [("Ela Žukaitė", "The silence"), ("Nia Berg", "The questions")]
    lines = feedback.for_mentor(working_group, by=tomas).named[0].lines
    assert ("The session was useful for me.", "5 – strongly agree") in lines
    told = str(lines)
    assert "call me" not in told and "May my mentor" not in told, "these are for the managers"


def test_what_was_not_released_does_not_exist_for_the_mentor(working_group, held, tomas, nia, ela, signed_in):
    say(held, nia, "no", well="Zebra")
    say(held, ela, "summary", well="Zebra")
    page = signed_in(tomas).get(reverse("sessions:feedback", args=(working_group.pk,))).content.decode()
    assert "Nothing released yet. Mentees decide." in page
    assert "Zebra" not in page and "Nia" not in page


def test_nothing_is_released_by_having_chosen_nothing(held, nia):
    assert papers.begin(held, MENTEE_FEEDBACK, by=nia).answers == {"afterwards": {"may_read": "no"}}


def test_who_takes_it_back_is_not_read_any_more(working_group, held, tomas, nia):
    say(held, nia, "name")
    assert len(named(working_group, tomas)) == 1
    draft = papers.begin(held, MENTEE_FEEDBACK, by=nia)
    assert len(named(working_group, tomas)) == 1, "a draft changes nothing yet"
    pipeline.write(draft, {**draft.answers, "afterwards": {"may_read": "no", "call": False}}, by=nia)
    pipeline.file(draft, by=nia)
    assert named(working_group, tomas) == []


def test_averages_need_five_answers_of_three_people_and_change_in_whole_lots(working_group, held, tomas, nia, ela):
    ada = stories.person("ada@example.org", "Ada Moe")
    Participation.objects.create(space=working_group.space, person=ada, role=Role.MENTEE)
    more = [stories.held_meeting(working_group, by=tomas, keeper=nia) for _n in range(3)]

    def useful() -> list[float]:
        averages = feedback.for_mentor(working_group, by=tomas).averages
        return [value for label, value in averages if label == "The session was useful for me."]

    for meeting in (held, *more):
        say(meeting, nia, "summary", useful="4")
    say(held, ela, "summary", useful="5")
    assert useful() == [], "five answers, but of two people"
    say(held, ada, "summary", useful="1")
    assert useful() == [3.7]
    say(more[0], ela, "summary", useful="1")
    say(more[0], ada, "name", useful="1")
    assert useful() == [3.7], "one more answer is not to be worked out"


def test_only_the_mentor_of_the_group_hears_it_and_a_successor_nothing_of_before(
    working_group, held, mara, tomas, nia, signed_in
):
    say(held, nia, "name")
    for person in (mara, nia):
        with pytest.raises(PermissionDenied):
            feedback.for_mentor(working_group, by=person)
    successor = stories.person("ruta@example.org", "Ruta Sand")
    later = timezone.now() + timedelta(seconds=1)
    Participation.objects.filter(person=tomas, space=working_group.space).update(ends_at=timezone.now())
    Participation.objects.create(space=working_group.space, person=successor, role=Role.MENTOR, starts_at=later)
    assert named(working_group, successor) == []
    page = reverse("sessions:feedback", args=(working_group.pk,))
    assert (signed_in(tomas).get(page).status_code, signed_in(successor).get(page).status_code) == (404, 200)


def test_who_can_read_it_names_the_mentor_as_far_as_the_writer_allows(working_group, tomas, nia, signed_in):
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    answer = signed_in(nia).post(reverse("sessions:paper", args=(held.pk, "mentee-feedback")))
    said = " ".join(signed_in(nia).get(answer.url).content.decode().split())
    assert "Nia Berg and the managers of the programme; what its writer allows also the mentor" in said
