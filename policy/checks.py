"""A URL that declares no rule stops the site from starting."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.urls import URLPattern, URLResolver, get_resolver

from .doors import DOORS


def every_address() -> Iterator[tuple[str, str]]:
    """Name and route of every address of the site, namespaces included (the admin's inner ones excepted)."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[Any], namespace: str, route: str) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                yield "admin", here
                continue
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, here)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", here


@checks.register(checks.Tags.urls)
def doors_match_addresses(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every address has its row in the doors table, and every row an address."""
    names = {name for name, _route in every_address()}
    unlisted = [
        checks.Error(f"The address “{name}” has no row in policy/doors.py.", id="policy.E001")
        for name in sorted(names - DOORS.keys())
    ]
    gone = [
        checks.Error(f"policy/doors.py lists “{name}”, which is no address.", id="policy.E002")
        for name in sorted(DOORS.keys() - names)
    ]
    return [*unlisted, *gone]


@checks.register(checks.Tags.security)
def second_step_is_for_somebody_known(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A word that was mistyped does not leave managers without the second step that they were to have."""
    if settings.TWO_STEP_FOR in ("nobody", "managers"):
        return []
    told = f"TWO_STEP_FOR is “{settings.TWO_STEP_FOR}”. Write “managers” or “nobody”."
    return [checks.Error(told, id="policy.E003")]
