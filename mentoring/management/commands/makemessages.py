"""``manage.py makemessages``: Django's, so that twice the same code gives twice the same files.

All languages of the house at once; where a text stands without its line, since lines move; no guess at a translation
from one that looks alike; no date of the day. ``--check`` writes nothing and fails where something is to be written.
"""

import re
import shutil
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import makemessages

from mentoring.languages import LOCALE, catalogue, translated

NOT_READ_BY_PEOPLE = ["tests", "benchmarks", "docs", "var"]
MADE_ON = re.compile(r'^"POT-Creation-Date: .*\n', re.M)


def files() -> list[Path]:
    """The catalogues that there are to be."""
    return [catalogue(code) for code, _name in translated()]


class Command(makemessages.Command):
    """Collect what people read into ``locale/``."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        """Django's, and whether only to compare."""
        super().add_arguments(parser)
        parser.add_argument("--check", action="store_true", help="Write nothing; fail when something is to be written.")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        """Write the files of every language, or compare them with what would be written."""
        codes = [path.parts[-3] for path in files()]
        settled = {"locale": codes, "no_wrap": True, "add_location": "file", "no_obsolete": True, "verbosity": 0}
        ignored = [*options["ignore_patterns"], *NOT_READ_BY_PEOPLE]
        LOCALE.mkdir(exist_ok=True)
        before = {path: path.read_text() for path in files() if path.is_file()}
        super().handle(*args, **{**options, **settled, "ignore_patterns": ignored})
        stale = [path.parts[-3] for path in files() if before.get(path) != path.read_text()]
        if check:
            self._put_back(before)
            if stale:
                raise CommandError(f"Not up to date: {', '.join(stale)}. Run manage.py makemessages.")

    def write_po_file(self, potfile: str, locale: str) -> None:
        """One language, without the date of the day."""
        super().write_po_file(potfile, locale)
        path = catalogue(locale)
        path.write_text(MADE_ON.sub("", path.read_text()))

    def _put_back(self, before: dict[Path, str]) -> None:
        for path in files():
            if path in before:
                path.write_text(before[path])
            else:
                shutil.rmtree(path.parents[1], ignore_errors=True)
