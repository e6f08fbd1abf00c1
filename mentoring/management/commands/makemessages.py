"""``manage.py makemessages``: Django's, so that twice the same code gives twice the same files.

All languages of the house at once; where a text stands without its line, since lines move; no guess at a translation
from one that looks alike; no date of the day. ``--check`` writes nothing and fails where something is to be written.
The subject of a letter, its first line, is marked for who translates it.
"""

import ast
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import makemessages

from mentoring.languages import LOCALE, catalogue, translated

NOT_READ_BY_PEOPLE = ["tests", "benchmarks", "docs", "var"]
SUBJECT = "#. Translators: the subject of a letter: short, no full stop\n"
LETTER = re.compile(r"\btemplates/mail/\S+")
MSGID = re.compile(r'^msgid(?:_plural)? (".+")$', re.M)
VARIABLE = re.compile(r"\{\{ *(\w+) *\}\}")
MADE_ON = re.compile(r'^"POT-Creation-Date: .*\n', re.M)


def with_subjects(pot: str) -> str:
    """The texts of a template file with a comment at each that is the subject of a letter."""
    return "\n\n".join(SUBJECT + entry if _is_subject(entry) else entry for entry in pot.split("\n\n"))


def _is_subject(entry: str) -> bool:
    texts = [ast.literal_eval(text) for text in MSGID.findall(entry)]
    letters = [LOCALE.parent / name for name in LETTER.findall(entry)]
    firsts = [VARIABLE.sub(r"%(\1)s", letter.read_text().partition("\n")[0]) for letter in letters]
    return any(f"%}}{text}{{%" in first for text in texts for first in firsts)


class Command(makemessages.Command):
    """Collect what people read into ``locale/``."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
    is_check = False
    stale: list[str]

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's, and whether only to compare."""
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when something is to be written.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Write the files of every language, or compare them with what would be written."""
        codes = [code for code, _name in translated()]
        settled = {"locale": codes, "no_wrap": True, "add_location": "file", "no_obsolete": True, "verbosity": 0}
        ignored = [*options["ignore_patterns"], *NOT_READ_BY_PEOPLE]
        LOCALE.mkdir(exist_ok=True)
        self.is_check, self.stale = check, []
        super().handle(*args, **{**options, **settled, "ignore_patterns": ignored})
        if self.stale:
            raise CommandError(f"Not up to date: {', '.join(sorted(set(self.stale)))}. Run manage.py makemessages.")

    def write_po_file(self, potfile: str, locale: str) -> None:
        """One language, without the date of the day; made beside the others, and put in its place when it is whole."""
        path = catalogue(locale)
        with TemporaryDirectory(dir=LOCALE, prefix=".") as folder:
            made = Path(folder, locale, "LC_MESSAGES", "django.po")
            made.parent.mkdir(parents=True)
            if path.is_file():
                shutil.copy(path, made)
            Path(folder, "django.pot").write_text(with_subjects(Path(potfile).read_text()))
            super().write_po_file(str(Path(folder, "django.pot")), locale)
            made.write_text(MADE_ON.sub("", made.read_text()))
            if path.is_file() and path.read_text() == made.read_text():
                return
            if self.is_check:
                self.stale.append(locale)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.replace(path)
