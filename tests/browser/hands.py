"""What a person does in the browser: follow a link, press a button, fill a form in. Every page met is looked at."""

import re
from typing import Any

from playwright.sync_api import Locator, Page

from people.models import User
from tests import stories
from tests.browser.pages import check_once

DAY = "2027-03-04"


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
    """Fill in whatever is still empty in the form of the page, or in this one of several."""
    written = page.locator("main form[data-autosave]")  # a document's own form; others beside it fetch and send files
    form = form or (written if written.count() else page.locator("main form")).first
    for field in form.locator(
        "textarea, input[type=text], input[type=number], input[type=date], input[type=time]"
    ).all():
        if field.is_visible() and not field.input_value():
            least = field.get_attribute("min") or "1"
            field.fill({"date": day, "number": least, "time": "18:00"}.get(field.get_attribute("type") or "", words))
    for group in form.locator("fieldset:has(> .choices)").all():
        if not group.locator(":checked").count():
            group.locator("input").first.check()
    for choice in form.locator("select").all():
        if not choice.input_value() and choice.locator("option").count() > 1:
            choice.select_option(index=1)


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
