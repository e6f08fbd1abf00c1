"""Managers score on their own, then together; nobody else ever learns of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from policy.machine import NotNow
from programmes.selecting import criteria, scoring

pytestmark = pytest.mark.django_db
KEYS = ("need", "goals", "will", "time")


def points(*given: int) -> dict[str, int]:
    return dict(zip(KEYS, given, strict=True))


def test_who_has_not_scored_sees_nobodys_score_and_then_everybodys(nia_row, mara, rasa, fresh):
    scoring.give(nia_row, points(4, 4, 4, 4), note="Ready.", by=mara)
    before = scoring.seen_by(nia_row, rasa)
    assert (before.own, before.scores, before.mean) == (None, (), None)
    scoring.give(nia_row, points(2, 2, 2, 2), note="Not yet.", by=rasa)
    seen = scoring.seen_by(nia_row, rasa)
    assert (seen.mean, seen.spread, seen.is_far_apart) == (3.0, 2.0, True)
    assert [score.note for score in seen.scores] == ["Ready.", "Not yet."]
    assert seen.lines[0].named == (("Mara Vilks", 4), ("Rasa Orb", 2))
    row = fresh(nia_row)
    assert (row.score, row.spread) == (300, 200)


def test_what_is_agreed_takes_the_place_of_the_mean_and_needs_an_own_score_first(nia_row, mara, rasa, fresh):
    scoring.give(nia_row, points(4, 3, 2, 1), by=mara)
    with pytest.raises(NotNow, match="Score on your own first"):
        scoring.agree(nia_row, 300, by=rasa)
    scoring.agree(nia_row, 310, note="Talked about it.", by=mara)
    assert fresh(nia_row).score == 310
    assert scoring.seen_by(nia_row, rasa).agreement.score == 310


def test_a_heavier_criterion_counts_more_and_no_criterion_changes_after_the_first_score(programme, nia_row, mara):
    criteria.change(programme, {"mentee": [("Is ready", 3), ("Has time", 1)]}, by=mara)
    with pytest.raises(NotNow, match="criteria were changed meanwhile"):
        scoring.give(nia_row, points(4, 4, 4, 4), by=mara)
    assert scoring.give(nia_row, {"c0": 4, "c1": 0}, by=mara).mean == 300
    with pytest.raises(NotNow, match="scored already"):
        criteria.change(programme, {"mentee": [("Is quick", 1)]}, by=mara)
    criteria.change(programme, {"mentor": [("Listens", 1)]}, by=mara)


def test_neither_applicant_nor_mentor_scores_or_sees(nia_row, nia, tomas, mara, signed_in):
    scoring.give(nia_row, points(4, 4, 4, 4), note="zebra", by=mara)
    for somebody in (nia, tomas):
        with pytest.raises(PermissionDenied):
            scoring.seen_by(nia_row, somebody)
    address = reverse("programmes:scores", args=(nia_row.pk,))
    assert [signed_in(who).get(address).status_code for who in (nia, tomas, mara)] == [403, 404, 200]
    assert "zebra" not in signed_in(nia).get(nia_row.get_absolute_url()).content.decode()


def test_the_page_keeps_what_was_chosen_and_says_what_is_missing(nia_row, mara, signed_in):
    address = reverse("programmes:scores", args=(nia_row.pk,))
    page = signed_in(mara).post(address, {"step": "own", "own-need": "3", "own-note": "Half done."}).content.decode()
    assert "Choose from 0 to 4." in page and "Half done." in page
    told = {"step": "own", "own-note": "Done.", **{f"own-{key}": "3" for key in KEYS}}
    for _twice in range(2):
        assert signed_in(mara).post(address, told, follow=True).status_code == 200
    assert [score.mean for score in nia_row.scores.all()] == [300]
    told = {"step": "agree", "agreed-score": "4.5", "agreed-note": "High."}
    assert "less than or equal to 4" in signed_in(mara).post(address, told).content.decode()
    signed_in(mara).post(address, {**told, "agreed-score": "3.4"})
    assert nia_row.agreement.score == 340


def test_criteria_are_changed_on_their_page_and_the_usual_ones_come_back(programme, mara, signed_in):
    address, browser = reverse("programmes:criteria", args=(programme.pk,)), signed_in(mara)

    def sent(*words: str) -> dict[str, str]:
        told = {"mentee-TOTAL_FORMS": "2", "mentee-INITIAL_FORMS": "0", "mentor-TOTAL_FORMS": "0"}
        told |= {"mentor-INITIAL_FORMS": "0"}
        return told | {
            f"mentee-{n}-{key}": value
            for n, one in enumerate(words)
            for key, value in (("words", one), ("weight", "2"))
        }

    assert browser.post(address, sent("Is ready", "")).status_code == 302
    programme.refresh_from_db()
    assert programme.selection_rules.criteria["mentee"] == [{"key": "c0", "words": "Is ready", "weight": 2}]
    assert browser.post(address, sent("", "")).status_code == 302
    programme.selection_rules.refresh_from_db()
    assert criteria.of(programme.selection_rules, "mentee") == criteria.usual("mentee")
    assert "at most 120 characters" in browser.post(address, sent("x" * 121, "")).content.decode()
