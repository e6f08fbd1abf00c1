"""The profile: my name, language and zone; nothing that is not asked for can be changed."""

import pytest
from django.urls import reverse

from people.models import User

pytestmark = pytest.mark.django_db

SAID = {"name": "Nia Berg-Falk", "called": "Nia", "language": "en", "time_zone": "Europe/Madrid", "phone": "+370 600"}


def test_a_person_says_how_they_want_to_be_addressed(nia, signed_in):
    browser = signed_in(nia)
    answer = browser.post(reverse("people:profile"), SAID, follow=True)
    assert "Your profile is saved." in answer.content.decode()
    nia.refresh_from_db()
    assert (nia.name, nia.called, nia.time_zone, nia.phone) == ("Nia Berg-Falk", "Nia", "Europe/Madrid", "+370 600")
    assert "Hello Nia<" in browser.get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "x" * 320}, "Ensure this value has at most 150 characters (it has 320)."),
        ({"name": ""}, "This field is required."),
        ({"name": "Win at example.net"}, "Write only the name here"),  # it stands in letters to people outside
        ({"called": "https://example.net"}, "Write only the name here"),
        ({"time_zone": "Vilnius"}, "Select a valid choice. Vilnius is not one of the available choices."),
        ({"language": "tlh"}, "Select a valid choice. tlh is not one of the available choices."),
        ({"phone": "1" * 41}, "Ensure this value has at most 40 characters (it has 41)."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_the_rest_stays(nia, signed_in, said, sentence):
    page = signed_in(nia).post(reverse("people:profile"), {**SAID, **said}).content.decode()
    assert sentence in page
    assert "+370 600" in page or "phone" in said
    nia.refresh_from_db()
    assert nia.name == "Nia Berg"


def test_address_and_rights_cannot_be_changed_here(nia, ela, signed_in):
    told = {**SAID, "email": "boss@example.org", "is_staff": "on", "is_superuser": "on", "is_active": "", "id": ela.pk}
    signed_in(nia).post(reverse("people:profile"), told)
    nia.refresh_from_db()
    assert (nia.name, nia.email, nia.is_staff, nia.is_superuser, nia.is_active) == (
        "Nia Berg-Falk",
        "nia@example.org",
        False,
        False,
        True,
    )
    assert User.objects.get(pk=ela.pk).name == "Ela Žukaitė"


def test_the_page_shows_the_person_s_own_clock(nia, signed_in):
    from zoneinfo import ZoneInfo

    from django.utils import timezone

    page = signed_in(nia).get(reverse("people:profile")).content.decode()
    minute = timezone.now().astimezone(ZoneInfo("Europe/Vilnius"))
    assert f"It is {minute:%H:}" in page
