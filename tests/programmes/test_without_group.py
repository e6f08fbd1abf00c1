"""Somebody in no group has ended with the programme, and may come back: what it closes, and what it leaves."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from people.models import Letter
from policy.machine import NotNow
from policy.models import Event, Participation
from policy.permissions import Action, Role
from programmes import selection, training, without_group
from programmes.models import Application, TrainingEvent
from programmes.selecting import forgetting, interviews, table
from programmes.training import places
from tests import stories

pytestmark = pytest.mark.django_db
WHY = "Found work in another town."


@pytest.fixture
def late(group, mara) -> Application:
    """Somebody who was selected when the groups were formed already."""
    return stories.newcomer("Late", group.programme, Role.MENTEE, by=mara)


def test_whoever_ends_takes_part_no_more_and_nobody_is_written_to(late, mara):
    event = training.arrange(
        TrainingEvent(programme=late.programme, title="Workshop", starts_at=timezone.now() + timedelta(days=3)),
        by=mara,
    )
    places.answer(event, True, by=late.person)
    before = Letter.objects.count()
    without_group.let_go(late, WHY, by=mara)
    late.refresh_from_db()
    assert (late.state, late.ended_reason, late.get_state_display()) == ("ended", WHY, "has ended with the programme")
    assert not Participation.objects.running().filter(person=late.person, space=late.programme.space).exists()
    assert event.seats.get().said == "cannot"
    assert Letter.objects.count() == before and late.person.letters.filter(body__contains=WHY).count() == 0
    assert Event.objects.filter(thing_id=late.pk, action=Action.LET_GO, by=mara).count() == 1
    with pytest.raises(NotNow, match="closed"):
        interviews.arrange(late, {}, by=mara)


def test_the_page_before_says_who_gets_a_letter_by_it_all_the_same(late, mara, signed_in):
    page = signed_in(mara).get(reverse("programmes:let_go", args=(late.pk,))).content.decode()
    assert "Trainings and forum of the programme end for them" in page
    told = dict.fromkeys(("place", "link", "with_whom"), "") | {"minutes": 30}
    interviews.arrange(late, {**told, "starts_at": timezone.now() + timedelta(days=2)}, by=mara)
    before = late.person.letters.count()
    without_group.let_go(late, WHY, by=mara)
    assert late.person.letters.count() == before + 1 and "Letters go only where an interview is called off" in page


def test_it_is_kept_like_every_application_of_who_took_part(late, mara):
    without_group.let_go(late, WHY, by=mara)
    assert late.kept_until is None and not late.is_open
    assert not forgetting.due(now=timezone.now() + timedelta(days=3000)).exists()


def test_whoever_is_in_a_group_leaves_it_first(group, nia, mara):
    row = group.programme.applications.get(person=nia)
    with pytest.raises(NotNow, match="people who have left their group"):
        without_group.let_go(row, WHY, by=mara)
    with pytest.raises(PermissionDenied):
        without_group.let_go(row, WHY, by=nia)


def test_before_the_groups_are_formed_people_withdraw_or_are_declined(programme, nia, mara):
    row = stories.application(programme, nia, Role.MENTEE, by=mara)
    assert without_group.mentees(programme).count() == 0
    with pytest.raises(NotNow):
        without_group.let_go(row, WHY, by=mara)


def test_whoever_comes_back_and_never_was_in_a_group_takes_part_as_before(late, mara, signed_in):
    without_group.let_go(late, WHY, by=mara)
    without_group.bring_in(late, by=mara)
    assert list(without_group.mentees(late.programme)) == [late]
    late.person.set_password(stories.PASSWORD)
    late.person.save()
    page = reverse("programmes:programme", args=(late.programme_id,))
    assert signed_in(late.person).get(page).status_code == 200
    assert late.person in [row.person for row in late.programme.space.people(Role.MENTEE)]


def test_the_selection_does_not_decide_on_who_was_in_a_group(group, nia, mara):
    row = group.programme.applications.get(person=nia)
    assert selection.decide([row], Action.DECLINE, by=mara, reason="no") == (0, 1)
    with pytest.raises(NotNow, match="or there was one"):
        selection.withdraw(group.programme.applications.get(person=nia), by=nia)


def test_the_table_of_applications_says_it_in_words(late, group, mara, signed_in):
    rows = {row.pk: row.in_no_group for row in table.page_of(group.programme, {}, 1, by=mara)}
    assert rows == {
        row.pk: "in no group yet" if row.pk == late.pk else "" for row in group.programme.applications.all()
    }
    browser, address = signed_in(mara), reverse("programmes:people", args=(group.programme_id,))
    assert "1 mentee in no group" in browser.get(address).content.decode()
    without_group.let_go(late, WHY, by=mara)
    page = browser.get(f"{address}?state=ended").content.decode()
    assert "Late" in page and "mentee in no group" not in page and WHY not in page


def test_managers_note_it_with_a_reason_and_bring_back(late, mara, signed_in):
    browser, address = signed_in(mara), reverse("programmes:let_go", args=(late.pk,))
    assert browser.post(address, {"reason": ""}).status_code == 200
    assert browser.post(address, {"reason": WHY}).url == late.get_absolute_url()
    assert browser.post(address, {"reason": "again"}).url == late.get_absolute_url(), "it is noted already"
    page = browser.get(late.get_absolute_url()).content.decode()
    assert WHY in page and "They come back" in page
    late.person.set_password(stories.PASSWORD)
    late.person.save()
    assert WHY not in signed_in(late.person).get(late.get_absolute_url()).content.decode(), "the managers' own"
    back = reverse("programmes:bring_in", args=(late.pk,))
    assert {browser.post(back).url for _twice in range(2)} == {late.get_absolute_url()}
    late.refresh_from_db()
    assert late.state == "selected"
    assert WHY not in browser.get(late.get_absolute_url()).content.decode()
