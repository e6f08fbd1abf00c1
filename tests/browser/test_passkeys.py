"""The second step in a browser: an app, a passkey made and used with the keyboard alone, and both ways in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from people.models import User
from tests import phones, stories
from tests.browser.pages import PHONE, check_everywhere
from tests.browser.test_keyboard import enter, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(visit, server: str, settings) -> Page:
    """A window of a device that knows who is there. Passkeys belong to a name, never to a number."""
    settings.SITE_URL = server.replace("127.0.0.1", "localhost")
    settings.CSRF_TRUSTED_ORIGINS = [settings.SITE_URL]
    opened = visit(path=f"{settings.SITE_URL}/sign-in/")
    device = opened.context.new_cdp_session(opened)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return opened


def sign_in(page: Page, who: User) -> None:
    page.goto("/sign-in/") if page.url == "about:blank" else None
    page.locator("[name=login]").fill(who.email)
    page.locator("[name=password]").fill(stories.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


def at(page: Page, path: str) -> None:
    page.goto(re.sub(r"(//[^/]+/).*", rf"\g<1>{path.lstrip('/')}", page.url))


def test_a_passkey_is_made_and_lets_in_by_itself_and_as_the_second_step(nia: User, page: Page) -> None:
    check_everywhere(page)
    sign_in(page, nia)
    at(page, "/me/two-step/passkey/")
    check_everywhere(page)  # is it you?
    tab_to(page, "Password")
    page.keyboard.type(stories.PASSWORD)
    enter(page)
    check_everywhere(page)
    tab_to(page, "Name of this passkey")
    page.keyboard.press("Control+a")
    page.keyboard.type("my phone")
    tab_to(page, "Make the passkey")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    check_everywhere(page)
    at(page, "/me/two-step/")
    expect(page.get_by_text("my phone")).to_be_visible()
    check_everywhere(page)
    assert phones.has(nia) == ["recovery_codes", "webauthn"]

    page.context.clear_cookies()
    at(page, "/sign-in/?next=/me/profile/")
    tab_to(page, "Use a passkey")
    enter(page)
    assert page.url.endswith("/me/profile/")

    page.context.clear_cookies()
    at(page, "/sign-in/")
    sign_in(page, nia)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    check_everywhere(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Use a passkey").click()
    assert page.url.endswith("/")


def test_where_the_device_says_no_one_is_told_and_stays(nia: User, page: Page) -> None:
    page.get_by_role("button", name="Use a passkey").click()  # the device has none
    expect(page.get_by_role("alert")).to_contain_text("Your device did not confirm it.")
    sign_in(page, nia)
    assert page.url.endswith("/")


def test_an_app_is_set_up_without_scripts_and_nothing_leads_to_passkeys(nia: User, visit) -> None:
    page = visit(nia, "/me/two-step/", size=PHONE, scripts=False)
    expect(page.get_by_text("Set it up with a passkey")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("link", name="Set it up with an app").click()
    page.locator("[name=password]").fill(stories.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()
    page.get_by_text("I cannot scan it").click()
    page.get_by_label("Code in the app").fill(phones.code(page.locator(".secret code").inner_text()))
    with page.expect_navigation():
        page.get_by_role("button", name="Turn it on").click()
    assert len(page.locator(".codes li").all()) == 10
    assert phones.has(nia) == ["recovery_codes", "totp"]


def test_the_password_can_be_looked_at_while_it_is_typed(page: Page) -> None:
    field = page.locator("[name=password]")
    field.fill("a quiet walk")
    page.get_by_role("button", name="Show what you type").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide what you type").click()
    expect(field).to_have_attribute("type", "password")


def says_who(page: Page) -> None:
    """“Is it you?”, answered with the password."""
    page.locator("[name=password]").fill(stories.PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").click()


def test_every_page_of_the_second_step_is_right_for_every_eye(nia: User, visit) -> None:
    page = visit(nia, reverse("mfa_activate_totp"))
    says_who(page)
    check_everywhere(page)
    phones.set_up(nia)
    key = Authenticator.objects.create(user=nia, type=Authenticator.Type.WEBAUTHN, data={"name": "my phone"})
    looks = ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"]
    for address in (*map(reverse, looks), reverse("mfa_remove_webauthn", args=(key.pk,))):
        page.goto(address)
        assert page.url.endswith(address), "not led elsewhere"
        check_everywhere(page)


def test_the_page_that_asks_for_the_code_of_a_letter_is_right_for_every_eye(nia: User, visit) -> None:
    page = visit(path="/sign-in/")
    page.locator("[name=login]").fill(nia.email)
    with page.expect_navigation():
        page.get_by_role("button", name="Send me a code instead").click()
    if not page.url.endswith(reverse("account_confirm_login_code")):
        page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile(reverse("account_confirm_login_code")))
    check_everywhere(page)
