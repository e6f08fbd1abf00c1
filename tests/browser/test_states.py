"""Every page of the site, for whoever may open it, on a phone and on a wide screen, in light and in dark."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Page

from policy.doors import DOORS
from tests.browser.pages import check_everywhere
from tests.house import world as made
from tests.house.door_row import Row
from tests.house.doors_table import TABLE
from tests.house.test_doors import address
from tests.house.world import World

pytestmark = pytest.mark.usefixtures("db", "its_files")
LOOKS = ("author", "mentor", "manager")  # the three who see most
DIFFERENT_FOR_EACH = {
    "home",
    "room",
    "sessions:meeting",
    "sessions:dossier",
    "programmes:programme",
    "monitoring:round",
}
FILES = {
    "documents:pdf",
    "documents:file",
    "documents:bundle_pdf",
    "documents:bundle_zip",
    "monitoring:executive_pdf",
    "programmes:poster_pdf",
    "programmes:opening_code",
    "sessions:feed",
    "sessions:ics",
    "sessions:homework_file",
    "programmes:training_file",
    "programmes:resource_file",
    "sessions:suggestion_file",
    "conversations:file",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",  # an answer to a script
    "openid_connect_login",
    "openid_connect_callback",  # ways to elsewhere and back
    "monitoring:questionnaire_answers",
    "healthz",
    "readyz",
    "admin",
}  # no pages of ours
DIFFERS = {("contract",), ("diary, handed in",), ("diary, published",)}  # documents that each reads with other buttons
COMPARED = {("contract",), ("plan, replaced",), ("goals, draft",)}  # of what changed: signed, a table, nothing yet
LOOKED_AT_ELSEWHERE = {  # in a state that nobody of the world is in
    "programmes:confirm",  # test_story.py
    "account_confirm_login_code",  # test_passkeys.py, all of these
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
}


def viewers(row: Row) -> list[str]:
    """Who looks at a page: the three roles where they may and it differs, else one of those who may."""
    may = (row.get or {}).get(200, frozenset())
    found = [who for who in LOOKS if who in may] or sorted(may)
    if row.name == "documents:changes" and row.things not in COMPARED:
        return []
    is_same = row.name not in DIFFERENT_FOR_EACH and (row.name != "documents:read" or row.things not in DIFFERS)
    return found[:1] if is_same else found


PAGES = [
    pytest.param(row, who, id=f"{row.name}-{'-'.join(row.things)}-{who}".replace(" ", "_"))
    for row in TABLE
    if row.name not in FILES
    for who in viewers(row)
]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """The world of the house tests, committed, so that the server sees it."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=files):
        found = made.build()
        found.things["files"] = files
        yield found
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def its_files(world: World, settings, _files_of_this_test) -> None:
    """The pages of a scan are found, and looked at."""
    settings.MEDIA_ROOT = world.things["files"]


@pytest.fixture(scope="module")
def db(world: World) -> None:
    """Nothing is rolled back between these tests: they look."""


def test_no_page_is_forgotten() -> None:
    shown = {name for name, door in DOORS.items() if "GET" in door.methods} - FILES - LOOKED_AT_ELSEWHERE
    assert {param.values[0].name for param in PAGES} == shown


@pytest.fixture(scope="module")
def windows(world: World, open_window) -> Callable[[str], Page]:
    """The one window of each person in this module, which has axe on each of its pages."""

    def window(who: str) -> Page:
        page = open_window(key=world.keys.get(who, ""))
        page.context.add_init_script(AXE_SCRIPT)  # sent once: to send it to every page takes a third of a second each
        return page

    return cache(window)


@pytest.mark.parametrize(("row", "who"), PAGES)
def test_page_is_right_for_every_eye(world: World, windows, row: Row, who: str) -> None:
    page = windows(who)
    page.goto(address(row, world))
    check_everywhere(page)
