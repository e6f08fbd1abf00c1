"""Both sides are asked before the groups are final: who answers what, what follows, and who reads it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Letter
from policy.machine import NotNow
from policy.permissions import Role
from policy.standing import Standing
from programmes import grouping, proposing, selection
from programmes.accepting import answering, asking, awaiting
from programmes.accepting.refusals import refusals
from programmes.accepting.replies import replies
from programmes.lines import lines_of
from programmes.models import Application, Asking, Group, MatchingTerms, Offer, Programme, Proposal
from programmes.selecting import forgetting
from tests import stories
from tests.races import meanwhile
from tests.stories import newcomer, placement

pytestmark = pytest.mark.django_db


def day():
    return timezone.localdate() + timedelta(days=7)


@pytest.fixture
def asked(proposal, programme, mara) -> Asking:
    """Nia, Ela and Tomas are asked."""
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    assert ask_again(proposal, mara) == 3
    return Asking.objects.select_related("programme__space", "proposal").get()


def ask_again(proposal: Proposal, mara) -> int:
    proposal.refresh_from_db()
    return asking.ask(proposal, day(), by=mara, seen=proposal.revision)


def say(row: Application, accepts: bool, reason: str = "") -> None:
    """What somebody answers to what they are asked now."""
    row = Application.objects.select_related("programme__space", "space", "person").get(pk=row.pk)
    answering.answer(row, Offer.objects.running().get(application=row).pk, accepts, reason, by=row.person)


def stands(asked: Asking, proposal: Proposal | None = None) -> dict[str, str]:
    return {row.application.person.name: str(row.stand) for row in replies(proposal or asked.proposal, asked).rows}


def letters(template_words: str) -> list[str]:
    rows = Letter.objects.filter(subject__contains=template_words).order_by("person__name")
    return list(rows.values_list("person__name", flat=True))


def place_of(row: Application) -> str:
    return reverse("programmes:my_place", args=(row.pk,))


# asking


def test_everyone_in_the_proposal_is_asked_once_and_finds_it_on_their_page(
    asked, programme, nia_row, nia, tomas, mara, signed_in
):
    ula = newcomer("Ula", programme, Role.MENTEE, by=mara, languages=["el"])
    assert letters("do you accept") == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    letter = Letter.objects.get(person=nia, subject__contains="do you accept")
    assert "Tomas" not in letter.subject + letter.body and place_of(nia_row) in letter.body
    assert ask_again(asked.proposal, mara) == 0 and Letter.objects.filter(subject=letter.subject).count() == 3
    for who in (nia, tomas):
        (task,) = awaiting.tasks_for(Standing.of(who))
        assert (task.verb, task.is_late) == ("Say whether you accept", False)
        assert "Say whether you accept" in signed_in(who).get(reverse("home")).content.decode()
    assert not Offer.objects.filter(application=ula).exists()
    assert not ula.person.letters.filter(subject__contains="place").exists()  # who has no place is told nothing


def test_nobody_is_asked_where_it_is_not_switched_on(proposal, programme, mara, signed_in):
    with pytest.raises(NotNow, match="Nobody is asked"):
        ask_again(proposal, mara)
    page = reverse("programmes:confirm", args=(programme.pk,))
    assert "Switch it on" in signed_in(mara).get(page).content.decode()
    told = {**{f"weight-{name}": "1" for name in proposing.DEFAULT_WEIGHTS}, "at_least": "1", "together": "1"}
    saved = signed_in(mara).post(reverse("programmes:terms", args=(programme.pk,)), {**told, "asks_both_sides": "on"})
    assert saved.status_code == 302 and proposing.asks_both_sides(programme)
    page = signed_in(mara).get(page).content.decode()
    assert "Ask 2 mentees and 1 mentor" in page and "Confirm and invite everyone" not in page
    with pytest.raises(NotNow, match="Ask them first"):
        grouping.confirm(proposal, by=mara)


@pytest.mark.parametrize("wrong", ["", "2020-01-01", "2199-01-01", "soon"])
def test_a_last_day_that_is_none_asks_nobody(proposal, programme, mara, signed_in, wrong):
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    sent = {"last_day": wrong, "revision": "0", "number": "1"}
    answer = signed_in(mara).post(reverse("programmes:ask", args=(programme.pk,)), sent)
    assert answer.status_code == 422 and not Asking.objects.exists()


def test_a_manager_asks_reminds_and_takes_back_by_button(proposal, programme, nia, nia_row, mara, signed_in):
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    browser = signed_in(mara)
    sent = {"last_day": day().isoformat(), "revision": "0", "number": "1"}
    for words in ("3 people are being asked.", "Everyone has been asked already."):
        answer = browser.post(reverse("programmes:ask", args=(programme.pk,)), sent, follow=True)
        assert words in answer.content.decode()
    old = browser.post(reverse("programmes:ask", args=(programme.pk,)), {**sent, "revision": "7"})
    assert old.status_code == 409
    say(nia_row, True)
    for words in ("2 people are being reminded.", "Everyone was reminded today already."):
        answer = browser.post(reverse("programmes:ask_remind", args=(programme.pk,)), follow=True)
        assert words in answer.content.decode()
    assert letters("Please answer") == ["Ela Žukaitė", "Tomas Lind"]
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert asking.remind(asking.running(programme), by=mara, on=tomorrow) == 2
    for _twice in range(2):
        assert browser.post(reverse("programmes:ask_take_back", args=(programme.pk,))).status_code == 302
    assert letters("you need not answer") == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    assert asking.running(programme) is None and awaiting.tasks_for(Standing.of(nia)) == []
    with pytest.raises(NotNow):
        answering.answer(nia_row, Offer.objects.filter(application=nia_row).get().pk, True, by=nia)


# answering


def test_a_mentee_reads_the_mentor_and_what_both_share_and_nothing_else(
    asked, programme, nia_row, ela_row, nia, mara, signed_in
):
    other = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    Application.objects.filter(pk=nia_row.pk).update(wishes=["tomas@example.org"], not_with=["ula@example.org"])
    page = signed_in(nia).get(place_of(nia_row))
    said = page.content.decode()
    (one,) = page.context["companions"]
    assert (one.name, one.role) == ("Tomas Lind", "mentor")
    assert one.shared == [
        "You both speak English.",
        "You both have time: Tuesday evening.",
        "Goals you share: digital skills.",
        "You both named this field: retail.",
        "You can both meet online.",
    ]
    assert "1 other mentee would be in the group." in said
    for hidden in ("Ela", "Ula", "wish", "score", "fits", "100", "%", str(other.pk), str(ela_row.pk)):
        assert hidden not in said.split("<main")[1].split("</main")[0], hidden
    assert Offer.objects.get(application=nia_row).said == "nothing"  # reading is no answer


def test_a_mentor_reads_the_mentees(asked, tomas_row, tomas, signed_in):
    page = signed_in(tomas).get(place_of(tomas_row))
    assert [one.name for one in page.context["companions"]] == ["Ela Žukaitė", "Nia Berg"]
    assert ">EŽ</span>" in page.content.decode(), "as on every other page"


def test_an_answer_can_be_changed_and_a_reason_is_asked_for(asked, nia_row, nia, mara, signed_in):
    browser, offer = signed_in(nia), Offer.objects.get(application=nia_row)
    sent = {"offer": offer.pk}
    for wrong in ({}, {"accepts": "perhaps"}, {"accepts": "no"}, {"accepts": "no", "reason": "x" * 501}):
        answer = browser.post(place_of(nia_row), {**sent, **wrong})
        assert answer.status_code == 422, wrong
    assert "x" * 501 in answer.content.decode()  # what was typed is kept
    reason = "Tomas is my neighbour."
    for said in ({"accepts": "yes"}, {"accepts": "no", "reason": reason}, {"accepts": "no", "reason": reason}):
        assert browser.post(place_of(nia_row), {**sent, **said}).status_code == 302
    offer.refresh_from_db()
    assert (offer.said, offer.reason, Offer.objects.filter(application=nia_row).count()) == ("declines", reason, 1)
    assert reason in browser.get(place_of(nia_row)).content.decode()
    assert reason in signed_in(mara).get(reverse("programmes:answers", args=(asked.programme_id,))).content.decode()
    assert browser.post(place_of(nia_row), {**sent, "accepts": "yes", "reason": reason}).status_code == 302
    offer.refresh_from_db()
    assert (offer.said, offer.reason) == ("accepts", "")


def test_the_reason_is_read_by_nobody_but_managers(
    asked, programme, nia_row, ela_row, tomas_row, oto, signed_in, run_jobs
):
    say(nia_row, False, "A reason nobody reads")
    run_jobs()
    assert not Letter.objects.filter(body__contains="A reason nobody reads").exists()
    for row in (ela_row, tomas_row):
        browser = signed_in(row.person)
        own = ("home", reverse("home")), ("place", place_of(row)), ("page", row.get_absolute_url())
        for _name, url in (*own, ("programme", programme.get_absolute_url())):
            answer = browser.get(url)
            assert answer.status_code == 200 and "A reason nobody" not in answer.content.decode()
            assert "declines" not in answer.content.decode()
        assert browser.get(reverse("programmes:answers", args=(programme.pk,))).status_code == 403
        assert browser.get(place_of(nia_row)).status_code == 404
    assert signed_in(oto).get(place_of(nia_row)).status_code == 404


def test_one_person_has_one_answer_to_one_offer(asked, nia_row):
    offer = Offer.objects.get(application=nia_row)
    for wrong in (
        Offer(asking=asked, application=nia_row, company=["x"]),  # a second running offer
        Offer(asking=asked, application=nia_row, said="accepts", ended_at=timezone.now()),  # an answer of no moment
        Offer(asking=asked, application=nia_row, reason="x", ended_at=timezone.now()),  # a reason for nothing
        Asking(programme=asked.programme, proposal=asked.proposal, last_day=day()),  # a second open question
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
    assert Offer.objects.filter(application=nia_row).get() == offer


def test_an_answer_is_not_taken_for_another_place(asked, programme, nia_row, nia, mara, signed_in):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    opened = Offer.objects.get(application=nia_row)
    grouping.place(placement(asked.proposal, nia_row), ula, by=mara)
    browser = signed_in(nia)
    assert "changing the groups just now" in browser.get(place_of(nia_row)).content.decode()
    answer = browser.post(place_of(nia_row), {"offer": opened.pk, "accepts": "yes"})
    assert answer.status_code == 409 and "was not taken for it" in answer.content.decode()
    assert ask_again(asked.proposal, mara) == 3  # Nia, Ula, and Tomas, who has not answered for Ela alone
    assert browser.post(place_of(nia_row), {"offer": opened.pk, "accepts": "yes"}).status_code == 409
    assert [one.name for one in browser.get(place_of(nia_row)).context["companions"]] == ["Ula"]
    say(nia_row, True)
    assert stands(asked) == {"Nia Berg": "accepts", "Ula": "nothing", "Tomas Lind": "nothing", "Ela Žukaitė": "nothing"}


# what follows


def test_who_is_placed_anew_is_asked_anew_and_who_stays_is_not(
    asked, programme, nia_row, ela_row, tomas_row, nia, mara
):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    for row in (ela_row, tomas_row):
        say(row, True)
    say(nia_row, False, "We worked together.")
    grouping.place(placement(asked.proposal, nia_row), ula, by=mara)
    assert stands(asked) == {"Nia Berg": "anew", "Ula": "anew", "Tomas Lind": "accepts", "Ela Žukaitė": "accepts"}
    assert ask_again(asked.proposal, mara) == 2
    told = Letter.objects.filter(person=nia, subject__contains="do you accept").order_by("created_at")
    assert ["no longer hold" in letter.body for letter in told] == [False, True]
    grouping.place(placement(asked.proposal, nia_row), None, by=mara)
    assert ask_again(asked.proposal, mara) == 0
    assert letters("you need not answer") == ["Nia Berg", "Ula"]
    assert refusals(programme) == {nia_row.pk: frozenset({"tomas@example.org"})}
    assert stands(asked) == {"Tomas Lind": "accepts", "Ela Žukaitė": "accepts"}


def test_a_proposal_is_made_around_those_who_accept(
    asked, programme, nia_row, ela_row, tomas_row, mara, signed_in, run_jobs
):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    for row in (ela_row, tomas_row):
        say(row, True)
    say(nia_row, False, "We worked together.")
    browser, answers = signed_in(mara), reverse("programmes:answers", args=(programme.pk,))
    assert browser.post(reverse("programmes:propose_around", args=(programme.pk,))).status_code == 302
    run_jobs()
    fresh = Proposal.objects.get(programme=programme, number=2)
    placed = {row.mentee: (row.mentor, row.is_locked) for row in fresh.placements.all()}
    assert placed == {ela_row: (tomas_row, True), nia_row: (ula, False)}
    assert "There is proposal 2 now" in browser.get(answers).content.decode()
    confirm = reverse("programmes:confirm", args=(programme.pk,)) + "?number=2"
    assert "Ask 1 mentee and 1 mentor" in browser.get(confirm).content.decode()
    assert ask_again(fresh, mara) == 2
    page = browser.get(answers).content.decode()
    assert "Declined earlier" in page and "declined to be with Tomas Lind" in page
    for _time in range(4):  # the proposal that people are asked about is not thrown away
        proposing.propose(None, programme=str(programme.pk))
    assert Proposal.objects.filter(pk=fresh.pk).exists()
    where = reverse("programmes:place", args=(programme.pk, placement(fresh, nia_row).pk))
    assert "One of the two declined" in browser.get(where).content.decode()


def test_who_declined_blocks_and_who_has_not_answered_is_read_first(
    asked, programme, nia_row, ela_row, tomas_row, mara, signed_in
):
    say(tomas_row, True)
    say(nia_row, False, "No time.")
    (task,) = awaiting.tasks_for(Standing.of(mara))
    assert (task.verb, task.why) == ("Find another place", "Somebody declined the place.")
    browser, page = signed_in(mara), reverse("programmes:confirm", args=(programme.pk,))
    assert "Somebody declined" in browser.get(reverse("home")).content.decode()
    sent = {"revision": "0", "anyway": "1"}
    assert "Declined the place: Nia Berg" in browser.get(page).content.decode()
    refused = browser.post(page, sent)
    assert refused.status_code == 409 and "Nia Berg" in refused.content.decode()
    assert "1 person declined the place" in [line.words for line in lines_of(programme) if line.is_first]
    grouping.place(placement(asked.proposal, nia_row), None, by=mara)
    shown = browser.get(page).content.decode()
    assert "Has not accepted yet: Ela Žukaitė." in shown and "I have read who has not answered" in shown
    assert browser.post(page, {"revision": "1"}).status_code == 409 and not Group.objects.exists()
    assert browser.post(page, {"revision": "1", "anyway": "1"}).status_code == 302
    assert [one.person.name for one in Group.objects.get().space.people(Role.MENTEE)] == ["Ela Žukaitė"]
    assert letters("you need not answer") == ["Nia Berg"]
    assert asking.running(programme) is None and not Offer.objects.running().exists()
    assert "No time." in browser.get(reverse("programmes:answers", args=(programme.pk,))).content.decode()


@pytest.mark.parametrize(("is_individual", "groups"), [(False, 1), (True, 2)])
def test_when_everybody_accepts_the_groups_are_confirmed(
    asked, programme, nia_row, ela_row, tomas_row, nia, mara, signed_in, is_individual, groups
):
    Programme.objects.filter(pk=programme.pk).update(is_individual=is_individual)
    assert ("other mentee" in signed_in(nia).get(place_of(nia_row)).content.decode()) is not is_individual
    for row in (nia_row, ela_row, tomas_row):
        say(row, True)
    proposal = Proposal.objects.select_related("programme__space").get()
    assert replies(proposal, asked).is_unanimous
    assert (
        "Look over and confirm"
        in signed_in(mara).get(reverse("programmes:answers", args=(programme.pk,))).content.decode()
    )
    assert len(grouping.confirm(proposal, by=mara, seen=proposal.revision)) == groups
    assert not Letter.objects.filter(subject__contains="need not answer").exists()


def test_who_withdraws_is_not_waited_for_and_blocks(asked, programme, nia_row, nia, mara):
    row = Application.objects.select_related("programme__space", "space").get(pk=nia_row.pk)
    selection.withdraw(row, by=nia)
    assert Letter.objects.filter(about__startswith=f"offer {row.pk} ").exists()
    assert stands(asked)["Nia Berg"] == "gone" and awaiting.tasks_for(Standing.of(nia)) == []
    with pytest.raises(NotNow, match="not selected any more"):
        grouping.confirm(asked.proposal, by=mara, anyway=True)
    Application.objects.filter(pk=row.pk).update(decided_at=timezone.now() - timedelta(days=91))
    forgetting.forget()
    assert not Application.objects.filter(pk=row.pk).exists() and not Offer.objects.filter(application=row.pk).exists()
    assert not Letter.objects.filter(about__startswith=f"offer {row.pk} ").exists()


def test_a_wish_not_to_be_matched_that_came_later_keeps_the_two_apart(proposal, nia_row, mara):
    Application.objects.filter(pk=nia_row.pk).update(not_with=["tomas@example.org"])
    with pytest.raises(NotNow, match="must not be matched"):
        grouping.confirm(proposal, by=mara)


@pytest.mark.django_db(transaction=True)
def test_nobody_declines_a_place_that_is_being_confirmed(asked, nia_row, ela_row, tomas_row, mara):
    for row in (nia_row, ela_row, tomas_row):
        say(row, True)
    made, late = meanwhile(
        lambda: grouping.confirm(asked.proposal, by=mara, seen=asked.proposal.revision),
        lambda: say(nia_row, False, "Too late."),
    )
    assert len(made) == 1 and isinstance(late, Exception)
    assert not Offer.objects.filter(said="declines").exists()


def test_the_answers_ask_the_database_the_same_whatever_the_number_of_people(programme, mara, signed_in):
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    counts = []
    for names in (["Ula", "Ina"], ["Ada", "Bea", "Cia", "Dea", "Eva", "Fia"]):
        for n, name in enumerate(names):
            newcomer(name, programme, Role.MENTEE if n % 2 else Role.MENTOR, by=mara, capacity=3)
        stories.in_matching(programme, by=mara)
        proposing.propose(None, programme=str(programme.pk))
        ask_again(Proposal.objects.filter(programme=programme).first(), mara)
        browser = signed_in(mara)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("programmes:answers", args=(programme.pk,)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
