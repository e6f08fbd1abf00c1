"""Whose access ends: what is open in front of them is looked at, after the commit, and not when nothing was committed."""

from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import access
from people.models import User
from policy.models import Participation
from programmes.models import Group

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(monkeypatch) -> list[UUID]:
    """The people of whom a listener is told."""
    found: list[UUID] = []
    monkeypatch.setattr(access, "_listeners", [])
    access.when_access_ends(found.extend)
    return found


def test_ending_participations_tells_of_their_people_after_the_commit(group: Group, nia, ela, tomas, heard) -> None:
    seats = Participation.objects.filter(space=group.space, role="mentee")
    with transaction.atomic():
        assert seats.end(at=timezone.now()) == 2
        assert heard == []
    assert set(heard) == {nia.pk, ela.pk}
    assert seats.end(at=timezone.now()) == 0 and len(heard) == 2  # they have ended already
    with transaction.atomic():
        Participation.objects.filter(space=group.space, person=tomas).end(at=timezone.now())
        transaction.set_rollback(True)
    assert tomas.pk not in heard


def test_switching_an_account_off_tells_of_it(nia: User, heard) -> None:
    admin = User.objects.create_superuser("admin@example.org", "a quiet walk by the river", name="Sita Admin")
    browser = Client()
    browser.force_login(admin)
    page = reverse("admin:people_user_change", args=(nia.pk,))
    told = {"name": nia.name, "email": nia.email, "language": "en", "time_zone": "UTC"}
    assert browser.post(page, {**told, "is_active": "on"}).status_code == 302 and heard == []
    assert browser.post(page, told).status_code == 302 and heard == [nia.pk]


def test_a_listener_that_fails_changes_nothing_of_the_deed(group: Group, nia, monkeypatch) -> None:
    def fails(people: list[UUID]) -> None:
        raise ConnectionError

    monkeypatch.setattr(access, "_listeners", [fails])
    assert Participation.objects.filter(space=group.space, person=nia).end(at=timezone.now()) == 1
    assert not Participation.objects.of(nia, "mentee").filter(space=group.space).exists()
