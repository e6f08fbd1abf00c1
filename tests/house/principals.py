"""Who stands before the doors of the house (design 3), and who is entitled to which document of the world."""

from dataclasses import dataclass

PRINCIPALS = (
    "anon",  # nobody signed in
    "nobody",  # an account that takes part in nothing
    "applicant",  # applied in the first programme, not decided yet
    "rejected",  # declined there, with a reason
    "mentee",  # Ela, in the first group
    "author",  # Nia, in the first group, whose turn the diary is
    "peer",  # a mentee of the other group of the first programme
    "mentor",  # Tomas, who mentors the first group
    "mentor_other",  # who mentors the other group of the first programme
    "manager",  # Mara, who manages the first programme
    "manager_other",  # who manages the second programme
    "manager_past",  # managed the first programme once
    "mentee_left",  # was in the first group, signed its contract, and left
    "mentee_other",  # a mentee of the second programme, keeper of its diary
    "dual",  # a mentee of the first group, and mentor in the second programme
    "disabled",  # manages the first programme, switched off with a living session
    "siteadmin",  # looks after accounts, takes part in nothing
)


def people(*words: str) -> frozenset[str]:
    """A set of principals from words: ``people("mentee mentor")``."""
    found = frozenset(" ".join(words).split())
    assert found <= set(PRINCIPALS), found - set(PRINCIPALS)
    return found


STRANGERS = people("anon disabled")  # to the house a person who was switched off is nobody
SIGNED_IN = frozenset(PRINCIPALS) - STRANGERS
MANAGER = people("manager")
MENTEES = people("mentee author dual")
GROUP = MENTEES | people("mentor")  # the first group
ROOM = GROUP | MANAGER  # whoever may enter its room
LEFT = people("mentee_left")  # who keeps their own goals and the contract they signed, and nothing else
PROGRAMME = ROOM | people("peer mentor_other")  # whoever takes part in the first programme
SECOND_GROUP = people("dual mentee_other")  # the group of the second programme, where only the group reads diaries
SECOND = SECOND_GROUP | people("manager_other")
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paper:
    """A version in the world: its state, and who plays which part in it. ``writers`` and ``reviewers`` may read it."""

    state: str
    readers: frozenset[str]
    writers: frozenset[str] = NOBODY
    reviewers: frozenset[str] = NOBODY
    signers: frozenset[str] = NOBODY
    workflow: str = "reviewed"
    live: bool = False


AUTHOR, MENTEE, MENTOR, APPLICANT = people("author"), people("mentee"), people("mentor"), people("applicant")
PAPERS: dict[str, Paper] = {
    "contract": Paper("sealed", ROOM | LEFT, MANAGER, signers=ROOM, workflow="signed"),
    "contract, next version": Paper("draft", MANAGER, MANAGER, workflow="signed"),
    "contract, second programme": Paper("signing", SECOND, people("manager_other"), signers=SECOND, workflow="signed"),
    "diary, published": Paper("sealed", ROOM, AUTHOR, MENTOR),
    "diary, handed in": Paper("submitted", ROOM, MENTEE, MENTOR),
    "diary, sent back": Paper("draft", AUTHOR, AUTHOR),
    "diary, group only": Paper("sealed", SECOND_GROUP, people("mentee_other"), people("dual")),
    "goals, published": Paper("sealed", AUTHOR | MENTOR | MANAGER, AUTHOR, MENTOR),
    "goals, draft": Paper("draft", MENTEE, MENTEE),
    "goals, scanned": Paper(
        "submitted", people("mentee_other dual manager_other"), people("mentee_other"), people("dual")
    ),
    "goals of who left": Paper("sealed", MENTOR | MANAGER | LEFT, NOBODY, MENTOR),
    "group goals, handed in": Paper("submitted", ROOM, GROUP, MENTOR),
    "plan, replaced": Paper("superseded", ROOM, MENTOR, workflow="filed", live=True),
    "plan, in force": Paper("sealed", ROOM, MENTOR, workflow="filed", live=True),
    "questionnaire, filed": Paper("sealed", AUTHOR | MANAGER, AUTHOR, workflow="filed"),
    "questionnaire, draft": Paper("draft", MENTEE, MENTEE, workflow="filed"),
    "conclusions, draft": Paper("draft", GROUP, GROUP, MENTOR),
    "profile, filed": Paper("sealed", APPLICANT | MANAGER, APPLICANT, workflow="filed"),
    "interview notes": Paper("sealed", MANAGER, MANAGER, workflow="filed"),
    "session record": Paper("sealed", MENTOR, MENTOR, workflow="filed"),
    "reflective log": Paper("sealed", MENTOR, MENTOR, workflow="filed"),
    "reflection": Paper("sealed", AUTHOR, AUTHOR, workflow="filed"),
    "feedback": Paper("sealed", AUTHOR | MANAGER, AUTHOR, workflow="filed"),
    "feedback, released": Paper("sealed", MENTEE | MANAGER, MENTEE, workflow="filed"),
    "presentation": Paper("sealed", GROUP, AUTHOR, workflow="filed"),
    "final word": Paper("sealed", ROOM, AUTHOR, workflow="filed"),
    "well matched": Paper("sealed", AUTHOR | MANAGER, AUTHOR, workflow="filed"),
    "own questionnaire": Paper("sealed", AUTHOR | MANAGER, AUTHOR, workflow="filed"),
    "own questionnaire, draft": Paper("draft", MENTEE, MENTEE, workflow="filed"),
    "own questionnaire, shared": Paper("sealed", MENTEE | MENTOR | MANAGER, MENTEE, workflow="filed"),
    "feedback from others": Paper("sealed", AUTHOR | MENTOR, AUTHOR, workflow="filed", live=True),
    "own questionnaire, together": Paper("sealed", AUTHOR, AUTHOR, workflow="sent once"),
    "certificate": Paper("sealed", AUTHOR | MANAGER, MANAGER, workflow="filed"),
}
