"""The conclusions begin with lines from what everybody of the group may read, and from nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents import pipeline
from documents.forms import Filling, posted
from documents.models import Version
from programmes.models import Group
from sessions import goals as living
from sessions.document_kinds.conclusions import CONCLUSIONS
from sessions.document_kinds.final_word import FINAL_WORD
from sessions.models import Goal
from tests import stories
from tests.sessions.test_goals import CV, STEPS, TALK, common_sheet, sheet

pytestmark = pytest.mark.django_db
WORD = {
    "reached": "Four interviews",
    "onwards": "We go on reading adverts",
    "step": "Three applications",
    "due": "2027-07-01",
    "thanks": "To Tomas, for waiting",
}


def last_word(group: Group, by, **words: str) -> Version:
    version = pipeline.start(FINAL_WORD, group.space, by=by, person=by)
    pipeline.write(version, {"word": {**WORD, **words}}, by=by)
    pipeline.file(version, by=by)
    return version


@pytest.fixture
def lived(working_group, tomas, nia, ela) -> Group:
    """A group that has met twice, with a published diary, goals of which some may be spoken of, and a final word."""
    held = stories.held_meeting(working_group, by=tomas, keeper=ela)
    stories.held_meeting(working_group, by=tomas, mode="face-to-face")
    stories.meeting(working_group, by=tomas, kind="final", at=timezone.now() + timedelta(days=1))
    sheet(working_group, nia, [CV, TALK], STEPS)
    common_sheet(working_group, nia, common="We forget to say what we are good at")
    living.tick(Goal.objects.get(person=None).steps.get(), True, by=ela)
    living.tick(Goal.objects.get(is_shared=True, person=nia).steps.get(), True, by=nia)
    diary = stories.submitted_diary(held, by=ela)
    rows = [{"goal": "Two interviews each", "reached": "mostly", "note": ""}]
    Version.objects.filter(pk=diary.pk).update(answers={**diary.answers, "progress": rows})
    pipeline.publish(Version.objects.get(pk=diary.pk), by=tomas)
    last_word(working_group, nia)
    return working_group


def test_they_begin_with_what_the_group_has_said_already(lived, ela):
    answers = pipeline.start(CONCLUSIONS, lived.space, by=ela).answers
    assert answers["headings"] == {
        "start": "We forget to say what we are good at\nNia Berg: Speak for two minutes – I stop after one",
        "together": "We held 2 sessions: 1 face to face, 1 online.",
        "succeeded": "All of us: Two interviews each (1 of 1 step)\n· Bring an advert\n"
        "Nia Berg: Speak for two minutes (1 of 1 step)",
        "got": "Short sentences.",
        "problems": "The bus timetable changed.",
        "now": "Nia Berg: Four interviews",
        "next": "Nia Berg: We go on reading adverts",
    }
    assert answers["goals"] == [
        {"goal": "Two interviews each", "reached": "mostly", "also": ""},
        {"goal": TALK["goal"], "reached": "", "also": ""},
    ]
    steps = {row["who"]: (row["step"], row["due"]) for row in answers["steps"]}
    assert steps == {"Nia Berg": ("Three applications", "2027-07-01"), "Ela Žukaitė": ("", "")}
    assert answers["after"]["thanks"] == "Nia Berg: To Tomas, for waiting"
    assert (answers["session"]["held"], answers["session"]["planned"]) == ("2", "3")


def test_nothing_of_it_was_written_for_fewer_readers(lived, ela, nia, tomas):
    text = str(pipeline.start(CONCLUSIONS, lived.space, by=ela).answers)
    assert CV["goal"] in str(Goal.objects.values_list("text")) and CV["goal"] not in text
    assert "Practise with Ela" not in text and TALK["measure"] not in text and STEPS[0]["step"] not in text
    pipeline.withhold("diary", [lived.space.pk], "manager")
    Version.objects.filter(document__kind_slug="conclusions").delete()
    assert "Short sentences" not in str(pipeline.start(CONCLUSIONS, lived.space, by=ela).answers)
    draft = pipeline.start(FINAL_WORD, lived.space, by=ela, person=ela)
    pipeline.write(draft, {"word": {**WORD, "reached": "Zebra"}}, by=ela)
    Version.objects.filter(document__kind_slug="conclusions").delete()
    assert "Zebra" not in str(pipeline.start(CONCLUSIONS, lived.space, by=tomas).answers)


def test_much_that_was_said_still_fits(lived, nia, ela):
    last_word(lived, nia, reached="word " * 3_900, onwards="word " * 3_900)
    last_word(lived, ela, reached="word " * 3_900)
    answers = pipeline.start(CONCLUSIONS, lived.space, by=ela).answers
    filling = Filling(CONCLUSIONS, data=posted(CONCLUSIONS, answers))
    filling.is_valid()
    headings = next(filled for filled in filling if filled.section.slug == "headings")
    assert set(headings.body.errors) == {"change"}, "only what nobody has said is missing"
