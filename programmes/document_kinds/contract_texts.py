"""The standard clauses of the contract and the code of ethics (design 4, D1 and D2), in our own words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from policy.models import Space

from ..models import Programme

Said = list[dict[str, str]]
Text = tuple[str, Any, Any]  # a key that lasts, a heading, a text

MUTUAL_SUPPORT: Text = (
    "support",
    _("Support among the mentees"),
    _("We support each other, listen to each other, and are glad about what another one reaches."),
)
BEFORE_SUPPORT: tuple[Text, ...] = (
    (
        "commitment",
        _("What the mentees bring"),
        _("We set our own targets, work on them in small steps, come prepared, and do the homework we agreed on."),
    ),
)
CLAUSES: tuple[Text, ...] = (
    (
        "openness",
        _("Openness"),
        _("We speak openly in our sessions. Everyone decides for themselves how much they tell."),
    ),
    (
        "confidentiality",
        _("Confidentiality"),
        _(
            "What is said in the group stays in the group, also after the mentoring has ended. The exceptions are named "
            "now: when somebody is in danger, when the law demands it, or when the person concerned agrees that the "
            "manager is told."
        ),
    ),
    (
        "guidance",
        _("Advice is guidance"),
        _("What the mentor or another mentee advises is guidance. Each mentee decides, and answers for the decision."),
    ),
    (
        "mentor",
        _("What the mentor brings"),
        _(
            "The mentor listens, asks before advising, prepares the sessions, keeps the session plan up to date, "
            "publishes the diary, and puts no pressure on anyone."
        ),
    ),
    (
        "manager",
        _("What the manager brings"),
        _(
            "The manager organises the programme, follows how it goes, calls both sides, helps to solve problems, and "
            "finds another mentor if that is needed."
        ),
    ),
    (
        "communication",
        _("How we communicate"),
        _(
            "Between sessions we write in the group. We answer within three working days. Whoever cannot come says so "
            "at least 24 hours before. After two missed sessions the manager calls."
        ),
    ),
)
RECORDS = _("Records")
RECORDS_READ_BY_MANAGERS = _(
    "Contract, group goals, session plan, diaries and conclusions are kept in this application; the group and the "
    "managers read them, published diaries included. Personal goals are read by their owner, the mentor and the "
    "managers; answers to questionnaires by whoever gave them and the managers; the mentor's own notes by the mentor "
    "alone. Contract and conclusions are kept for two years after the programme, the others for one. Everyone can ask "
    "the manager for a copy, a correction or deletion."
)
RECORDS_READ_BY_GROUP = _(
    "Contract, group goals, session plan, diaries and conclusions are kept in this application; the group and the "
    "managers read them, but diaries only the group: managers see that a diary was filed, when and by whom. Personal "
    "goals are read by their owner, the mentor and the managers; answers to questionnaires by whoever gave them and the "
    "managers; the mentor's own notes by the mentor alone. Contract and conclusions are kept for two years after the "
    "programme, the others for one. Everyone can ask the manager for a copy, a correction or deletion."
)
CLOSING: tuple[Text, ...] = (
    (
        "monitoring",
        _("Monitoring"),
        _(
            "The manager meets or calls us as often as it is agreed above, at the start, half-way and at the end. We "
            "say openly what works and what does not, and fill in the questionnaires."
        ),
    ),
    (
        "disagreement",
        _("If we disagree"),
        _(
            "We talk about it in the group first, then with the mentor, then with the manager, who looks for a way with us."
        ),
    ),
    (
        "ending",
        _("Ending early"),
        _(
            "Anyone may leave without blame. We tell the group and the manager, and hold one last talk if possible. "
            "What was written until then is kept as agreed here."
        ),
    ),
    (
        "changes",
        _("Changes"),
        _("This contract changes only when everyone agrees: a new version counts when all have signed it."),
    ),
)

RESPECT, CONFIDENCE, LIMITS = _("Respect"), _("Confidence"), _("Roles and limits")
LEARNING, SAFETY = _("Honesty and learning"), _("Safety and ending")
CODE_OF_ETHICS: tuple[Text, ...] = (
    ("equal", RESPECT, _("We treat each other as equals and discriminate against nobody.")),
    ("punctual", RESPECT, _("We are punctual, and one person speaks at a time.")),
    ("private", CONFIDENCE, _("We respect what others want to keep to themselves, and the limits they set.")),
    (
        "recording",
        CONFIDENCE,
        _("We make no recordings or screenshots and share nothing about others on social media."),
    ),
    ("role", LIMITS, _("The mentor is no therapist, employer or lender, and says so when asked to be.")),
    ("gain", LIMITS, _("There are no financial, sexual or other exploiting dealings between us.")),
    ("interest", LIMITS, _("Whoever has a conflict of interest names it to the group and the manager.")),
    ("refer", LIMITS, _("Where the mentor cannot help, the mentor says who can.")),
    ("truthful", LEARNING, _("We are truthful and admit what we do not know.")),
    ("feedback", LEARNING, _("We tell each other what we notice, kindly and concretely.")),
    ("reflection", LEARNING, _("The mentor reflects on the sessions and seeks supervision when needed.")),
    ("concerns", SAFETY, _("Concerns go to the manager, early and without fear.")),
    ("danger", SAFETY, _("If somebody is in danger we act, and tell the manager.")),
    ("farewell", SAFETY, _("We end the mentoring together and keep or delete the records as agreed.")),
)


def clauses_for(space: Space | None) -> Said:
    """The clauses a contract begins with, in the active language, as they fit the programme of ``space``."""
    programme = _programme_of(space)
    is_individual = programme is not None and programme.is_individual
    group_only = programme is not None and programme.diary_readers == Programme.DiaryReaders.GROUP
    records: Text = ("records", RECORDS, RECORDS_READ_BY_GROUP if group_only else RECORDS_READ_BY_MANAGERS)
    support = () if is_individual else (MUTUAL_SUPPORT,)
    return _read((*BEFORE_SUPPORT, *support, *CLAUSES, records, *CLOSING))


def ethics_for(space: Space | None) -> Said:
    """The fourteen rules of the code of ethics in their five blocks, in the active language."""
    return _read(CODE_OF_ETHICS)


def _read(texts: tuple[Text, ...]) -> Said:
    return [{"key": key, "title": str(title), "text": str(text)} for key, title, text in texts]


def _programme_of(space: Space | None) -> Programme | None:
    if space is None:
        return None
    return space.group.programme if space.kind == Space.Kind.GROUP else space.programme
