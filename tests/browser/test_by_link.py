"""A contract signed from a letter, in a real browser: without an account, on a phone, and once."""

import pytest
from playwright.sync_api import expect

from documents.models import Version
from people.models import User
from programmes.models import Group
from tests import stories
from tests.browser.hands import sign
from tests.browser.pages import PHONE, check

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_contract_is_asked_about_and_signed_from_a_letter(group: Group, mara: User, nia: User, visit) -> None:
    version = stories.offered_contract(group, by=mara)
    page = visit(path=stories.personal_link(nia), size=PHONE)
    check(page)
    page.get_by_role("link", name="Go to signing").click()
    page.get_by_text("Ask a question first").click()
    page.get_by_label("Your question").fill("May I bring my sister?")
    with page.expect_navigation():
        page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("status")).to_contain_text("Your question was sent.")
    sign(page, nia)
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed")
    check(page)
    row = Version.objects.get(pk=version.pk).signatories.get(person=nia)
    assert (row.way, row.digest) == ("link", version.digest)
