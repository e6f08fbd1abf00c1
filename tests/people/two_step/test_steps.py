"""Phone and paper are lost: the second step is taken off at the server or by the site administrator, and it is told."""

import logging

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from people.models import User
from people.two_step import steps
from tests import phones

pytestmark = pytest.mark.django_db


def test_it_is_taken_off_once_and_the_person_is_told(nia, mara, signed_in, run_jobs, caplog):
    phones.set_up(nia)
    lost = signed_in(nia)
    assert lost.get(reverse("home")).status_code == 200
    assert steps.is_on(nia)
    with caplog.at_level(logging.INFO, "people"):
        assert [steps.take_off(nia, by=mara), steps.take_off(nia, by=mara)] == [True, False]
    assert not steps.is_on(nia) and phones.has(nia) == []
    assert lost.get(reverse("home")).status_code == 302, "who finds the phone is not in"
    assert str(nia.pk) in caplog.text and str(mara.pk) in caplog.text and nia.email not in caplog.text
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "The second step of your sign-in was taken off"
    assert "Mara Vilks took off the second step" in letter.body and reverse("mfa_index") in letter.body


def test_at_the_server_it_is_a_command(nia, capsys):
    phones.set_up(nia)
    call_command("reset_second_step", "NIA@example.org")
    assert "Nia Berg signs in with the password alone" in capsys.readouterr().out
    for address in ("nia@example.org", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("reset_second_step", address)


def test_the_site_administrator_does_it_on_the_accounts_page_and_sees_no_secret(nia, oto, signed_in):
    admin = User.objects.create_superuser("site@example.org", name="Site Admin")
    phones.set_up(nia)
    browser = signed_in(admin)
    told = {"action": "take_off_second_step", "_selected_action": [nia.pk, oto.pk]}
    page = browser.post(reverse("admin:people_user_changelist"), told, follow=True).content.decode()
    assert "Taken off for 1 person." in page and phones.has(nia) == []
    assert LogEntry.objects.get().object_id == str(nia.pk)
    index = browser.get(reverse("admin:index")).content.decode()
    assert "/site-admin/people/user/" in index and "/site-admin/mfa/" not in index and "social" not in index


def test_where_the_key_of_the_house_is_another_one_no_code_fits(nia, settings):
    secret, codes = phones.set_up(nia)
    authenticators = {one.type: one.wrap() for one in nia.authenticator_set.all()}
    settings.SECRET_KEY, kept = "another key", settings.SECRET_KEY
    assert not authenticators["totp"].validate_code(phones.code(secret))
    assert codes[0] not in authenticators["recovery_codes"].get_unused_codes()
    settings.SECRET_KEY_FALLBACKS = [kept]
    assert authenticators["totp"].validate_code(phones.code(secret))
