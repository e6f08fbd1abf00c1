"""What is pressed in a letter works in a real browser, without being signed in and without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from people import addresses, mail, tokens
from people.models import AddressChange, User
from tests.browser.conftest import Visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_of_address_is_stopped_and_letters_too(nia: User, visit: Visit) -> None:
    change = addresses.ask(nia, "nia@new.example", now=timezone.now())
    token, digest = tokens.fresh()
    AddressChange.objects.filter(pk=change.pk).update(stop_digest=digest)
    page = visit(path=f"/me/address/stop/{token}/", scripts=False)
    page.get_by_role("button", name="It was not me: stop it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is stopped")
    page.goto(f"/me/letters/stop/{mail.way_to_stop(nia)}/")
    page.get_by_role("button", name="Write me only what I must know").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get fewer letters from now on")
    nia.refresh_from_db()
    assert (nia.email, nia.mail_choice) == ("nia@example.org", "must")
