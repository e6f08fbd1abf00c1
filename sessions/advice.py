"""Do's and don'ts: what came out of the practice of a first meeting in the training, shown on every session (R14)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date

from documents.models import Version
from programmes.document_kinds.training_record import TRAINING_RECORD
from programmes.models import Programme

AT_MOST = 6  # lines in all: more is not read before a session


@dataclass(frozen=True)
class Advice:
    """Short lines, as they were agreed; ``topic`` and ``on``: of the training that they come from."""

    dos: tuple[str, ...]
    donts: tuple[str, ...]
    topic: str = ""
    on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.dos or self.donts)


def of(programme: Programme) -> Advice:
    """The newest that a filed record of a training of this programme says; nothing else of that record is shown."""
    rows = Version.objects.in_force().filter(
        document__space=programme.space_id, document__kind_slug=TRAINING_RECORD.slug
    )
    found = rows.order_by("-sealed_at").values_list("answers", flat=True)[:5]
    said: Any = next((one for one in found if _has_advice(one)), {})
    findings, event = said.get("findings") or {}, said.get("event") or {}
    dos, donts = _lines(findings.get("dos", "")), _lines(findings.get("donts", ""))
    fewer = AT_MOST // 2  # half of it each, and more of one where the other says little
    return Advice(
        dos[: max(fewer, AT_MOST - len(donts))],
        donts[: max(fewer, AT_MOST - len(dos))],
        str(event.get("topic") or ""),
        parse_date(str(event.get("on") or "")),
    )


def _has_advice(answers: Any) -> bool:
    findings = answers.get("findings") or {}
    return bool(findings.get("dos") or findings.get("donts"))


def _lines(text: str) -> tuple[str, ...]:
    lines = [line.strip(" \t-–•*") for line in text.splitlines()]
    return tuple(line for line in lines if line)
