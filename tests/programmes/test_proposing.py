"""On what terms a proposal is made, what is settled beforehand, and two proposals side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policy.machine import NotNow
from policy.permissions import Role
from programmes import boards, grouping, proposing
from programmes.matching.terms import CRITERIA
from programmes.models import Application, MatchingTerms, Placement, Programme, Proposal, SentForm, Tie
from tests import stories
from tests.stories import newcomer, placement

pytestmark = pytest.mark.django_db
COUNTS = {f"weight-{name}": "0" for name in CRITERIA}
SAID = {**COUNTS, "weight-goals": "5", "rules": ["language", "time"], "at_least": "2", "together": "1"}


def again(programme: Programme, mara, **more) -> Proposal:
    """A proposal made anew, here and now."""
    proposing.ask_for_proposal(programme, by=mara, **more)
    proposing.propose(None, programme=str(programme.pk), keeping=str(more["keeping"].pk) if more else "")
    return Proposal.objects.filter(programme=programme).first()


def test_who_is_locked_stays_when_a_proposal_is_made_anew(proposal, programme, nia_row, ela_row, tomas_row, mara):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1, languages=["lt"])
    row = placement(proposal, nia_row)
    grouping.place(row, ula, by=mara)
    row.refresh_from_db()
    assert row.why_not == {"broken": {"language": 1}}  # allowed by hand, and said
    grouping.lock(row, True, by=mara)
    fresh = again(programme, mara, keeping=proposal)
    there = {one.mentee: (one.mentor, one.is_locked) for one in fresh.placements.all()}
    assert there == {nia_row: (ula, True), ela_row: (tomas_row, False)}
    assert {one.mentor for one in again(programme, mara).placements.all()} == {tomas_row}  # nothing is kept unasked
    grouping.lock(row, False, by=mara)
    assert not placement(proposal, nia_row).is_locked


def test_who_has_no_place_is_told_why_and_what_each_rule_costs(programme, tomas_row, nia_row, mara, signed_in):
    newcomer("Ula", programme, Role.MENTEE, by=mara, languages=["el"])
    stories.in_matching(programme, by=mara)
    proposing.propose(None, programme=str(programme.pk))
    page = signed_in(mara).get(reverse("programmes:matching", args=(programme.pk,))).content.decode()
    assert "No mentor is allowed. 1 of 1 share no language." in page
    assert "1 more would have a place without the rule of a language in common." in page
    row = Placement.objects.get(mentor=None)
    where = signed_in(mara).get(reverse("programmes:place", args=(programme.pk, row.pk))).content.decode()
    assert "Tomas Lind" in where and "breaks a rule" in where


def test_terms_are_set_and_used(proposal, programme, nia_row, mara, signed_in):
    browser, page = signed_in(mara), reverse("programmes:terms", args=(programme.pk,))
    assert browser.get(page).context["form"]["weight-goals"].value() == 5
    for wrong in (
        {**SAID, "weight-goals": "0"},
        {**SAID, "at_least": "7"},
        {**SAID, "rules": ["sun"]},
        {"weight-goals": ""},
    ):
        assert browser.post(page, wrong).status_code == 422
    assert not MatchingTerms.objects.exists()
    assert browser.post(page, SAID).status_code == 302
    terms = proposing.terms_of(programme)
    assert (terms.weights["goals"], terms.weights["times"], terms.floor, terms.at_least) == (5, 0, 0, 2)
    fresh = again(programme, mara)
    assert placement(fresh, nia_row).reasons == [["goals", 60, 60, ["digital skills"]]]
    assert fresh.terms["at_least"] == 2 and placement(fresh, nia_row).score == 100


def test_two_mentees_come_together_or_never_do(proposal, programme, nia_row, ela_row, mara, signed_in):
    browser, page = signed_in(mara), reverse("programmes:ties", args=(programme.pk,))
    apart = {"one": nia_row.pk, "other": ela_row.pk, "kind": "apart"}
    assert browser.post(page, {**apart, "other": nia_row.pk}).status_code == 422
    for _twice in range(2):
        assert browser.post(page, apart).status_code == 302
    placed = [row.mentor for row in again(programme, mara).placements.all()]
    assert placed.count(None) == 1 and len(placed) == 2
    back = {"one": ela_row.pk, "other": nia_row.pk, "kind": "together"}
    assert browser.post(page, back).status_code == 302 and Tie.objects.get().kind == "together"
    assert None not in [row.mentor for row in again(programme, mara).placements.all()]
    untie = reverse("programmes:untie", args=(programme.pk, Tie.objects.get().pk))
    assert browser.post(untie).status_code == 302 and not Tie.objects.exists()


def test_two_proposals_are_compared_and_either_is_confirmed(proposal, programme, nia_row, mara, signed_in):
    newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    fresh = again(programme, mara)
    grouping.place(placement(proposal, nia_row), None, by=mara)
    browser = signed_in(mara)
    page = browser.get(reverse("programmes:compare", args=(programme.pk,)) + "?one=1&other=2")
    assert [row.one.mentee for row in page.context["page"]][:1] == [nia_row]
    assert "without a place" in page.content.decode()
    proposal.refresh_from_db()
    assert len(grouping.confirm(proposal, by=mara, seen=proposal.revision)) == 1
    with pytest.raises(NotNow):
        grouping.confirm(fresh, by=mara, seen=fresh.revision)
    assert browser.get(reverse("programmes:matching", args=(programme.pk,)) + "?number=2").status_code == 200


def test_only_the_newest_proposals_are_kept(proposal, programme, mara):
    for _time in range(4):
        again(programme, mara)
    assert [row.number for row in Proposal.objects.all()] == [5, 4, 3]


@pytest.mark.parametrize("number", ["7", "²", "-1", "9" * 5000, "", "x"])
def test_a_number_that_is_none_leads_to_the_newest(proposal, programme, mara, signed_in, number):
    answer = signed_in(mara).get(
        reverse("programmes:matching", args=(programme.pk,)), {"number": number, "page": number}
    )
    assert answer.context["proposal"] == proposal
    assert boards.newest(programme, number) == proposal


def test_pages_ask_the_database_the_same_whatever_the_number_of_people(programme, mara, signed_in):
    counts = []
    for names in (["Ula", "Ina"], ["Ada", "Bea", "Cia", "Dea", "Eva", "Fia"]):
        for n, name in enumerate(names):
            newcomer(name, programme, Role.MENTEE if n % 2 else Role.MENTOR, by=mara, capacity=2)
        stories.in_matching(programme, by=mara)
        for _twice in range(2):
            proposing.propose(None, programme=str(programme.pk))
        rows = Application.objects.filter(role="mentee")[:2]
        proposing.tie(programme, *rows, "together", by=mara) if len(rows) == 2 else None
        browser, row = signed_in(mara), Placement.objects.filter(proposal__number__gt=0).first()
        pages = [
            reverse(f"programmes:{name}", args=(programme.pk,)) for name in ("matching", "confirm", "compare", "terms")
        ]
        pages.append(reverse("programmes:place", args=(programme.pk, row.pk)))
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(page).status_code == 200
            counts.append((page.split("/")[-2], len(queries)))
    assert [n for _page, n in counts[:5]] == [n for _page, n in counts[5:]], counts


def test_the_same_answers_to_own_questions_are_a_reason(programme, tomas_row, nia_row, mara):
    question = {"key": "q1", "text": "Which district?", "type": "one", "options": "North\nSouth", "matching": "yes"}
    for row, said, more in ((nia_row, "1", {}), (tomas_row, ["1", "2"], {"key": "q7"})):
        told = {"reference": "ABCD-1234", "consent": "", "consented_at": row.created_at}
        key = more.get("key", "q1")
        SentForm.objects.create(application=row, questions=[{**question, **more}], answers={key: said}, **told)
    stories.in_matching(programme, by=mara)
    proposing.propose(None, programme=str(programme.pk))
    assert ["questions", 36, 36, ["Which district?: North"]] in Placement.objects.get().reasons


def test_mentors_are_looked_for_by_name_whatever_is_typed(proposal, programme, nia_row, mara, signed_in):
    page = reverse("programmes:place", args=(programme.pk, placement(proposal, nia_row).pk))
    newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    browser = signed_in(mara)
    found = [
        [one.mentor.person.name for one in browser.get(page, {"name": name}).context["options"]]
        for name in ("UL", "zq", "\x00ula", "ą'\"<b>" * 5000)
    ]
    assert found == [["Ula"], [], ["Ula"], []]
