"""My settings: each part saves its own and nothing else, and nothing that is not asked for can be changed."""

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import User
from tests import stories

pytestmark = pytest.mark.django_db

NAME = {"name": "Nia Berg-Falk", "called": "Nia", "phone": "+370 600"}
LANGUAGE = {"language": "en", "mail_language": "", "time_zone": "Europe/Madrid"}


def text(answer) -> str:
    return answer.content.decode()


def test_a_name_is_kept_as_it_is_read(nia, signed_in):
    browser = signed_in(nia)
    browser.post(reverse("people:name"), {**NAME, "name": "Nia\u202e\u2066 B\x01erg", "called": "نیا‌"})
    nia.refresh_from_db()
    assert (nia.name, nia.called) == ("Nia Berg", "نیا‌"), "letters that join or part are no tricks"
    page = text(browser.post(reverse("people:name"), {**NAME, "name": "\u202e"}))
    assert "Write only the name here" in page


def test_a_person_says_how_they_want_to_be_addressed(nia, signed_in):
    browser = signed_in(nia)
    page = text(browser.post(reverse("people:name"), NAME, follow=True))
    assert "Your name and phone number are saved." in page and "Nia Berg-Falk · +370 600" in page
    nia.refresh_from_db()
    assert (nia.name, nia.called, nia.phone) == ("Nia Berg-Falk", "Nia", "+370 600")
    assert "Hello Nia<" in text(browser.get(reverse("home")))


@pytest.mark.parametrize(
    ("page", "said", "sentence"),
    [
        ("name", {"name": "x" * 320}, "Ensure this value has at most 150 characters (it has 320)."),
        ("name", {"name": ""}, "This field is required."),
        ("name", {"name": "Nia\0"}, "Null characters are not allowed."),
        ("name", {"name": "Win at example.net"}, "Write only the name here"),  # it stands in letters to people outside
        ("name", {"called": "https://example.net"}, "Write only the name here"),
        ("name", {"phone": "1" * 41}, "Ensure this value has at most 40 characters (it has 41)."),
        ("language", {"time_zone": "Vilnius"}, "Select a valid choice. Vilnius is not one of the available choices."),
        ("language", {"language": "tlh"}, "Select a valid choice. tlh is not one of the available choices."),
        ("language", {"mail_language": "tlh"}, "Select a valid choice. tlh is not one of the available choices."),
        ("letters", {"mail_choice": "never"}, "Select a valid choice. never is not one of the available choices."),
        ("letters", {}, "This field is required."),
    ],
)
def test_what_cannot_be_gets_a_sentence_and_the_rest_stays(nia, signed_in, page, said, sentence):
    told = {"name": NAME, "language": LANGUAGE, "letters": {}}[page]
    answer = text(signed_in(nia).post(reverse(f"people:{page}"), {**told, **said}))
    assert sentence in answer
    assert page != "name" or "+370 600" in answer or "phone" in said
    nia.refresh_from_db()
    assert (nia.name, nia.time_zone, nia.mail_choice) == ("Nia Berg", "Europe/Vilnius", "daily")


def test_address_and_rights_cannot_be_changed_here(nia, ela, signed_in):
    told = {**NAME, "email": "boss@example.org", "is_staff": "on", "is_superuser": "on", "is_active": "", "id": ela.pk}
    signed_in(nia).post(reverse("people:name"), told)
    nia.refresh_from_db()
    assert (nia.name, nia.email, nia.is_staff, nia.is_superuser, nia.is_active) == (
        "Nia Berg-Falk",
        "nia@example.org",
        False,
        False,
        True,
    )
    assert User.objects.get(pk=ela.pk).name == "Ela Žukaitė"


def test_two_open_pages_do_not_undo_each_other(nia, signed_in):
    from people.me.forms import NameForm

    stale = NameForm(NAME, instance=User.objects.get(pk=nia.pk))
    assert stale.is_valid()
    signed_in(nia).post(reverse("people:shared"), {"shares_email": "on"})
    stale.save()
    nia.refresh_from_db()
    assert (nia.name, nia.shares_email) == ("Nia Berg-Falk", True)


def test_the_page_shows_the_person_s_own_clock(nia, signed_in):
    browser = signed_in(nia)
    minute = timezone.now().astimezone(ZoneInfo("Europe/Vilnius"))
    assert f"It is {minute:%H:}" in text(browser.get(reverse("people:language")))
    browser.post(reverse("people:language"), LANGUAGE)
    minute = timezone.now().astimezone(ZoneInfo("Europe/Madrid"))
    assert f"English · Madrid, where it is {minute:%H:}" in text(browser.get(reverse("people:profile")))


def test_a_group_sees_what_is_shared_field_by_field_and_it_can_be_taken_back(group, nia, ela, signed_in):
    User.objects.filter(pk=nia.pk).update(phone="+370 600 11111")
    browser, others = signed_in(nia), signed_in(ela)
    for told, seen, line in (
        ({}, (False, False), "Your name only"),
        ({"shares_email": "on"}, (True, False), "Your name and e-mail address"),
        ({"shares_phone": "on"}, (False, True), "Your name and phone number"),
        ({"shares_email": "on", "shares_phone": "on"}, (True, True), "Your name, e-mail address and phone number"),
        ({}, (False, False), "Your name only"),
    ):
        assert line in text(browser.post(reverse("people:shared"), told, follow=True))
        for page in (browser.get(reverse("people:shared")), others.get(group.get_absolute_url())):
            assert ("nia@example.org" in text(page), "+370 600 11111" in text(page)) == seen


def test_the_settings_ask_the_same_few_questions_however_much_there_is(nia, signed_in, django_assert_num_queries):
    from people import devices
    from people.models import Device

    browser = signed_in(nia)
    with django_assert_num_queries(6):  # session, person, person afresh, devices, address
        browser.get(reverse("people:profile"))
    for n in range(10):
        Device.objects.create(person=nia, session_key=f"key {n}", last_seen_at=timezone.now())
    with django_assert_num_queries(6):
        assert "11 browsers" in text(browser.get(reverse("people:profile")))
    assert devices.of(nia, now=timezone.now()).count() == 11
    with django_assert_num_queries(4):
        browser.get(reverse("people:devices"))


def test_whoever_has_no_password_is_told_how_to_get_one(nia, signed_in):
    browser = signed_in(nia)
    nia.set_unusable_password()
    nia.save()
    browser.force_login(nia)
    page = text(browser.get(reverse("people:address")))
    assert reverse("account_reset_password") in page and 'name="password"' not in page
    told = {"address": "new@example.org", "password": stories.PASSWORD}
    browser.post(reverse("people:address"), told)
    assert not nia.address_changes.exists()
