"""“My page” answers at one look: when next, what waits for me, who needs me."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import signing
from mentoring import home
from people.models import User
from policy.machine import move
from policy.models import Participation, Space
from policy.permissions import Action, Role
from programmes.models import Group, Programme
from sessions import changing, diaries
from tests import stories
from tests.sessions.changes import asked, seat

pytestmark = pytest.mark.django_db

QUERIES_AT_MOST = 14


def words(browser: Client) -> str:
    """What the page says, without its tags."""
    page = browser.get(reverse("home"))
    assert page.status_code == 200
    main = re.search(r"<main.*?</main>", page.content.decode(), re.DOTALL).group()
    text = re.sub(r"<[^>]+>", " ", re.sub(r'href="([^"]+)"', r"> \1 <", main))
    return re.sub(r"\s+", " ", text)


def another_group(programme: Programme, number: int, mentor: User, *mentees: User) -> Group:
    space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
    group = Group.objects.create(programme=programme, space=space, number=number, name=f"Group {number}")
    for person, role in [(mentor, Role.MENTOR), *((mentee, Role.MENTEE) for mentee in mentees)]:
        Participation.objects.create(space=space, person=person, role=role)
    return group


# a mentee


def test_a_mentee_sees_the_next_session_at_one_look(group, tomas, nia, signed_in):
    at = datetime(timezone.now().year + 1, 1, 12, 16, 0, tzinfo=UTC)
    stories.meeting(group, by=tomas, at=at, place="Library, room 4", homework=["Bring a CV", "Call"], keeper=nia)
    page = words(signed_in(nia))
    assert "Next session" in page and "Group 1" in page
    assert "12 January" in page and "18:00" in page
    assert "your time" not in page, "the programme's own time is the same"
    assert "Topic: Writing a CV" in page
    assert "Library, room 4" in page and "https://meet.example.org/ausra" in page
    assert "Bring a CV" in page and "Call" in page
    assert "It is your turn to write the diary." in page


def test_a_mentee_elsewhere_sees_both_times(group, tomas, nia, signed_in):
    User.objects.filter(pk=nia.pk).update(time_zone="Europe/Lisbon")
    stories.meeting(group, by=tomas, at=datetime(timezone.now().year + 1, 1, 12, 16, 0, tzinfo=UTC))
    page = words(signed_in(nia))
    assert re.search(r"16:00 your time \(18:00 in Vilnius\)", page), page


def test_the_next_session_is_the_next_one_that_takes_place(group, tomas, nia, signed_in):
    cancelled = stories.meeting(group, by=tomas, topic="Cancelled one", at=timezone.now() + timedelta(days=1))
    move(cancelled, Action.CANCEL, by=tomas, reason="Ill")
    stories.meeting(group, by=tomas, topic="Later one", at=timezone.now() + timedelta(days=9))
    stories.meeting(group, by=tomas, topic="Running one", at=timezone.now() - timedelta(minutes=5))
    stories.meeting(group, by=tomas, topic="Past one", at=timezone.now() - timedelta(days=3))
    page = words(signed_in(nia))
    assert "Topic: Running one" in page
    assert not {"Cancelled one", "Later one", "Past one"} & set(re.findall(r"(\w+ one)", page))


def test_homework_is_ticked_on_the_page_without_javascript(group, tomas, nia, ela, signed_in):
    task = stories.meeting(group, by=tomas, homework=["Bring a CV"]).homework.get()
    browser = signed_in(nia)
    form = re.search(r'<form method="post"\s+action="([^"]*homework[^"]*)".*?</form>', _raw(browser), re.DOTALL)
    assert form.group(1) == reverse("sessions:homework", args=(task.pk,))
    fields = dict(re.findall(r'name="(done|from)"\s+value="(\w+)"', form.group()))
    assert fields == {"done": "1", "from": "home"}
    assert browser.post(form.group(1), fields).url == reverse("home")
    assert "done" in words(browser) and "Undo" in words(browser)
    assert "Mark as done" in words(signed_in(ela)), "everyone ticks for themselves"


def _raw(browser: Client) -> str:
    return browser.get(reverse("home")).content.decode()


def test_a_mentee_sees_that_the_diary_is_theirs_to_write(working_group, tomas, nia, ela, signed_in):
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    page = words(signed_in(nia))
    assert "Write the diary" in page and "It is your turn." in page and held.get_absolute_url() in page
    assert "Write the diary" not in words(signed_in(ela))
    diaries.begin(held, by=nia)
    page = words(signed_in(nia))
    assert "Write the diary" not in page and "Finish" in page


def test_without_a_session_a_mentee_is_told_what_happens_next(group, nia, signed_in):
    assert "No session is planned yet. Your mentor plans it, and you will get an e-mail." in words(signed_in(nia))


# a mentor


def test_a_mentor_sees_what_waits(working_group, mara, tomas, nia, signed_in):
    late = stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=2))
    diary = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    page = words(signed_in(tomas))
    assert "Comment and publish" in page and "Nia Berg has handed it in." in page
    assert diary.get_absolute_url() in page
    assert "Close the session" in page and reverse("sessions:close", args=(late.pk,)) in page
    assert "Plan the next session" in page
    stories.meeting(working_group, by=tomas)
    page = words(signed_in(tomas))
    assert "Plan the next session" not in page and "Topic: Writing a CV" in page


def test_a_mentor_is_asked_to_sign(group, mara, tomas, signed_in):
    version = stories.offered_contract(group, by=mara)
    page = words(signed_in(tomas))
    assert "Sign" in page and version.get_absolute_url() in page
    signing.sign(version, by=tomas, name=tomas.name)
    assert version.get_absolute_url() not in words(signed_in(tomas))


def test_no_more_than_five_lines_wait_and_the_rest_is_counted(working_group, tomas, signed_in):
    for n in range(8):
        stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=n + 1))
    page = words(signed_in(tomas))
    assert page.count("Close the session") == 5
    assert "and 5 more" in page, "three to close, one to plan, and the plan to publish"


# a manager


def test_a_manager_sees_who_needs_them_and_where_every_group_stands(group, programme, mara, signed_in):
    page = words(signed_in(mara))
    assert "1 group has no contract yet" in page and "since today" in page
    assert group.get_absolute_url() in page
    assert re.search(r"Step into work 2026 mentoring 1 1 0 0 0", page), page


def test_a_manager_without_worries_is_told_so(working_group, tomas, mara, signed_in):
    stories.meeting(working_group, by=tomas)
    page = words(signed_in(mara))
    assert (
        "Nobody. Every group has its contract, its next session and its diaries, and everybody has been called." in page
    )
    assert re.search(r"Step into work 2026 mentoring 1 0 1 0 0", page), page


def test_a_manager_sees_no_other_programme(group, signed_in):
    other = stories.manager("jan@example.org", "Jan Novak")
    stories.programme(by=other, name="Another programme")
    page = words(signed_in(other))
    assert "Another programme" in page
    assert "Step into work 2026" not in page and group.get_absolute_url() not in page


# nobody, and an applicant


def test_somebody_who_takes_part_in_nothing_is_told_what_to_do(oto, signed_in):
    page = words(signed_in(oto))
    assert "You take part in no programme yet." in page
    assert "Next session" not in page and "Who needs you today" not in page


def test_an_applicant_sees_where_the_application_stands(programme, oto, mara, signed_in):
    row = stories.application(programme, oto, Role.MENTEE, by=mara, select=False)
    page = words(signed_in(oto))
    assert "Step into work 2026" in page and "not decided yet" in page and row.get_absolute_url() in page


def test_somebody_whose_part_has_ended_sees_nothing_of_it(group, tomas, nia, signed_in):
    stories.meeting(group, by=tomas)
    assert "Writing a CV" in words(signed_in(nia))
    Participation.objects.filter(person=nia, role=Role.MENTEE).update(ends_at=timezone.now())
    assert "Writing a CV" not in words(signed_in(nia))


# what it costs


def cost(browser: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(reverse("home")).status_code == 200
    return len(queries)


def lived_in(group: Group, by: User, mentor: User, mentee: User) -> None:
    """A group with something of everything."""
    stories.contract_in_force(group, by=by)
    stories.submitted_diary(stories.held_meeting(group, by=mentor, keeper=mentee), by=mentee)
    stories.held_meeting(group, by=mentor, keeper=mentee)
    stories.meeting(group, by=mentor, homework=["Bring a CV"], keeper=mentee)
    stories.meeting(group, by=mentor, at=timezone.now() - timedelta(days=2))
    stories.meeting(group, by=by, kind="monitoring")


@pytest.fixture
def one_group(programme, mara, tomas, nia, ela) -> Group:
    group = another_group(programme, 1, tomas, nia, ela)
    lived_in(group, mara, tomas, nia)
    return group


def test_ten_groups_cost_no_more_queries_than_one(one_group, programme, mara, tomas, nia, signed_in):
    browsers = [signed_in(person) for person in (mara, tomas, nia)]
    with_one = [cost(browser) for browser in browsers]
    for number in range(2, 11):
        lived_in(another_group(programme, number, tomas, nia), mara, tomas, nia)
    with_ten = [cost(browser) for browser in browsers]
    # not ==: the names of groups are asked for only when a line on a document is among the five that are shown
    assert [ten for ten, one in zip(with_ten, with_one, strict=True) if ten > one] == []
    assert max(with_one) <= QUERIES_AT_MOST, with_one


def test_somebody_with_every_role_at_once_costs_a_few_more(one_group, programme, mara, tomas, nia, signed_in):
    """A manager who leads one group and is a mentee in another (R2)."""
    other = another_group(programme, 2, mara, nia)
    lived_in(other, mara, mara, nia)
    third = another_group(programme, 3, tomas, mara)
    lived_in(third, mara, tomas, mara)
    assert cost(signed_in(mara)) <= QUERIES_AT_MOST + 8


def test_the_page_asks_for_nothing_from_elsewhere_and_holds_no_script(one_group, mara, tomas, nia, signed_in):
    for person in (mara, tomas, nia):
        page = _raw(signed_in(person))
        assert "<style" not in page and " style=" not in page and " onclick=" not in page
        assert re.findall(r"<script(?![^>]*src=)[^>]*>", page) == []
        assert re.findall(r'(?:src|href)="(https?:[^"]+)"', page) in ([], ["https://meet.example.org/ausra"])


@pytest.mark.parametrize(("tasks", "rows", "shown"), [(0, 9, (5, 0)), (9, 0, (0, 5)), (9, 9, (3, 2)), (1, 9, (4, 1))])
def test_there_are_never_more_than_five_lines(tasks, rows, shown):
    """However much waits: homework leaves room for the two most pressing tasks, and the page says how much more."""
    given = {"homework": list(range(rows)), "tasks": list(range(min(tasks, 5))), "more_tasks": max(0, tasks - 5)}
    page = home.shortened(given)
    assert (len(page["homework"]), len(page["tasks"])) == shown
    assert (page["more_homework"], page["more_tasks"]) == (rows - shown[0], tasks - shown[1])


def test_what_did_not_fit_is_one_step_away(programme, tomas, nia, signed_in):
    """Six groups, each waiting for the goals of the same mentee: the sixth is found behind “and 1 more”."""
    for number in range(1, 7):
        another_group(programme, number, tomas, nia)
    short = signed_in(nia).get(reverse("home"))
    assert len(short.context["tasks"]) == 5 and short.context["more_tasks"] > 0
    assert f'href="{reverse("home")}?all=1"' in short.content.decode()
    whole = signed_in(nia).get(reverse("home"), {"all": "1"})
    assert len(whole.context["tasks"]) == 5 + short.context["more_tasks"] and not whole.context["more_tasks"]


def test_who_has_left_a_programme_is_not_told_that_they_are_selected(working_group, nia, mara, signed_in):
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    page = words(signed_in(nia))
    assert "Your part as mentee in Step into work 2026 has ended." in page and "selected" not in page
    assert "What you keep" in page and "Open my application" in page
