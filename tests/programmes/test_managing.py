"""Several people manage a programme: added by a letter, removed at once, and never the last one."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people.models import User
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Role
from programmes import managing
from programmes.models import Programme
from tests import stories
from tests.races import at_once

pytestmark = pytest.mark.django_db


def part_of(person: User, programme: Programme) -> Participation:
    return Participation.objects.running().get(space=programme.space, person=person, role=Role.MANAGER)


def test_one_is_added_by_name_and_address_whether_it_is_known_or_not(programme, mara, oto, signed_in, run_jobs):
    manager, address = signed_in(mara), reverse("programmes:managers", args=(programme.pk,))
    for name, email in (("Oto Falk", "OTO@example.org"), ("Jan Novak", "jan@example.org")):
        page = manager.post(address, {"name": name, "email": email}, follow=True).content.decode()
        assert f"A letter is on its way to {email}." in page
    assert programme.roles_of(oto) == {Role.MANAGER}
    assert [row.person.name for row in managing.managers(programme)] == ["Jan Novak", "Mara Vilks", "Oto Falk"]
    assert Event.objects.filter(action="appoint", thing_id=programme.pk).count() == 2
    assert (
        "manages this programme already"
        in manager.post(address, {"name": "Oto", "email": "oto@example.org"}, follow=True).content.decode()
    )
    run_jobs()
    assert sorted((letter.to[0], letter.subject) for letter in mail.outbox) == [
        ("jan@example.org", "Invitation to Step into work 2026"),
        ("oto@example.org", "Step into work 2026 has another manager"),
        ("oto@example.org", "You take part in Step into work 2026"),
    ]


def test_what_cannot_be_added_gets_a_sentence_and_stays(programme, mara, signed_in):
    address = reverse("programmes:managers", args=(programme.pk,))
    answer = signed_in(mara).post(address, {"name": "See www.casino.example", "email": "jan at home"})
    page = answer.content.decode()
    assert "Write only the name here" in page and "Enter a valid email address." in page and "jan at home" in page
    assert len(managing.managers(programme)) == 1


def test_who_is_removed_is_out_at_the_next_request_and_everybody_is_told(
    programme, mara, oto, nia, other_manager, signed_in, run_jobs
):
    managing.add(programme, name=oto.name, email=oto.email, by=mara)
    run_jobs()
    mail.outbox.clear()
    removed, page = signed_in(oto), programme.get_absolute_url()
    assert removed.get(page).status_code == 200
    address = reverse("programmes:manager_remove", args=(programme.pk, part_of(oto, programme).pk))
    assert "Remove Oto Falk as a manager?" in signed_in(mara).get(address).content.decode()
    for _twice in range(2):
        assert signed_in(mara).post(address).status_code == 302
    assert removed.get(page).status_code == 404
    run_jobs()
    assert sorted((letter.to[0], letter.subject) for letter in mail.outbox) == [
        ("jan@example.org", "Step into work 2026 has one manager less"),
        ("oto@example.org", "You do not manage Step into work 2026 any more"),
    ]
    assert Event.objects.get(action="dismiss").by == mara


def test_somebody_is_always_left_who_can_sign_in(programme, mara, tomas, signed_in):
    address = reverse("programmes:manager_remove", args=(programme.pk, part_of(mara, programme).pk))
    assert signed_in(mara).post(address).status_code == 409
    managing.add(programme, name="Jan Novak", email="jan@example.org", by=mara)
    assert "Wait until another manager has accepted." in signed_in(mara).get(address).content.decode()
    with pytest.raises(NotNow):
        managing.remove(programme, part_of(mara, programme), by=mara)
    with pytest.raises(PermissionDenied):
        managing.add(programme, name="Tomas", email=tomas.email, by=tomas)
    jan = User.objects.get(email="jan@example.org")
    jan.set_password(stories.PASSWORD)
    jan.save()
    assert signed_in(mara).post(address).url == reverse("home")
    assert [row.person for row in managing.managers(programme)] == [jan]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_remove_each_other_one_is_left(programme, mara, other_manager):
    pairs = ((mara, part_of(other_manager, programme)), (other_manager, part_of(mara, programme)))
    acts = [
        lambda by=by, row=row: managing.remove(Programme.objects.select_related("space").get(), row, by=by)
        for by, row in pairs
    ]
    outcomes = at_once(*acts)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "PermissionDenied"]
    assert len(managing.managers(programme)) == 1
