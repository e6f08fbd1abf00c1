"""Pages with nothing in them yet: each says what will be here, and leads on."""

import pytest
from django.urls import reverse

from people.models import User
from policy.machine import move
from policy.permissions import Action
from programmes.models import Group, Programme
from tests import stories
from tests.browser.pages import check_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
ONWARD = """() => [...document.querySelectorAll(".page a[href], .page button")]
  .filter((one) => one.checkVisibility()).map((one) => one.innerText.trim())"""


def check_empty(page, address: str, says: str) -> None:
    """The page says what is missing, offers a way on, and keeps to what every page keeps to."""
    page.goto(address)
    assert says in page.get_by_role("main").inner_text(), page.get_by_role("main").inner_text()
    assert page.evaluate(ONWARD), f"{address} is a dead end"
    check_everywhere(page)


def test_who_takes_part_in_nothing_is_told_so(oto: User, visit) -> None:
    page = visit(oto)
    assert "You take part in no programme yet." in page.get_by_role("main").inner_text()
    check_everywhere(page)
    check_empty(page, reverse("programmes:groups"), "You are in no running group.")
    page.goto(reverse("programmes:programmes"))
    assert "You take part in no programme yet." in page.get_by_role("main").inner_text()
    check_everywhere(page)


def test_a_new_manager_finds_the_first_step(mara: User, visit) -> None:
    page = visit(mara)
    for address in (reverse("home"), reverse("programmes:programmes")):
        check_empty(page, address, "Set up a programme")


def test_a_new_programme_says_what_will_be_where(programme: Programme, mara: User, visit) -> None:
    page = visit(mara)
    move(programme, Action.OPEN_SELECTION, by=mara)
    pages = {
        "programmes:programme": "Bring people in",
        "programmes:people": "Nobody here yet.",
        "programmes:trainings": "will be listed here",
        "programmes:matching": "Groups are proposed when the programme is in the matching stage.",
    }
    for name, says in pages.items():
        check_empty(page, reverse(name, args=(programme.pk,)), says)


def test_a_new_group_says_who_makes_what(group: Group, mara: User, tomas: User, nia: User, visit) -> None:
    for who, says in (
        (nia, "No session is planned yet. Your mentor plans it"),
        (tomas, "No session is planned in your groups."),
        (mara, "Draft the contract"),
    ):
        page = visit(who)
        check_empty(page, reverse("home"), says)
        check_empty(page, reverse("room", args=(group.pk,)), "No session is planned yet.")
    check_empty(
        visit(tomas), reverse("sessions:plan", args=(group.pk,)), "Plan all sessions at once, or one after the other."
    )


def test_refusals_lead_home(group: Group, oto: User, nia: User, tomas: User, visit) -> None:
    meeting = stories.meeting(group, by=tomas)
    assert meeting.machine.why_not(meeting, Action.HOLD)  # its contract is not in force
    for who, address, says in (
        (oto, reverse("room", args=(group.pk,)), "There is nothing here for you"),
        (nia, reverse("sessions:plan", args=(group.pk,)), "This page is not open to you"),
        (tomas, reverse("sessions:held", args=(meeting.pk,)), "The contract is not in force yet"),
        (None, "/me/invitation/never-was-one/", "This link has ended"),
    ):
        check_empty(visit(who), address, says)
