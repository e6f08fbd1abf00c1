"""Do's and don'ts: what came out of the practice of a first meeting in the training, shown on every session (R14)."""

from dataclasses import dataclass

from documents.models import Version
from programmes.document_kinds.training_record import TRAINING_RECORD
from programmes.models import Programme

AT_MOST = 12


@dataclass(frozen=True)
class Advice:
    """Short lines, as they were agreed."""

    dos: tuple[str, ...]
    donts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.dos or self.donts)


def of(programme: Programme) -> Advice:
    """The newest that a filed record of a training of this programme says; nothing else of that record is shown."""
    rows = Version.objects.in_force().filter(
        document__space=programme.space_id, document__kind_slug=TRAINING_RECORD.slug
    )
    found = [
        answers.get("findings") or {} for answers in rows.order_by("-sealed_at").values_list("answers", flat=True)[:5]
    ]
    said = next((one for one in found if one.get("dos") or one.get("donts")), {})
    return Advice(_lines(said.get("dos", "")), _lines(said.get("donts", "")))


def _lines(text: str) -> tuple[str, ...]:
    lines = [line.strip(" \t-–•*") for line in text.splitlines()]
    return tuple(line for line in lines if line)[:AT_MOST]
