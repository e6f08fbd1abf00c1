"""Where the house asks managers for a second step: they set it up first, and nobody is stopped in the middle of work."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import User
from policy.checks import second_step_is_for_somebody_known
from policy.models import Participation
from policy.permissions import Role
from tests import phones
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
HERE = "the organisation asks managers to set this up before they go on"


@pytest.fixture(autouse=True)
def _asked_for(settings) -> None:
    settings.TWO_STEP_FOR = "managers"


def test_a_manager_is_led_there_and_goes_on_when_it_is_set_up(programme, mara, signed_in):
    browser, page = signed_in(mara), programme.get_absolute_url()
    assert browser.get(page).url == reverse("mfa_index")
    assert HERE in browser.get(reverse("mfa_index")).content.decode()
    phones.confirm(browser)
    told = {"code": phones.code(secret_on(browser.get(reverse("mfa_activate_totp")).content.decode()))}
    assert browser.post(reverse("mfa_activate_totp"), told).url == reverse("mfa_view_recovery_codes")
    for address in (page, reverse("mfa_view_recovery_codes"), reverse("home")):
        assert browser.get(address).status_code == 200
    assert HERE not in browser.get(reverse("mfa_index")).content.decode()


def secret_on(page: str) -> str:
    return page.partition("<code>")[2].partition("</code>")[0]


def test_before_that_nothing_is_saved_and_what_was_written_is_not_lost(programme, mara, oto, signed_in):
    answer = signed_in(mara).post(
        reverse("programmes:managers", args=(programme.pk,)), {"name": "Oto", "email": oto.email}
    )
    assert answer.status_code == 403 and "What you wrote is not lost" in answer.content.decode()
    assert not Participation.objects.filter(person=oto).exists()


@pytest.mark.parametrize(
    "name", ["account_reauthenticate", "account_change_password", "documents:verify", "healthz", "account_logout"]
)
def test_what_is_open_to_anybody_and_the_way_there_stay_open(mara, signed_in, name):
    assert signed_in(mara).get(reverse(name)).status_code == 200


def test_mentors_mentees_and_outsiders_are_not_asked(group, tomas, nia, oto, signed_in):
    for who in (tomas, nia, oto):
        browser = signed_in(who)
        assert browser.get(reverse("home")).status_code == 200
        assert HERE not in browser.get(reverse("mfa_index")).content.decode()


def test_who_looks_after_accounts_is_asked_as_well(db, signed_in):
    browser = signed_in(User.objects.create_superuser("site@example.org", PASSWORD, name="Site Admin"))
    assert browser.get(reverse("admin:people_user_changelist")).url == reverse("mfa_index")
    assert HERE in browser.get(reverse("mfa_index")).content.decode()


def test_who_managed_once_is_not_asked(programme, mara, oto, signed_in):
    past = timezone.now() - timedelta(days=1)
    told = {"space": programme.space, "person": oto, "role": Role.MANAGER, "starts_at": past, "ends_at": past}
    Participation.objects.create(**told)
    assert signed_in(oto).get(reverse("home")).status_code == 200


def test_who_is_made_a_manager_while_at_work_is_told_once_and_asked_at_the_next_sign_in(programme, oto, signed_in):
    browser = signed_in(oto)
    Participation.objects.create(space=programme.space, person=oto, role=Role.MANAGER)
    words = "When you sign in the next time, we ask you to set up two-step sign-in."
    assert [words in browser.get(programme.get_absolute_url()).content.decode() for _again in range(2)] == [True, False]
    browser.post(reverse("account_logout"))
    browser.post(reverse("account_login"), {"login": oto.email, "password": PASSWORD})
    assert browser.get(programme.get_absolute_url()).url == reverse("mfa_index")


def test_it_is_not_asked_for_unless_the_house_says_so_and_costs_nothing_then(programme, mara, signed_in, settings):
    settings.TWO_STEP_FOR = "nobody"
    browser = signed_in(mara)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(programme.get_absolute_url()).status_code == 200
    assert not any("mfa_authenticator" in one["sql"] for one in queries)


@pytest.mark.parametrize(("word", "errors"), [("managers", []), ("nobody", []), ("manager", ["policy.E003"])])
def test_a_mistyped_setting_stops_the_site_from_starting(settings, word, errors):
    settings.TWO_STEP_FOR = word
    assert [one.id for one in second_step_is_for_somebody_known(None)] == errors
