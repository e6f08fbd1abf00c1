"""Lines that were pasted, a CSV file or a spreadsheet become an import that waits for a yes. Adds nobody."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from policy.permissions import Action, require

from .. import imports
from ..models import Import, Programme
from . import pasting, sheets


def read_pasted(programme: Programme, text: str, *, by: Any, role: str = "") -> Import:
    """Judge pasted lines. ``role``: what everybody is in whose line it does not stand. Raises ``imports.Unreadable``."""
    require(by, Action.RUN, programme)
    rows = imports.judge(pasting.rows_of(text), known=_known(programme), gaps=gaps(programme, role))
    return _keep(programme, rows, by, pasted=text)


def read_file(programme: Programme, upload: UploadedFile, *, by: Any, role: str = "") -> Import:
    """Judge a CSV or XLSX file, whatever it is called; otherwise as ``read_pasted``."""
    require(by, Action.RUN, programme)
    data = upload.read(imports.BYTES_AT_MOST + 1)
    known, meant = _known(programme), gaps(programme, role)
    if data.startswith(sheets.BEGINS) and len(data) <= imports.BYTES_AT_MOST:
        rows = imports.judge(sheets.rows_of(data), known=known, gaps=meant)
    else:
        rows = imports.read(data, known=known, gaps=meant)
    return _keep(programme, rows, by, file_name=(upload.name or "")[:200])


def gaps(programme: Programme, role: str = "") -> Mapping[str, str]:
    """What is meant where lines have no such column: it is taken from the programme."""
    meant = {
        "languages": "; ".join(programme.languages),
        "time zone": programme.time_zone,
        "mode": programme.mode,
        "capacity": str(1 if programme.is_individual else programme.group_at_most),
    }
    return meant | ({"role": role} if role else {})


def _known(programme: Programme) -> list[tuple[str, str]]:
    rows = programme.applications.values_list("role", "person__email")
    return [(role, address.lower()) for role, address in rows]


def _keep(programme: Programme, rows: list[imports.Row], by: Any, **more: str) -> Import:
    judged = [row.as_json() for row in rows]
    return Import.objects.create(programme=programme, by=by, rows=judged, **more)
