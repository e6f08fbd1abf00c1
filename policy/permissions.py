"""Who may do what: one table, one question, one refusal. Nothing else in the house decides who."""

from collections.abc import Iterable
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What someone is in front of a thing. The first five are held in a space; the rest only face a document."""

    MANAGER = "manager", _("manager")
    # Translators: a role as it is called in sentences and behind names, for people of any gender
    MENTOR = "mentor", _("mentor")
    # Translators: a role as it is called in sentences and behind names, for people of any gender
    MENTEE = "mentee", _("mentee")
    APPLICANT = "applicant", _("applicant")
    SPONSOR = "sponsor", _("sponsor")
    AUTHOR = "author", _("author")
    REVIEWER = "reviewer", _("reviewer")
    SIGNATORY = "signatory", _("signatory")
    READER = "reader", _("reader")
    WITNESS = "witness", _("witness")  # knows that it exists and where it stands, not what it says
    OWNER = "owner", _("owner")  # the person whom a thing of their own concerns
    GUEST = "guest", _("guest")  # a manager whom the mentor invited into the chat of one session


# what somebody is kept as with a signature or an expectation; a guest only talks, and is kept as nothing
KEPT_ROLES = [(role.value, role.label) for role in Role if role != Role.GUEST]


class Action(models.TextChoices):
    """Everything that can be done, as a verb."""

    LIST = "list", _("see that it exists")
    READ = "read", _("read")
    # a programme and its people
    FOUND = "found", _("create a programme")
    RUN = "run", _("run the programme")
    APPOINT = "appoint", _("add a manager")
    DISMISS = "dismiss", _("remove a manager")
    LET_IN = "let-in", _("take off the second step of signing in of somebody")
    OPEN_SELECTION = "open-selection", _("open the selection")
    OPEN_TRAINING = "open-training", _("begin the training")
    OPEN_MATCHING = "open-matching", _("begin the matching")
    CONFIRM = "confirm", _("confirm the groups")
    WIND_UP = "wind-up", _("begin the closing")
    CLOSE = "close", _("close the programme")
    SELECT = "select", _("select")
    RESERVE = "reserve", _("put on the reserve list")
    DECLINE = "decline", _("decline")
    WITHDRAW = "withdraw", _("withdraw")
    FORGET = "forget", _("erase")
    PLACE = "place", _("place somebody in a group")
    LET_GO = "let-go", _("note that somebody has ended with the programme")
    BRING_IN = "bring-in", _("bring somebody back into the programme")
    TELL = "tell", _("say what counts for one's own matching")
    ACCEPT = "accept", _("accept or decline one's own place")
    ATTEND = "attend", _("take part in a training that is for oneself")
    CALL_OFF = "call-off", _("cancel a training")
    WRITE_TO = "write-to", _("write a letter to them")
    # a group and its sessions
    NAME = "name", _("choose name and motto")
    PLAN = "plan", _("plan sessions")
    MONITOR = "monitor", _("organise monitoring")
    BEGIN = "begin", _("begin the initial session")
    WORK = "work", _("begin the task-oriented sessions")
    FINISH = "finish", _("begin the final session")
    END = "end", _("end the group")
    REFORM = "reform", _("change who is in the group")
    END_EARLY = "end-early", _("end the group early")
    TAKE_OVER = "take-over", _("take over a group as its mentor")
    HOLD = "hold", _("mark as held")
    CANCEL = "cancel", _("cancel")
    MISS = "miss", _("mark as missed")
    REOPEN = "reopen", _("set back to planned")
    FALL_AWAY = "fall-away", _("let a session fall away with its group")
    DO_HOMEWORK = "do-homework", _("say that homework is done")
    WISH = "wish", _("ask for a call")
    CALL = "call", _("say that the call was made")
    STEP = "step", _("tick and add steps towards a goal")
    HEAR = "hear", _("read the feedback that was released")
    ASK_OTHERS = "ask-others", _("ask people outside for feedback")
    # resources
    ADOPT = "adopt", _("take a resource into the library")
    SET_ASIDE = "set-aside", _("put a resource into the archive")
    BRING_BACK = "bring-back", _("bring a resource back into the library")
    SUGGEST = "suggest", _("suggest a resource")
    STUDY = "study", _("read what was suggested")
    USE = "use", _("say whether a resource helped")
    # what is said in a conversation
    TALK = "talk", _("say something in the conversation")
    TAKE_BACK = "take-back", _("take back what one said")
    HIDE = "hide", _("hide what somebody said")
    SETTLE = "settle", _("close and reopen a topic")
    PUT_RIGHT = "put-right", _("put right what one wrote")
    ASK_IN = "ask-in", _("invite a manager into the chat of a session")
    SEE_OUT = "see-out", _("end an invitation into the chat of a session")
    # what was recommended
    TAKE_UP = "take-up", _("take up")
    CARRY_OUT = "carry-out", _("say that it is done")
    RECONSIDER = "reconsider", _("decide anew")
    # a questionnaire of a programme
    OPEN_QUESTIONNAIRE = "open-questionnaire", _("open the questionnaire")
    CLOSE_QUESTIONNAIRE = "close-questionnaire", _("close the questionnaire")
    ASK_LONGER = "ask-longer", _("ask for longer")
    # a document
    START = "start", _("start")
    WRITE = "write", _("write")
    SUBMIT = "submit", _("submit")
    SEND_BACK = "send-back", _("send back")
    COMMENT = "comment", _("comment")
    PUBLISH = "publish", _("publish")
    OFFER = "offer", _("offer for signature")
    RECALL = "recall", _("take back from signing")
    SIGN = "sign", _("sign")
    REFUSE = "refuse", _("decline to sign")
    ASK = "ask", _("ask the manager")
    ANSWER = "answer", _("answer a question")
    REMIND = "remind", _("remind who is awaited")
    SCAN = "scan", _("attach a signature on paper")
    SEAL = "seal", _("seal")
    FILE = "file", _("file")
    AMEND = "amend", _("open a new version")
    REPLACE = "replace", _("replace by a newer version")


_GROUP = frozenset({Role.MENTOR, Role.MENTEE, Role.MANAGER})
_LEADERS = frozenset({Role.MENTOR, Role.MANAGER})
_MANAGERS = frozenset({Role.MANAGER})
_MENTORS = frozenset({Role.MENTOR})
_AUTHORS = frozenset({Role.AUTHOR})
_REVIEWERS = frozenset({Role.REVIEWER})
_DOCUMENT_READERS = frozenset({Role.AUTHOR, Role.REVIEWER, Role.SIGNATORY, Role.READER})

GRANTS: dict[Action, frozenset[Role]] = {
    Action.LIST: _GROUP | _DOCUMENT_READERS | {Role.WITNESS, Role.APPLICANT, Role.OWNER, Role.GUEST},
    Action.READ: _GROUP | _DOCUMENT_READERS | {Role.APPLICANT, Role.OWNER, Role.GUEST},
    Action.FOUND: _MANAGERS,
    Action.RUN: _MANAGERS,
    Action.APPOINT: _MANAGERS,
    Action.DISMISS: _MANAGERS,
    Action.LET_IN: _MANAGERS,
    Action.OPEN_SELECTION: _MANAGERS,
    Action.OPEN_TRAINING: _MANAGERS,
    Action.OPEN_MATCHING: _MANAGERS,
    Action.CONFIRM: _MANAGERS,
    Action.WIND_UP: _MANAGERS,
    Action.CLOSE: _MANAGERS,
    Action.SELECT: _MANAGERS,
    Action.RESERVE: _MANAGERS,
    Action.DECLINE: _MANAGERS,
    Action.WITHDRAW: frozenset({Role.APPLICANT}),
    Action.TELL: frozenset({Role.APPLICANT}),
    Action.ACCEPT: frozenset({Role.APPLICANT}),
    Action.FORGET: frozenset(),  # nobody's: it happens when the days are over
    Action.PLACE: _MANAGERS,
    Action.LET_GO: _MANAGERS,
    Action.BRING_IN: _MANAGERS,
    Action.ATTEND: frozenset({Role.OWNER}),
    Action.CALL_OFF: _MANAGERS,
    Action.WRITE_TO: _LEADERS,
    Action.NAME: _GROUP,
    Action.PLAN: _MENTORS,
    Action.MONITOR: _MANAGERS,
    Action.BEGIN: _LEADERS,
    Action.WORK: _GROUP,
    Action.FINISH: _LEADERS,
    Action.END: _LEADERS,
    Action.REFORM: _MANAGERS,
    Action.END_EARLY: _MANAGERS,
    Action.TAKE_OVER: _MENTORS,
    Action.HOLD: _LEADERS,
    Action.CANCEL: _LEADERS,
    Action.MISS: _LEADERS,
    Action.REOPEN: _LEADERS,
    Action.FALL_AWAY: _MANAGERS,
    Action.DO_HOMEWORK: frozenset({Role.OWNER}),
    Action.WISH: frozenset({Role.MENTOR, Role.MENTEE, Role.OWNER}),
    Action.CALL: _MANAGERS,
    Action.STEP: frozenset({Role.OWNER}),
    Action.HEAR: _MENTORS,
    Action.ASK_OTHERS: frozenset({Role.MENTEE, Role.OWNER}),
    Action.ADOPT: _MANAGERS,
    Action.SET_ASIDE: _MANAGERS,
    Action.BRING_BACK: _MANAGERS,
    Action.SUGGEST: _MENTORS,
    Action.STUDY: frozenset({Role.MENTOR, Role.MENTEE}),  # managers read numbers, not who was suggested what
    Action.USE: frozenset({Role.OWNER}),
    Action.TALK: _GROUP
    | {Role.GUEST},  # a manager stands in those of a whole programme; in a group's only as its guest
    Action.TAKE_BACK: _AUTHORS,
    Action.HIDE: _LEADERS,
    Action.SETTLE: frozenset({Role.MANAGER, Role.OWNER}),  # who opened it, and in a group its mentor, own a topic
    Action.PUT_RIGHT: _AUTHORS,
    Action.ASK_IN: _MENTORS,
    Action.SEE_OUT: frozenset({Role.MENTOR, Role.OWNER}),  # the guest leaves, too
    Action.TAKE_UP: _MANAGERS,
    Action.CARRY_OUT: _MANAGERS,
    Action.RECONSIDER: _MANAGERS,
    Action.OPEN_QUESTIONNAIRE: _MANAGERS,
    Action.CLOSE_QUESTIONNAIRE: _MANAGERS,
    Action.ASK_LONGER: _MANAGERS,
    Action.START: _AUTHORS,
    Action.WRITE: _AUTHORS,
    Action.SUBMIT: _AUTHORS,
    Action.SEND_BACK: _REVIEWERS,
    Action.COMMENT: _REVIEWERS,
    Action.PUBLISH: _REVIEWERS,
    Action.OFFER: _AUTHORS,
    Action.RECALL: _AUTHORS,
    Action.SIGN: frozenset({Role.SIGNATORY}),
    Action.REFUSE: frozenset({Role.SIGNATORY}),
    Action.ASK: frozenset({Role.SIGNATORY}),
    Action.ANSWER: _AUTHORS,
    Action.REMIND: _AUTHORS,
    Action.SCAN: _AUTHORS | {Role.SIGNATORY},  # one's own; the author's for those who signed on paper
    Action.SEAL: _AUTHORS | {Role.SIGNATORY},  # follows from the last signature, given here or attached
    Action.FILE: _AUTHORS,
    Action.AMEND: _AUTHORS,
    Action.REPLACE: _DOCUMENT_READERS,  # follows from sealing the next version; nobody does it by itself
}


class Guarded(Protocol):
    """A thing one can have rights on: it says what a person is in front of it."""

    def roles_of(self, person: Any) -> frozenset[Role]:
        """The roles ``person`` has here and now, from the database."""


def may(person: Any, action: Action, thing: Guarded) -> bool:
    """Whether ``person`` may do ``action`` on ``thing`` as far as *who* is concerned (*when* is the machine's)."""
    return bool(GRANTS[action] & thing.roles_of(person))


def require(person: Any, action: Action, thing: Guarded) -> None:
    """Raise ``PermissionDenied`` with a plain reason unless ``person`` may do ``action`` on ``thing``."""
    if not may(person, action, thing):
        raise PermissionDenied(
            # Translators: what somebody tried to do, as it is called above (“sign”), and the roles that may do it, separated by commas
            _("To %(action)s is for: %(roles)s.") % {"action": action.label, "roles": words_for(GRANTS[action])}
        )


def words_for(roles: Iterable[Role]) -> str:
    """Roles in words, in the order of the table: “manager, mentor”."""
    held = set(roles)
    return ", ".join(str(role.label) for role in Role if role in held)
