"""Words to choose from stand where their reader looks for them."""

import pytest
from django.utils import translation

from programmes.forms.programmes import ProgrammeForm


@pytest.mark.parametrize(
    ("code", "around"),
    [
        ("en", ["Swedish", "Turkish", "Ukrainian", "Vietnamese"]),
        ("lt", ["Švedų", "Turkų", "Ukrainiečių", "Vengrų", "Vietnamiečių", "Vokiečių"]),
        ("de", ["Ukrainisch", "Ungarisch", "Vietnamesisch"]),
    ],
)
def test_languages_stand_in_the_alphabet_of_the_reader(code: str, around: list[str]) -> None:
    with translation.override(code):
        names = [str(name) for _value, name in ProgrammeForm().fields["languages"].choices]
    assert names[-len(around) :] == around
