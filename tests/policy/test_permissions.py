"""The table of who may what, asked as the house asks it."""

import pytest
from django.core.exceptions import PermissionDenied

from policy.permissions import GRANTS, Action, Role, may, require, words_for


class Thing:
    """Something in front of which everybody holds the same roles."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def roles_of(self, person: object) -> frozenset[Role]:
        return self.roles


def test_every_action_is_granted_to_somebody_and_to_roles_alone() -> None:
    assert set(GRANTS) == set(Action)
    assert all(roles <= set(Role) for roles in GRANTS.values())
    assert {action for action, roles in GRANTS.items() if not roles} == {Action.FORGET}  # the clock does it


@pytest.mark.parametrize("action", Action)
def test_who_holds_no_role_may_nothing(action: Action) -> None:
    assert not may(None, action, Thing())


@pytest.mark.parametrize("action", Action)
def test_each_role_may_what_the_table_grants_it(action: Action) -> None:
    assert {role for role in Role if may(None, action, Thing(role))} == GRANTS[action]


def test_one_of_several_roles_is_enough() -> None:
    assert may(None, Action.PLAN, Thing(Role.MENTEE, Role.MENTOR))


def test_a_witness_knows_and_does_not_read() -> None:
    assert [may(None, action, Thing(Role.WITNESS)) for action in (Action.LIST, Action.READ)] == [True, False]


def test_nobody_but_the_author_writes_and_nobody_but_a_signatory_signs() -> None:
    assert GRANTS[Action.WRITE] == GRANTS[Action.SUBMIT] == {Role.AUTHOR}
    assert GRANTS[Action.SIGN] == GRANTS[Action.REFUSE] == {Role.SIGNATORY}
    # a paper that somebody signed by hand may be the last signature, and the author may be who attaches it
    assert GRANTS[Action.SEAL] == GRANTS[Action.SCAN] == {Role.SIGNATORY, Role.AUTHOR}


def test_a_refusal_says_who_could() -> None:
    with pytest.raises(PermissionDenied) as refusal:
        require(None, Action.HOLD, Thing(Role.MENTEE))
    assert str(refusal.value) == "To mark as held is for: manager, mentor."
    require(None, Action.HOLD, Thing(Role.MENTOR))


def test_roles_are_named_in_one_order() -> None:
    assert words_for({Role.MENTEE, Role.MANAGER, Role.MENTOR}) == "manager, mentor, mentee"
