"""A manager's morning: who needs me, call two people, remind three, note what one of them recommended; clicks are counted."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Signatory, Version
from monitoring.models import Recommendation
from people.models import Letter, User
from programmes.models import Group
from sessions.models import Meeting
from tests import stories
from tests.browser.journeys import Traveller, keep_to

pytestmark = pytest.mark.django_db(transaction=True)
CALL = {
    "Reached?": "yes",
    "Have you met?": "yes, once",
    "Are you well matched?": "good",
    "Is there anything worrying?": "no",
    "How does it stand?": "green – it goes well",
}


@pytest.fixture
def met(working_group: Group, tomas: User, nia: User) -> Group:
    """A group that met four days ago, and meets again."""
    held = stories.held_meeting(working_group, by=tomas, kind="initial")
    ago = timezone.now() - timedelta(days=4)
    Meeting.objects.filter(pk=held.pk).update(starts_at=ago, ends_at=ago + timedelta(hours=1))
    stories.meeting(working_group, by=tomas)
    return working_group


@pytest.fixture
def unsigned(mara: User) -> Group:
    """A group of another programme, whose contract has waited for three signatures for nine days."""
    people = [stories.person(f"{name.lower()}@example.org", f"{name} Berg") for name in ("Ada", "Bo", "Cleo")]
    programme = stories.programme(by=mara, name="Second chance")
    group = stories.group(programme, mentor=people[0], mentees=people[1:], by=mara)
    version = stories.offered_contract(group, by=mara)
    Signatory.objects.filter(version=version).update(created_at=timezone.now() - timedelta(days=9))
    stories.meeting(group, by=people[0])
    return group


def log_a_call(manager: Traveller) -> None:
    """The first person on the list: what was said, and that nothing else has to be done."""
    page = manager.page
    manager.press(page.get_by_role("button", name=re.compile("^Log the call")).first)
    for question, said in CALL.items():
        box = page.get_by_role("group", name=question)
        manager.choose(box.get_by_role("radio", name=said, exact=True))
    manager.press(page.get_by_role("button", name="Send", exact=True))


@pytest.mark.parametrize("way", ["mouse", "touch"])
def test_a_manager_calls_two_reminds_three_and_notes_one(
    way: str, met: Group, unsigned: Group, mara: User, visit
) -> None:
    manager = Traveller(visit, mara, way)
    manager.open("/")
    page = manager.page
    manager.press(page.get_by_role("link", name=re.compile("^Remind")))
    assert all(name in page.inner_text("main") for name in ("Ada Berg", "Bo Berg", "Cleo Berg"))
    manager.press(page.get_by_role("button", name="Remind them"))
    assert "3 people are reminded." in page.inner_text("main")
    assert manager.clicks == 2, "J8: the verb, and that it is meant"

    for _person in range(2):
        manager.press(page.get_by_role("link", name=re.compile("^Call")))
        log_a_call(manager)
        manager.press(page.get_by_role("navigation", name="Main").get_by_role("link", name="Home"))
    assert manager.clicks == 2 + 2 * (3 + len(CALL) + 1)

    manager.press(page.get_by_role("link", name=met.programme.name, exact=True))
    manager.press(page.get_by_role("link", name="Recommendations"))
    manager.press(page.get_by_role("link", name="Note a recommendation"))
    manager.write(page.get_by_label("What is recommended"), "Begin with a meeting in person")
    manager.pick(page.get_by_label("Who said it"), "a mentor")
    manager.pick(page.get_by_label("Where it was said"), "in a call")
    manager.press(page.get_by_role("button", name="Note it"))

    keep_to(manager, points=29, seconds=100, loads=15)
    reached = Version.objects.filter(document__kind_slug="check-in", state="sealed")
    assert reached.values("document__person").distinct().count() == 2
    assert (
        Letter.objects.filter(subject__startswith="Your signature is awaited").values("person").distinct().count() == 3
    )
    assert Recommendation.objects.get().said_by == "mentor"
