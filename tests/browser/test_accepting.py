"""The question to both sides in a real browser: what managers see of it, and what each side reads and answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from policy.permissions import Role
from programmes import grouping
from programmes.accepting import answering, asking
from programmes.models import Application, MatchingTerms, Offer, Placement, Programme, Proposal
from tests import stories
from tests.browser.pages import check_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
MENTEES = ("Rasa Petraitytė", "Jonas Kairys", "Ieva Mikalauskaitė")


@pytest.fixture
def asked(programme: Programme, mara: Any, tomas: Any, nia: Any, ela: Any) -> dict[str, Application]:
    """Nia and Ela with Tomas, three others with Ada; Ela has declined, and one of the others is placed anew."""
    told: dict[str, Any] = {
        "languages": ["en", "lt"],
        "goals": ["digital skills", "write a CV and letter"],
        "availability": ["Tue evening", "Thu morning"],
        "place": "Kaunas",
    }
    ada = stories.person("ada@example.org", "Ada Kowalska")
    rows = {who.name: stories.application(programme, who, Role.MENTOR, by=mara, **told) for who in (tomas, ada)}
    more = [stories.person(f"m{n}@example.org", name) for n, name in enumerate(MENTEES)]
    rows |= {who.name: stories.application(programme, who, Role.MENTEE, by=mara, **told) for who in (nia, ela, *more)}
    stories.in_matching(programme, by=mara)
    MatchingTerms.objects.create(programme=programme, asks_both_sides=True)
    proposal = Proposal.objects.create(programme=programme)
    for name in (nia.name, ela.name, *MENTEES):
        mentor = rows[ada.name if name in MENTEES else tomas.name]
        Placement.objects.create(proposal=proposal, mentee=rows[name], mentor=mentor)
    return rows


def say(row: Application, accepts: bool, reason: str = "") -> None:
    answering.answer(row, Offer.objects.running().get(application=row).pk, accepts, reason, by=row.person)


def test_both_sides_are_asked_and_answer(
    programme: Programme, asked: dict[str, Application], mara: Any, ela: Any, tomas: Any, visit: Callable[..., Any]
) -> None:
    proposal = Proposal.objects.get()
    place, answers = (reverse(f"programmes:{name}", args=(programme.pk,)) for name in ("confirm", "answers"))
    manager = visit(mara, place)
    check_everywhere(manager)
    manager.get_by_role("button", name="Ask 5 mentees and 2 mentors").click()
    assert "7 people are being asked." in manager.content()

    mine = visit(ela, reverse("programmes:my_place", args=(asked[ela.name].pk,)))
    check_everywhere(mine)
    mine.get_by_text("I do not accept").click()
    mine.get_by_role("button", name="Decline and tell").click()
    assert mine.get_by_text("Say in a few words why").first.is_visible()
    mine.get_by_label("Why not?").fill("Tomas is my neighbour, and I would not speak freely.")
    mine.get_by_role("button", name="Decline and tell").click()
    assert mine.get_by_text("You decline").is_visible()
    check_everywhere(visit(tomas, reverse("programmes:my_place", args=(asked[tomas.name].pk,))))

    say(asked[tomas.name], True)
    say(asked["Nia Berg"], True)
    grouping.place(Placement.objects.get(mentee=asked[MENTEES[0]]), None, by=mara)
    manager.goto(answers)
    check_everywhere(manager)
    assert manager.get_by_text("I would not speak freely").is_visible()
    manager.goto(place)
    check_everywhere(manager)
    say(asked[ela.name], True)
    asking.ask(proposal, timezone.localdate(), by=mara, seen=Proposal.objects.get().revision)
    manager.goto(place)
    check_everywhere(manager)
    manager.get_by_label("I have read who has not answered").check()
    assert asking.running(programme).proposal == proposal  # type: ignore[union-attr]


def test_what_counts_for_the_own_matching(
    programme: Programme, asked: dict[str, Application], tomas: Any, visit: Callable[..., Any]
) -> None:
    Application.objects.filter(pk=asked[tomas.name].pk).update(told_at=timezone.now() - timedelta(days=3))
    page = visit(tomas, reverse("programmes:tell", args=(asked[tomas.name].pk,)))
    check_everywhere(page)
    page.get_by_label("People I do not want to be with").fill("tomas@example.org")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("This is your own address").first.is_visible()
    check_everywhere(page)
    page.get_by_label("People I do not want to be with").fill("jonas.kairys@example.org")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("Saved. The next proposal is made with it.").is_visible()
    check_everywhere(page)
