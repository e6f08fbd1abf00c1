"""A mentee on the smallest phone with JavaScript switched off: sees what is next, writes, signs.

What they tick, and how long it all takes, is told by the journeys.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, Page, expect

from documents.models import Version
from people.models import User
from programmes.models import Group
from tests import stories
from tests.browser.hands import fill_in
from tests.browser.pages import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(visit):
    """A page without scripts; axe-core cannot run in it."""
    return lambda who, path="/": visit(who, path, size=PHONE, scripts=False)


def go(page: Page, target: Locator) -> None:
    with page.expect_navigation():
        target.click()


def is_seen(page: Page, target: Locator) -> bool:
    """Whether all of it stands between the top of the screen and the bar at its bottom."""
    box, bar = target.bounding_box(), page.locator("nav.nav").bounding_box()
    assert box and bar and bar["y"] > 400
    return box["y"] >= 0 and box["y"] + box["height"] <= bar["y"] and box["x"] + box["width"] <= PHONE["width"]


@pytest.mark.parametrize("language", ["en", "lt"])  # the dates of Lithuanian are the longest
def test_a_mentee_sees_what_is_next_without_scrolling(
    working_group: Group, tomas: User, nia: User, phone, language: str
) -> None:
    nia.language = language
    nia.save()
    topic, homework = "Telling my story in two minutes", ["Write down five things you are good at", "Draft a CV"]
    starts_at = timezone.now() + timedelta(days=5)
    stories.meeting(working_group, by=tomas, at=starts_at, topic=topic, homework=homework, keeper=nia)
    page = phone(None)
    page.get_by_label("E-mail address").fill(nia.email)
    page.get_by_label("Password").fill(stories.PASSWORD)
    go(page, page.get_by_role("button", name="Sign in"))
    when = page.locator(".answer time")
    assert timezone.localtime(starts_at, nia.zone).strftime("%H:%M") in when.inner_text()
    with override(language):
        join, turn = gettext("Join online"), gettext("It is your turn to write the diary.")
    for shown in (when, page.get_by_text(topic), page.get_by_role("link", name=join),
                  page.get_by_text(homework[0], exact=True).first):  # fmt: skip
        assert is_seen(page, shown), shown
    expect(page.get_by_text(turn)).to_be_visible()


def test_a_diary_is_written_saved_and_handed_in(working_group: Group, tomas: User, nia: User, phone) -> None:
    stories.held_meeting(working_group, by=tomas, keeper=nia)
    page = phone(nia)
    go(page, page.get_by_role("link", name="Write the diary"))
    go(page, page.get_by_role("button", name="Write the diary"))
    page.get_by_label("Current issues").fill("The bus timetable changed.")
    go(page, page.get_by_role("button", name="Save as draft"))
    expect(page.get_by_label("Current issues")).to_have_value("The bus timetable changed.")
    fill_in(page)
    go(page, page.get_by_role("button", name="Hand in"))
    expect(page.get_by_role("status")).to_contain_text("Handed in.")
    diary = Version.objects.get(document__kind_slug="diary")
    assert (diary.state, diary.answers["agenda"]["issues"]) == ("submitted", "The bus timetable changed.")


def test_a_contract_is_read_and_signed(group: Group, mara: User, nia: User, phone) -> None:
    version = stories.offered_contract(group, by=mara)
    page = phone(nia)
    go(page, page.get_by_role("link", name="Sign Contract of mentoring"))
    page.get_by_label("Your full name").fill(nia.name)
    page.get_by_label("I have read this and I agree to it.").check()
    go(page, page.get_by_role("button", name="Sign this document"))
    expect(page.get_by_role("status")).to_have_text("You have signed. Thank you.")
    assert version.signatories.get(person=nia).signed_at
