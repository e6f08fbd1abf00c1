"""The journeys people take most often keep to their budgets: by mouse, by keyboard alone, by touch on a phone.

What counts as a point, a second and a byte is said in ``journeys``.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event
from playwright.sync_api import Locator, expect

from documents.models import Version
from jobs.models import Job
from people.models import Letter, User
from policy.permissions import Action
from programmes import proposing, selection
from programmes.models import Group, Programme, Seat
from sessions import feeds, inviting, planning
from sessions.models import Meeting
from tests import stories
from tests.browser.journeys import WAYS, Traveller, keep_to

pytestmark = pytest.mark.django_db(transaction=True)
also_without_scripts = pytest.mark.parametrize("way", [*WAYS, "without scripts"])
all_ways = pytest.mark.parametrize("way", WAYS)

COMMENT = "You have come a long way since our first session. " * 4
SAID = {
    "How is everyone?": "Nia is glad about her interview on Monday. Ela is tired, but her bus is on time again.",
    "Current issues": "The job centre has changed its opening hours, so both of them go there on Thursdays now.",
    "Dealing with the target": "We compared three CVs and rewrote the first lines. " * 2,
    "We take away": "Short sentences, one number in each of them. Ask somebody to read it aloud before it goes out.",
}


def is_seen(traveller: Traveller, target: Locator) -> bool:
    """Whether all of it stands on the screen as it was opened, and above the bar at its bottom."""
    box, bar = target.bounding_box(), traveller.page.get_by_role("navigation", name="Main").bounding_box()
    size = traveller.page.viewport_size
    assert box and bar and size
    bottom = bar["y"] if bar["y"] > size["height"] / 2 else size["height"]
    return box["y"] >= 0 and box["y"] + box["height"] <= bottom and box["x"] + box["width"] <= size["width"]


def invite(group: Group) -> list[Letter]:
    """Do the one job that invites; all the others, which print documents, take long. The invitations so far."""
    inviting.write_invitations(None, group=str(group.pk), only=())
    return list(Letter.objects.exclude(files=[]).order_by("created_at").select_related("person"))


@also_without_scripts
def test_a_mentee_reads_when_and_what_and_ticks_with_one_click(
    way: str, working_group: Group, tomas: User, nia: User, visit
) -> None:
    homework = ["Write down five things you are good at", "Draft a CV"]
    meeting = stories.meeting(working_group, by=tomas, homework=homework)
    mentee = Traveller(visit, nia, way)
    mentee.open("/")
    page = mentee.page
    when, first = page.locator(".answer time"), page.get_by_text(homework[0], exact=True).first
    expect(when).to_have_text(re.compile(timezone.localtime(meeting.starts_at, nia.zone).strftime("%H:%M$")))
    assert is_seen(mentee, when) and is_seen(mentee, first)
    keep_to(mentee, points=0, seconds=3, loads=1)

    mentee.press(page.get_by_role("button", name=re.compile(f"^Mark as done ?: {homework[0]}")))
    assert meeting.homework.get(task=homework[0]).answers.get().person == nia
    keep_to(mentee, points=1, seconds=6, loads=2)
    mentee.press(page.get_by_role("button", name=re.compile(f"^Undo ?: {homework[0]}")))
    assert not meeting.homework.get(task=homework[0]).answers.exists()


@also_without_scripts
def test_a_mentor_closes_a_session_on_one_page_in_three_minutes(
    way: str, working_group: Group, tomas: User, nia: User, ela: User, visit
) -> None:
    before = timezone.now() - timedelta(days=15)
    first = stories.meeting(working_group, by=tomas, at=before, keeper=ela)
    planning.close(first, {who.pk: "present" for who in (tomas, nia, ela)}, ela.pk, by=tomas)
    first.refresh_from_db()
    diary = stories.submitted_diary(first, by=ela)
    over = stories.meeting(
        working_group, by=tomas, at=timezone.now() - timedelta(days=1), keeper=nia, homework=["Draft a CV"]
    )
    mentor = Traveller(visit, tomas, way)
    mentor.open("/")
    page = mentor.page
    mentor.press(page.get_by_role("link", name=re.compile("^Close the session")))
    mentor.choose(page.get_by_role("group", name=ela.name).get_by_label("excused"))
    mentor.write(page.get_by_label("My comment"), COMMENT)
    mentor.write(page.get_by_label("Topic"), "Telling my story in an interview")
    mentor.write(page.get_by_label("Homework before this session"), "\nNia: ask two people to listen")
    mentor.press(page.get_by_role("button", name="Save and tell the group"))
    expect(page.get_by_role("status")).to_contain_text("Closed. Your group is told; the plan is published.")
    keep_to(mentor, points=14, seconds=180, loads=3)

    over.refresh_from_db()
    diary.refresh_from_db()
    coming = working_group.meetings.upcoming(now=timezone.now()).get()
    assert (over.state, diary.state, coming.topic) == ("held", "sealed", "Telling my story in an interview")
    assert {task.task for task in coming.homework.all()} == {"Draft a CV", "Nia: ask two people to listen"}
    assert {letter.person for letter in invite(working_group)} == {tomas, nia, ela}


@also_without_scripts
def test_a_mentee_files_the_diary_in_four_minutes(
    way: str, working_group: Group, tomas: User, nia: User, visit
) -> None:
    stories.held_meeting(working_group, by=tomas, keeper=nia, homework=["Draft a CV"])
    stories.meeting(working_group, by=tomas, topic="Telling my story", homework=["Ask two people to listen"])
    mentee = Traveller(visit, nia, way)
    mentee.open("/")
    page = mentee.page
    mentee.press(page.get_by_role("link", name=re.compile("^Write the diary")))
    mentee.press(page.get_by_role("button", name="Write the diary"))
    mentee.pick(page.get_by_label("How it went").first, "partly")
    for label, words in SAID.items():
        mentee.write(page.get_by_label(label), words)
    mentee.press(page.get_by_role("button", name="Hand in"))
    expect(page.get_by_role("status")).to_contain_text("Handed in.")
    keep_to(mentee, points=9, seconds=240, loads=4)
    diary = Version.objects.get(document__kind_slug="diary")
    assert (diary.state, diary.answers["agenda"]["next_topic"]) == ("submitted", "Telling my story")


@all_ways
def test_a_moved_session_is_moved_everywhere(
    way: str, working_group: Group, tomas: User, nia: User, visit, signed_in
) -> None:
    meeting = stories.meeting(working_group, by=tomas)
    planning.publish(working_group, by=tomas)
    invite(working_group)
    old = timezone.localtime(meeting.starts_at, tomas.zone)
    new = old.replace(hour=17, minute=30, second=0) + timedelta(days=2)
    mentor = Traveller(visit, tomas, way)
    mentor.open(meeting.get_absolute_url())
    page = mentor.page
    mentor.press(page.get_by_role("link", name="Change or move"))
    mentor.write(page.get_by_label("Date", exact=True), f"{new:%m%d%Y}")  # in the order of this browser's language
    mentor.write(page.get_by_label("Begins at"), f"{new:%H%M}")
    mentor.press(page.get_by_role("button", name="Save and tell the group"))
    expect(page.locator("main s")).to_contain_text(f"{old:%H:%M}")
    expect(page.locator(".answer time")).to_contain_text(f"{new:%H:%M}")
    assert mentor.clicks <= 4
    keep_to(mentor, points=6, seconds=25, loads=3)

    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.starts_at == new
    files = [letter.files[0]["text"] for letter in invite(working_group) if letter.person == nia]
    assert [_event(file)["sequence"] for file in files] == [0, 1]
    entry = _event(Client().get(reverse("sessions:feed", args=(feeds.open_for(nia),))).content.decode())
    assert (entry["dtstart"].dt.replace(tzinfo=nia.zone), entry["sequence"]) == (new, 1)
    assert signed_in(nia).get("/").context["next"].starts_at == new


def _event(calendar: str) -> Event:
    (event,) = Calendar.from_ical(calendar).walk("VEVENT")
    return event


@all_ways
def test_feedback_is_three_answers_and_send(way: str, working_group: Group, tomas: User, nia: User, visit) -> None:
    meeting = stories.held_meeting(working_group, by=tomas)
    mentee = Traveller(visit, nia, way)
    mentee.open(meeting.get_absolute_url())
    page = mentee.page
    mentee.press(page.get_by_role("button", name=re.compile("^Begin ?: Feedback")))
    for question, answer in (
        ("The session was useful for me.", "4 – agree"),
        ("I was listened to.", "5 – strongly agree"),
        ("My mentor told of own experience …", "about right"),
    ):
        mentee.choose(page.get_by_role("group", name=question).get_by_label(answer))
    mentee.press(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_role("status")).to_contain_text("Filed.")
    keep_to(mentee, points=5, seconds=40, loads=3)
    filed = Version.objects.get(document__kind_slug="mentee-feedback")
    assert filed.answers["afterwards"]["may_read"] == "no", "nobody reads it by having forgotten to choose"


def test_a_manager_comes_from_nothing_to_forty_invited_people(mara: User, visit) -> None:
    """One way is enough: the pages are ordinary forms, whose keyboard and touch the others walk through."""
    start = timezone.localdate() + timedelta(days=60)
    lines = "\n".join(
        f"Person Number {n}\tperson{n}@example.org\t{'mentor' if n % 5 == 0 else 'mentee'}" for n in range(40)
    )
    manager = Traveller(visit, mara, "mouse")
    manager.open("/")
    page = manager.page
    manager.press(page.get_by_role("link", name="Set up a programme"))
    manager.press(page.get_by_role("link", name="Mentoring in groups"))
    manager.write(page.get_by_label("Name of the programme"), "Step into work 2027")
    manager.write(page.get_by_label("Starts on"), f"{start:%m%d%Y}")
    manager.press(page.get_by_role("button", name="Set up the programme"))
    manager.press(page.get_by_role("link", name="Continue: People"))
    manager.paste(
        page.get_by_label("Lines from your spreadsheet"), f"name\te-mail\trole\n{lines}\nJonas\tno address\tmentee"
    )
    manager.press(page.get_by_role("button", name="Show a preview"))
    expect(page.get_by_text("40 people can be added. 1 line cannot be used.")).to_be_visible()
    manager.choose(page.get_by_label("They take part"))
    manager.press(page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Hello Person Number 0,")).to_be_visible()
    manager.press(page.get_by_role("button", name="Invite 40 people"))
    expect(page.get_by_role("heading", name="40 people are invited")).to_be_visible()
    expect(page.get_by_role("button", name="Take the letters back")).to_be_visible()
    manager.press(page.get_by_role("link", name="Go on with the set-up"))
    expect(page.get_by_role("button", name="Open the selection")).to_be_visible()
    keep_to(manager, points=13, seconds=60, loads=9)
    programme = Programme.objects.get()
    assert programme.applications.filter(state="selected").count() == Letter.objects.count() == 40


def test_a_manager_matches_forty_mentees_moves_five_and_confirms(mara: User, visit) -> None:
    """The proposal is made by a job; here it is done by hand, while the page waits."""
    programme = stories.programme(by=mara)
    goals = ["write a CV and letter", "digital skills", "build a network", "communication"]
    cells = {
        "time zone": "Europe/Vilnius",
        "field": "",
        "situation": "",
        "experience": "",
        "mode": "online",
        "not with": [],
    }
    for n in range(50):
        role = "mentor" if n >= 40 else "mentee"
        told = {
            "role": role,
            "name": f"Person {n:02}",
            "email": f"p{n}@example.org",
            "languages": ["en"],
            "capacity": 5 * (n >= 40),
        }
        selection.add(programme, {**cells, **told, "goals": [goals[n % 4]], "availability": ["Tue evening"]})
    selection.decide(programme.applications.all(), Action.SELECT, by=mara)
    stories.in_matching(programme, by=mara)
    manager = Traveller(visit, mara, "mouse")
    manager.open(reverse("programmes:matching", args=(programme.pk,)))
    page = manager.page
    manager.press(page.get_by_role("button", name="Propose groups"))
    proposing.propose(None, programme=str(programme.pk))
    Job.objects.filter(name=proposing.JOB).delete()
    manager.open(page.url)
    for n in range(5):
        manager.press(page.get_by_role("link", name=f"Move Person {n:02}"))
        manager.press(page.get_by_role("button", name=re.compile("^Move to Person")).first)
        expect(page.get_by_role("status")).to_contain_text(f"Person {n:02} was moved.")
    manager.press(page.get_by_role("link", name="Look over and confirm"))
    manager.press(page.get_by_role("button", name="Confirm and invite everyone"))
    keep_to(manager, points=13, seconds=62, loads=15)
    assert Group.objects.count() <= 10 and Seat.objects.count() == 40
