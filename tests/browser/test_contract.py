"""The contract's whole life in a real browser: draft, offer, signatures by session and by link, seal, check, amendment."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from documents import signing
from documents.models import Version
from people.models import User
from programmes.models import Group
from tests import stories
from tests.browser.hands import fill_in, follow, home, pdf, press, room, sign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


def add_a_clause(page: Page, title: str, text: str) -> None:
    """Into the first blank row at the end of the clauses."""
    titles = page.locator("input[name^='clauses-'][name$='-title']")
    blank = next(field for field in titles.all() if not field.input_value())
    blank.fill(title)
    page.locator(f"textarea[name='{(blank.get_attribute('name') or '').replace('-title', '-text')}']").fill(text)


def offer(page: Page) -> None:
    fill_in(page)
    press(page, "Save and preview")
    press(page, "Offer for signature")


def sign_at_home(page: Page, who: User) -> None:
    home(page)
    follow(page, re.compile("^Sign Contract"))
    sign(page, who)


def verdict(page: Page, file: Path) -> str:
    page.goto("/d/verify/")
    page.get_by_label("PDF file").set_input_files(file)
    press(page, "Check this file")
    return page.locator("main").inner_text()


def test_a_contract_is_signed_sealed_checked_and_amended(
    group: Group, mara: User, tomas: User, nia: User, ela: User, visit, run_jobs, tmp_path: Path
) -> None:
    manager, mentor, mentee = visit(mara), visit(tomas), visit(nia)

    room(manager, group.name)
    press(manager, re.compile("^Begin ?: Contract of mentoring"))
    add_a_clause(manager, "Biscuits", "Whoever comes last brings the biscuits.")
    offer(manager)
    sign(manager, mara)
    sign_at_home(mentor, tomas)
    sign_at_home(mentee, nia)
    expect(mentee.get_by_text("Awaited: Ela Žukaitė")).to_be_visible()
    sign(visit(path=stories.personal_link(ela)), ela)  # no account is needed
    first = Version.objects.get()
    assert first.state == "sealed"

    run_jobs()
    room(mentor, group.name)
    sealed, forged = tmp_path / "sealed.pdf", tmp_path / "forged.pdf"
    sealed.write_bytes(pdf(mentor, mentor.get_by_role("link", name=re.compile("^PDF ?: Contract"))))
    data = bytearray(sealed.read_bytes())
    data[len(data) // 2] ^= 1
    forged.write_bytes(data)
    anyone = visit()
    assert "Genuine and unchanged." in verdict(anyone, sealed)
    assert "Changed after it was sealed." in verdict(anyone, forged)

    manager.goto(f"/d/{first.pk}/")
    press(manager, "Write a new version")
    add_a_clause(manager, "Fruit", "Fruit counts as biscuits.")
    offer(manager)
    first.refresh_from_db()
    assert first.state == "sealed"  # in force until all have signed the next one
    home(mentor)
    follow(mentor, re.compile("^Sign Contract"))
    expect(mentor.locator("ins", has_text="Fruit counts as biscuits.")).to_be_visible()
    for who in (mara, tomas, nia, ela):  # as the first time
        signing.sign(Version.objects.get(number=2), by=who, name=who.name)
    first.refresh_from_db()
    assert (first.state, Version.objects.get(number=2).state) == ("superseded", "sealed")
    assert "a newer one has replaced it" in verdict(anyone, sealed)
