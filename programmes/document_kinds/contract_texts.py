"""The standard clauses of the contract and the code of ethics (design 4, D1 and D2), in our own words."""

from django.utils.translation import gettext_lazy as _

from ..models import Programme

COMMITMENT = (
    _("What the mentees bring"),
    _("We set our own targets, work on them in small steps, come prepared, and do the homework we agreed on."),
)
MUTUAL_SUPPORT = (
    _("Support among the mentees"),
    _("We support each other, listen to each other, and are glad about what another one reaches."),
)
CLAUSES = (
    (
        _("Openness"),
        _("We speak openly in our sessions. Everyone decides for themselves how much they tell."),
    ),
    (
        _("Confidentiality"),
        _(
            "What is said in the group stays in the group, also after the mentoring has ended. The exceptions are named "
            "now: when somebody is in danger, when the law demands it, or when the person concerned agrees."
        ),
    ),
    (
        _("Advice is guidance"),
        _("What the mentor or another mentee advises is guidance. Each mentee decides, and answers for the decision."),
    ),
    (
        _("What the mentor brings"),
        _(
            "The mentor listens, asks before advising, prepares the sessions, keeps the session plan up to date, "
            "publishes the diary, and puts no pressure on anyone."
        ),
    ),
    (
        _("What the manager brings"),
        _(
            "The manager organises the programme, follows how it goes, calls both sides, helps to solve problems, and "
            "finds another mentor if that is needed."
        ),
    ),
    (
        _("How we communicate"),
        _(
            "Between sessions we write in the group. We answer within three working days. Whoever cannot come says so "
            "at least 24 hours before. After two missed sessions the manager calls."
        ),
    ),
    (
        _("If we disagree"),
        _(
            "We talk about it in the group first, then with the mentor, then with the manager, who looks for a way with us."
        ),
    ),
    (
        _("Ending early"),
        _(
            "Anyone may leave without blame. We tell the group and the manager, and hold one last talk if possible. "
            "What was written until then is kept as agreed here."
        ),
    ),
    (
        _("Changes"),
        _("This contract changes only when everyone agrees: a new version counts when all have signed it."),
    ),
)
RECORDS = _("Records")
RECORDS_READ_BY_MANAGERS = _(
    "Contract, goals, session plan and diaries are kept in this application for the whole mentoring and one year after "
    "(contract and conclusions: two years). The group and the managers read them, published diaries included. Everyone "
    "can ask the manager for a copy, a correction or deletion."
)
RECORDS_READ_BY_GROUP = _(
    "Contract, goals, session plan and diaries are kept in this application for the whole mentoring and one year after "
    "(contract and conclusions: two years). Only the group reads its diaries; managers see that a diary was filed, when "
    "and by whom. Everyone can ask the manager for a copy, a correction or deletion."
)

CODE_OF_ETHICS = (
    (_("Equal"), _("We treat each other as equals and discriminate against nobody.")),
    (_("On time"), _("We are punctual, and one person speaks at a time.")),
    (_("Private"), _("We respect what others want to keep to themselves, and the limits they set.")),
    (_("Nothing recorded"), _("We make no recordings or screenshots and share nothing about others on social media.")),
    (_("A mentor is a mentor"), _("The mentor is no therapist, employer or lender, and says so when asked to be.")),
    (_("No gain"), _("No financial, sexual or other exploiting dealings between us.")),
    (_("Conflicts of interest"), _("Whoever has a conflict of interest names it to the group and the manager.")),
    (_("Know when to refer on"), _("Where the mentor cannot help, the mentor says who can.")),
    (_("Honest"), _("We are truthful and admit what we do not know.")),
    (_("Kind feedback"), _("We tell each other what we notice, kindly and concretely.")),
    (_("The mentor learns too"), _("The mentor reflects on the sessions and seeks supervision when needed.")),
    (_("Raise concerns"), _("Concerns go to the manager, early and without fear.")),
    (_("Danger"), _("If somebody is in danger we act, and tell the manager.")),
    (_("A fair ending"), _("We end the mentoring together and keep or delete the records as agreed.")),
)


def clauses_for(programme: Programme) -> list[dict[str, str]]:
    """The clauses a programme's contract begins with, in the active language."""
    group_only = programme.diary_readers == Programme.DiaryReaders.GROUP
    records = RECORDS_READ_BY_GROUP if group_only else RECORDS_READ_BY_MANAGERS
    chosen = [COMMITMENT, *(() if programme.is_individual else (MUTUAL_SUPPORT,)), *CLAUSES, (RECORDS, records)]
    return [{"title": str(title), "text": str(text)} for title, text in chosen]
