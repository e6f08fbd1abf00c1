"""A URL that declares no rule stops the site from starting; a rule for no URL too."""

import pytest

from policy.checks import doors_match_addresses
from policy.door import ANYONE
from policy.doors import DOORS


def ids() -> list[str | None]:
    return [message.id for message in doors_match_addresses(None)]


def test_every_address_has_a_rule() -> None:
    assert ids() == []


def test_an_address_without_a_rule_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(DOORS, "home")
    (message,) = doors_match_addresses(None)
    assert (message.id, message.is_serious()) == ("policy.E001", True)
    assert "home" in message.msg


def test_a_rule_for_no_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DOORS, "cellar", ANYONE)
    assert ids() == ["policy.E002"]
