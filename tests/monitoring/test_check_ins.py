"""Calls owed to both sides: when, why, and that nobody is forgotten."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from monitoring import check_ins
from monitoring.document_kinds.check_in import CHECK_IN
from people.models import User
from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group
from sessions import calls
from sessions.models import CallWish, Meeting
from tests import stories
from tests.answers import complete
from tests.monitoring.test_attention import bare_groups

MET = datetime(2026, 3, 2, 18, tzinfo=UTC)


def day(number: float) -> datetime:
    """So many days after the first meeting."""
    return MET + timedelta(days=number)


@pytest.mark.parametrize(
    ("called", "last", "agreed", "expected"),
    [
        (0, None, None, (day(2), "first")),
        (1, day(3), None, (day(17), "second")),
        (1, day(16), None, (day(30), "second")),
        (1, day(17), None, (day(47), "regular")),  # no second one fits into the first month
        (2, day(17), None, (day(47), "regular")),
        (5, day(100), None, (day(130), "regular")),
        (0, None, date(2026, 3, 20), (datetime(2026, 3, 20, tzinfo=UTC), "agreed")),  # not reached: agreed with oneself
        (5, day(100), date(2026, 7, 1), (datetime(2026, 7, 1, tzinfo=UTC), "agreed")),
    ],
)
def test_calls_follow_the_rhythm_unless_a_day_is_agreed(called, last, agreed, expected) -> None:
    assert check_ins.when(MET, called, last, agreed, first_after=2) == expected


pytestmark = pytest.mark.django_db


def to_call(person: User, now: datetime | None = None) -> list[tuple[str, str]]:
    """Whom the page asks a manager to call, and why."""
    managed = Standing.of(person).spaces(Role.MANAGER)
    wishes = calls.waiting_for(person)
    found = check_ins.due(managed, wishes=wishes, now=now or timezone.now())
    return [(contact.person.name, contact.because) for contact in check_ins.some(found, managed, wishes)]


def call(group: Group, about: User, by: User, *, reached: str = "yes", next_call: str = "") -> None:
    """A call that was logged, as its form does it."""
    version = pipeline.start(CHECK_IN, group.space, by=by, person=about, occasion=uuid4())
    said = complete(CHECK_IN)
    said["call"]["reached"] = reached
    said["afterwards"]["next_call"] = next_call or (timezone.localdate() + timedelta(days=30)).isoformat()
    pipeline.write(version, {**said, "before": []}, by=by)
    pipeline.file(version, by=by)


@pytest.fixture
def met(working_group, tomas, nia) -> Group:
    """The group three days after its first session."""
    held = stories.held_meeting(working_group, by=tomas, keeper=nia, kind="initial")
    Meeting.objects.filter(pk=held.pk).update(
        starts_at=timezone.now() - timedelta(days=3), ends_at=timezone.now() - timedelta(days=2.9)
    )
    return working_group


def test_both_sides_are_to_be_called_two_days_after_the_first_meeting(met, mara):
    everybody = [("Ela Žukaitė", "first"), ("Nia Berg", "first"), ("Tomas Lind", "first")]
    assert sorted(to_call(mara)) == everybody
    assert to_call(mara, timezone.now() - timedelta(days=1.1)) == []


def test_before_the_group_has_met_nobody_is_called(working_group, mara, tomas):
    stories.meeting(working_group, by=tomas)
    assert to_call(mara, timezone.now() + timedelta(days=400)) == []


def test_a_call_is_due_again_on_the_agreed_day_also_when_nobody_was_reached(met, mara, nia, tomas):
    in_five = (timezone.localdate() + timedelta(days=5)).isoformat()
    call(met, nia, mara, reached="no", next_call=in_five)
    call(met, tomas, mara)
    assert to_call(mara) == [("Ela Žukaitė", "first")]
    assert ("Nia Berg", "agreed") in to_call(mara, timezone.now() + timedelta(days=5))
    assert ("Tomas Lind", "agreed") not in to_call(mara, timezone.now() + timedelta(days=29))
    rows = {row.person.name: row.calls for row in check_ins.contacts(Standing.of(mara).spaces(Role.MANAGER))}
    assert rows == {"Tomas Lind": 1, "Nia Berg": 0, "Ela Žukaitė": 0}, "who was not reached was not called"


def test_who_asks_for_a_call_stands_first_until_they_are_reached(met, mara, nia):
    calls.wish(met, "In the evening", by=nia)
    assert to_call(mara)[0] == ("Nia Berg", "asked")
    call(met, nia, mara, reached="message")
    assert to_call(mara)[0] == ("Nia Berg", "asked")
    call(met, nia, mara)
    assert CallWish.objects.get().answered_by == mara
    assert "Nia Berg" not in dict(to_call(mara))


def test_nobody_calls_where_a_group_has_ended_or_the_programme_does_not_want_it(met, mara, programme):
    from monitoring import watching

    watching.set_days(programme, {**watching.days_of(programme), "call-due": None}, by=mara)
    assert to_call(mara) == []
    watching.set_days(programme, {**watching.days_of(programme), "call-due": 2}, by=mara)
    assert len(to_call(mara)) == 3
    Group.objects.update(state="ended")
    assert to_call(mara) == []


def test_the_page_leads_from_a_person_to_the_log_of_the_call(met, mara, nia, signed_in):
    User.objects.filter(pk=nia.pk).update(phone="+370 600 00000")
    page = signed_in(mara).get(reverse("monitoring:check_ins")).content.decode()
    assert 'href="tel:+370 600 00000"' in page and "not called yet" in page
    occasion = page.split('name="occasion" value="')[1].split('"')[0]
    told = {"person": str(nia.pk), "occasion": occasion}
    begun = signed_in(mara).post(reverse("documents:start", args=(met.space_id, "check-in")), told)
    form = signed_in(mara).get(begun.url).content.decode()
    assert "Nia Berg" in form
    everybody = signed_in(mara).get(reverse("monitoring:check_ins"), {"all": "1"}).content.decode()
    assert all(name in everybody for name in ("Nia Berg", "Ela Žukaitė", "Tomas Lind"))


def test_nobody_but_the_managers_finds_anybody_to_call(met, tomas, nia, oto, mara, signed_in):
    assert to_call(mara)
    for person in (tomas, nia, oto):
        page = signed_in(person).get(reverse("monitoring:check_ins"), {"all": "1"}).content.decode()
        assert "Ela Žukaitė" not in page and "not called yet" not in page
        chosen = signed_in(person).get(reverse("monitoring:check_ins"), {"group": str(met.pk)})
        assert chosen.status_code == 404
    for wrong in ("zq", str(uuid4())):
        assert signed_in(mara).get(reverse("monitoring:check_ins"), {"group": wrong}).status_code == 404


def test_more_people_cost_no_more_queries(met, programme, mara, tomas, signed_in):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert signed_in(mara).get(reverse("monitoring:check_ins"), {"all": "1"}).status_code == 200
        return len(queries)

    before = cost()
    bare_groups(programme, 5, tomas)
    assert len(to_call(mara)) == 3 and cost() == before
