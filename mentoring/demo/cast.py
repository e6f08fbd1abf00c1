"""The people of the demo: the cast of the tests and docs, and the people of ``participants.csv``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes import imports
from programmes.choices import Mode

PARTICIPANTS = Path(__file__).parent / "participants.csv"
PASSWORD = "one-step-at-a-time"  # noqa: S105 - the demo's own, printed in the README
SIGN_INS = (
    ("mara@example.org", "Mara Vilks", "Mara", "manager of every example programme"),
    ("tomas@example.org", "Tomas Lind", "Tomas", "mentor of the group Aušra"),
    ("nia@example.org", "Nia Berg", "Nia", "mentee of the group Aušra; it is her turn to write the diary"),
    ("ela@example.org", "Ela Žukaitė", "Ela", "mentee of the group Aušra"),
    ("oto@example.org", "Oto Falk", "Oto", "an outsider: takes part in nothing"),
)


@dataclass
class Cast:
    """Everyone the demo is made of."""

    mara: User
    tomas: User
    nia: User
    ela: User
    oto: User
    mentees: list[dict[str, Any]]
    mentors: list[dict[str, Any]]


def gather() -> Cast:
    """Make the five accounts that can sign in, and read the others from the file (their bad row stays outside)."""
    five = [_account(email, name, called) for email, name, called, _who in SIGN_INS]
    Participation.objects.get_or_create(space=Space.organisation(), person=five[0], role=Role.MANAGER, ends_at=None)
    rows = [row.cells for row in imports.read(PARTICIPANTS.read_bytes(), known=()) if row.verdict == "good"]
    by_role = {role: [cells for cells in rows if cells["role"] == role] for role in (Role.MENTEE, Role.MENTOR)}
    mara, tomas, nia, ela, oto = five
    return Cast(mara, tomas, nia, ela, oto, mentees=by_role[Role.MENTEE], mentors=by_role[Role.MENTOR])


def _account(email: str, name: str, called: str) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, PASSWORD, name=name, called=called, time_zone="Europe/Vilnius")


def cells_of(person: User, role: Role, **more: object) -> dict:
    """An applicant's line for somebody of the cast."""
    return {
        "role": role.value,
        "name": person.name,
        "email": person.email,
        "languages": ["en", "lt"],
        "time zone": person.time_zone,
        "field": "retail",
        "situation": "looking for work",
        "experience": "6 years",
        "goals": ["write a CV and letter", "prepare for interviews"],
        "availability": ["Tue evening", "Thu evening"],
        "mode": Mode.BLENDED.value,
        "capacity": 4 if role == Role.MENTOR else 0,
        "not with": [],
        **more,
    }


def everyone() -> list[str]:
    """The addresses of everybody who comes with the demo."""
    rows = imports.read(PARTICIPANTS.read_bytes(), known=())
    return [email for email, *_more in SIGN_INS] + [str(row.cells["email"]) for row in rows]
