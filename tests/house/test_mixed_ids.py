"""Ids of two programmes mixed, in addresses and in forms: refused, and the database as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from tests.house.test_doors import undone
from tests.house.world import World

pytestmark = pytest.mark.usefixtures("its_files", "db", "quiet")
WORKED = False
SOON = (date.today() + timedelta(days=30)).isoformat()
NESTED = {
    "programmes:training": "training",
    **dict.fromkeys(
        ("programmes:training_change", "programmes:training_cancel", "programmes:training_files"), "training"
    ),
    "programmes:training_invite": "training",
    "programmes:unit_change": "unit",
    "programmes:preview": "import",
    **dict.fromkeys(("programmes:resource", "programmes:resource_move"), "resource"),
    "programmes:resources_preview": "list of resources",
    "programmes:free_place": "free place",
    "programmes:take_back": "arrival",
    "programmes:manager_remove": "part of a manager",
    "programmes:letter_text": "text of letters",
    "programmes:place": "placement",
    "programmes:lock": "placement",
    "programmes:untie": "tie",
    "monitoring:take_back": "sponsor link",
    "monitoring:questionnaire_change": "questionnaire",
    "monitoring:questionnaire_copy": "questionnaire",
    "monitoring:questionnaire_open": "questionnaire",
    "monitoring:questionnaire_longer": "questionnaire",
}
LEFT_OUT = {"sessions.session"}  # a message to the reader may be kept there


def contents() -> dict[str, Any]:
    """Every row of every table of ours."""
    tables: dict[str, Any] = {}
    for model in apps.get_models():
        if model._meta.label_lower not in LEFT_OUT:
            rows = model._default_manager.order_by("pk").values()
            tables[model._meta.label_lower] = [DjangoJSONEncoder().encode(row) for row in rows]
    return tables


@contextmanager
def nothing_changes() -> Iterator[None]:
    before = contents()
    yield
    after = contents()
    assert {name for name in before if before[name] != after[name]} == set()


@pytest.mark.parametrize("name", sorted(NESTED))
@pytest.mark.parametrize(("who", "at", "of"), [("manager", "", "second "), ("manager_other", "second ", "")])
def test_a_thing_of_another_programme_is_not_found_under_mine(
    name: str, who: str, at: str, of: str, world: World
) -> None:
    programme, own = world.things[f"{at}programme"], world.things[f"{at}{NESTED[name]}"]
    foreign = world.things[f"{of}{NESTED[name]}"]
    browser = world.browser(who)
    with undone():
        assert browser.post(reverse(name, args=(programme.pk, own.pk)), {"present": []}).status_code != 404
    with undone(), nothing_changes():
        for mixed in ((programme.pk, foreign.pk), (foreign_programme(world, of), own.pk)):
            assert browser.get(reverse(name, args=mixed)).status_code in (404, 405)
            assert browser.post(reverse(name, args=mixed), {"mentor": ""}).status_code == 404


def foreign_programme(world: World, of: str) -> Any:
    return world.things[f"{of}programme"].pk


def test_applications_of_another_programme_are_not_decided(world: World) -> None:
    mine, theirs = world.things["application"], world.things["second application of a mentor"]
    page = reverse("programmes:people", args=(world.things["programme"].pk,))
    told = {"decision": "reserve", "reason": "", "applications": [mine.pk, theirs.pk]}
    with undone():
        assert world.browser("manager").post(page, {**told, "applications": [mine.pk]}).status_code == 302
    with undone(), nothing_changes():
        answer = world.browser("manager").post(page, told)
        assert answer.status_code == 200 and "applications" in answer.context["form"].errors


def test_a_mentor_of_another_programme_is_no_place(world: World) -> None:
    placement, theirs = world.things["placement"], world.things["second application of a mentor"]
    address = reverse("programmes:place", args=(world.things["programme"].pk, placement.pk))
    with undone(), nothing_changes():
        answer = world.browser("manager").post(address, {"mentor": theirs.pk})
        assert answer.status_code == 200  # the page says so
        assert "Choose a mentor from the list." in answer.content.decode()


def test_nobody_is_moved_to_a_group_or_given_a_mentor_of_another_programme(world: World) -> None:
    group, seat = world.things["group"], world.things["seat"]
    theirs, leader = world.things["second group"], world.things["second application of a mentor"]
    why = {"reason": "Why", "told": "All"}
    for name, ids, to in (
        ("change_mentor", (group.pk,), leader.pk),
        ("merge", (group.pk,), theirs.pk),
        ("move", (group.pk, seat.pk), theirs.pk),
        ("split", (group.pk,), leader.pk),
    ):
        address = f"{reverse(f'sessions:{name}', args=ids)}?to={to}&who={seat.pk}"
        with undone(), nothing_changes():
            answer = world.browser("manager").post(address, {**why, "once": str(seat.pk)})
            assert answer.status_code == 200 and "foreseen" not in answer.context, name
    for name in ("move", "leave"):
        with nothing_changes():
            mixed = reverse(f"sessions:{name}", args=(group.pk, world.things["second seat"].pk))
            assert world.browser("manager").post(mixed, why).status_code == 404


def test_nobody_is_placed_in_a_group_or_with_a_mentor_of_another_programme(world: World) -> None:
    row = world.things["application of who left"]
    for to in (world.things["second group"].pk, world.things["second application of a mentor"].pk):
        with undone(), nothing_changes():
            address = f"{reverse('sessions:place', args=(row.pk,))}?to={to}"
            answer = world.browser("manager").post(address, {"reason": "Why", "once": str(row.pk)})
            assert answer.status_code == 200 and "foreseen" not in answer.context


def test_somebody_of_another_programme_was_at_no_training(world: World) -> None:
    programme, event = world.things["programme"], world.things["training"]
    address = reverse("programmes:training", args=(programme.pk, event.pk))
    mine, theirs = world.people["peer"].pk, world.people["mentee_other"].pk
    with undone():
        assert world.browser("manager").post(address, {str(mine): "there", str(theirs): "there"}).status_code == 302
        assert [row.person_id for row in event.attendances.all()] == [mine]


def test_a_file_of_another_programme_s_training_is_not_taken_away(world: World) -> None:
    address = reverse("programmes:training_files", args=(world.things["programme"].pk, world.things["training"].pk))
    with undone():
        taken = world.browser("manager").post(address, {"take": world.things["file of a training"].pk})
        assert taken.status_code == 302
    with undone(), nothing_changes():
        answer = world.browser("manager").post(address, {"take": world.things["second file of a training"].pk})
        assert answer.status_code == 200


def test_a_participant_of_another_programme_takes_no_place(world: World) -> None:
    programme, event, unit = (world.things[name] for name in ("programme", "training", "unit"))
    with nothing_changes():
        for name, of in (("training_answer", event), ("training_expect", event), ("unit", unit)):
            sent = {"comes": "yes", "expect-line0": "Much"}
            for principal, at in (("mentee_other", programme), ("author", world.things["second programme"])):
                answer = world.browser(principal).post(reverse(f"programmes:{name}", args=(at.pk, of.pk)), sent)
                assert answer.status_code == 404, (name, principal)


def test_nobody_of_another_programme_sees_to_a_recommendation(world: World) -> None:
    row = world.things["recommendation"]
    told = {"step": "take-up", "take-up-decision": "Yes", "take-up-due_on": SOON, "take-up-seen": "open"}
    with undone():
        sent = {**told, "take-up-owner": world.people["mentor_other"].pk}
        assert world.browser("manager").post(row.get_absolute_url(), sent).status_code == 302
    for stranger in ("manager_other", "dual", "author", "manager_past"):
        with undone(), nothing_changes():
            sent = {**told, "take-up-owner": world.people[stranger].pk}
            assert world.browser("manager").post(row.get_absolute_url(), sent).status_code == 422, stranger


@pytest.mark.parametrize("name", ["sessions:held", "sessions:change"])
def test_nobody_of_another_group_keeps_the_diary(name: str, world: World) -> None:
    meeting = world.things["planned"]
    came = {str(row.person_id): "present" for row in meeting.space.people()}
    told = {
        "kind": "task", "day": "2027-01-04", "time": "18:00", "minutes": "60", "mode": "online", "homework": "", **came,
    }  # fmt: skip
    address = reverse(name, args=(meeting.pk,))
    with undone():
        kept = world.browser("mentor").post(address, {**told, "keeper": world.people["mentee"].pk})
        assert kept.status_code == 302
        meeting.refresh_from_db()
        assert meeting.keeper == world.people["mentee"]
    for stranger in ("peer", "mentee_other", "mentee_left", "mentor", "manager"):
        with undone(), nothing_changes():
            answer = world.browser("mentor").post(address, {**told, "keeper": world.people[stranger].pk})
            assert answer.status_code == 200 and "keeper" in answer.context["form"].errors, stranger
    meeting.refresh_from_db()


def test_an_id_that_exists_already_elsewhere_makes_nothing_new(world: World) -> None:
    """The id that travels with a form, so that it counts once, opens no door to somebody else's record."""
    theirs = world.things["second planned"]
    told = {"kind": "task", "day": "2027-01-04", "time": "18:00", "minutes": "60", "mode": "online", "homework": ""}
    address = reverse("sessions:new", args=(world.things["group"].pk,))
    with undone(), nothing_changes():
        answer = world.browser("mentor").post(address, {**told, "once": theirs.pk})
        assert answer.status_code in (200, 409)
    theirs.refresh_from_db()
    assert theirs.group == world.things["second group"]


def columns_of(thing: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(thing, field.attname) for field in thing._meta.concrete_fields}


def test_a_form_changes_only_what_it_asks_for(world: World) -> None:
    """Mass assignment: every other column sent along with a valid form stays as it was."""
    forms = {
        "programmes:group_name": ("group", "author", {"name": "Aušra", "motto": "Small steps"}),
        "people:name": (None, "author", {"name": "Nia Berg", "called": "Nia", "phone": "+370 600"}),
        "people:shared": (None, "author", {"shares_email": "on", "shares_phone": "on"}),
        "people:language": (None, "author", {"language": "en", "mail_language": "en", "time_zone": "Europe/Oslo"}),
        "people:letters": (None, "author", {"mail_choice": "must"}),
    }
    for name, (what, who, told) in forms.items():
        thing = world.things[what] if what else world.people[who]
        thing.refresh_from_db()
        before = columns_of(thing)
        hostile = {key: "1" for key in before if key not in told}
        with undone():
            address = reverse(name, args=(thing.pk,) if what else ())
            assert world.browser(who).post(address, {**hostile, **told}).status_code == 302
            thing.refresh_from_db()
            changed = {key for key, value in columns_of(thing).items() if value != before[key]}
        assert changed <= set(told) and changed
        thing.refresh_from_db()


def test_an_id_of_another_group_is_no_way_into_a_topic(world: World) -> None:
    """A reply and a topic bring their ids: where those belong to somebody else's, nothing is written or shown."""
    mine, theirs = world.things["topic"], world.things["second post"]
    reply, new = (reverse(f"conversations:{name}", args=(at.pk,))
                  for name, at in (("reply", mine), ("new", world.things["forum"])))  # fmt: skip
    sent = {"text": "Mine", "title": "Mine"}
    with undone():
        fresh = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
        assert world.browser("author").post(reply, {**sent, "key": fresh}).status_code == 302
    for url, key in ((reply, theirs.pk), (new, world.things["second topic"].pk)):
        with undone(), nothing_changes():
            answer = world.browser("author").post(url, {**sent, "key": key})
            assert answer.status_code == 422 and theirs.text not in answer.content.decode()


def test_nobody_of_another_programme_is_invited_into_a_chat(world: World) -> None:
    """Neither a manager from elsewhere, nor with the id of an invitation of another group."""
    url = reverse("conversations:invite", args=(world.things["second planned"].pk,))
    sent = {"person": world.people["manager_other"].pk, "why": "Why not", "key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}
    with undone():
        assert world.browser("dual").post(url, sent).status_code == 302
    mixed = ({"person": world.people["manager"].pk}, {"key": world.things["invitation into a chat"].pk})
    for wrong in (*mixed, {"person": world.people["mentee_other"].pk}, {"key": world.things["message"].pk, "why": ""}):
        with undone(), nothing_changes():
            assert world.browser("dual").post(url, {**sent, **wrong}).status_code == 422, wrong
