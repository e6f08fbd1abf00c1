"""Spaces and participations: who is what, where, from when to when."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db


def test_a_manager_of_the_programme_is_manager_in_its_groups(group: Group, mara: User, tomas: User, nia: User) -> None:
    assert [group.space.roles_of(who) for who in (mara, tomas, nia)] == [{"manager"}, {"mentor"}, {"mentee"}]


def test_a_mentor_of_the_programme_is_nothing_in_another_group(group: Group, mara: User, oto: User) -> None:
    stories.application(group.programme, oto, Role.MENTOR, by=mara)
    assert (group.programme.roles_of(oto), group.roles_of(oto)) == ({"mentor"}, frozenset())


def test_a_manager_of_a_group_is_not_one_of_the_programme(group: Group, oto: User) -> None:
    Participation.objects.create(space=group.space, person=oto, role=Role.MANAGER)
    assert (group.roles_of(oto), group.programme.roles_of(oto)) == ({"manager"}, frozenset())


@pytest.mark.parametrize(("minutes", "is_in"), [(-1, False), (60, True)])
def test_access_ends_when_the_participation_ends(minutes: int, is_in: bool, group: Group, nia: User, signed_in) -> None:
    browser, room = signed_in(nia), reverse("room", args=(group.pk,))
    assert browser.get(room).status_code == 200
    ends_at = timezone.now() + timedelta(minutes=minutes)
    Participation.objects.filter(space=group.space, person=nia).update(ends_at=ends_at)
    assert browser.get(room).status_code == (200 if is_in else 404)
    assert (group in Group.objects.visible_to(nia), bool(group.roles_of(nia))) == (is_in, is_in)


def test_a_manager_who_goes_loses_the_groups_at_once(group: Group, mara: User, signed_in) -> None:
    browser, room = signed_in(mara), reverse("room", args=(group.pk,))
    assert browser.get(room).status_code == 200
    Participation.objects.filter(space=group.programme.space, person=mara).update(ends_at=timezone.now())
    assert browser.get(room).status_code == 404
    assert Programme.objects.visible_to(mara).count() == 0


def test_who_was_switched_off_holds_no_role_in_lists_and_single_checks(group: Group, nia: User) -> None:
    assert group.roles_of(nia) and Group.objects.visible_to(nia).exists()
    nia.is_active = False
    assert not group.roles_of(nia) and not Group.objects.visible_to(nia).exists()


def test_nobody_signed_in_holds_no_role(group: Group) -> None:
    nobody = AnonymousUser()
    assert not group.roles_of(nobody) and not Group.objects.visible_to(nobody).exists()


def test_people_are_listed_manager_first_then_mentor_then_by_name(group: Group) -> None:
    assert [row.person.name for row in group.space.people()] == ["Mara Vilks", "Tomas Lind", "Ela Žukaitė", "Nia Berg"]


def test_people_stand_in_the_alphabet_of_who_reads_the_list(group: Group, nia: User, ela: User) -> None:
    User.objects.filter(pk=nia.pk).update(name="Žemyna Berg")
    User.objects.filter(pk=ela.pk).update(name="Zita Žukaitė")
    assert [person.name for person in group.mentees()] == ["Žemyna Berg", "Zita Žukaitė"]
    with translation.override("lt"):
        assert [person.name for person in group.mentees()] == ["Zita Žukaitė", "Žemyna Berg"]


def test_one_running_participation_in_a_role_and_as_many_ended_ones_as_it_takes(group: Group, nia: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(space=group.space, person=nia, role=Role.MENTEE)
    Participation.objects.filter(space=group.space, person=nia).update(ends_at=timezone.now())
    Participation.objects.create(space=group.space, person=nia, role=Role.MENTEE)
    assert group.roles_of(nia) == {"mentee"}


def test_there_is_one_organisation(db) -> None:
    assert Space.organisation() == Space.organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        Space.objects.create(kind=Space.Kind.ORGANISATION)
