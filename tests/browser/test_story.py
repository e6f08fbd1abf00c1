"""The story of the product by clicking what is on the page, from the selection to a group that works.

How it goes on to the end is told by test_robot.py, and how its daily work is done by test_journeys.py.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents import signing
from documents.models import Version
from people.models import User
from programmes.models import Group, Programme
from tests import stories
from tests.browser.hands import fill_in, follow, home, press, room, sign, sign_in
from tests.browser.pages import check, check_everywhere
from tests.conftest import PARTICIPANTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(240)]


def set_up(page: Page) -> None:
    follow(page, "Set up a programme")
    page.get_by_label("Name", exact=True).fill("Step into work")
    page.get_by_label("Purpose, in one sentence").fill("People who look for work find their next step.")
    page.get_by_label("Starts on").fill("2026-09-01")
    page.get_by_label("Ends on").fill("2027-06-30")
    page.get_by_label("Lithuanian").check()
    page.get_by_label("face to face and online").check()
    page.get_by_label("the group and the managers").check()
    press(page, "Set up the programme")


def select_everyone(page: Page) -> None:
    press(page, "Open the selection")
    follow(page, "People", exact=True)
    follow(page, "Import from a file")
    page.get_by_label("CSV file").set_input_files(PARTICIPANTS)
    press(page, "Show a preview")
    expect(page.get_by_text("is not an e-mail address")).to_be_visible()
    press(page, "Add 77 people")
    follow(page, "Tick everyone who is not decided yet")
    page.get_by_label("Decision").select_option(label="Select")
    press(page, "Decide and tell them")
    expect(page.get_by_role("status")).to_contain_text("77 applications decided")


def train(page: Page) -> None:
    follow(page, "Step into work")
    press(page, "Begin the training")
    follow(page, "Training")
    follow(page, "Arrange a training")
    page.get_by_label("Title").fill("Joint workshop")
    page.get_by_label("For", exact=True).select_option(label="mentors and mentees together")
    page.get_by_label("Begins").fill("2026-09-10T17:00")
    page.get_by_label("Place or link").fill("Library, room 3")
    press(page, "Save the training")
    for name in ("Gintarė Gikaraitė", "Rūta Žukauskienė"):
        page.get_by_role("checkbox", name=name).check()
    press(page, "Save the attendance")
    expect(page.get_by_role("status")).to_contain_text("2 people were there.")


def match(page: Page, run_jobs) -> None:
    follow(page, "Step into work")
    press(page, "Begin the matching")
    follow(page, "Propose and confirm groups")
    press(page, "Propose groups")
    run_jobs()
    confirm = page.get_by_role("link", name="Look over and confirm")
    expect(confirm).to_be_visible()  # the page looks again by itself
    moved = page.locator(".board__item", has=page.get_by_text("Eglė Vaičiūnaitė", exact=True))
    moved.locator("summary").click()
    target = moved.get_by_label("to the group of").locator("option").nth(1).inner_text()
    moved.get_by_label("to the group of").select_option(label=target)
    with page.expect_navigation():
        moved.get_by_role("button", name="Move").click()
    expect(page.get_by_role("status")).to_contain_text("Eglė Vaičiūnaitė was moved.")
    column = page.locator(".board__column", has=page.get_by_text("moved by hand"))
    expect(column.locator("summary").first).to_contain_text(target)
    follow(page, "Look over and confirm")
    press(page, "Confirm and invite everyone")
    expect(page.get_by_role("status")).to_contain_text("everyone is invited")
    run_jobs()


def accept_invitation(visit, who: User) -> Page:
    letter = next(one for one in mail.outbox if one.to == [who.email] and one.subject.startswith("Invitation to"))
    page = visit(path=re.search(r"https?://\S+/me/invitation/\S+", letter.body).group())
    check(page)
    page.get_by_label("Choose a password").fill(stories.PASSWORD)
    return press(page, "Accept the invitation")


def plan(page: Page, days: int, kind: str, topic: str, homework: str = "") -> None:
    if page.get_by_role("link", name="Session plan").count():
        follow(page, "Session plan")
    follow(page, "Plan a session")
    page.get_by_label("Kind of session").select_option(label=kind)
    page.get_by_label("Date", exact=True).fill((timezone.now() + timedelta(days=days)).date().isoformat())
    page.get_by_label("Begins at").fill("18:00")
    page.get_by_label("Link").fill("https://meet.example.org/ausra")
    page.get_by_label("Topic").fill(topic)
    page.get_by_label("Homework before this session").fill(homework)
    press(page, "Save the session")
    press(page, "Publish the plan to the group")


def begin(page: Page, group: Group, document: str) -> None:
    room(page, group.name)
    press(page, re.compile(f"^Begin ?: {document}"))
    fill_in(page)


def agree(manager: Page, mara: User, mentor: Page, mentee: Page, group: Group) -> None:
    """The contract: drafted from the standard, offered, signed by all, in force."""
    begin(manager, group, "Contract of mentoring")
    press(manager, "Save and preview")
    press(manager, "Offer for signature")
    sign(manager, mara)
    people = [group.mentor, *group.mentees()]
    for page, who in ((mentor, people[0]), (mentee, people[1])):
        home(page)
        follow(page, re.compile("^Sign Contract"))
        sign(page, who)
    version = Version.objects.get(document__space=group.space, document__kind_slug="contract")
    for who in people[2:]:
        signing.sign(version, by=who, name=who.name)
    room(mentee, group.name)
    expect(mentee.get_by_text("in force, signed by all")).to_be_visible()


def monitor(manager: Page, mentee: Page, group: Group) -> None:
    room(manager, group.name)
    follow(manager, "Organise a monitoring session")
    manager.get_by_label("Date", exact=True).fill(timezone.now().date().isoformat())
    manager.get_by_label("Begins at").fill("17:00")
    press(manager, "Plan the monitoring session")
    home(mentee)
    follow(mentee, "Answer the questionnaire")
    press(mentee, "Answer the questionnaire")
    fill_in(mentee)
    press(mentee, "Send")
    manager.reload()
    expect(manager.get_by_text("answered", exact=True)).to_be_visible()
    follow(manager, "It was held")
    press(manager, "It was held")


def test_a_programme_runs_from_selection_to_a_group_that_works(mara: User, visit, run_jobs) -> None:
    manager = visit()
    check(manager)
    sign_in(manager, mara)
    set_up(manager)
    select_everyone(manager)
    train(manager)
    match(manager, run_jobs)

    groups = [group for group in Programme.objects.get().groups.all() if len(group.mentees()) > 1]
    group = min(groups, key=lambda group: len(group.mentees()))
    mentor, *mentees = (accept_invitation(visit, who) for who in (group.mentor, *group.mentees()[:2]))
    expect(mentees[0].get_by_text("No session is planned yet.")).to_be_visible()
    follow(mentor, "Open my groups")
    follow(mentor, group.name, exact=True)
    plan(mentor, 2, "initial session", "Getting to know each other")
    room(mentees[0], group.name)
    follow(mentees[0], "Name and motto")
    mentees[0].get_by_label("Name of the group").fill("Aušra")
    mentees[0].get_by_label("Motto").fill("Small steps count")
    press(mentees[0], "Save")
    group.refresh_from_db()

    agree(manager, mara, mentor, mentees[0], group)
    monitor(manager, mentees[0], group)
    for page in (manager, mentor, mentees[0]):
        check_everywhere(home(page))
        check_everywhere(room(page, group.name))
