"""A list of resources comes in as CSV or XLSX: judged line by line, added after a yes."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from policy.permissions import Action, require

from .. import imports
from ..arriving import sheets
from ..choices import LANGUAGE_BY_ENGLISH_NAME, SpokenLanguage
from ..models import Programme, Resource, ResourceImport
from ..models.resources import Level, Licence, Topic
from . import library, links

COLUMNS = ("title", "link", "about", "topic", "level", "language", "minutes", "licence")
NEEDED = ("title", "link")
ALSO_CALLED = {"url": "link", "address": "link", "name": "title", "description": "about", "license": "licence"}
ROWS_AT_MOST = 500
TITLE, ABOUT, LICENCE, MINUTES = 150, 300, 120, 600


def read(programme: Programme, upload: UploadedFile, *, by: Any) -> ResourceImport:
    """Judge a CSV or XLSX file, whatever it is called. Raises ``imports.Unreadable`` when there is nothing to judge."""
    require(by, Action.RUN, programme)
    data = upload.read(imports.BYTES_AT_MOST + 1)
    is_sheet = data.startswith(sheets.BEGINS) and len(data) <= imports.BYTES_AT_MOST
    known = set(programme.resources.filter(state=Resource.State.LIBRARY).values_list("link", flat=True))
    rows = judge(sheets.rows_of(data) if is_sheet else imports.cells_of(data), known=known, language=_usual(programme))
    name = (upload.name or "").replace("\x00", "")[:200]
    return ResourceImport.objects.create(
        programme=programme, by=by, file_name=name, rows=[row.as_json() for row in rows]
    )


def judge(cells: Iterable[tuple[int, list[str]]], *, known: set[str], language: str) -> list[imports.Row]:
    """Judge rows of cells, each with its line; the first of them names the columns.

    ``known``: the links that are in the library. ``language``: of those that do not say theirs. Raises ``Unreadable``.
    """
    rows: list[imports.Row] = []
    seen: dict[str, int] = {}
    for line, said in _by_column(iter(cells)):
        if len(rows) >= ROWS_AT_MOST:
            raise imports.Unreadable(
                _("There are more than %(n)d rows. Send them in several files.") % {"n": ROWS_AT_MOST}
            )
        row = _judge(line, said, language)
        link = row.cells["link"]
        if link in seen:
            row.reasons.append(_("The same link stands on line %(line)d already.") % {"line": seen[link]})
        seen.setdefault(link, line)
        row.known = link in known
        rows.append(row)
    if not rows:
        raise imports.Unreadable(_("There is a header but no rows below it."))
    return rows


def take_in(batch: ResourceImport, *, by: Any) -> int:
    """Add the good rows and return how many there were. Sent twice, they come in once. Raises ``NotNow``."""
    require(by, Action.RUN, batch.programme)
    good = [row["cells"] for row in batch.rows if row["verdict"] == "good"]
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=batch.programme_id)  # whoever else adds waits here
        known = set(programme.resources.filter(state=Resource.State.LIBRARY).values_list("link", flat=True))
        fresh = [Resource(programme=programme, by=by, **cells) for cells in good if cells["link"] not in known]
        if not ResourceImport.objects.filter(pk=batch.pk, added=None).update(added=len(fresh)):
            batch.refresh_from_db()
            return batch.added or 0
        library.require_room(programme, len(fresh))
        Resource.objects.bulk_create(fresh)
    return len(fresh)


def choices() -> list[tuple[str, str]]:
    """The columns that take a few words only, each with these words, for the page that asks for a file."""
    sorts = (("topic", Topic), ("level", Level), ("licence", Licence))
    return [(name, ", ".join(one.values)) for name, one in sorts]


def _usual(programme: Programme) -> str:
    return (programme.languages or [SpokenLanguage.ENGLISH.value])[0]


def _by_column(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    _line, header = next(rows, (1, []))
    said = [" ".join(name.casefold().split()) for name in header]
    names = [ALSO_CALLED.get(name, name) for name in said]
    if missing := [name for name in NEEDED if name not in names]:
        told = {"missing": ", ".join(missing), "all": ", ".join(COLUMNS)}
        raise imports.Unreadable(
            _("The first line must name the columns. Missing: %(missing)s. Possible columns: %(all)s.") % told
        )
    for line, cells in rows:
        yield line, dict(zip(names, cells, strict=False))


def _judge(line: int, cells: dict[str, str], language: str) -> imports.Row:
    said = {name: " ".join(cells.get(name, "").split()) for name in COLUMNS}
    reasons: list[str] = []
    if any("\udc80" <= char <= "\udcff" for value in said.values() for char in value):
        reasons.append(_("This line is not written in UTF-8. Save the file as “CSV UTF-8” and send it again."))
    said = {name: _plain(value) for name, value in said.items()}
    told: dict[str, Any] = {
        "title": _short(said["title"], TITLE, _("title"), reasons),
        "link": _link(said["link"], reasons),
        "about": _short(said["about"], ABOUT, _("about"), reasons),
        "topic": _one_of(Topic, said["topic"], Topic.OTHER, reasons),
        "level": _one_of(Level, said["level"], Level.FIRST, reasons),
        "language": _language(said["language"], language, reasons),
        "minutes": _minutes(said["minutes"], reasons),
    }
    if not told["title"]:
        reasons.append(_("The title is missing."))
    return imports.Row(line, told | _licence(said["licence"], reasons), reasons)


def _plain(value: str) -> str:
    """Text that can be kept and shown, whatever the bytes were."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\x00", "")


def _short(value: str, at_most: int, column: str, reasons: list[str]) -> str:
    if len(value) > at_most:
        told = {"column": column, "n": at_most}
        reasons.append(_("“%(column)s” is longer than %(n)d characters.") % told)
    return value[:at_most]


def _link(value: str, reasons: list[str]) -> str:
    try:
        return links.checked(value)
    except ValidationError as no:
        reasons.extend(no.messages)
    return value[:LICENCE]


def _one_of(choices: Any, value: str, usual: str, reasons: list[str]) -> str:
    """A choice by its short name, or by its words in the reader's language."""
    if not value:
        return str(usual)
    names = {str(label).casefold(): key for key, label in choices.choices} | {key: key for key in choices.values}
    found = names.get(value.casefold())
    if found is None:
        told = {"value": value[:40], "all": ", ".join(choices.values)}
        reasons.append(_("“%(value)s” is not known. Write one of: %(all)s.") % told)
    return str(found or usual)


def _language(value: str, usual: str, reasons: list[str]) -> str:
    code = LANGUAGE_BY_ENGLISH_NAME.get(value.casefold(), value.casefold()) if value else usual
    if code in SpokenLanguage.values:
        return str(code)
    reasons.append(_("Unknown language: %(names)s. Write English names.") % {"names": value[:40]})
    return usual


def _minutes(value: str, reasons: list[str]) -> int | None:
    if not value:
        return None
    if value.isascii() and value.isdecimal() and len(value) < 6 and 1 <= int(value) <= MINUTES:
        return int(value)
    reasons.append(_("The minutes must be a number from 1 to %(n)d.") % {"n": MINUTES})
    return None


def _licence(value: str, reasons: list[str]) -> dict[str, str]:
    """A licence by its short name; other words are kept as they are."""
    said = value.casefold().replace("cc ", "").replace("cc-", "")
    names = {str(label).casefold(): key for key, label in Licence.choices} | {key: key for key in Licence.values}
    if found := names.get(value.casefold()) or names.get(said):
        return {"licence": str(found), "licence_words": ""}
    if not value:
        return {"licence": Licence.UNKNOWN.value, "licence_words": ""}
    return {"licence": Licence.OTHER.value, "licence_words": _short(value, LICENCE, _("licence"), reasons)}
