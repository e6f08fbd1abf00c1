"""Lists and single checks agree on what belongs to a group's journey: goals, answers to homework, wishes to be called."""

import pytest
from django.utils import timezone

from documents.models import Document
from policy.models import Participation
from policy.permissions import Action, may
from sessions import calls, homework
from sessions.models import CallWish, Goal, HomeworkAnswer
from tests import stories


@pytest.fixture
def cast(group, programme, mara, tomas, nia, ela, oto):
    """Everybody, with somebody who left the group, a manager of before, and one who was switched off."""
    left, former, off = (
        stories.person(f"{word}@example.org", f"{word.title()} Falk") for word in ("left", "former", "off")
    )
    for person, role, space in (
        (left, "mentee", group.space),
        (former, "manager", programme.space),
        (off, "mentor", group.space),
    ):
        Participation.objects.create(space=space, person=person, role=role)
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    for person in (nia, ela, left):
        sheet = Document.objects.create(kind_slug="personal-goals", space=group.space, person=person)
        for number, is_shared in enumerate((True, False), start=1):
            told = {"document": sheet, "position": number, "text": "One", "is_shared": is_shared}
            Goal.objects.create(space=group.space, person=person, **told)
        homework.answer(task, "done", "Words.", None, by=person)
        calls.wish(group, "", by=person)
    common = Document.objects.create(kind_slug="group-goals", space=group.space)
    Goal.objects.create(space=group.space, document=common, position=1, text="Together")
    Participation.objects.filter(person__in=(left, former)).update(ends_at=timezone.now())
    off.is_active = False
    off.save()
    return {
        "mara": mara,
        "tomas": tomas,
        "nia": nia,
        "ela": ela,
        "oto": oto,
        "left": left,
        "former": former,
        "off": off,
    }


@pytest.mark.parametrize(
    ("model", "seen"),
    [
        (Goal, {"mara": 7, "tomas": 7, "nia": 5, "ela": 5}),
        (HomeworkAnswer, {"tomas": 3, "nia": 1, "ela": 1}),
        (CallWish, {"mara": 3, "nia": 1, "ela": 1}),
    ],
)
def test_the_list_is_what_may_be_read_one_by_one(cast, model, seen):
    found = {name: set(model.objects.visible_to(person)) for name, person in cast.items()}
    assert found == {
        name: {row for row in model.objects.all() if may(person, Action.READ, row)} for name, person in cast.items()
    }
    assert {name: len(rows) for name, rows in found.items() if rows} == seen
