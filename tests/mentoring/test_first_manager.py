"""The first person of a new house comes in by a printed link and may create programmes."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import User
from policy.models import Space
from policy.permissions import Action, may

pytestmark = pytest.mark.django_db


def first_manager(*args: str) -> str:
    out = StringIO()
    call_command("first_manager", *args, stdout=out)
    return out.getvalue()


def test_the_printed_link_lets_the_first_manager_choose_a_password():
    link = re.search(r"https?://[^/]+(/me/invitation/\S+)", first_manager("Mara@Example.org", "Mara Vilks")).group(1)
    browser = Client()
    answer = browser.post(link, {"name": "Mara Vilks", "password": "a quiet walk by the river"})
    assert answer.status_code == 302
    mara = User.objects.get(email="mara@example.org")
    assert may(mara, Action.FOUND, Space.organisation())
    assert browser.get("/p/new/").status_code == 200


def test_calling_it_again_prints_a_fresh_link_until_there_is_a_password(mara):
    assert first_manager("new@example.org", "New One") != first_manager("new@example.org", "New One")
    assert "Sign in" in first_manager(mara.email, mara.name)


def test_what_is_no_address_is_refused():
    with pytest.raises(CommandError, match="is not an e-mail address"):
        first_manager("mara", "Mara Vilks")
    assert not User.objects.exists()
