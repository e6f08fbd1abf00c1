"""What a person does in the browser: follow a link, press a button, fill a form in. Every page met is looked at."""

import re
from typing import Any

from playwright.sync_api import Locator, Page

from people.models import User
from tests import stories
from tests.browser.pages import check_once

DAY = "2027-03-04"
FILLED = """(form, {words, day}) => {
  const told = (field) => ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, {bubbles: true})));
  for (const field of form.querySelectorAll("textarea, input[type=text], input[type=number], input[type=date], "
      + "input[type=time]")) {
    if (!field.checkVisibility() || field.value) continue;
    field.value = { date: day, number: field.min || "1", time: "18:00" }[field.type] || words;
    told(field);
  }
  for (const group of form.querySelectorAll("fieldset:has(> .choices)")) {
    if (!group.querySelector(":checked")) group.querySelector("input").click();
  }
  for (const choice of form.querySelectorAll("select")) {
    if (choice.value || choice.options.length < 2) continue;
    choice.selectedIndex = 1;
    told(choice);
  }
}"""


def follow(page: Page, name: str | re.Pattern[str], **more: Any) -> Page:
    """Follow a link by its words."""
    return _go(page, page.get_by_role("link", name=name, **more).first)


def press(page: Page, name: str | re.Pattern[str], **more: Any) -> Page:
    """Press a button by its words."""
    return _go(page, page.get_by_role("button", name=name, **more).first)


def home(page: Page) -> Page:
    """Go home by the navigation."""
    return follow(page, "Home", exact=True)


def room(page: Page, name: str) -> Page:
    """Go to a group through the list of groups."""
    follow(page, "Groups", exact=True)
    return follow(page, name, exact=True)


def sign_in(page: Page, who: User) -> Page:
    """By e-mail address and password."""
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").fill(stories.PASSWORD)
    return press(page, "Sign in")


def sign(page: Page, who: User) -> Page:
    """Sign the contract that is open."""
    page.get_by_label("Your full name").fill(who.name)
    page.get_by_label("I have read this and I agree to it.").check()
    return press(page, "Sign this document")


def fill_in(page: Page, words: str = "Small steps count.", *, day: str = DAY, form: Locator | None = None) -> None:
    """Fill in whatever is still empty in the form of the page, or in this one of several. In one go: forms are long."""
    written = page.locator("main form[data-autosave]")  # a document's own form; others beside it fetch and send files
    form = form or (written if written.count() else page.locator("main form")).first
    form.evaluate(FILLED, {"words": words, "day": day})


def pdf(page: Page, link: Locator) -> bytes:
    """What a link to a PDF leads to."""
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def _go(page: Page, target: Locator) -> Page:
    with page.expect_navigation():
        target.click()
    check_once(page)
    return page
