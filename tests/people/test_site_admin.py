"""The site administrator's pages have no door of their own: nobody comes in there with less than anywhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from tests import phones
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/site-admin/login/"


@pytest.fixture
def admin(db) -> User:
    """Looks after accounts."""
    return User.objects.create_superuser("site@example.org", PASSWORD, name="Site Admin")


def test_nobody_signs_in_there_past_the_second_step_and_the_limit_on_guessing(admin: User) -> None:
    phones.set_up(admin)
    browser = Client()
    told = {"username": admin.email, "password": PASSWORD, "this_is_the_login_form": "1"}
    for answer in (browser.get(LOGIN), browser.post(LOGIN, told), browser.get("/site-admin/")):
        assert answer.status_code == 302
    assert browser.get(LOGIN).url == f"{reverse('account_login')}?next=/site-admin/"
    assert not browser.session.get("_auth_user_id")
    answer = browser.post(f"{reverse('account_login')}?next=/site-admin/", {"login": admin.email, "password": PASSWORD})
    assert answer.url.startswith(reverse("mfa_authenticate"))


def test_where_one_wanted_to_go_is_kept_and_leads_nowhere_else(admin: User) -> None:
    told = {"login": admin.email, "password": PASSWORD}
    for wanted, reached in (("/site-admin/people/user/", "/site-admin/people/user/"), ("//evil.example/", "/")):
        page = Client().get(LOGIN, {"next": wanted}).url
        assert page.startswith(reverse("account_login"))
        assert Client().post(page, told).url == reached


def test_a_password_is_changed_where_everybody_changes_it(admin: User, signed_in) -> None:
    told = {"old_password": PASSWORD, "new_password1": "another quiet walk", "new_password2": "another quiet walk"}
    assert signed_in(admin).post("/site-admin/password_change/", told).url == reverse("account_change_password")
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)


def test_who_does_not_belong_there_is_told_so(oto: User, signed_in) -> None:
    browser = signed_in(oto)
    assert browser.get("/site-admin/", follow=True).status_code == 403
    assert browser.get(LOGIN).status_code == 403


def test_an_address_written_there_in_capitals_still_lets_its_owner_in(admin: User, nia: User, signed_in) -> None:
    told = {"name": nia.name, "email": "Nia.B@Example.org", "language": "en", "time_zone": "UTC", "is_active": "on"}
    signed_in(admin).post(reverse("admin:people_user_change", args=(nia.pk,)), told)
    answer = Client().post(reverse("account_login"), {"login": "Nia.B@Example.org", "password": PASSWORD})
    assert answer.status_code == 302
