"""The story of the product by clicking what is on the page, from an empty house to the archive of a group.

The manager's part is done by hand; mentor and mentees are robots that only take what home offers and the one primary
button of every page. How the daily work is done, and in how many clicks, is told by test_journeys.py.
"""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents import signing
from documents.models import Version
from people.models import User
from programmes.models import Group
from sessions import planning
from tests import stories
from tests.browser.hands import fill_in, follow, home, press, room, sign, sign_in
from tests.browser.pages import check, check_everywhere
from tests.browser.robot import arrivals, let_everybody_work, pass_by
from tests.flows import living

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
ALL_WRITTEN = {
    "presentation", "personal-goals", "session-plan", "contract", "well-matched", "diary", "final-questionnaire-mentee",
    "final-word",
}  # fmt: skip
APPLIED = """role,name,email,languages,time zone,goals,capacity
mentor,Tomas Lind,tomas@example.net,English; Lithuanian,Europe/Vilnius,leadership,4
mentee,Nia Berg,nia@example.net,English,Europe/Oslo,leadership,
mentee,Ela Žukaitė,ela@example.net,English; Lithuanian,Europe/Vilnius,leadership,
mentee,Rasa Kalniņa,rasa@example.net,English; Lithuanian,Europe/Vilnius,leadership,
mentee,No Address,no address,English,Europe/Vilnius,leadership,
"""


def set_up(page: Page) -> None:
    follow(page, "Set up a programme")
    follow(page, "An empty form")
    page.get_by_label("Name", exact=True).fill("Step into work")
    page.get_by_label("Purpose, in one sentence").fill("People who look for work find their next step.")
    page.get_by_label("Starts on").fill("2026-09-01")
    page.get_by_label("Ends on").fill("2027-06-30")
    page.get_by_label("Lithuanian").check()
    page.get_by_label("face to face and online").check()
    page.get_by_label("the group and the managers").check()
    press(page, "Set up the programme")
    follow(page, "Step into work")


def select_everyone(page: Page, file: Path) -> None:
    press(page, "Open the selection")
    follow(page, "People", exact=True)
    follow(page, "Bring people in")
    file.write_text(APPLIED, encoding="utf-8")
    page.get_by_label("Or a file (CSV or XLSX)").set_input_files(file)
    press(page, "Show a preview")
    expect(page.get_by_text("is not an e-mail address")).to_be_visible()
    page.get_by_label("Only add them to the list").check()
    press(page, "Continue")
    press(page, "Add 4 people")
    follow(page, "Tick everyone who is not decided yet")
    page.get_by_role("group", name="Decide on those ticked").get_by_label("Decision").select_option(label="Select")
    press(page, "Decide and tell them")
    expect(page.get_by_role("status")).to_contain_text("4 applications decided")


def train(page: Page) -> None:
    follow(page, "Step into work")
    press(page, "Begin the training")
    follow(page, "Training")
    follow(page, "Arrange a training")
    page.get_by_label("Title").fill("Joint workshop")
    page.get_by_label("For", exact=True).select_option(label="mentors and mentees together")
    page.get_by_label("Begins").fill("2025-09-10T17:00")
    page.locator("#id_place").fill("Library, room 3")
    press(page, "Save the training")
    for name in ("Tomas Lind", "Nia Berg"):
        page.get_by_label(name).select_option(label="was there")
    press(page, "Save the attendance")
    expect(page.get_by_role("status")).to_contain_text("2 people were there.")


def match(page: Page, run_jobs) -> Group:
    follow(page, "Step into work")
    press(page, "Begin the matching")
    follow(page, "Propose and confirm groups")
    press(page, "Propose groups")
    run_jobs()
    expect(page.get_by_role("link", name="Look over and confirm")).to_be_visible()  # the page looks again by itself
    follow(page, "Look over and confirm")
    press(page, "Confirm and invite everyone")
    expect(page.get_by_role("status")).to_contain_text("everyone is invited")
    run_jobs()
    return Group.objects.get()


def offer_the_contract(page: Page, mara: User, group: Group) -> None:
    """Drafted from the standard, offered, and signed first by the manager."""
    room(page, group.name)
    press(page, re.compile("^Begin ?: Contract of mentoring"))
    fill_in(page)
    press(page, "Save and preview")
    press(page, "Offer for signature")
    sign(page, mara)


def monitor(page: Page, group: Group) -> str:
    """Where it is."""
    room(page, group.name)
    follow(page, "Organise one monitoring session")
    page.get_by_label("Date", exact=True).fill(timezone.now().date().isoformat())
    page.get_by_label("Begins at").fill("17:00")
    press(page, "Plan the monitoring session")
    return page.url


def monitored(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_text("answered", exact=True)).to_have_count(3)
    follow(page, "It was held")
    press(page, "It was held")


def end(page: Page, mara: User, group: Group) -> None:
    """The manager asks for the end earlier than the plan says, and organises the final session."""
    for meeting in group.meetings.filter(state="planned"):
        planning.cancel(meeting, "We end earlier.", by=mara)
    room(page, group.name)
    follow(page, "Organise the final session")
    page.get_by_label("Date", exact=True).fill((timezone.now() + timedelta(days=3)).date().isoformat())
    page.get_by_label("Begins at").fill("18:00")
    press(page, "Save the session")


def test_a_programme_runs_from_its_set_up_to_the_archive_of_its_group(
    mara: User, visit, run_jobs, tmp_path: Path
) -> None:
    manager = visit()
    check(manager)
    sign_in(manager, mara)
    set_up(manager)
    select_everyone(manager, tmp_path / "applied.csv")
    train(manager)
    group = match(manager, run_jobs)

    robots, path = arrivals(group, visit)
    let_everybody_work(robots)
    offer_the_contract(manager, mara, group)
    let_everybody_work(robots)
    group.refresh_from_db()
    assert group.state == "working", path

    monitoring = monitor(manager, group)
    for kind in ("initial", "task"):
        assert pass_by(group).kind == kind
        let_everybody_work(robots)
    monitored(manager, monitoring)
    for who in (group.mentor, group.mentees()[0]):  # in windows with scripts, which axe needs
        page = visit(User.objects.get(pk=who.pk))  # who has a password now
        check_everywhere(home(page))
        check_everywhere(room(page, group.name))

    end(manager, mara, group)
    let_everybody_work(robots)
    assert pass_by(group).kind == "final"
    let_everybody_work(robots)
    group.refresh_from_db()
    assert group.has_ended, "\n".join(path)
    assert {"initial-questionnaire", *ALL_WRITTEN, "conclusions"} == sealed(group)


def test_a_pair_lives_from_its_first_mail_to_its_archive(mara: User, visit, run_jobs) -> None:
    """The manager's part by what the pages call: how it is clicked is told above."""
    group = living.invited(mara, ["Nia"], run_jobs, is_individual=True)
    robots, path = arrivals(group, visit)
    let_everybody_work(robots)
    contract = stories.offered_contract(group, by=mara)
    signing.sign(contract, by=mara, name=mara.name)
    let_everybody_work(robots)
    for kind in ("initial", "task"):
        assert pass_by(group).kind == kind
        let_everybody_work(robots)
    for meeting in group.meetings.filter(state="planned"):
        planning.cancel(meeting, "We end earlier.", by=mara)
    stories.meeting(group, by=robots[0].who, kind="final", at=timezone.now() + timedelta(days=3))
    let_everybody_work(robots)
    assert pass_by(group).kind == "final"
    let_everybody_work(robots)
    group.refresh_from_db()
    assert group.has_ended, "\n".join(path)
    assert sealed(group) >= ALL_WRITTEN


def sealed(group: Group) -> set[str]:
    """The kinds of what was written and is in the archive."""
    written = Version.objects.filter(document__space=group.space, state="sealed")
    return set(written.values_list("document__kind_slug", flat=True))
