"""Units to read by oneself: ours, made a programme's own; passed when every answer is right, and then for good."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from policy.permissions import Role
from policy.standing import Standing
from programmes import training
from programmes.models import TrainingEvent, TrainingUnit
from programmes.training import awaiting, places, units
from programmes.training.default_units import DEFAULTS
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(programme, mara, tomas, nia) -> TrainingUnit:
    """Tomas and Nia are selected; mentees read of their responsibilities."""
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    stories.application(programme, nia, Role.MENTEE, by=mara)
    return units.take(programme, "responsibilities-of-a-mentee", by=mara)


def right(unit: TrainingUnit) -> dict[str, str]:
    return {f"q{one.number}": one.right for one in units.questions_of(unit)}


@pytest.mark.parametrize("default", DEFAULTS, ids=lambda one: one.slug)
def test_each_of_ours_can_be_switched_on_and_passed(default, programme, mara):
    row = units.take(programme, default.slug, by=mara)
    row.full_clean()
    assert 1 <= len(row.questions) <= units.QUESTIONS and units.blocks(row.text)
    for one in units.questions_of(row):
        assert one.right in one.answers and len(one.answers) >= 2 and one.why


def test_a_wrong_answer_is_explained_and_all_right_is_passed_with_its_date(unit, nia, signed_in):
    browser, sent = signed_in(nia), right(unit)
    answer = browser.post(unit.get_absolute_url(), {**sent, "q2": "Stay away from the session"})
    page = answer.content.decode()
    assert "Not quite. What was difficult is the best subject for a session." in page
    assert page.count("Not quite.") == 2  # in the summary and at the question
    assert browser.post(unit.get_absolute_url(), {**sent, "q2": ""}).status_code == 200 and not unit.passed.exists()
    for _twice in range(2):
        assert browser.post(unit.get_absolute_url(), sent).status_code == 302
    assert unit.passed.get().person == nia
    assert "You passed it on" in browser.get(unit.get_absolute_url()).content.decode()


def test_it_is_for_whom_it_says_and_managers_see_who_passed(unit, mara, tomas, nia, oto, signed_in):
    for somebody in (tomas, mara, oto):
        with pytest.raises(PermissionDenied):
            units.check(unit, {}, by=somebody)
    assert "Nia Berg" in signed_in(mara).get(unit.get_absolute_url()).content.decode()
    assert signed_in(oto).get(unit.get_absolute_url()).status_code == 404


def form(unit: TrainingUnit, **more: str) -> dict[str, str]:
    sent = {"title": unit.title, "audience": unit.audience, "minutes": "5", "text": "Be on time.", "is_on": "on"}
    sent |= {"q-TOTAL_FORMS": "8", "q-INITIAL_FORMS": "8"}
    sent |= {"q-0-question": "When?", "q-0-right": "On time", "q-0-wrong": "Late\nNever", "q-0-why": "Others wait."}
    return {**sent, **more}


def test_a_unit_that_changes_takes_nothing_away(unit, mara, nia, signed_in):
    units.check(unit, {one.number: one.right for one in units.questions_of(unit)}, by=nia)
    address = reverse("programmes:unit_change", args=(unit.programme_id, unit.pk))
    assert signed_in(mara).post(address, form(unit)).status_code == 302
    unit.refresh_from_db()
    assert (unit.version, len(unit.questions), unit.passed.get().version) == (2, 1, 1)
    assert units.take(unit.programme, unit.slug, by=mara).version == 2  # ours does not come back over it


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"minutes": "900"}, "less than or equal to 90"),
        ({"q-0-why": ""}, "Fill this in too, or empty the whole question."),
        ({"q-0-wrong": "Late\nOn time"}, "The right answer stands among the wrong ones."),
        ({"q-0-wrong": "a\nb\nc\nd\ne"}, "Give at most four wrong answers."),
        (dict.fromkeys(("q-0-question", "q-0-right", "q-0-wrong", "q-0-why"), ""), "Ask at least one question"),
        ({"q-TOTAL_FORMS": "x"}, "Something of this form was lost on its way."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_what_was_typed_stays(unit, mara, signed_in, more, sentence):
    address = reverse("programmes:unit_change", args=(unit.programme_id, unit.pk))
    page = signed_in(mara).post(address, form(unit, **more)).content.decode()
    assert sentence in page and "Be on time." in page
    unit.refresh_from_db()
    assert unit.version == 1


def test_a_unit_that_is_off_is_found_by_managers_alone(unit, mara, nia, signed_in):
    address = reverse("programmes:unit_change", args=(unit.programme_id, unit.pk))
    signed_in(mara).post(address, {name: said for name, said in form(unit).items() if name != "is_on"})
    assert [signed_in(who).get(unit.get_absolute_url()).status_code for who in (mara, nia)] == [200, 404]


def test_the_manager_says_what_follows_and_switches_ours_on(unit, mara, signed_in):
    address = reverse("programmes:units", args=(unit.programme_id,))
    browser = signed_in(mara)
    for sent in ({"training_needed": "matched"}, {"take": "setting-goals"}, {"take": "setting-goals"}):
        assert browser.post(address, sent).status_code == 302
    assert browser.post(address, {"take": "no-such-unit"}).status_code == 409
    unit.programme.refresh_from_db()
    assert unit.programme.training_needed == "matched" and unit.programme.units.count() == 2


def test_the_home_page_asks_whether_one_comes_and_for_units_that_are_needed(unit, mara, nia, tomas):
    now = timezone.now()
    row = TrainingEvent(programme=unit.programme, title="Workshop", starts_at=now + timedelta(days=9))
    training.arrange(row, by=mara)
    far = TrainingEvent(programme=unit.programme, title="Later", starts_at=now + timedelta(days=19))
    training.arrange(far, by=mara)

    def lines(person) -> list[str]:
        return [f"{task.verb}: {task.why}" for task in awaiting.tasks_for(Standing.of(person), now=now)]

    unit_line = "Read and check yourself: It takes about 8 minutes."
    assert lines(nia) == ["Say whether you come: Workshop", unit_line]
    assert lines(tomas) == ["Say whether you come: Workshop"]
    places.answer(row, True, by=nia)
    places.answer(row, False, by=tomas)
    assert lines(nia) == ["Training: You come: Workshop.", unit_line] and lines(tomas) == []
    training.record_attendance(row, {nia.pk: "there"}, by=mara)
    assert lines(nia) == ["Training: You come: Workshop."]
