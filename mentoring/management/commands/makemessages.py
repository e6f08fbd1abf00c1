"""``manage.py makemessages``: Django's, so that twice the same code gives twice the same files.

All languages of the house at once; where a text stands without its line, since lines move; no guess at a translation
from one that looks alike; no date of the day. ``--check`` writes nothing and fails where something is to be written.
"""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import makemessages

from mentoring.languages import LOCALE, catalogue, translated

NOT_READ_BY_PEOPLE = ["tests", "benchmarks", "docs", "var"]
MADE_ON = re.compile(r'^"POT-Creation-Date: .*\n', re.M)


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
            shutil.copy(potfile, Path(folder, "django.pot"))
            super().write_po_file(str(Path(folder, "django.pot")), locale)
            made.write_text(MADE_ON.sub("", made.read_text()))
            if path.is_file() and path.read_text() == made.read_text():
                return
            if self.is_check:
                self.stale.append(locale)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.replace(path)
