"""Forms sent empty: what is wrong is said first, leads to the field, is said there again, and nothing typed is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from documents import kinds, pipeline
from people import invitations
from people.models import Letter, User
from programmes.models import Group, Programme
from sessions import diaries
from tests import stories
from tests.browser.pages import check_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "Words that stay"
MAIN = "main form:has(.button--primary)"
SUMMARY = """() => [...document.querySelectorAll(".error-summary li")].map((line) => {
  const field = document.querySelector(line.querySelector("a")?.getAttribute("href") || "#nowhere");
  const there = field?.closest(".field, fieldset.field, form");
  return [line.innerText.trim(), Boolean(there), (there?.querySelector(".field__error")?.innerText || "").trim()];
})"""

EMPTIED = """(form) => {  // in one go: a contract has a hundred fields; says the name of the last plain text field of several
  const asked = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file])";
  const texts = [...form.querySelectorAll(asked)].filter((one) => one.checkVisibility());
  texts.forEach((one) => { one.value = ""; });
  form.querySelectorAll("input[type=checkbox]:checked").forEach((one) => one.click());
  const free = texts.filter((one) => one.type === "text" && one.hasAttribute("name"));
  return (texts.length > 1 && free.at(-1)?.name) || "";
}"""


def send_empty(page: Page, button: str) -> str:
    """Empty the form of the page but for one text field, if it has several, and send it; what stays in that field."""
    form = page.locator(MAIN).first
    name = str(form.evaluate(EMPTIED))
    if name:
        form.locator(f"[name='{name}']").fill(KEPT)
    with page.expect_navigation():
        form.get_by_role("button", name=button, exact=True).click()
    return name


def check_errors(page: Page, kept: str) -> None:
    """What a form with errors looks like, everywhere."""
    assert page.title().startswith("Error: "), page.title()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    lines = page.evaluate(SUMMARY)
    assert lines
    for words, has_field, at_the_field in lines:
        assert has_field, f"“{words}” leads nowhere"
        assert at_the_field and at_the_field.splitlines()[0] in words, (words, at_the_field)
    link = summary.get_by_role("link").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    assert page.evaluate("() => document.activeElement.id") == target
    if kept:
        assert page.locator(f"[name='{kept}']").input_value() == KEPT
    check_everywhere(page)


@pytest.fixture
def address_of(group: Group, programme: Programme, mara: User, tomas: User, nia: User) -> Callable[[str], Any]:
    """Where each form is, with what it needs."""

    def meeting(**more: Any) -> Any:
        return stories.meeting(group, by=tomas, kind="initial", **more)

    def draft(slug: str, by: User, **more: Any) -> str:
        return reverse("documents:write", args=(pipeline.start(kinds.get(slug), group.space, by=by, **more).pk,))

    def invitation() -> str:
        newcomer = User.objects.create_user("newcomer@example.org", name="New Comer")
        invitations.invite(newcomer, to_what="Step into work", as_what="mentee", about="invitation", by=mara)
        return "/me/invitation/" + Letter.objects.get(person=newcomer).body.split("/me/invitation/")[1].split()[0]

    def diary() -> str:
        held = stories.held_meeting(group, by=tomas, keeper=nia, kind="initial")
        return reverse("documents:write", args=(diaries.begin(held, by=nia).pk,))

    forms = {
        "sign in": lambda: "/sign-in/",
        "forgotten password": lambda: reverse("account_reset_password"),
        "new password": lambda: reverse("account_change_password"),
        "invitation": invitation,
        "my name": lambda: reverse("people:name"),
        "my address": lambda: reverse("people:address"),
        "new programme": lambda: f"{reverse('programmes:new')}?from=empty",
        "settings": lambda: reverse("programmes:settings", args=(programme.pk,)),
        "import": lambda: reverse("programmes:import", args=(programme.pk,)),
        "people": lambda: reverse("programmes:people", args=(programme.pk,)),
        "training": lambda: reverse("programmes:training_new", args=(programme.pk,)),
        "group's name": lambda: reverse("programmes:group_name", args=(group.pk,)),
        "new session": lambda: reverse("sessions:new", args=(group.pk,)),
        "series of sessions": lambda: reverse("sessions:series", args=(group.pk,)),
        "change session": lambda: reverse("sessions:change", args=(meeting().pk,)),
        "cancel session": lambda: reverse("sessions:cancel", args=(meeting().pk,)),
        "closing a session": lambda: reverse("sessions:close", args=(meeting(at=timezone.now()).pk,)),
        "later dates": lambda: reverse("sessions:shift", args=(meeting().pk,)),
        "monitoring": lambda: reverse("monitoring:new", args=(group.pk,)),
        "contract": lambda: draft("contract", mara),
        "signature": lambda: stories.offered_contract(group, by=mara).get_absolute_url(),
        "personal goals": lambda: draft("personal-goals", nia, person=nia),
        "group goals": lambda: draft("group-goals", tomas),
        "diary": diary,
        "conclusions": lambda: draft("conclusions", nia),
        "last word": lambda: draft("final-word", nia, person=nia),
        "feedback": lambda: draft("mentee-feedback", nia, occasion=meeting(at=timezone.now()).pk, person=nia),
        "put off": lambda: reverse("monitoring:later", args=(group.pk, "no-contract")),
        "recommendation": lambda: reverse("monitoring:recommendation_new", args=(programme.pk,)),
        "next programme": lambda: reverse("monitoring:next", args=(programme.pk,)),
        "sponsor": lambda: reverse("monitoring:links", args=(programme.pk,)),
        "log": lambda: draft("reflective-log", tomas, person=tomas),
        "wording": lambda: reverse("programmes:text", args=(programme.pk, "contract")),
        "fit of the match": lambda: draft("well-matched", nia, person=nia),
    }
    return lambda name: forms[name]()


FORMS = (
    ("sign in", "", "Sign in"),
    ("forgotten password", "", "Send me the link"),
    ("new password", "nia", "Save the new password"),
    ("invitation", "", "Accept the invitation"),
    ("my name", "nia", "Save"),
    ("my address", "nia", "Write to the new address"),
    ("new programme", "mara", "Set up the programme"),
    ("settings", "mara", "Save the settings"),
    ("import", "mara", "Show a preview"),
    ("people", "mara", "Decide and tell them"),
    ("training", "mara", "Save the training"),
    ("group's name", "nia", "Save"),
    ("new session", "tomas", "Save the session"),
    ("series of sessions", "tomas", "Show the dates"),
    ("change session", "tomas", "Save the session"),
    ("cancel session", "tomas", "Cancel the session and tell the group"),
    ("closing a session", "tomas", "Save and tell the group"),
    ("later dates", "tomas", "Show the new dates"),
    ("monitoring", "mara", "Plan the monitoring session"),
    ("contract", "mara", "Save and preview"),
    ("signature", "nia", "Sign this document"),
    ("personal goals", "nia", "Hand in"),
    ("group goals", "tomas", "Hand in"),
    ("diary", "nia", "Hand in"),
    ("conclusions", "nia", "Hand in"),
    ("last word", "nia", "Send"),
    ("fit of the match", "nia", "Send"),
    ("feedback", "nia", "Send"),
    ("log", "tomas", "Keep"),
    ("put off", "mara", "Put it off"),
    ("recommendation", "mara", "Note it"),
    ("next programme", "mara", "Set up the next programme"),
    ("sponsor", "mara", "Make a link"),
    ("wording", "mara", "Look at it before saving"),
)


@pytest.mark.parametrize(("form", "who", "button"), FORMS, ids=[form for form, _who, _button in FORMS])
def test_an_empty_form_says_what_is_missing(address_of, visit, form: str, who: str, button: str) -> None:
    person = User.objects.get(email=f"{who}@example.org") if who else None
    page = visit(person, address_of(form))
    check_errors(page, send_empty(page, button))
