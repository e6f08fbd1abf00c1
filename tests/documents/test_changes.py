"""What changed between two sheets: clauses, rows, questions and sections; and how it stands on a page."""

import re
import time
from html import unescape
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from documents import kinds, pipeline
from documents.comparing.changes import CHANGED, MOVED, Change, Changes, between
from documents.comparing.marks import NEW, REMOVED, SAME, Marks
from documents.models import Version
from documents.sheet import lay_out
from people.models import User
from programmes.models import Group
from tests.answers import complete

HOSTILE = '<script>alert(1)</script> <img src=x onerror="alert(2)"> {{ 7|add:7 }} {% now "Y" %} \u202e&amp;'
WORDS = st.text(alphabet="ab c.\n<&", max_size=12)
CLAUSES = st.lists(st.fixed_dictionaries({"title": WORDS, "text": WORDS}), max_size=5)


def clauses(*said: str) -> dict[str, Any]:
    """A sheet of one list of clauses: “title: text”."""
    found = [dict(zip(("title", "text"), one.split(": "), strict=True)) for one in said]
    return {"blocks": [{"layout": "clauses", "title": "Clauses", "clauses": found}]}


def answers(**said: str) -> dict[str, Any]:
    lines = [{"question": name, "answer": answer, "shape": "line"} for name, answer in said.items()]
    return {"blocks": [{"layout": "answers", "title": "Talk", "entries": [lines]}]}


def table(*rows: list[str]) -> dict[str, Any]:
    return {"blocks": [{"layout": "table", "title": "Plan", "columns": ["No.", "Day", "Topic"], "rows": list(rows)}]}


def only(changes: Changes) -> tuple[Change, ...]:
    (section,) = changes.sections
    return section.changes


def read(marks: Marks, without: str) -> str:
    return "".join(piece.words for piece in marks if piece.how != without)


def seen(changes: tuple[Change, ...]) -> list[tuple[str, int | None, int | None, str]]:
    return [(MOVED if one.is_moved else one.how, one.was, one.now, read(one.head, REMOVED) or read(one.head, NEW))
            for one in changes]  # fmt: skip


def test_clauses_that_moved_came_went_and_were_reworded() -> None:
    old = clauses("Openness: We speak openly.", "Silence: It stays here.", "Aim: A job.", "Time: We are on time.")
    new = clauses("Time: We are on time.", "Openness: We speak openly and kindly.", "Money: No loans.", "Aim: A job.")
    assert seen(only(between(old, new))) == [
        (MOVED, 4, 1, "Time"),
        (CHANGED, 1, 2, "Openness"),
        ("removed", 2, None, "Silence"),
        ("new", None, 3, "Money"),
    ]
    (words,) = only(between(old, new))[1].parts
    assert [(piece.how, piece.words) for piece in words.marks] == [
        (SAME, "We speak openly"), (NEW, " and kindly"), (SAME, "."),
    ]  # fmt: skip


def test_a_clause_with_another_heading_is_still_that_clause() -> None:
    old, new = clauses("Silence: What is said in the group stays in the group."), clauses(
        "Confidentiality: What is said in the group stays in the group."
    )  # fmt: skip
    (change,) = only(between(old, new))
    assert (change.how, change.parts) == (CHANGED, ())
    assert (read(change.head, NEW), read(change.head, REMOVED)) == ("Silence", "Confidentiality")


def test_what_is_only_pushed_by_something_new_did_not_change() -> None:
    old, new = clauses("A: First one.", "B: Second one."), clauses("N: Newly added.", "A: First one.", "B: Second one.")
    assert seen(only(between(old, new))) == [("new", None, 1, "N")]


def test_rows_of_a_table_are_known_by_what_stands_in_them_and_not_by_their_number() -> None:
    old = table(["1", "3 March", "Writing a CV"], ["2", "10 March", "Telling my story"])
    new = table(["1", "3 March", "Writing a CV"], ["2", "5 March", "Visit"], ["3", "10 March", "Telling my own story"])
    moved_on, visit = sorted(only(between(old, new)), key=lambda one: one.how)
    assert (moved_on.how, moved_on.was, moved_on.now, moved_on.is_moved) == (CHANGED, 2, 3, False)
    assert [(part.label, read(part.marks, NEW)) for part in moved_on.parts] == [("Topic", "Telling my story")]
    assert (visit.how, [(part.label, part.how) for part in visit.parts]) == ("new", [("Day", "new"), ("Topic", "new")])


def test_questions_are_compared_by_their_words() -> None:
    old, new = answers(how="Well.", why="Because.", gone="Yes"), answers(why="", how="Very well.", more="No")
    (change,) = only(between(old, new))
    assert [(part.label, part.how) for part in change.parts] == [
        ("why", CHANGED), ("gone", "removed"), ("how", CHANGED), ("more", "new"),
    ]  # fmt: skip


def test_a_question_that_comes_without_an_answer_changes_nothing() -> None:
    assert not between(answers(how="Well."), answers(how="Well.", more=""))


def test_sections_come_go_and_are_renamed() -> None:
    one, two = clauses("A: First.")["blocks"][0], answers(how="Well.")["blocks"][0]
    came = between({"blocks": [one]}, {"blocks": [one, two]})
    assert [(section.how, read(section.title, "")) for section in came.sections] == [("new", "Talk")]
    went = between({"blocks": [one, two]}, {"blocks": [two]})
    assert [(section.how, read(section.title, "")) for section in went.sections] == [("removed", "Clauses")]
    (renamed,) = between({"blocks": [one]}, {"blocks": [{**one, "title": "Rules"}]}).sections
    assert (renamed.how, renamed.changes) == (CHANGED, ())
    assert (read(renamed.title, NEW), read(renamed.title, REMOVED)) == ("Clauses", "Rules")


def test_people_readers_and_what_stands_under_a_heading_count_too() -> None:
    old = {
        "people": ["Nia (mentee)"],
        "readers": "the mentor",
        "blocks": [{"layout": "scale", "title": "S", "note": "A"}],
    }
    new = {"people": ["Nia (mentee)", "Ela (mentee)"], "readers": "the mentor", "blocks": [{**old["blocks"][0], "note": "B"}]}  # fmt: skip
    people, note = between(old, new).sections
    assert [part.label for part in people.changes[0].parts] == ["People"]
    assert read(note.changes[0].parts[0].marks, REMOVED) == "B"


def test_of_a_scan_it_is_told_which_page_is_another_picture_and_nothing_of_where_it_is_kept() -> None:
    def scan(*digests: str) -> dict[str, Any]:
        pages = [
            {"id": "x", "path": f"files/{one}", "digest": one * 8, "words": f"Page {n}"}
            for n, one in enumerate(digests)
        ]
        return {"blocks": [{"layout": "scan", "title": "Scan", "pages": pages}]}

    (change,) = only(between(scan("1a2b", "3c4d"), scan("1a2b", "5e6f")))
    assert (read(change.head, NEW), change.how) == ("Page 1", CHANGED)
    assert [read(part.marks, REMOVED) for part in change.parts] == ["5e6f" * 3]
    assert "files/" not in str(between({}, scan("1a2b")))


def test_layouts_that_are_not_known_and_broken_ones_are_compared_as_text() -> None:
    old = {"blocks": [{"layout": "mosaic", "title": "M", "tiles": [{"words": "red"}, ["blue", 3]], "widths": [1, 2]}]}
    new = {"blocks": [{"layout": "mosaic", "title": "M", "tiles": [{"words": "red"}, ["green", 3]], "widths": [7]}]}
    (part,) = only(between(old, new))[0].parts
    assert (read(part.marks, NEW), read(part.marks, REMOVED)) == ("blue", "green")
    for broken in ({}, {"blocks": None}, {"blocks": ["text", None, {}]}, {"blocks": [{"layout": "clauses"}]}):
        assert not between(broken, broken)


@pytest.mark.parametrize("kind", kinds.every(), ids=lambda kind: kind.slug)
def test_of_every_kind_nothing_changed_is_nothing_and_full_against_empty_is_everything(
    kind: kinds.DocumentKind,
) -> None:
    empty, full = ({"blocks": lay_out(kind, given)} for given in ({}, complete(kind, word="a quiet walk")))
    assert not between(full, full) and not between(empty, empty)
    there, back = between(empty, full), between(full, empty)
    assert str(there).count("quiet walk") == str(full).count("quiet walk") == str(back).count("quiet walk") > 0


@given(CLAUSES, CLAUSES)
def test_whatever_happened_to_the_clauses_both_sheets_can_be_told_from_it(old: list, new: list) -> None:
    sheets = [{"blocks": [{"layout": "clauses", "title": "C", "clauses": said}]} for said in (old, new)]
    changes = between(*sheets)
    assert bool(changes) == (old != new) or [one for one in old if any(one.values())] == [
        one for one in new if any(one.values())
    ]
    found = only(changes) if changes else ()
    for one in found:
        for place, said, without in ((one.was, old, NEW), (one.now, new, REMOVED)):
            if place is not None:
                assert read(one.head, without) == said[place - 1]["title"]
                assert all(read(part.marks, without) == said[place - 1]["text"] for part in one.parts)
    touched = {one.now for one in found}
    kept = [one for place, one in enumerate(new, start=1) if place not in touched]
    assert all(one in old or not any(one.values()) for one in kept)


def test_a_whole_document_of_long_texts_is_compared_in_bounded_time() -> None:
    """Thirty pairs of texts of 20,000 characters in no order. Measured: about 1 s; the purse is empty after ten."""
    long = [{"title": f"{n}", "text": f"{n} " + "a b " * 5_000} for n in range(15)]
    other = [{"title": f"{n}", "text": f"{n} " + "b c a " * 3_333} for n in range(15)]
    blocks = [[{"layout": "clauses", "title": title, "clauses": said} for title in "AB"] for said in (long, other)]
    begun = time.process_time()
    changes = between({"blocks": blocks[0]}, {"blocks": blocks[1]})
    assert time.process_time() - begun < 8
    assert len(changes.sections) == 2


def page(old: dict[str, Any], new: dict[str, Any]) -> str:
    return render_to_string("documents/_changes.html", {"changes": between(old, new)})


def bare(html: str, *without: str) -> str:
    """The words that are read in the texts, as people see them."""
    texts = "\n".join(re.findall(r'<p class="changes__text"[^>]*>(.*?)</p>', html, re.S))
    for tag in without:
        texts = re.sub(f"<{tag}>.*?</{tag}>", "", texts, flags=re.S)
    texts = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", texts)
    return unescape(re.sub(r"</?(ins|del)>", "", texts)).removesuffix("\n")  # the end of the included file


@given(WORDS.filter(bool), WORDS.filter(bool))
def test_on_the_page_the_new_text_is_what_stands_outside_del(old: str, new: str) -> None:
    html = page(clauses(), clauses()) if old == new else page(answers(q=old), answers(q=new))
    if old != new:
        assert (bare(html, "del"), bare(html, "ins")) == (new, old)


def test_marks_are_said_in_words_and_never_markup_of_their_writer() -> None:
    html = page(
        clauses(f"A: {HOSTILE}", "B: Stays where it is."), clauses("B: Stays where it is.", f"A: {HOSTILE} More.")
    )
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html
    assert "{{ 7|add:7 }}" in unescape(html) and 'now "Y"' in unescape(html)
    assert '<ins><span class="visually-hidden">new: </span>' in html
    assert "was moved from" in html and "changed" in html
    for one in (page(clauses(), clauses(f"{HOSTILE}: {HOSTILE}")), page(answers(q="A"), answers(q=HOSTILE))):
        assert "<script" not in one and "<img" not in one and "&lt;script&gt;" in one
    removed = page(clauses(f"{HOSTILE}: gone"), clauses())
    assert "<script" not in removed and '<del><span class="visually-hidden">removed: </span>' in removed
    assert "word for word" in page(clauses("A: B"), clauses("A: B"))


# --- pages -------------------------------------------------------------------------------------


@pytest.fixture
def contracts(working_group: Group, mara: User) -> tuple[Version, Version]:
    """The contract in force, and its next version, a draft with one clause reworded and one gone."""
    first = Version.objects.get(document__kind_slug="contract")
    second = pipeline.amend(first, by=mara)
    said = [dict(clause) for clause in second.answers["clauses"]]
    said[0]["text"] += " <b>Gladly</b>."
    gone = said.pop(2)
    assert gone["title"]
    second = pipeline.write(second, {**second.answers, "clauses": said}, by=mara)
    return first, second


def address(version: Version) -> str:
    return reverse("documents:changes", args=(version.pk,))


@pytest.mark.django_db
def test_the_page_compares_with_the_version_before(contracts, mara: User, tomas: User, signed_in) -> None:
    first, second = contracts
    text = signed_in(mara).get(address(second)).content.decode()
    assert "From version 1 to version 2" in text and "&lt;b&gt;Gladly&lt;/b&gt;" in text
    assert (
        f"What changed since version {first.number}" in signed_in(mara).get(second.get_absolute_url()).content.decode()
    )
    assert "From version 1 to version 2" in signed_in(mara).get(f"{address(second)}?with=1").content.decode()
    # the mentor may not read the draft: for him there is one version, and nothing to compare it with
    assert signed_in(tomas).get(address(second)).status_code == 404
    alone = signed_in(tomas).get(address(first)).content.decode()
    assert "no other version" in alone and "Gladly" not in alone
    assert signed_in(tomas).get(f"{address(first)}?with=2").status_code == 404
    assert "What changed since" not in signed_in(tomas).get(first.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["2", "3", "0", "-1", "", "x", "²", "9" * 30, "1 OR 1", "1\x00"])
def test_a_version_that_is_not_there_is_not_found(asked: str, contracts, mara: User, signed_in) -> None:
    answer = signed_in(mara).get(address(contracts[1]), {"with": asked})
    assert answer.status_code == 404


@pytest.mark.django_db
def test_older_words_stay_the_old_ones_whichever_version_one_comes_from(contracts, mara: User, signed_in) -> None:
    first, _second = contracts
    assert "From version 1 to version 2" in signed_in(mara).get(f"{address(first)}?with=2").content.decode()


@pytest.mark.django_db
def test_an_amendment_without_a_change_says_so(working_group: Group, mara: User, signed_in) -> None:
    second = pipeline.amend(Version.objects.get(document__kind_slug="contract"), by=mara)
    assert "word for word" in signed_in(mara).get(address(second)).content.decode()


@pytest.mark.django_db
def test_a_version_of_another_document_is_not_compared_with(contracts, mara: User, nia: User, signed_in) -> None:
    stories_goals = pipeline.start(kinds.get("group-goals"), contracts[0].space, by=nia)
    assert stories_goals.number == 1
    assert signed_in(nia).get(f"{address(stories_goals)}?with=2").status_code == 404


def test_a_row_that_is_named_by_a_number_is_counted_once() -> None:
    def plan(status: str) -> dict:
        rows = [["1", "18:00", "held"], ["2", "18:00", status]]
        return {
            "blocks": [{"layout": "table", "title": "Sessions", "columns": ["No.", "Time", "Status"], "rows": rows}]
        }

    (section,) = between(plan("planned"), plan("held")).sections
    (change,) = section.changes
    assert (change.ordinal, "".join(piece.words for piece in change.head)) == ("", "No. 2")
