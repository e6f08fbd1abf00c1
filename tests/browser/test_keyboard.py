"""With the keyboard alone: in, around, and a signature."""

import pytest
from playwright.sync_api import Page, expect

from people.models import User
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db(transaction=True)
FOCUS = """() => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  return { words: (here.labels?.[0] || here).innerText.trim(), ring: parseFloat(style.outlineWidth) || 0,
           seen: box.top >= 0 && box.bottom <= innerHeight && box.width > 0 };
}"""


def tab_to(page: Page, words: str, at_most: int = 60) -> None:
    """Press Tab until the focus is on what these words name; on the way it is always to be seen."""
    for _step in range(at_most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        assert here["ring"] >= 2 and here["seen"], here
        if here["words"].startswith(words):
            return
    raise AssertionError(f"Tab never came to “{words}”")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_signing_in_and_signing_the_contract_needs_no_mouse(group: Group, mara: User, nia: User, visit) -> None:
    version = stories.offered_contract(group, by=mara)
    page = visit()
    tab_to(page, "E-mail address")
    page.keyboard.type(nia.email)
    tab_to(page, "Password")
    page.keyboard.type(stories.PASSWORD)
    enter(page)
    tab_to(page, "Sign Contract of mentoring")
    enter(page)
    tab_to(page, "Your full name")
    page.keyboard.type(nia.name)
    tab_to(page, "I have read this and I agree to it.")
    page.keyboard.press("Space")
    tab_to(page, "Sign this document")
    enter(page)
    expect(page.get_by_role("status")).to_have_text("You have signed. Thank you.")
    assert version.signatories.get(person=nia).signed_at


def test_the_first_tab_skips_to_the_content(group: Group, nia: User, visit) -> None:
    page = visit(nia, group.get_absolute_url())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_navigation_and_account_menu_work_by_keyboard(group: Group, nia: User, visit) -> None:
    page = visit(nia)
    tab_to(page, "Groups")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Groups")
    tab_to(page, "Account of")
    page.keyboard.press("Enter")
    tab_to(page, "Sign out")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
