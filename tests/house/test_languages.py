"""Six languages: nothing is left in English, no form of a plural is wrong, and every date is in the order of its language."""

import ast
import re
import subprocess
from datetime import date, datetime
from itertools import pairwise

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from mentoring import languages
from people.moments import FORMS, date_format

CODES = [code for code, _name in languages.translated()]
COUNTS = (0, 1, 2, 5, 10, 11, 21, 22, 101)


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
    lines = languages.catalogue(code).read_text().splitlines()
    half = [
        line
        for line, after in pairwise([*lines, ""])
        if line.startswith("msgstr[") and line.endswith('""') and not after
    ]
    assert half == [], "a form of a plural that is empty is English to its reader"


@pytest.mark.parametrize("code", CODES)
def test_every_placeholder_is_where_it_has_to_be(code: str) -> None:
    assert said_by("msgfmt", "--check-format", "--output-file=/dev/null", str(languages.catalogue(code))) == ""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "0 mentees, 1 mentee, 2 mentees, 5 mentees, 10 mentees, 11 mentees, 21 mentees, 22 mentees, 101 mentees"),
        ("nb", "0 menteer, 1 mentee, 2 menteer, 5 menteer, 10 menteer, 11 menteer, 21 menteer, 22 menteer, 101 menteer"),
        ("de", "0 Mentees, 1 Mentee, 2 Mentees, 5 Mentees, 10 Mentees, 11 Mentees, 21 Mentees, 22 Mentees, 101 Mentees"),
        ("bg", "0 ментита, 1 менти, 2 ментита, 5 ментита, 10 ментита, 11 ментита, 21 ментита, 22 ментита, 101 ментита"),
        ("lt", "0 ugdytinių, 1 ugdytinis, 2 ugdytiniai, 5 ugdytiniai, 10 ugdytinių, 11 ugdytinių, 21 ugdytinis, "
               "22 ugdytiniai, 101 ugdytinis"),
        ("es", "0 personas mentorizadas, 1 persona mentorizada, 2 personas mentorizadas, 5 personas mentorizadas, "
               "10 personas mentorizadas, 11 personas mentorizadas, 21 personas mentorizadas, 22 personas mentorizadas, "
               "101 personas mentorizadas"),
    ],
)  # fmt: skip
def test_plurals_are_right(code: str, said: str) -> None:
    with translation.override(code):
        found = [ngettext("%(n)d mentee", "%(n)d mentees", count) % {"n": count} for count in COUNTS]
        if code == "es":  # “un millón de personas”
            assert ngettext("%(n)d mentee", "%(n)d mentees", 1_000_000) == "%(n)d de personas mentorizadas"
    assert ", ".join(found) == said


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


BOTH = {  # in English a verb and a noun alike: whoever translates must be told which of the two it is
    *(
        "Answer",
        "Call",
        "Change",
        "Close",
        "Copy",
        "Draft",
        "End",
        "File",
        "Home",
        "Keep",
        "Level",
        "Match",
        "Move",
        "Note",
    ),
    *(
        "Offer",
        "Open",
        "Order",
        "Place",
        "Plan",
        "Print",
        "Report",
        "Reserve",
        "Score",
        "Search",
        "Share",
        "Show",
        "Sign",
    ),
    *("Start", "State"),
}
LITTLE = frozenset(
    ["a", "and", "as", "at", "by", "for", "in", "is", "new", "of", "on", "or", "since", "the", "to", "until", "was"]
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>")


def bare() -> list[tuple[str, list[str]]]:
    """Each text that comes to a translator without a context or a comment, and the files that it stands in."""
    found = []
    for entry in languages.catalogue(CODES[0]).read_text().split("\n\n")[1:]:
        if not re.search(r"^(msgctxt |#\. Translators: )", entry, re.M):
            text = "".join(re.findall(r'^msgid (".*")$|^(".*")$', entry.partition("\nmsgstr")[0], re.M)[0])
            found.append((ast.literal_eval(text), re.findall(r"^#: (.*)$", entry, re.M)))
    return found


def words_in(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", PLACEHOLDER.sub(" ", text))


def test_a_text_of_little_but_placeholders_says_what_stands_for_them() -> None:
    texts = [text for text, _files in bare() if PLACEHOLDER.search(text.replace("%%", ""))]
    assert [text for text in texts if LITTLE.issuperset(map(str.lower, words_in(text)))] == []
    assert texts, "most say enough themselves"


def test_a_word_that_may_be_a_verb_or_a_noun_says_which() -> None:
    assert [text for text, _files in bare() if text in BOTH] == []


def test_one_small_word_in_several_places_says_what_it_is_said_of() -> None:
    """States and answers: elsewhere than in English they take the gender of what they are said of."""
    small = [(text, files) for text, files in bare() if re.fullmatch("[a-z]+", text)]
    assert [text for text, files in small if len(" ".join(files).split()) > 1] == []
    assert small, "in one place, that place tells"


def test_one_english_word_is_two_words_where_it_is_said_of_two_things() -> None:
    from programmes.models import TrainingEvent
    from sessions.models import Meeting

    with translation.override("lt"):
        assert (str(Meeting.State.CANCELLED.label), str(TrainingEvent.State.CANCELLED.label)) == (
            "atšauktas",
            "atšaukti",
        )
    with translation.override("bg"):
        assert (str(Meeting.State.CANCELLED.label), str(TrainingEvent.State.CANCELLED.label)) == (
            "отменена",
            "отменено",
        )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", '<strong class="task-line__verb">Sign</strong> Contract'),
        ("lt", '<strong class="task-line__verb">Sign:</strong> Contract'),
    ],
)
def test_the_name_of_a_thing_is_never_put_into_a_sentence_that_would_inflect_it(code: str, said: str) -> None:
    with translation.override(code):
        line = render_to_string("components/verb_and_thing.html", {"verb": "Sign", "thing": "Contract"})
    assert line.strip() == said


def test_the_subject_of_a_letter_is_marked_for_who_translates_it() -> None:
    entries = languages.catalogue(CODES[0]).read_text().split("\n\n")
    (subject,) = (entry for entry in entries if '\nmsgid "Please sign: %(title)s, %(group)s"' in entry)
    assert "\n#. Translators: the subject of a letter" in f"\n{subject}"
    (line,) = (
        entry for entry in entries if 'msgid "If you have an account, you can also sign in and sign here' in entry
    )
    assert "subject" not in line
