"""A manager lets somebody in again who lost phone and codes: told by letter, recorded, only in their own programme."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people.models import User
from policy.models import Event
from programmes import letting_in
from tests import phones

pytestmark = pytest.mark.django_db


def test_it_is_for_people_of_the_programme_who_have_a_second_step(group, programme, mara, tomas, nia, oto, signed_in):
    for who in (mara, tomas, oto):
        phones.set_up(who)
    assert list(letting_in.with_second_step(programme, but=mara)) == [tomas]
    page = signed_in(mara).get(reverse("programmes:let_in", args=(programme.pk,))).content.decode()
    assert "Tomas Lind" in page and "Oto Falk" not in page and "Nia Berg" not in page


def test_a_manager_takes_it_off_after_speaking_with_them(group, programme, mara, tomas, signed_in, run_jobs):
    phones.set_up(tomas)
    browser, address = signed_in(mara), reverse("programmes:let_in", args=(programme.pk,))
    page = browser.post(address, {"person": tomas.pk}).content.decode()
    assert "Speak with them first" in page and phones.has(tomas)
    told = {"person": tomas.pk, "is_them": "on"}
    page = browser.post(address, told, follow=True).content.decode()
    assert "Tomas Lind can come in with the password alone" in page and not phones.has(tomas)
    event = Event.objects.get(action="let-in")
    assert (event.by, event.thing, event.thing_id, event.space) == (mara, "people.user", tomas.pk, programme.space)
    assert "Nobody else in this programme" in browser.post(address, told).content.decode(), "sent twice"
    run_jobs()
    assert "The second step of your sign-in was taken off" in [letter.subject for letter in mail.outbox]


def test_nobody_else_does_and_nobody_from_elsewhere_is_let_in(group, programme, mara, tomas, oto, nia, signed_in):
    phones.set_up(tomas)
    phones.set_up(oto)
    address = reverse("programmes:let_in", args=(programme.pk,))
    told = {"person": tomas.pk, "is_them": "on"}
    assert signed_in(nia).post(address, told).status_code == 403
    assert signed_in(oto).post(address, told).status_code == 404
    assert (
        "Choose somebody from the list." in signed_in(mara).post(address, {**told, "person": oto.pk}).content.decode()
    )
    with pytest.raises(PermissionDenied):
        letting_in.let_in(programme, tomas, by=nia)
    assert phones.has(tomas) and phones.has(oto)


def test_the_second_step_of_a_site_administrator_is_not_for_a_manager_to_take_off(group, programme, mara, tomas):
    phones.set_up(tomas)
    User.objects.filter(pk=tomas.pk).update(is_staff=True)
    assert not letting_in.with_second_step(programme, but=mara).exists()
