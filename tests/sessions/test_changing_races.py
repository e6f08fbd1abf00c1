"""Two managers change a group at the same moment: its size, its mentor and each seat stay what they may be."""

import uuid
from typing import Any

import pytest

from documents import pipeline
from jobs.models import Job
from people.models import User
from policy import telling
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, Role
from programmes import grouping, selection, stages, without_group
from programmes.models import Application, Group, Programme, Seat
from sessions import changing, inviting
from sessions.changing.holding import Asked, as_seen
from sessions.models import Change
from tests import stories
from tests.races import at_once, meanwhile
from tests.sessions.changes import NOTE, WHY, asked, seat

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(group: Group) -> Group:
    """As a request of its own would load it."""
    return Group.objects.select_related("space", "programme__space").get(pk=group.pk)


def outcomes(found: list[Any]) -> list[str]:
    return sorted("not now" if isinstance(one, NotNow) else type(one).__name__ for one in found)


def test_of_two_new_mentors_at_once_one_comes(group: Group, successor: Application, mara: User) -> None:
    second = stories.person("second@example.org", "Second Mentor")
    other = stories.application(group.programme, second, Role.MENTOR, by=mara)
    seen = as_seen(group)

    def replace(mentor: Application) -> Any:
        wanted = Asked(uuid.uuid4(), seen, WHY)
        return changing.replace_mentor(fresh(group), mentor, note=NOTE, asked=wanted, by=mara)

    assert outcomes(at_once(lambda: replace(successor), lambda: replace(other))) == ["Change", "not now"]
    running = Participation.objects.running().filter(space=group.space, role=Role.MENTOR)
    assert running.count() == 1 and Change.objects.count() == 1


def test_one_form_sent_twice_at_once_changes_a_group_once(group: Group, successor: Application, mara: User) -> None:
    one = asked(group)

    def replace() -> Any:
        return changing.replace_mentor(fresh(group), successor, note=NOTE, asked=one, by=mara)

    assert outcomes(at_once(replace, replace)) == ["Change", "NoneType"]


def test_the_last_free_seat_is_given_once(group: Group, other: Group, nia: User, ela: User, mara: User) -> None:
    """Nia and Ela are to move into a group that has room for one more; a third stays where they were."""
    third = stories.person("third@example.org", "Third Mentee")
    place = stories.application(group.programme, third, Role.MENTEE, by=mara)
    grouping.take_seat(group, place)
    Programme.objects.filter(pk=group.programme_id).update(group_at_most=2)
    seen = as_seen(group, other)

    def move(person: User) -> Any:
        wanted = Asked(uuid.uuid4(), seen, WHY)
        return changing.move(seat(group, person), fresh(other), asked=wanted, by=mara)

    assert outcomes(at_once(lambda: move(nia), lambda: move(ela))) == ["Change", "not now"]
    assert len(other.mentees()) == 2
    assert sorted(Seat.objects.values_list("group__number", flat=True)) == [1, 1, 2, 2]


def test_a_mentee_who_is_moved_by_two_managers_at_once_goes_to_one_group(
    group: Group, other: Group, rasa: User, successor: Application, nia: User, mara: User
) -> None:
    third = grouping.found(group.programme, successor, number=3, name="Group 3")

    def move(target: Group) -> Any:
        wanted = Asked(uuid.uuid4(), as_seen(group, target), WHY)
        return lambda: changing.move(seat(group, nia), fresh(target), asked=wanted, by=mara)

    found = at_once(move(other), move(third))
    assert sum(isinstance(one, Change) for one in found) == 1
    there = Participation.objects.running().filter(person=nia, role=Role.MENTEE, space__kind="group")
    assert there.count() == 1 and Seat.objects.get(application__person=nia).participation == there.get()


def test_of_a_move_and_a_merger_at_once_nobody_is_lost(group: Group, other: Group, nia: User, mara: User) -> None:
    seen = as_seen(other, group)

    def merge() -> Any:
        wanted = Asked(uuid.uuid4(), seen, WHY)
        return changing.merge(fresh(other), fresh(group), asked=wanted, by=mara)

    def move() -> Any:
        wanted = Asked(uuid.uuid4(), as_seen(group, other), WHY)
        return changing.move(seat(group, nia), fresh(other), asked=wanted, by=mara)

    at_once(merge, move)
    assert nia in other.mentees()
    assert Seat.objects.get(application__person=nia).group == other


def test_of_two_managers_who_place_somebody_at_once_one_does(
    group: Group, other: Group, successor: Application, nia: User, mara: User
) -> None:
    changing.leave(seat(group, nia), asked=asked(group), by=mara)

    def one() -> Application:
        return Application.objects.select_related("person", "programme__space", "space").get(person=nia)

    def place(target: Group) -> Any:
        wanted = Asked(uuid.uuid4(), as_seen(target), WHY)
        return lambda: changing.place(one(), fresh(target), asked=wanted, by=mara)

    assert outcomes(at_once(place(group), place(other))) == ["Change", "not now"]
    assert Participation.objects.running().filter(space__kind="group", person=nia).count() == 1


def test_whoever_is_placed_and_let_go_at_once_is_one_of_both(group: Group, other: Group, nia: User, mara: User) -> None:
    changing.leave(seat(group, nia), asked=asked(group), by=mara)

    def one() -> Application:
        return Application.objects.select_related("person", "programme__space", "space").get(person=nia)

    wanted = asked(other)
    found = outcomes(
        at_once(
            lambda: changing.place(one(), fresh(other), asked=wanted, by=mara),
            lambda: without_group.let_go(one(), WHY, by=mara),
        )
    )
    is_placed = nia in other.mentees()
    assert found == (["Change", "not now"] if is_placed else ["NoneType", "not now"])
    assert one().state == ("selected" if is_placed else "ended")


def test_a_late_comer_is_declined_or_placed_at_once_never_both(group: Group, other: Group, mara: User) -> None:
    late = stories.newcomer("Late", group.programme, Role.MENTEE, by=mara)
    wanted = asked(other)

    def one() -> Application:
        return Application.objects.select_related("person", "programme__space", "space").get(pk=late.pk)

    at_once(
        lambda: changing.place(one(), fresh(other), asked=wanted, by=mara),
        lambda: selection.decide([one()], Action.DECLINE, by=mara, reason="no"),
    )
    assert (one().state == "selected") == (late.person in other.mentees())
    late.person.refresh_from_db()
    takes_part = Participation.objects.running().filter(space=group.programme.space, person=late.person).exists()
    assert takes_part == (one().state == "selected")


def loaded(one: Application) -> Application:
    """As a request of its own would load it."""
    return Application.objects.select_related("person", "programme__space", "space").get(pk=one.pk)


def test_a_mentor_is_not_declined_while_they_are_given_a_group(
    working_group: Group, successor: Application, nia: User, mara: User
) -> None:
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    one, mentor, theirs = Application.objects.get(person=nia), loaded(successor), loaded(successor)
    founded, declined = meanwhile(
        lambda: changing.place_anew(loaded(one), mentor, asked=asked(), by=mara),
        lambda: selection.decide([theirs], Action.DECLINE, by=mara, reason="no"),
    )
    assert (founded.group.mentees(), declined) == ([nia], (0, 1))
    assert loaded(successor).state == "selected"


def test_no_group_is_given_to_a_mentor_who_is_being_declined(
    working_group: Group, successor: Application, nia: User, mara: User
) -> None:
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    one, mentor, theirs = Application.objects.get(person=nia), loaded(successor), loaded(successor)
    declined, founded = meanwhile(
        lambda: selection.decide([theirs], Action.DECLINE, by=mara, reason="no"),
        lambda: changing.place_anew(loaded(one), mentor, asked=asked(), by=mara),
    )
    assert declined == (1, 0) and isinstance(founded, NotNow) and "not selected as a mentor" in str(founded)
    assert Group.objects.count() == 1


def test_two_managers_who_open_a_group_with_one_mentor_at_once_open_one(
    working_group: Group, successor: Application, nia: User, mara: User
) -> None:
    late = stories.newcomer("Late", working_group.programme, Role.MENTEE, by=mara)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)

    def found(one: Application) -> Any:
        mentee, mentor, wanted = loaded(one), loaded(successor), asked()
        return lambda: changing.place_anew(mentee, mentor, asked=wanted, by=mara)

    first, second = found(Application.objects.get(person=nia)), found(late)
    assert outcomes(at_once(first, second)) == ["Change", "not now"]


def all_ended_in_closing(group: Group, nia: User, mara: User) -> Application:
    """A programme that could be closed; Nia is in no group of it."""
    changing.leave(seat(group, nia), asked=asked(group), by=mara)
    Group.objects.update(state=Group.State.ENDED)
    Programme.objects.update(state=Programme.State.CLOSING)
    return Application.objects.select_related("person", "programme__space", "space").get(person=nia)


def test_a_programme_is_not_closed_while_somebody_founds_a_group_in_it(
    working_group: Group, successor: Application, nia: User, mara: User
) -> None:
    one = all_ended_in_closing(working_group, nia, mara)
    programme, wanted = Programme.objects.select_related("space").get(), asked()
    founded, closed = meanwhile(
        lambda: changing.place_anew(one, successor, asked=wanted, by=mara),
        lambda: stages.advance(programme, Action.CLOSE, by=mara),
    )
    assert isinstance(closed, NotNow) and "have not ended" in str(closed)
    assert Programme.objects.get().state == "closing" and founded.group.mentees() == [nia]


def test_no_group_is_founded_in_a_programme_that_is_being_closed(
    working_group: Group, successor: Application, nia: User, mara: User
) -> None:
    one = all_ended_in_closing(working_group, nia, mara)
    programme, wanted = Programme.objects.select_related("space").get(), asked()
    _closed, founded = meanwhile(
        lambda: stages.advance(programme, Action.CLOSE, by=mara),
        lambda: changing.place_anew(one, successor, asked=wanted, by=mara),
    )
    assert isinstance(founded, NotNow) and Programme.objects.get().state == "closed"
    assert not Group.objects.exclude(state=Group.State.ENDED).exists()


def test_whoever_leaves_while_the_group_is_invited_gets_no_invitation(
    working_group: Group, tomas: User, nia: User, ela: User, mara: User
) -> None:
    stories.meeting(working_group, by=tomas)
    wanted, place = asked(working_group), seat(working_group, nia)
    _written, left = meanwhile(
        lambda: inviting.write_invitations(None, group=str(working_group.pk), only=[]),
        lambda: changing.leave(place, asked=wanted, by=mara),
    )
    assert isinstance(left, Change)
    told = {who: who.letters.filter(about__startswith="meeting ").exists() for who in (nia, ela)}
    assert told == {nia: False, ela: True}


def test_whoever_leaves_while_the_group_is_told_something_gets_no_letter_of_it(
    working_group: Group, tomas: User, nia: User, ela: User, mara: User
) -> None:
    diary = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    pipeline.publish(diary, by=tomas)
    wanted, place = asked(working_group), seat(working_group, ela)
    words = Job.objects.filter(name="policy.tell").latest("created_at").arguments
    left, told = meanwhile(
        lambda: changing.leave(place, asked=wanted, by=mara),
        lambda: telling.tell(None, **words),
    )
    assert isinstance(left, Change) and told is None
    about = f"event {words['event']}"
    assert {who: who.letters.filter(about=about).exists() for who in (nia, ela)} == {nia: True, ela: False}
