"""The diary of a session: by its keeper, after it was held, prefilled from what is known."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from documents import pipeline
from documents.models import Version
from people.models import User
from policy.machine import NotNow
from programmes.models import Programme
from sessions import diaries, homework, planning
from sessions.document_kinds.group_goals import GROUP_GOALS
from sessions.models import Meeting
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(working_group, tomas, nia, ela) -> Meeting:
    """A session at which Ela was excused; Nia keeps its diary."""
    at = datetime(timezone.now().year - 1, 11, 17, 16, 0, tzinfo=UTC)
    row = stories.meeting(working_group, by=tomas, at=at, topic="Writing a CV", homework=["Bring a CV", "Call"])
    planning.close(row, {tomas.pk: "present", nia.pk: "present", ela.pk: "excused"}, nia.pk, by=tomas)
    return fresh(row)


def fresh(meeting: Meeting) -> Meeting:
    rows = Meeting.objects.select_related("group__programme", "group__space", "keeper")
    return rows.get(pk=meeting.pk)


def test_only_the_keeper_writes_the_diary(held, mara, tomas, nia, ela, oto):
    for somebody in (mara, tomas, ela, oto):
        with pytest.raises(NotNow, match="The diary of this session is kept by Nia Berg"):
            diaries.begin(held, by=somebody)
    assert diaries.of(held) is None
    assert diaries.begin(held, by=nia).author == nia


def test_a_diary_waits_until_the_session_was_held(working_group, tomas, nia):
    meeting = stories.meeting(working_group, by=tomas, keeper=nia)
    with pytest.raises(NotNow, match="after the session was held"):
        diaries.begin(meeting, by=nia)


def test_without_a_keeper_nobody_writes_it(working_group, tomas, nia):
    meeting = stories.held_meeting(working_group, by=tomas)
    with pytest.raises(NotNow, match="Nobody keeps the diary of this session yet"):
        diaries.begin(meeting, by=nia)


def test_what_is_known_stands_in_it_already(held, working_group, tomas, nia, ela):
    bring, call = held.homework.all()
    for task, who in ((bring, nia), (bring, ela), (call, nia)):
        homework.tick(task, True, by=who)
    common = pipeline.start(GROUP_GOALS, working_group.space, by=ela)
    pipeline.write(common, complete(GROUP_GOALS, word="Two interviews each"), by=ela)
    pipeline.submit(common, by=ela)
    pipeline.publish(common, by=tomas)
    stories.meeting(working_group, by=tomas, topic="Interviews", homework=["Practise", "Sleep well"])
    version = diaries.begin(held, by=nia)
    assert version.answers == {
        "facts": {
            "when": f"{held.starts_at:%A} 17 November {held.starts_at.year}, 18:00",
            "length": "60 minutes, online",
            "present": "Nia Berg, Tomas Lind",
            "missing": "Ela Žukaitė (excused)",
            "topic": "Writing a CV",
        },
        "review": [{"task": "Bring a CV", "went": "done"}, {"task": "Call", "went": "partly"}],
        "agenda": {"next_topic": "Interviews", "homework": "Practise\nSleep well"},
        "progress": [{"goal": "Two interviews each"}],
    }


def test_it_is_called_after_its_session_in_the_programme_s_time(held, nia):
    with timezone.override("Pacific/Auckland"):  # where it is the next day already
        version = diaries.begin(held, by=nia)
    assert version.document.label == f"Session 1, 17 November {held.starts_at.year}"
    assert version.document.occasion == held.pk


def test_begun_twice_it_is_one_diary_with_what_was_written(held, nia):
    version = diaries.begin(held, by=nia)
    pipeline.write(version, stories.diary_answers(version), by=nia)
    again = diaries.begin(held, by=nia)
    assert again == version
    assert again.answers["agenda"]["how"] == "Nia is glad about her interview."
    assert Version.objects.filter(document__kind_slug="diary").count() == 1


def test_a_new_keeper_begins_their_own_with_what_is_known(held, tomas, nia, ela):
    diaries.begin(held, by=nia)
    Meeting.objects.update(keeper=ela)
    version = diaries.begin(fresh(held), by=ela)
    assert (version.author, version.document.person) == (ela, ela)
    assert version.answers["facts"]["topic"] == "Writing a CV"
    with pytest.raises(NotNow, match="kept by Ela Žukaitė"):
        diaries.begin(fresh(held), by=nia)


def test_where_only_the_group_reads_the_manager_knows_of_it_and_does_not_read_it(held, mara, tomas, nia, ela):
    Programme.objects.update(diary_readers="group")
    version = stories.submitted_diary(fresh(held), by=nia)
    pipeline.publish(version, by=tomas)
    readers = {
        person.name for person in (mara, tomas, nia, ela) if Version.objects.visible_to(person).filter(pk=version.pk)
    }
    assert readers == {"Tomas Lind", "Nia Berg", "Ela Žukaitė"}
    assert version.document in type(version.document).objects.visible_to(mara)


def test_where_managers_read_they_do(held, mara, tomas, nia):
    version = stories.submitted_diary(held, by=nia)
    assert Version.objects.visible_to(mara).filter(pk=version.pk).exists()


def test_in_a_pair_the_mentee_always_keeps_the_diary(programme, mara, tomas, oto):
    Programme.objects.update(is_individual=True)
    programme.refresh_from_db()
    pair = stories.group(programme, mentor=tomas, mentees=[oto], by=mara)
    stories.contract_in_force(pair, by=mara)
    assert planning.propose_keeper(pair) == oto
    meeting = stories.held_meeting(pair, by=tomas)
    assert meeting.keeper == oto
    assert diaries.begin(meeting, by=oto).author == oto


def test_names_too_long_for_a_line_are_cut_and_can_be_handed_in(working_group, tomas, nia):
    User.objects.filter(pk=tomas.pk).update(name="T" * 150)
    User.objects.exclude(pk=tomas.pk).update(name="N" * 150)
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    assert len(version.answers["facts"]["present"]) == 300
    assert version.state == "submitted"
