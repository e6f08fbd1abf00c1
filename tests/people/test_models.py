"""Accounts: one for each address, whatever its case."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import User, check_time_zone

pytestmark = pytest.mark.django_db


def test_an_address_has_one_account_whatever_its_case(nia):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("NIA@example.ORG", name="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        User(email="Nia@Example.org", name="Another").save()
    with pytest.raises(ValidationError, match="There is an account with this address already"):
        User(email="Nia@Example.org", name="Another", password="!").full_clean()
    assert User.objects.get_by_natural_key("NIA@EXAMPLE.ORG") == nia


def test_an_account_without_a_password_cannot_be_signed_in_to(db):
    assert not User.objects.create_user("ina@example.org", name="Ina").has_usable_password()


@pytest.mark.parametrize("zone", ["Europe/Vilnius", "UTC", "Atlantic/Reykjavik"])
def test_a_time_zone_is_one_of_the_list(zone):
    check_time_zone(zone)


@pytest.mark.parametrize("zone", ["", "Vilnius", "europe/vilnius", "../../etc/passwd", "Europe/Vilnius\n"])
def test_anything_else_is_no_time_zone(zone):
    with pytest.raises(ValidationError, match="is not a time zone"):
        check_time_zone(zone)


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Nia Berg", "NB"), ("Ela", "E"), ("Ina von der Lippe", "IL"), ("  ", ""), ("李 小龍", "李小")],
)
def test_initials_are_the_first_letters_of_the_first_and_last_name(name, initials):
    assert User(name=name).initials == initials


def test_people_are_greeted_as_they_chose(nia):
    assert nia.greeting_name == "Nia Berg"
    nia.called = "Nia"
    assert nia.greeting_name == "Nia"
