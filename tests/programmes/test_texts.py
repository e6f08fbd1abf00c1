"""The pages on which a manager makes texts the programme's own: looked at first, saved once, for whom it says."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from documents import kinds, wordings
from documents.models import Wording
from people.models import User
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db
CONTRACT, GOALS = kinds.get("contract"), kinds.get("personal-goals")
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} \u202e & “ž”"


def address(programme: Programme, kind: Any = GOALS) -> str:
    return reverse("programmes:text", args=(programme.pk, kind.slug))


def again(programme: Programme, which: Any, kind: Any = GOALS) -> str:
    return reverse("programmes:text_again", args=(programme.pk, kind.slug, which))


def sent(page: Any, **changes: str) -> dict[str, str]:
    """What a browser sends back of a page, with changes: ``areas__0__text`` is the text of the first row of areas."""
    found = {"seen": str(page.context["seen"])}
    if page.context["is_shown"]:
        found["looked-at"] = page.context["desk"].digest
    for one in page.context["lists"]:
        for field in one.rows.management_form:
            found[field.html_name] = str(field.value() or 0)
        for form in one.rows.forms:
            found |= {field.html_name: str(field.value() or "") for field in form}
    told = {f"list-{name.replace('__', '-')}" if "__" in name else name: value for name, value in changes.items()}
    return found | told


def looked_at(browser: Client, programme: Programme, kind: Any = GOALS, **changes: str) -> Any:
    """The page after somebody has changed something and asked to look at it."""
    return browser.post(address(programme, kind), sent(browser.get(address(programme, kind)), **changes))


def saved(browser: Client, programme: Programme, kind: Any = GOALS, **changes: str) -> Any:
    """Looked at, and saved."""
    return browser.post(address(programme, kind), sent(looked_at(browser, programme, kind, **changes), confirm="1"))


def words(programme: Programme, kind: Any = GOALS, slug: str = "areas") -> list[str]:
    return [text["text"] for text in wordings.in_use(kind, programme.space)[slug]]


# --- changing -----------------------------------------------------------------------------------


def test_the_list_names_every_kind_with_texts_and_whose_they_are(programme: Programme, browser: Client) -> None:
    saved(browser, programme, areas__0__text="Know what I am good at")
    page = browser.get(reverse("programmes:texts", args=(programme.pk,))).content.decode()
    for kind in kinds.every():
        assert (address(programme, kind) in page) == bool(kind.texts)
    assert "our own, version 1" in page and "changed by Mara Vilks" in page and "standard" in page
    assert (
        reverse("programmes:texts", args=(programme.pk,)) in browser.get(programme.get_absolute_url()).content.decode()
    )


def test_nothing_is_saved_before_it_was_looked_at(group: Group, browser: Client) -> None:
    programme = group.programme
    page = looked_at(browser, programme, areas__0__text="Sing")
    text = page.content.decode()
    assert page.status_code == 200 and not Wording.objects.exists()
    assert "Nothing is saved yet" in text and ">Sing</ins>" in text.replace(
        '<span class="visually-hidden">new: </span>', ""
    )
    assert group.name in text and "Not begun yet" in text
    changed_since = sent(page, areas__1__text="Dance", confirm="1")
    assert "Nothing is saved yet" in browser.post(address(programme), changed_since).content.decode()
    assert not Wording.objects.exists()
    straight = sent(browser.get(address(programme)), areas__0__text="Sing", confirm="1")
    assert "Nothing is saved yet" in browser.post(address(programme), straight).content.decode()
    answer = browser.post(address(programme), sent(page, confirm="1"))
    assert (answer.status_code, answer.url) == (302, address(programme))
    assert words(programme)[0] == "Sing" and Wording.objects.get().by.name == "Mara Vilks"


def test_saved_twice_it_is_one_version(programme: Programme, browser: Client) -> None:
    data = sent(looked_at(browser, programme, areas__0__text="Sing"), confirm="1")
    answers = [browser.post(address(programme), data) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Wording.objects.get().number == 1


def test_sent_without_a_change_it_is_the_standard_still(programme: Programme, browser: Client) -> None:
    answer = browser.post(address(programme), sent(browser.get(address(programme))))
    assert answer.status_code == 302 and not Wording.objects.exists()


def test_rows_are_added_emptied_and_moved_by_number(programme: Programme, browser: Client) -> None:
    first, second, third, *others = words(programme)
    blank = len(others) + 3
    changes = {"areas__1__text": "", f"areas__{blank}__text": "New at the end", "areas__0__place-in-order": "3"}
    page = looked_at(browser, programme, **changes)
    shown = [form["text"].value() or "" for form in page.context["lists"][0].rows.forms]
    assert shown == [third, first, *others, "New at the end", ""]
    browser.post(address(programme), sent(page, confirm="1"))
    assert words(programme) == [third, first, *others, "New at the end"]
    assert second not in words(programme)


def test_a_clause_needs_its_heading_and_what_was_typed_stays(programme: Programme, browser: Client) -> None:
    page = looked_at(browser, programme, CONTRACT, clauses__0__title="", clauses__1__text="Typed with care")
    text = page.content.decode()
    assert page.status_code == 422 and "Heading: This field is required." in text and "Typed with care" in text
    assert "Error:" in text and not Wording.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"areas__0__text": "Same  words", "areas__1__text": "same words"}, "Text 2 says the same as text 1"),
        ({"areas__0__text": "x" * 20_001}, "at most 20000 characters"),
        ({"areas__TOTAL_FORMS": "1", "areas__0__text": ""}, "Keep at least 1 text"),
        ({"areas__TOTAL_FORMS": "99999"}, "at most 40"),
        ({"areas__TOTAL_FORMS": "x"}, "Keep at least 1 text"),
        ({"areas__0__place-in-order": "-1"}, "greater than or equal to 1"),
        ({"areas__0__text": "nul\x00"}, "Null characters"),
    ],
)
def test_what_cannot_be_saved_is_said(changes: dict, why: str, programme: Programme, browser: Client) -> None:
    page = looked_at(browser, programme, **changes)
    assert page.status_code == 422 and why in page.content.decode()
    assert not Wording.objects.exists()


def test_hostile_words_stay_words_on_every_page(programme: Programme, browser: Client) -> None:
    hostile = {"clauses__0__title": HOSTILE, "clauses__0__text": HOSTILE, "clauses__1__key": HOSTILE, "seen": "0"}
    page = looked_at(browser, programme, CONTRACT, **hostile)
    browser.post(address(programme, CONTRACT), sent(page, confirm="1"))
    kept = wordings.in_use(CONTRACT, programme.space)["clauses"]
    assert kept[0]["text"] == HOSTILE and kept[1]["key"].startswith("own")
    for html in (page, browser.get(address(programme, CONTRACT)), browser.get(again(programme, "standard", CONTRACT))):
        text = html.content.decode()
        assert html.status_code == 200 and "<script>alert" not in text
        assert escape("<script>alert(1)</script> {{ 7|add:7 }}") in text


@pytest.mark.parametrize("seen", ["x", "-1", "²", "9" * 40, "7"])
def test_a_strange_number_overwrites_nothing(seen: str, programme: Programme, browser: Client) -> None:
    saved(browser, programme, areas__0__text="Sing")
    page = looked_at(browser, programme, areas__0__text="Dance")
    browser.post(address(programme), sent(page, confirm="1", seen=seen))
    assert [row.number for row in Wording.objects.order_by("number")] in ([1], [1, 2])
    assert Wording.objects.get(number=1).texts["areas"][0]["text"] == "Sing"


# --- two managers, older versions ---------------------------------------------------------------


def test_of_two_managers_the_second_sees_what_the_first_wrote_and_keeps_what_was_typed(
    programme: Programme, browser: Client, signed_in
) -> None:
    jan = stories.person("jan@example.org", "Jan Novak")
    Participation.objects.create(space=programme.space, person=jan, role=Role.MANAGER)
    page = looked_at(browser, programme, areas__0__text="Sing")
    saved(signed_in(jan), programme, areas__1__text="Dance")
    told = browser.post(address(programme), sent(page, confirm="1"))
    text = told.content.decode()
    assert told.status_code == 409 and "Jan Novak changed these texts" in text and "Dance" in text and "Sing" in text
    assert words(programme)[1] == "Dance"
    assert browser.post(address(programme), sent(told, confirm="1")).status_code == 302
    assert (words(programme)[0], [row.number for row in wordings.history(GOALS, programme.space)]) == ("Sing", [2, 1])


def test_a_mistake_in_between_does_not_make_one_overwrite_another(
    programme: Programme, browser: Client, mara: User
) -> None:
    page = looked_at(browser, programme, areas__0__text="Sing", areas__1__text="sing")
    assert page.status_code == 422
    texts = {"areas": [{"key": "", "text": "Dance"}]}
    wordings.adapt(GOALS, programme.space, texts, by=mara, seen=0)
    wrong = browser.post(address(programme), sent(page, areas__0__text="Sing"))
    assert wrong.status_code == 422
    assert browser.post(address(programme), sent(wrong, areas__1__text="Whistle", confirm="1")).status_code == 409
    assert words(programme) == ["Dance"]


def test_older_texts_and_the_standard_can_be_taken_up_again(programme: Programme, browser: Client) -> None:
    standard = words(programme)
    for said in ("Sing", "Dance"):
        saved(browser, programme, areas__0__text=said)
    page = browser.get(address(programme)).content.decode()
    assert again(programme, 1) in page and again(programme, "standard") in page and again(programme, 2) not in page
    shown = browser.get(again(programme, 1))
    assert "Nothing is changed yet" in shown.content.decode() and "Sing" in shown.content.decode()
    for _time in range(2):
        assert browser.post(again(programme, 1), {"seen": shown.context["seen"]}).status_code == 302
    assert (words(programme)[0], Wording.objects.count()) == ("Sing", 3)
    assert "word for word" in browser.get(again(programme, 3)).content.decode()
    late = browser.post(again(programme, "standard"), {"seen": 1})
    assert late.status_code == 409 and Wording.objects.count() == 3
    assert browser.post(again(programme, "standard"), {"seen": late.context["seen"]}).status_code == 302
    assert (words(programme), Wording.objects.count()) == (standard, 4)
    keys = [[text["key"] for text in row.texts["areas"]] for row in wordings.history(GOALS, programme.space)]
    assert keys[0] == keys[1] == keys[2] == keys[3]


@pytest.mark.parametrize("which", ["0", "2", "9" * 30, "x", "standards"])
def test_texts_that_never_were_are_not_found(which: str, programme: Programme, browser: Client) -> None:
    saved(browser, programme, areas__0__text="Sing")
    for answer in (browser.get(again(programme, which)), browser.post(again(programme, which), {"seen": "1"})):
        assert answer.status_code == 404


@pytest.mark.parametrize("slug", ["no-such-kind", next(kind.slug for kind in kinds.every() if not kind.texts)])
def test_kinds_without_texts_have_no_page(slug: str, programme: Programme, browser: Client) -> None:
    assert browser.get(reverse("programmes:text", args=(programme.pk, slug))).status_code == 404
    assert browser.get(reverse("programmes:text_again", args=(programme.pk, slug, "standard"))).status_code == 404


def test_older_texts_that_do_not_fit_any_more_are_refused_with_a_reason(programme: Programme, browser: Client) -> None:
    saved(browser, programme, areas__0__text="Sing")
    Wording.objects.update(texts={"areas": []})
    saved(browser, programme, areas__0__text="Dance")
    answer = browser.post(again(programme, 1), {"seen": "2"})
    assert answer.status_code == 409 and "Keep at least 1 text" in answer.content.decode()


# --- who ----------------------------------------------------------------------------------------


def test_nobody_else_gets_there(group: Group, browser: Client, tomas: User, nia: User, oto: User, signed_in) -> None:
    """The doors test walks through these addresses too; here nothing is written and nothing is told."""
    programme = group.programme
    other = stories.manager("other@example.org", "Other")
    theirs = stories.programme(by=other, name="Elsewhere")
    page = looked_at(browser, programme, areas__0__text="Sing")
    saved(browser, programme, areas__0__text="Secret song")
    for person, status in ((tomas, 403), (nia, 403), (oto, 404), (other, 404)):
        their = signed_in(person)
        for url in (address(programme), again(programme, 1), reverse("programmes:texts", args=(programme.pk,))):
            answer = their.get(url)
            assert answer.status_code == status and "Secret song" not in answer.content.decode()
        assert their.post(address(programme), sent(page, confirm="1", seen="1")).status_code == status
        assert their.post(again(programme, "standard"), {"seen": "1"}).status_code == status
    assert signed_in(other).get(again(theirs, 1)).status_code == 404
    assert "Secret song" not in signed_in(other).get(address(theirs)).content.decode()
    assert Wording.objects.count() == 1


def test_in_a_closed_programme_texts_are_read_and_not_changed(programme: Programme, browser: Client) -> None:
    page = looked_at(browser, programme, areas__0__text="Sing")
    Programme.objects.filter(pk=programme.pk).update(state="closed")
    assert browser.get(address(programme)).status_code == 200
    answer = browser.post(address(programme), sent(page, confirm="1"))
    assert answer.status_code == 409 and "closed" in answer.content.decode() and not Wording.objects.exists()
