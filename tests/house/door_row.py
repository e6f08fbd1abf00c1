"""A row of the doors table: one address with one thing, and who gets which status there."""

from dataclasses import dataclass, field

from tests.house.principals import (
    MANAGER,
    NOBODY,
    PRINCIPALS,
    PROGRAMME,
    SIGNED_IN,
    STRANGERS,
    people,
)

Answers = dict[int, frozenset[str]]
TO_SIGN_IN = 0  # a redirect to the sign-in page
EVERYONE = frozenset(PRINCIPALS)
FOUNDERS = people("manager manager_other")


@dataclass(frozen=True)
class Row:
    """One address with one thing: what each method answers to whom; ``None`` for a method that it does not know."""

    name: str
    things: tuple[str, ...] = ()
    get: Answers | None = None
    post: Answers | None = None
    more: dict[str, str] = field(default_factory=dict)

    def status(self, method: str, principal: str) -> int:
        """What the table says."""
        answers = self.get if method == "GET" else self.post
        if answers is None:  # not this way; whoever has to sign in first is asked to
            opens = self.get if self.get is not None else self.post or {}
            return 405 if principal in SIGNED_IN | frozenset().union(*opens.values()) else TO_SIGN_IN
        found = [status for status, whom in answers.items() if principal in whom]
        assert len(found) <= 1, (self, principal)
        return found[0] if found else TO_SIGN_IN if principal in STRANGERS else 404


def same(whom: frozenset[str], status: int = 200, *, refused: frozenset[str] = NOBODY) -> Answers:
    """``status`` for ``whom``; 403 for the insiders ``refused``."""
    return {status: whom, 403: refused - whom}


def managed(name: str, *, get: int | None, post: int | None, things: tuple[str, ...] = ("programme",)) -> Row:
    """A page of the manager's: everybody else of the programme is told that it is not for them."""
    return Row(
        name,
        things,
        None if get is None else same(MANAGER, get, refused=PROGRAMME),
        None if post is None else same(MANAGER, post, refused=PROGRAMME),
    )
