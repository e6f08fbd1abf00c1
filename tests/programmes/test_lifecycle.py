"""The lives of a programme, an application and a group: what leads where, and what must come first."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents import pipeline
from policy.machine import NotNow, move
from policy.permissions import Action, Role
from programmes.lifecycle import APPLICATION, GROUP, PROGRAMME
from programmes.models import Group, Programme
from sessions.document_kinds.conclusions import CONCLUSIONS
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def arrows(machine) -> set[tuple[str, str, str]]:
    return {(source, arrow.action.value, arrow.target) for arrow in machine.transitions for source in arrow.sources}


def test_a_programme_goes_forward_only():
    assert arrows(PROGRAMME) == {
        ("draft", "open-selection", "selection"),
        ("selection", "open-training", "training"),
        ("selection", "open-matching", "matching"),
        ("training", "open-matching", "matching"),
        ("matching", "confirm", "mentoring"),
        ("mentoring", "wind-up", "closing"),
        ("closing", "close", "closed"),
    }


def test_every_state_can_be_reached():
    for machine, model in ((PROGRAMME, Programme), (GROUP, Group), (APPLICATION, None)):
        states = {machine.initial} | {target for _source, _action, target in arrows(machine)}
        assert {source for source, _action, _target in arrows(machine)} <= states
        if model:
            assert states == set(model.State.values)


def test_matching_needs_a_mentor_and_a_mentee(programme, mara, tomas, nia):
    move(programme, Action.OPEN_SELECTION, by=mara)
    stories.application(programme, tomas, Role.MENTOR, by=mara)
    stories.application(programme, nia, Role.MENTEE, by=mara, select=False)
    for step in (Action.OPEN_TRAINING, Action.OPEN_MATCHING):
        with pytest.raises(NotNow, match="at least one selected mentor and one selected mentee"):
            move(programme, step, by=mara)
    from programmes import selection

    selection.decide(list(programme.applications.filter(role="mentee")), Action.SELECT, by=mara)
    move(programme, Action.OPEN_MATCHING, by=mara)
    assert Programme.objects.get().state == "matching"


def test_a_programme_is_closed_when_its_groups_have_ended(working_group, programme, mara):
    programme.refresh_from_db()
    move(programme, Action.WIND_UP, by=mara)
    with pytest.raises(NotNow, match="Some groups have not ended yet"):
        move(programme, Action.CLOSE, by=mara)
    Group.objects.update(state="ended")
    move(programme, Action.CLOSE, by=mara)
    assert Programme.objects.get().state == "closed"


def test_a_group_ends_with_its_conclusions_published(working_group, tomas, nia):
    with pytest.raises(NotNow, match="ends when its conclusions are published"):
        move(working_group, Action.END, by=tomas)
    version = pipeline.start(CONCLUSIONS, working_group.space, by=nia)
    pipeline.write(version, complete(CONCLUSIONS), by=nia)
    pipeline.submit(version, by=nia)
    with pytest.raises(NotNow, match="ends when its conclusions are published"):
        move(working_group, Action.END, by=tomas)
    pipeline.publish(version, by=tomas)
    move(working_group, Action.END, by=tomas)
    assert Group.objects.get().state == "ended"


@pytest.mark.parametrize("action", [Action.OPEN_SELECTION, Action.WIND_UP, Action.CONFIRM])
def test_only_managers_move_a_programme_on(group, programme, tomas, nia, oto, action):
    for somebody in (tomas, nia, oto):
        with pytest.raises(PermissionDenied):
            move(programme, action, by=somebody)


def test_a_step_sent_twice_is_one_step(programme, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:advance", args=(programme.pk,))
    for _twice in range(2):
        answer = manager.post(address, {"step": "open-selection"}, follow=True)
        assert "The programme is in “selection” now." in answer.content.decode()
    assert programme.space.events.filter(action="open-selection").count() == 1


def test_a_step_that_is_not_possible_yet_says_why(programme, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:advance", args=(programme.pk,))
    manager.post(address, {"step": "open-selection"})
    answer = manager.post(address, {"step": "open-matching"})
    assert answer.status_code == 409
    assert "at least one selected mentor and one selected mentee" in answer.content.decode()
    for nonsense in ("", "confirm", "explode"):
        assert manager.post(address, {"step": nonsense}).status_code == 302
    programme.refresh_from_db()
    assert programme.state == "selection"


def test_ending_a_group_sent_twice_is_no_fault(working_group, tomas, nia, mara, signed_in):
    version = pipeline.start(CONCLUSIONS, working_group.space, by=nia)
    pipeline.write(version, complete(CONCLUSIONS), by=nia)
    pipeline.submit(version, by=nia)
    pipeline.publish(version, by=tomas)
    address = reverse("programmes:group_end", args=(working_group.pk,))
    assert signed_in(nia).post(address).status_code == 403
    for _twice in range(2):
        assert signed_in(tomas).post(address).status_code == 302
    assert working_group.space.events.filter(action="end").count() == 1
