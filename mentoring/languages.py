"""The languages of the house and how far they are: read from the catalogues in ``locale/``, as translators write them."""

from pathlib import Path

from django.conf import settings

LOCALE = Path(settings.BASE_DIR) / "locale"
DRAFT = "# draft"  # a translator's comment: made by a machine, not yet read by somebody whose language it is


def translated() -> list[tuple[str, str]]:
    """Code and own name of every language but English, in which the house is written."""
    return [(code, name) for code, name in settings.LANGUAGES if code != "en"]


def catalogue(code: str) -> Path:
    """The file that translators of a language write in."""
    return LOCALE / code / "LC_MESSAGES" / "django.po"


def counted(code: str) -> tuple[int, int]:
    """How many texts a language has, and how many of them are drafts still."""
    lines = catalogue(code).read_text().splitlines()
    return sum(line.startswith("msgid ") for line in lines) - 1, lines.count(DRAFT)  # the first is the head
