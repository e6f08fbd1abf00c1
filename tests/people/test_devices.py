"""Where somebody is signed in: known by its words, signed out from afar, at once and for good."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import access, devices
from people.models import Device, User
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1"


def signs_in(agent: str = FIREFOX, password: str = PASSWORD, email: str = "nia@example.org") -> Client:
    """A browser in which Nia has signed in by the page."""
    browser = Client(headers={"user-agent": agent})
    assert browser.post(reverse("account_login"), {"login": email, "password": password}).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


def words(person: User) -> list[str]:
    return [device.words for device in person.devices.all()]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 EdgA/126", "Edge on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Version/17 Safari/605", "Safari on macOS"),
        ("curl/8", "A browser that does not say its name"),
        ("", "A browser that does not say its name"),
        ("<script>alert(1)</script>" * 1000, "A browser that does not say its name"),
    ],
)
def test_a_browser_is_called_what_people_call_it(agent, said):
    browser, system = devices.named(agent)
    assert Device(browser=browser, system=system).words == said


def test_every_browser_is_a_device_and_goes_when_it_signs_out(nia):
    here, phone = signs_in(), signs_in(PHONE)
    assert words(nia) == ["Safari on iPhone", "Firefox on Windows"]
    here.get(reverse("home"))
    page = phone.get(reverse("people:devices")).content.decode()
    assert page.index("Safari on iPhone") < page.index(">here<") < page.index("Firefox on Windows")
    assert {field.name for field in Device._meta.fields} == {
        *("id", "created_at", "person", "session_key", "browser", "system", "last_seen_at"),
    }, "no network address is kept"
    here.post(reverse("account_logout"))
    assert words(nia) == ["Safari on iPhone"]


def test_one_device_is_signed_out_from_afar_at_its_next_request(nia, ela):
    here, phone, hers = signs_in(), signs_in(PHONE), signs_in(email="ela@example.org")
    lost = nia.devices.get(browser="Safari")
    address = reverse("people:device_out", args=(lost.pk,))
    assert hers.post(address).status_code == 404 and is_in(phone), "not somebody else's"
    assert "Signed out: Safari on iPhone." in here.post(address, follow=True).content.decode()
    assert (is_in(here), is_in(phone), is_in(hers)) == (True, False, True)
    assert here.post(address).status_code == 404
    assert here.post(reverse("people:device_out", args=(nia.devices.get().pk,))).url == reverse("account_login")
    assert not is_in(here) and not nia.devices.exists()


def test_signing_out_everywhere_else_also_ends_sessions_that_nobody_knows_of(nia, django_capture_on_commit_callbacks):
    here, phone, unknown = signs_in(), signs_in(PHONE), signs_in()
    Device.objects.filter(pk=UUID(unknown.session[devices.MARK]["pk"])).delete()
    closed: list[UUID] = []
    access.when_access_ends(closed.extend)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            page = here.post(reverse("people:devices_out"), follow=True).content.decode()
    finally:
        access._listeners.remove(closed.extend)
    assert "1 other browser is signed out." in page and closed == [nia.pk]
    assert (is_in(here), is_in(phone), is_in(unknown)) == (True, False, False)
    assert words(nia) == ["Firefox on Windows"]
    assert "You are signed in nowhere else." in here.post(reverse("people:devices_out"), follow=True).content.decode()
    assert is_in(here)


def test_a_new_password_signs_out_the_others(nia):
    here, phone = signs_in(), signs_in(PHONE)
    new = "seven quiet herons"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post(reverse("account_change_password"), told).status_code == 302
    assert (is_in(here), is_in(phone), words(nia)) == (True, False, ["Firefox on Windows"])
    assert "1 browser<" in here.get(reverse("people:profile")).content.decode()
    assert is_in(signs_in(PHONE, new))


def test_whoever_is_switched_off_is_signed_out(nia):
    browser = signs_in()
    admin = User.objects.create_superuser("admin@example.org", PASSWORD, name="Sita Admin")
    office = Client()
    office.force_login(admin)
    told = {"name": "Nia Berg", "email": "nia@example.org", "language": "en", "time_zone": "Europe/Vilnius"}
    office.post(reverse("admin:people_user_change", args=(nia.pk,)), told)
    nia.refresh_from_db()
    assert (nia.is_active, nia.devices.count(), is_in(browser)) == (False, 0, False)
    User.objects.filter(pk=nia.pk).update(is_active=True)
    assert not is_in(browser), "and has to sign in again when switched on"


def test_that_somebody_is_there_is_noted_once_an_hour_and_forgotten_in_time(nia, run_jobs, django_assert_num_queries):
    browser = signs_in()
    long_ago = timezone.now() - timedelta(days=3)
    session = browser.session
    session[devices.MARK] = {**session[devices.MARK], "seen": int(long_ago.timestamp())}
    session.save()
    Device.objects.update(last_seen_at=long_ago)
    browser.get(reverse("people:profile"))
    seen = nia.devices.get().last_seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    with django_assert_num_queries(6):
        browser.get(reverse("people:profile"))
    assert nia.devices.get().last_seen_at == seen
    Device.objects.create(person=nia, session_key="old", last_seen_at=timezone.now() - timedelta(days=15))
    assert [device.words for device in devices.of(nia, now=timezone.now())] == ["Firefox on Windows"]
    devices.forget_unused(None)
    assert nia.devices.count() == 1


def test_a_session_from_before_devices_were_known_becomes_one(nia):
    browser = signs_in()
    session = browser.session
    del session[devices.MARK]
    session.save()
    Device.objects.all().delete()
    assert is_in(browser)
    assert words(nia) == ["Firefox on Windows"]


def test_a_password_chosen_by_a_link_leaves_no_browser_that_is_not_there(nia, signed_in, run_jobs):
    browser = signed_in(nia)
    browser.post(reverse("account_reset_password"), {"email": nia.email})
    run_jobs()
    link = mail.outbox[0].body.partition("http://127.0.0.1:8000")[2].split()[0]
    browser.post(browser.get(link).url, {"password1": "another quiet walk", "password2": "another quiet walk"})
    assert browser.get(reverse("home")).status_code == 302 and not nia.devices.exists()
