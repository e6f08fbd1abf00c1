"""Writing: saved by itself, safe when two write at once, sent once however often it is pressed."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from documents import kinds, pipeline
from documents.models import Version
from people.models import User
from programmes.models import Group, Programme
from tests import stories
from tests.browser.hands import press
from tests.browser.pages import check, check_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def draft(group: Group, slug: str, by: User) -> Version:
    kind = kinds.get(slug)
    return pipeline.start(kind, group.space, by=by, person=by if kind.parts.own else None)


def sign_in_again(page: Page, who: User) -> None:
    page.get_by_label("E-mail address").fill(who.email)
    page.get_by_label("Password").first.fill(stories.PASSWORD)
    page.get_by_role("button", name="Sign in").first.click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def lose_the_answer(route: Route) -> None:
    route.fetch()  # it is saved
    route.abort()


def write_address(version: Version) -> str:
    return f"{version.get_absolute_url()}write/"


def test_what_is_typed_is_saved_when_the_field_is_left(group: Group, nia: User, visit) -> None:
    page = visit(nia, write_address(draft(group, "personal-goals", nia)))
    page.get_by_label("What I expect of the mentoring").fill("Somebody who asks me questions.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile("^Saved at [0-9]{2}:[0-9]{2}$"))
    check(page)
    page.reload()
    expect(page.get_by_label("What I expect of the mentoring")).to_have_value("Somebody who asks me questions.")


def test_a_page_that_cannot_save_says_so_and_saves_later(group: Group, nia: User, visit) -> None:
    page = visit(nia, write_address(draft(group, "personal-goals", nia)))
    page.context.set_offline(True)
    page.get_by_label("What I expect of the mentoring").fill("Honest words.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not saved yet. Keep this page open.")
    page.context.set_offline(False)
    page.get_by_label("What I expect of the mentoring").click()
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert Version.objects.get().answers["expectations"]["mentoring"] == "Honest words."


def test_a_slow_autosave_arrives_before_the_form_and_never_after_it(group: Group, nia: User, visit) -> None:
    page = visit(nia, write_address(draft(group, "personal-goals", nia)))
    arrived: list[str] = []

    def slowly(route: Route) -> None:
        by_itself = "autosave" in (route.request.post_data or "")
        if by_itself:
            page.wait_for_timeout(1000)
        arrived.append("autosave" if by_itself else "form")
        route.continue_()

    page.route("**/write/", slowly)
    page.get_by_label("What I expect of the mentoring").fill("Half")
    page.keyboard.press("Tab")
    page.get_by_label("What I expect of the mentoring").fill("Half, and the whole.")
    save = page.get_by_role("button", name="Save as draft")
    save.click(no_wait_after=True)
    save.click(no_wait_after=True)  # impatient: it counts once
    expect(page.get_by_text("Saved. Only you can read it")).to_be_visible()
    assert arrived[:2] == ["autosave", "form"] and arrived.count("form") <= 2  # the form, and the page it leads to
    assert Version.objects.get().answers["expectations"]["mentoring"] == "Half, and the whole."


def test_an_answer_that_was_lost_does_not_stop_the_saving(group: Group, nia: User, visit) -> None:
    page = visit(nia, write_address(draft(group, "personal-goals", nia)))
    page.route("**/write/", lose_the_answer, times=1)
    page.get_by_label("What I expect of the mentoring").fill("Honest words.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not saved yet. Keep this page open.")
    page.get_by_label("What I expect of the mentoring").fill("Honest words, and more.")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at", timeout=25_000)
    assert Version.objects.get().answers["expectations"]["mentoring"] == "Honest words, and more."


def test_what_was_saved_elsewhere_while_the_line_was_down_stays(group: Group, nia: User, visit) -> None:
    version = draft(group, "personal-goals", nia)
    here, there = visit(nia, write_address(version)), visit(nia, write_address(version))
    here.context.set_offline(True)
    here.get_by_label("What I expect of the mentoring").fill("On the laptop.")
    here.keyboard.press("Tab")
    expect(here.locator("[data-autosave-status]")).to_have_text("Not saved yet. Keep this page open.")
    there.get_by_label("What I expect of the mentoring").fill("On the phone.")
    press(there, "Save as draft")
    here.context.set_offline(False)
    here.get_by_label("What I expect of the mentoring").click()
    here.keyboard.press("Tab")
    expect(here.locator("[data-autosave-status]")).to_contain_text("This page cannot save by itself any more.")
    version.refresh_from_db()
    assert version.answers["expectations"]["mentoring"] == "On the phone."
    here.watch.complaints.clear()  # of the line that was down
    press(here, "Save as draft")
    expect(here.get_by_role("alert").first).to_contain_text("You saved this in another window")
    expect(here.get_by_label("What I expect of the mentoring")).to_have_value("On the laptop.")
    press(here, "Save as draft")
    version.refresh_from_db()
    assert version.answers["expectations"]["mentoring"] == "On the laptop."


def test_what_was_saved_elsewhere_stays_also_when_save_is_pressed_first(group: Group, nia: User, visit) -> None:
    """The save that got no answer goes before the form: only then does the page know what it has saved itself."""
    version = draft(group, "personal-goals", nia)
    here, there = visit(nia, write_address(version)), visit(nia, write_address(version))
    here.context.set_offline(True)
    here.get_by_label("What I expect of the mentoring").fill("On the laptop.")
    here.keyboard.press("Tab")
    expect(here.locator("[data-autosave-status]")).to_have_text("Not saved yet. Keep this page open.")
    there.get_by_label("What I expect of the mentoring").fill("On the phone.")
    press(there, "Save as draft")
    here.context.set_offline(False)
    here.watch.complaints.clear()  # of the line that was down
    press(here, "Save as draft")
    expect(here.get_by_role("alert").first).to_contain_text("You saved this in another window")
    expect(here.get_by_label("What I expect of the mentoring")).to_have_value("On the laptop.")
    version.refresh_from_db()
    assert version.answers["expectations"]["mentoring"] == "On the phone."


def test_whoever_lost_an_answer_and_presses_save_meets_no_conflict(group: Group, nia: User, visit) -> None:
    page = visit(nia, write_address(draft(group, "personal-goals", nia)))
    page.route("**/write/", lose_the_answer, times=1)
    page.get_by_label("What I expect of the mentoring").fill("Honest words.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_have_text("Not saved yet. Keep this page open.")
    page.watch.complaints.clear()  # of the answer that was lost
    page.get_by_label("What I expect of the mentoring").fill("Honest words, and more.")
    press(page, "Save as draft")
    expect(page.get_by_text("Saved. Only you can read it")).to_be_visible()
    assert Version.objects.get().answers["expectations"]["mentoring"] == "Honest words, and more."


def test_whoever_signed_in_again_in_another_window_goes_on_saving_here(group: Group, nia: User, visit) -> None:
    page = visit(nia, write_address(draft(group, "personal-goals", nia)))
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto("/sign-in/")
    sign_in_again(other, nia)
    page.get_by_label("What I expect of the mentoring").fill("Still here.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    press(page, "Save as draft")
    assert Version.objects.get().answers["expectations"]["mentoring"] == "Still here."


def test_whoever_was_signed_out_gets_back_what_they_typed_and_sends_it_after_signing_in(group, nia, visit) -> None:
    version = draft(group, "personal-goals", nia)
    page = visit(nia, write_address(version))
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("What I expect of the mentoring").fill("First line\n<b>second</b> line")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Press Save, or copy what you wrote.")
    page.watch.complaints.clear()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.get_by_text("What you wrote, to copy it").click()
    expect(page.get_by_text("<b>second</b> line")).to_be_visible()
    page.watch.complaints.clear()  # the browser reports the status
    check_everywhere(page)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another window").click()
    sign_in_again(opened.value, nia)
    page.get_by_role("button", name="I am signed in again: send it").click()
    expect(page.get_by_text("Saved. Only you can read it")).to_be_visible()
    version.refresh_from_db()
    assert version.answers["expectations"]["mentoring"].splitlines() == ["First line", "<b>second</b> line"]


def test_a_form_that_somebody_left_open_is_not_sent_by_who_signs_in_after_them(group, nia, ela, visit) -> None:
    version = draft(group, "group-goals", nia)
    page = visit(nia, write_address(version))
    page.context.clear_cookies(name="sessionid")
    other = page.context.new_page()
    other.goto("/sign-in/")
    sign_in_again(other, ela)
    page.get_by_label("Our common goal").fill("What Nia wanted to say.")
    page.keyboard.press("Tab")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Press Save, or copy what you wrote.")
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send it once more")
    expect(page.get_by_text("What Nia wanted to say.")).to_be_visible()
    page.watch.complaints.clear()  # the browser reports the status
    check_everywhere(page)
    version.refresh_from_db()
    assert (version.author, version.answers.get("common")) == (nia, None)


def test_two_who_write_the_same_see_both_texts(group: Group, nia: User, ela: User, visit) -> None:
    version = draft(group, "group-goals", nia)
    mine, theirs = visit(nia, write_address(version)), visit(ela, write_address(version))
    theirs.get_by_label("Our common goal").fill("Everyone has an interview by May.")
    press(theirs, "Save as draft")
    mine.get_by_label("Our common goal").fill("Everyone has a CV by March.")
    press(mine, "Save as draft")
    expect(mine.get_by_role("alert").first).to_contain_text("Ela Žukaitė saved this while you were writing.")
    expect(mine.get_by_label("Our common goal")).to_have_value("Everyone has a CV by March.")
    mine.get_by_text("The saved text", exact=True).click()
    expect(mine.get_by_text("Everyone has an interview by May.")).to_be_visible()
    check_everywhere(mine)
    press(mine, "Save as draft")
    version.refresh_from_db()
    assert version.answers["common"]["goal"] == "Everyone has a CV by March."


def test_a_button_pressed_twice_does_its_work_once(mara: User, tomas: User, group: Group, visit) -> None:
    page = visit(mara, "/p/new/?from=empty")
    page.get_by_label("Name", exact=True).fill("Pressed twice")
    page.get_by_label("Starts on").fill("2026-09-01")
    page.get_by_label("Ends on").fill("2027-06-30")
    page.get_by_label("face to face and online").check()
    page.get_by_label("the group and the managers").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Set up the programme").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the programme")
    assert Programme.objects.filter(name="Pressed twice").count() == 1

    page = visit(tomas, f"{group.get_absolute_url()}sessions/new/")
    page.get_by_label("Date", exact=True).fill("2027-03-04")
    page.get_by_label("Begins at").fill("18:00")
    with page.expect_navigation():
        page.get_by_role("button", name="Save the session").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Session plan")
    assert group.meetings.count() == 1
