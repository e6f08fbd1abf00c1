"""The contract of a group that has changed: reopened, so that everybody signs what is true now (R26)."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from documents import pipeline, signing
from documents.models import Version
from people.moments import date_format
from programmes.document_kinds.contract import CONTRACT
from programmes.models import Group

AMENDMENTS_AT_MOST = CONTRACT.section("amendments").at_most


def reopen(group: Group, what: Callable[[str], str], *, by: Any) -> Version | None:
    """Open the next version of a group's contract, with what changes; ``None`` where there is no contract yet.

    The version in force stays in force until the next one is signed by all. One that is being signed is taken back:
    who signs it has changed. ``what`` says it, given the day, in the language of the programme's documents.
    """
    version = _open_or_in_force(group)
    if version is None:
        return None
    if version.state == Version.State.SIGNING:
        signing.recall(version, by=by)
    elif version.state == Version.State.SEALED:
        version = pipeline.amend(version, by=by)
    if version.number > 1 and not version.is_scan:
        zone = ZoneInfo(group.programme.time_zone)
        with translation.override(group.programme.language), timezone.override(zone):
            _say(version, what(date_format(timezone.localdate(), "j F Y")), by)
    return version


def take_back(group: Group, *, by: Any) -> None:
    """Nobody signs the contract of a group that has ended."""
    version = _open_or_in_force(group)
    if version is not None and version.state == Version.State.SIGNING:
        signing.recall(version, by=by)


def _open_or_in_force(group: Group) -> Version | None:
    of_group = Version.objects.filter(document__space=group.space, document__kind_slug=CONTRACT.slug)
    rows = of_group.select_related("document__space", "wording")
    return rows.open().first() or rows.in_force().first()


def _say(version: Version, what: str, by: Any) -> None:
    there = version.answers.get("amendments")
    rows = there if isinstance(there, list) else []
    if len(rows) < AMENDMENTS_AT_MOST:
        row = {"version": str(version.number), "what": what, "why": ""}
        pipeline.write(version, {**version.answers, "amendments": [*rows, row]}, by=by)
