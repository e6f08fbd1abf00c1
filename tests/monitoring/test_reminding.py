"""Remind who owes something: whom it reaches is seen before, each is told once a day, and the wrong ones never."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from monitoring import reminding, watching
from monitoring.models import Postponement
from monitoring.signals import BY_SLUG
from people.models import Letter, User
from policy.models import Event
from programmes.models import Group
from sessions.models import Meeting
from tests import stories
from tests.monitoring.test_attention import age, days_ago, grow_old

pytestmark = pytest.mark.django_db


def address(slug: str) -> str:
    return reverse("monitoring:remind", args=(slug,))


def told(person: User, word: str) -> int:
    """How many letters a person has, also held for the letter of the day, whose subject holds that word."""
    return Letter.objects.filter(person=person, subject__contains=word).count()


@pytest.fixture
def late(working_group, tomas, nia) -> Group:
    """The group with a diary that Nia owes for nine days."""
    stories.meeting(working_group, by=tomas)
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    Meeting.objects.filter(pk=held.pk).update(starts_at=days_ago(9.1), ends_at=days_ago(9))
    return working_group


def test_who_is_reached_is_seen_before_and_told_in_the_letter_of_the_day(late, mara, nia, ela, tomas, signed_in):
    page = signed_in(mara).get(address("diary-owed")).content.decode()
    assert "Nia Berg" in page and "Ela Žukaitė" not in page
    assert told(nia, "diary") == 0, "looking reminds nobody"
    answer = signed_in(mara).post(address("diary-owed"), {"group": str(late.pk)}, follow=True).content.decode()
    assert "1 person is reminded." in answer
    (letter,) = Letter.objects.filter(person=nia, subject__contains="diary of Session")
    assert letter.state == Letter.State.HELD
    assert [told(person, "diary of Session") for person in (ela, tomas, mara)] == [0, 0, 0]


def test_nobody_is_reminded_twice_on_one_day(late, mara, nia, signed_in):
    for _again in range(2):
        page = signed_in(mara).post(address("diary-owed"), {"group": str(late.pk)}, follow=True).content.decode()
    assert "Nobody was written to" in page
    assert told(nia, "diary of Session") == 1
    assert Event.objects.filter(action="remind", target="diary-owed").count() == 1
    assert "reminded on" in signed_in(mara).get(address("diary-owed")).content.decode()


def test_whoever_has_not_signed_gets_a_link_of_their_own(group, mara, tomas, nia, signed_in):
    from documents import signing

    version = stories.offered_contract(group, by=mara)
    signing.sign(version, by=nia, name=nia.name)
    age(group, 8)
    before = {person: person.letters.count() for person in (tomas, nia, mara)}
    page = signed_in(mara).get(address("unsigned")).content.decode()
    assert "Tomas Lind" in page and "Nia Berg" not in page
    signed_in(mara).post(address("unsigned"), {"group": str(group.pk)})
    after = {person: person.letters.count() - before[person] for person in before}
    assert after == {tomas: 1, nia: 0, mara: 0}


def test_the_mentor_is_asked_for_the_next_session(working_group, mara, tomas, nia, signed_in):
    grow_old(working_group, 5)
    signed_in(mara).post(address("no-session"), {"group": str(working_group.pk)})
    assert (told(tomas, "no next session"), told(nia, "no next session")) == (1, 0)


def test_mentees_who_have_answered_are_left_in_peace(working_group, mara, tomas, nia, ela, signed_in):
    from documents import pipeline
    from monitoring import rounds
    from tests.answers import complete

    asked = stories.meeting(working_group, by=mara, kind="monitoring")
    answers = rounds.answer(asked, by=nia)
    pipeline.write(answers, complete(answers.kind), by=nia)
    pipeline.file(answers, by=nia)
    Meeting.objects.filter(pk=asked.pk).update(starts_at=days_ago(5), ends_at=days_ago(4.9))
    signed_in(mara).post(address("initial-missing"), {"group": str(working_group.pk)})
    assert (told(nia, "questionnaire"), told(ela, "questionnaire")) == (0, 1)


def test_a_group_that_needs_no_reminder_or_is_not_ones_own_is_never_reached(late, mara, nia, oto, tomas, signed_in):
    jan = stories.manager("jan@example.org", "Jan Novak")
    stories.programme(by=jan, name="Another")
    for person in (jan, oto, tomas, nia):
        assert "Nia Berg</" not in signed_in(person).get(address("diary-owed")).content.decode().split("<main")[1]
        signed_in(person).post(address("diary-owed"), {"group": [str(late.pk), "zq"]})
    signed_in(mara).post(address("diary-owed"), {"group": "zq"})
    assert told(nia, "diary of Session") == 0
    for slug in ("quiet", "no-contract", "zq"):
        assert signed_in(mara).get(address(slug)).status_code == 404


def test_many_groups_are_looked_at_with_few_queries(late, mara, django_assert_num_queries):
    for slug, at_most in (("unsigned", 1), ("diary-owed", 1), ("no-session", 1), ("final-missing", 1)):
        with django_assert_num_queries(at_most):
            reminding.whom(BY_SLUG[slug], [late])


# put off, and when signals are raised


def test_a_signal_is_put_off_with_a_reason_and_brought_back(group, mara, signed_in):
    browser, place = signed_in(mara), (group.pk, "no-contract")
    form = reverse("monitoring:later", args=place)
    assert form in browser.get(reverse("home")).content.decode()
    tomorrow = stories.today() + timedelta(days=1)
    for _twice in range(2):
        page = browser.post(form, {"until": tomorrow.isoformat(), "reason": "On holiday"}, follow=True).content.decode()
    assert "is put off until" in page and "has no contract yet" not in page
    assert Postponement.objects.get().by == mara
    everything = browser.get(reverse("monitoring:attention")).content.decode()
    assert "On holiday" in everything
    page = browser.post(reverse("monitoring:back", args=place), follow=True).content.decode()
    assert "No contract yet" in page and "On holiday" not in page


@pytest.mark.parametrize(
    ("until", "reason"), [(0, "Why not"), (91, "Why not"), (-400, "Why not"), (5, " "), (5, "a" * 301)]
)
def test_a_day_that_is_too_near_or_far_and_a_missing_reason_are_refused(group, mara, signed_in, until, reason):
    day = stories.today() + timedelta(days=until)
    place = reverse("monitoring:later", args=(group.pk, "no-contract"))
    page = signed_in(mara).post(place, {"until": day.isoformat(), "reason": reason})
    assert "There is a problem" in page.content.decode()
    assert not Postponement.objects.exists()


def test_only_managers_put_off_and_unknown_signals_are_not_found(group, mara, tomas, nia, oto, signed_in):
    place = reverse("monitoring:later", args=(group.pk, "no-contract"))
    assert [signed_in(person).get(place).status_code for person in (mara, tomas, nia, oto)] == [200, 403, 403, 404]
    assert signed_in(mara).get(reverse("monitoring:later", args=(group.pk, "zq"))).status_code == 404


def test_days_are_kept_where_they_differ_and_nonsense_is_refused(programme, mara, signed_in):
    page = reverse("monitoring:watch", args=(programme.pk,))
    days = {slug: str(n) for slug, n in watching.days_of(programme).items()}
    assert signed_in(mara).post(page, {**days, "quiet": "30", "unsigned": ""}).status_code == 302
    programme.refresh_from_db()
    assert programme.watch.days == {"quiet": 30, "unsigned": None}
    for wrong in ("-1", "366", "many", "9" * 400):
        assert "There is a problem" in signed_in(mara).post(page, {**days, "quiet": wrong}).content.decode()
    programme.watch.refresh_from_db()
    assert programme.watch.days["quiet"] == 30


def test_on_the_page_of_a_session_whoever_is_silent_is_named_and_reminded_with_one_click(
    group, mara, nia, ela, tomas, signed_in
):
    from monitoring import rounds
    from tests.monitoring.test_rounds import filed

    session = stories.meeting(group, by=mara, kind="monitoring")
    filed(session, by=nia)
    page, remind = (reverse(f"monitoring:{name}", args=(session.pk,)) for name in ("round", "remind_for"))
    seen = signed_in(mara).get(page).content.decode().split("Who has not answered")[1]
    assert "Ela Žukaitė" in seen and "Nia Berg" not in seen.split("</ul>")[0] and "Remind 1 person" in seen
    for person in (tomas, ela):
        assert "Who has not answered" not in signed_in(person).get(page).content.decode()
        assert signed_in(person).post(remind).status_code == 403
    said = [signed_in(mara).post(remind, follow=True).content.decode() for _twice in range(2)]
    assert "1 person is reminded." in said[0] and "Nobody was written to" in said[1]
    letters = Letter.objects.filter(subject__contains="still missing")
    assert [(letter.person, letter.state) for letter in letters] == [(ela, "held")]
    assert letters.get().link.endswith(page)
    filed(session, by=ela)
    assert "Who has not answered" not in signed_in(mara).get(page).content.decode()
    half_way = stories.meeting(group, by=mara, kind="monitoring", at=timezone.now() + timedelta(days=60))
    assert reminding.missing_for(half_way, rounds.around(half_way)) is None
