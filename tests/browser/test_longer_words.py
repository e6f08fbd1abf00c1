"""Every page on a phone in a language with longer words: nothing is cut off, and nothing scrolls sideways."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Page

from people.models import User
from tests.browser import stretched
from tests.browser.pages import PHONE, check
from tests.browser.test_states import PAGES
from tests.house import world as made
from tests.house.door_row import Row
from tests.house.test_doors import address
from tests.house.world import World

pytestmark = pytest.mark.usefixtures("db")
# names are shortened with dots, the heads of tables are for screen readers only on a phone, and fields scroll
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const style = getComputedStyle(element);
  return ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1
    && element.checkVisibility() && !element.matches(".visually-hidden, .account__name, thead, input");
}).map((element) => element.outerHTML.slice(0, 120))"""

BESIDE_THE_WINDOW = """() => [...document.querySelectorAll(".nav__link")].filter((link) =>
  link.getBoundingClientRect().right > innerWidth || link.scrollWidth > link.clientWidth).map((link) => link.innerText)"""

ONE_OF_EACH = list({param.values[0].name: param for param in reversed(PAGES)}.values())  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The world of the house tests, whose people now read the stretched language."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        found = made.build()
        User.objects.update(language=stretched.CODE)
        with stretched.spoken():
            yield found
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def db(world: World) -> None:
    """Nothing is rolled back between these tests: they look."""


@pytest.fixture(scope="module")
def windows(world: World, open_window) -> Callable[[str], Page]:
    """The one window of each person in this module, as wide as a small phone."""
    return cache(lambda who: open_window(key=world.keys.get(who, ""), size=PHONE))


@pytest.mark.parametrize(("row", "who"), ONE_OF_EACH)
def test_nothing_is_cut_off_at_320_pixels(world: World, windows, row: Row, who: str) -> None:
    page = windows(who)
    page.goto(address(row, world))
    check(page, None)
    assert page.evaluate(CUT_OFF) == []


def test_the_language_is_really_spoken(world: World, windows) -> None:
    page = windows("author")
    page.goto("/")
    assert stretched.stretched("Groups") in page.inner_text("nav")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_bar_at_the_bottom_is_there_to_its_last_word(world: World, visit, language: str) -> None:
    """It is fixed, so what does not fit into it makes no page wider: it would just be gone."""
    User.objects.filter(pk=world.people["nobody"].pk).update(language=language)
    page = visit(key=world.keys["nobody"], path="/messages/", size=PHONE)
    assert page.evaluate(BESIDE_THE_WINDOW) == []
    User.objects.filter(pk=world.people["nobody"].pk).update(language=stretched.CODE)
