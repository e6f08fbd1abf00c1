"""Words people choose from when they describe a programme or themselves."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.alphabet import alphabetical


class Mode(models.TextChoices):
    """How people meet (R3)."""

    FACE_TO_FACE = "face-to-face", _("face to face")
    # Translators: how people meet
    ONLINE = "online", _("online")
    BLENDED = "blended", _("face to face and online")


class SpokenLanguage(models.TextChoices):
    """Languages people meet in. (In which languages the site itself speaks is a setting.)"""

    ENGLISH = "en", _("English")
    BULGARIAN = "bg", _("Bulgarian")
    CZECH = "cs", _("Czech")
    DANISH = "da", _("Danish")
    GERMAN = "de", _("German")
    GREEK = "el", _("Greek")
    SPANISH = "es", _("Spanish")
    ESTONIAN = "et", _("Estonian")
    FINNISH = "fi", _("Finnish")
    FRENCH = "fr", _("French")
    HUNGARIAN = "hu", _("Hungarian")
    IRISH = "ga", _("Irish")
    ITALIAN = "it", _("Italian")
    LITHUANIAN = "lt", _("Lithuanian")
    LATVIAN = "lv", _("Latvian")
    NORWEGIAN = "nb", _("Norwegian")
    DUTCH = "nl", _("Dutch")
    POLISH = "pl", _("Polish")
    PORTUGUESE = "pt", _("Portuguese")
    ROMANIAN = "ro", _("Romanian")
    SLOVAK = "sk", _("Slovak")
    SWEDISH = "sv", _("Swedish")
    TURKISH = "tr", _("Turkish")
    UKRAINIAN = "uk", _("Ukrainian")
    ARABIC = "ar", _("Arabic")
    PERSIAN = "fa", _("Persian")
    VIETNAMESE = "vi", _("Vietnamese")

    @classmethod
    def in_order(cls) -> list[tuple[str, Any]]:
        """Code and name of each, in the alphabet of the reader."""
        return alphabetical(cls.choices, key=lambda pair: pair[1])


# The English names are also what a CSV file may say (design data/participants.csv), whatever the reader's language.
LANGUAGE_BY_ENGLISH_NAME = {language.name.lower(): language.value for language in SpokenLanguage}

# What people want to work on: the pick-list of whoever applies, and of the goal sheet unless a programme changes it.
AREAS: tuple[tuple[str, Any], ...] = (
    ("strengths", _("know my strengths")),
    ("cv", _("write a CV and letter")),
    ("interviews", _("prepare for interviews")),
    ("vacancies", _("find vacancies")),
    ("network", _("build a network")),
    ("confidence", _("self-confidence")),
    # Translators: something to learn
    ("communication", _("communication")),
    ("time", _("time and organisation")),
    ("digital", _("digital skills")),
    ("business", _("start a business")),
    ("training", _("choose a training")),
    ("balance", _("balance work and family")),
    ("language", _("language")),
    ("leadership", _("leadership")),
    ("other", _("something else")),
)

DAYS = (
    ("Mon", _("Monday")),
    ("Tue", _("Tuesday")),
    ("Wed", _("Wednesday")),
    ("Thu", _("Thursday")),
    ("Fri", _("Friday")),
    ("Sat", _("Saturday")),
    ("Sun", _("Sunday")),
)
PARTS_OF_DAY = (("morning", _("morning")), ("afternoon", _("afternoon")), ("evening", _("evening")))


def slot_in_words(slot: str) -> str:
    """A slot such as ``Tue evening`` in the active language; an unknown one as it is."""
    day, _space, part = slot.partition(" ")
    days, parts = dict(DAYS), dict(PARTS_OF_DAY)
    return f"{days[day]} {parts[part]}" if day in days and part in parts else slot


SLOTS = frozenset(f"{day} {part}" for day, _d in DAYS for part, _p in PARTS_OF_DAY)
