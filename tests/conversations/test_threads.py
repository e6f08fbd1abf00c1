"""Who is in a thread: the people of its very space, as long as they are there."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from conversations.models import Message, Thread
from people.models import User
from policy.models import Participation
from policy.permissions import Action, Role, may
from programmes.models import Programme
from tests import stories


def topic(space, by, audience=Thread.Audience.EVERYONE) -> Thread:
    return Thread.objects.create(space=space, kind=Thread.Kind.TOPIC, title="Books", opened_by=by, audience=audience)


def message(thread: Thread, by) -> Message:
    thread.last += 1
    thread.save()
    told = {"number": thread.last, "changed": thread.last, "at": timezone.now()}
    return Message.objects.create(thread=thread, by=by, text="Hello", **told)


@pytest.fixture
def everybody(mara, tomas, nia, ela, oto):
    return {"mara": mara, "tomas": tomas, "nia": nia, "ela": ela, "oto": oto}


def those_who(action: Action, thing, everybody) -> set[str]:
    return {name for name, person in everybody.items() if may(person, action, thing)}


def test_a_groups_thread_is_its_mentors_and_mentees_and_no_managers(group, everybody, tomas) -> None:
    thread = topic(group.space, tomas)
    assert those_who(Action.TALK, thread, everybody) == {"tomas", "nia", "ela"}
    assert those_who(Action.READ, thread, everybody) == {"tomas", "nia", "ela"}
    assert [row.person.name for row in thread.people()] == ["Tomas Lind", "Ela Žukaitė", "Nia Berg"]


@pytest.mark.parametrize(
    ("audience", "inside"),
    [
        ("everyone", {"mara", "tomas", "nia", "ela"}),
        ("mentors", {"mara", "tomas"}),
        ("mentees", {"mara", "nia", "ela"}),
    ],
)
def test_a_programmes_topic_is_for_whom_it_is_for(audience, inside, group, everybody, mara, tomas) -> None:
    thread = topic(group.programme.space, mara, audience)
    assert those_who(Action.TALK, thread, everybody) == inside
    said = message(thread, mara)
    assert those_who(Action.READ, said, everybody) == inside
    assert those_who(Action.HIDE, said, everybody) == {"mara"}
    assert {row.person.name.split()[0].lower() for row in thread.people()} == inside


def test_the_mentor_hides_in_the_group_and_authors_take_back_their_own(group, everybody, tomas, nia) -> None:
    said = message(topic(group.space, tomas), nia)
    assert those_who(Action.HIDE, said, everybody) == {"tomas"}
    assert those_who(Action.TAKE_BACK, said, everybody) == {"nia"}


def test_who_left_and_who_is_switched_off_is_out_at_once(group, tomas, nia, ela) -> None:
    thread = topic(group.space, tomas)
    Participation.objects.filter(person=tomas, space=group.space).update(ends_at=timezone.now())
    nia.is_active = False
    nia.save()
    assert not may(tomas, Action.READ, thread) and not may(nia, Action.READ, thread)
    assert [row.person for row in thread.people()] == [ela]


def test_a_manager_of_the_programme_who_also_mentors_a_group_is_a_mentor_there(group, mara, tomas) -> None:
    thread = topic(group.space, tomas)
    Participation.objects.create(space=group.space, person=mara, role=Role.MENTOR)
    assert thread.roles_of(mara) == {Role.MENTOR, Role.OWNER}


def test_lists_and_single_checks_agree(group, everybody, mara, tomas, nia) -> None:
    """In every kind of thread, for everyone, whatever happens to the group and the programme."""
    rita = stories.manager("rita@example.org", "Rita Sol")
    elsewhere = stories.programme(by=rita, name="Elsewhere")
    threads = [topic(group.space, tomas), topic(elsewhere.space, rita)]
    threads += [topic(group.programme.space, mara, audience) for audience in Thread.Audience]
    said = [message(thread, thread.opened_by) for thread in threads]

    def agree() -> int:
        n = 0
        for person in (*everybody.values(), rita):
            seen = set(Thread.objects.visible_to(person))
            fresh = Thread.objects.all()
            assert seen == {thread for thread in fresh if may(person, Action.READ, thread)}
            assert set(Message.objects.visible_to(person)) == {one for one in said if one.thread in seen}
            n += len(seen)
        return n

    assert agree() == 3 + 3 + 3 + 3 + 0 + 1  # Mara, Tomas, Nia, Ela, Oto, Rita
    stories.application(group.programme, everybody["oto"], Role.MENTOR, by=mara)  # selected, without a place yet
    assert agree() == 13 + 2
    Participation.objects.create(space=group.space, person=mara, role=Role.MENTOR)
    assert agree() == 15 + 1
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())  # though selected once
    assert agree() == 16 - 3
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    Participation.objects.filter(person=tomas, space=group.programme.space).update(ends_at=timezone.now())
    assert agree() == 13  # whoever has a place is in by that alone
    User.objects.filter(pk=tomas.pk).update(is_active=False)
    tomas.refresh_from_db()
    assert agree() == 10
    Programme.objects.update(state=Programme.State.CLOSED)
    assert agree() == 0


def test_what_must_never_be_false_is_held_by_the_database(group, tomas, nia) -> None:
    thread = topic(group.space, tomas)
    said = message(thread, nia)
    for wrong in ({"title": ""}, {"opened_by": None}, {"kind": "session"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Thread.objects.filter(pk=thread.pk).update(**wrong)
    for wrong in ({"taken_back_at": timezone.now()}, {"hidden_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=said.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        message(Thread(pk=thread.pk, last=0, space=thread.space, kind="topic", title="x", opened_by=tomas), nia)
