"""Six languages: nothing is left in English, no form of a plural is wrong, and every date is in the order of its language."""

import subprocess
from datetime import date, datetime

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import ngettext

from mentoring import languages
from people.moments import FORMS, date_format

CODES = [code for code, _name in languages.translated()]
COUNTS = (0, 1, 2, 5, 10, 11, 21, 22, 101, 1_000_000)


def said_by(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_six_languages_of_the_design_are_offered() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["en", "nb", "lt", "bg", "de", "es"]


def test_the_catalogues_hold_just_the_texts_of_the_code() -> None:
    call_command("makemessages", check=True)


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_left_in_english_and_nothing_is_guessed(code: str) -> None:
    path = str(languages.catalogue(code))
    assert said_by("msgattrib", "--untranslated", "--no-obsolete", path) == ""
    assert said_by("msgattrib", "--only-fuzzy", "--no-obsolete", path) == ""
    assert said_by("msgattrib", "--only-obsolete", path) == ""


@pytest.mark.parametrize("code", CODES)
def test_every_placeholder_is_where_it_has_to_be(code: str) -> None:
    assert said_by("msgfmt", "--check-format", "--output-file=/dev/null", str(languages.catalogue(code))) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "0 groups|1 group|2 groups|5 groups|10 groups|11 groups|21 groups|22 groups|101 groups|1000000 groups"),
        ("nb", "0 grupper|1 gruppe|2 grupper|5 grupper|10 grupper|11 grupper|21 grupper|22 grupper|101 grupper|1000000 grupper"),
        ("de", "0 Gruppen|1 Gruppe|2 Gruppen|5 Gruppen|10 Gruppen|11 Gruppen|21 Gruppen|22 Gruppen|101 Gruppen|1000000 Gruppen"),
        ("bg", "0 групи|1 група|2 групи|5 групи|10 групи|11 групи|21 групи|22 групи|101 групи|1000000 групи"),
        ("lt", "0 grupių|1 grupė|2 grupės|5 grupės|10 grupių|11 grupių|21 grupė|22 grupės|101 grupė|1000000 grupių"),
        ("es", "0 grupos|1 grupo|2 grupos|5 grupos|10 grupos|11 grupos|21 grupos|22 grupos|101 grupos|1000000 de grupos"),
    ],
)  # fmt: skip
def test_plurals_are_right(code: str, said: str) -> None:
    with translation.override(code):
        found = [ngettext("%(n)d group", "%(n)d groups", count) % {"n": count} for count in COUNTS]
    assert "|".join(found) == said


@pytest.mark.parametrize(
    ("code", "day", "moment"),
    [
        ("en", "4 March 2027", "Thursday 4 March 2027, 18:00"),
        ("nb", "4. mars 2027", "torsdag 4. mars 2027, 18:00"),
        ("lt", "2027 m. kovo 4 d.", "2027 m. kovo 4 d., ketvirtadienis, 18:00"),
        ("bg", "4 март 2027 г.", "четвъртък, 4 март 2027 г., 18:00"),
        ("de", "4. März 2027", "Donnerstag, 4. März 2027, 18:00"),
        ("es", "4 de marzo de 2027", "jueves 4 de marzo de 2027, 18:00"),
    ],
)
def test_dates_are_in_the_order_of_the_language(code: str, day: str, moment: str) -> None:
    with translation.override(code):
        assert date_format(date(2027, 3, 4), "j F Y") == day
        assert date_format(datetime(2027, 3, 4, 18, 0), "l j F Y, H:i") == moment
        assert all(date_format(datetime(2027, 3, 4, 18, 0), form) for form in FORMS)


def test_a_form_of_a_date_that_translators_do_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="for the translators"):
        date_format(date(2027, 3, 4), "Y-d-m")
