"""Every address of the site and the rule at its door. An address without a row stops the site from starting.

``ANYONE``: open before sign-in. ``SIGNED_IN``: about oneself alone. ``BY_LINK``: whoever holds a personal link to sign
acts as its person on its version, and nowhere else; a link that was never made, is used or has ended opens one same
page that says nothing. ``CALENDAR``: whoever holds a person's calendar address reads when and where they meet, no more.
``SPONSOR``: whoever holds the address that a manager made reads the figures of one programme, no names.
``ASKED``: whoever holds the link in a letter that a mentee had written answers, once, what that mentee asks.
``APPLYING``: whoever began an application writes it, and whoever owns the address it was sent with confirms it, by a link.
``FOLLOW_UP``: whoever holds a mentee's link says once how it went on, and reads nothing of anybody.
Otherwise the thing that is loaded through
``visible_to`` (404 for whoever may not know of it) and the action that is required on it (403 with a reason).
``tests/house/test_doors.py`` walks through every row as every kind of person.
"""

from dataclasses import dataclass

from .permissions import Action


@dataclass(frozen=True)
class Door:
    """What is asked at an address. ``thing`` is empty for the doors that ask for no thing."""

    rule: str
    thing: str = ""
    action: Action | None = None
    methods: tuple[str, ...] = ("GET",)


ANYONE = Door("anyone")
ANYONE_FORM = Door("anyone", methods=("GET", "POST"))
SIGNED_IN = Door("signed in")
SIGNED_IN_FORM = Door("signed in", methods=("GET", "POST"))
BY_LINK = Door(
    "link: its bearer, as the one person and for the one version it was written for", methods=("GET", "POST")
)
CALENDAR = Door("link: its bearer, the sessions of the one person it was made for")
SPONSOR = Door("link: its bearer, how the one programme stands that it was made for, without personal data")
ASKED = Door("link: its bearer, as the one person who was asked, for one answer", methods=("GET", "POST"))
FOLLOW_UP = Door("link: its bearer, to say once how it went on, without a name", methods=("GET", "POST"))
APPLYING = Door("link: its bearer, the one application that it was made for", methods=("GET", "POST"))
SITE_ADMIN = Door("site administrators, accounts only", methods=("GET", "POST"))


def _see(thing: str, action: Action = Action.READ) -> Door:
    return Door("may", thing, action)


def _form(thing: str, action: Action) -> Door:
    return Door("may", thing, action, ("GET", "POST"))


def _act(thing: str, action: Action) -> Door:
    return Door("may", thing, action, ("POST",))


DOORS: dict[str, Door] = {
    "healthz": ANYONE,
    "readyz": ANYONE,
    "set_language": Door("anyone", methods=("POST",)),
    "admin": SITE_ADMIN,
    # accounts
    "account_login": ANYONE_FORM,
    "account_logout": ANYONE_FORM,
    "account_signup": ANYONE,
    "account_inactive": ANYONE,
    "account_change_password": SIGNED_IN_FORM,
    "account_reset_password": ANYONE_FORM,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE_FORM,
    "account_reset_password_from_key_done": ANYONE,
    "people:invitation": ANYONE_FORM,
    "people:invitation_again": Door("anyone", methods=("POST",)),
    "people:profile": SIGNED_IN_FORM,
    # my page, my work, my lists
    "home": SIGNED_IN,
    "jobs:progress": SIGNED_IN,
    "jobs:again": Door("signed in", methods=("POST",)),
    "programmes:programmes": SIGNED_IN,
    "programmes:groups": SIGNED_IN,
    # programmes
    "programmes:new": _form("organisation", Action.FOUND),
    "programmes:programme": _see("programme"),
    "programmes:settings": _form("programme", Action.RUN),
    "programmes:texts": _see("programme", Action.RUN),
    "programmes:text": _form("programme", Action.RUN),
    "programmes:text_again": _form("programme", Action.RUN),
    "programmes:advance": _act("programme", Action.RUN),
    "programmes:people": _form("programme", Action.RUN),
    "programmes:setup": _see("programme", Action.RUN),
    "programmes:managers": _form("programme", Action.RUN),
    "programmes:manager_remove": _form("programme", Action.RUN),
    "programmes:invitations": _form("programme", Action.RUN),
    "programmes:arrival": _see("programme", Action.RUN),
    "programmes:take_back": _act("programme", Action.RUN),
    "programmes:import": _form("programme", Action.RUN),
    "programmes:preview": _form("programme", Action.RUN),
    "programmes:rules": _form("programme", Action.RUN),
    "programmes:criteria": _form("programme", Action.RUN),
    "programmes:announce": _form("programme", Action.RUN),
    "programmes:free_place": _form("programme", Action.RUN),
    "programmes:application": _form("application", Action.READ),
    "programmes:scores": _form("application", Action.SELECT),
    "programmes:interview": _form("application", Action.SELECT),
    "programmes:withdraw": _form("application", Action.WITHDRAW),
    "programmes:applying": _see("programme", Action.RUN),
    "programmes:opening": _form("programme", Action.RUN),
    "programmes:opening_preview": _see("programme", Action.RUN),
    "programmes:opening_code": _see("programme", Action.RUN),
    "programmes:poster": _act("programme", Action.RUN),
    "programmes:poster_pdf": _see("job", Action.RUN),
    "programmes:apply": ANYONE_FORM,
    "programmes:apply_step": APPLYING,
    "programmes:apply_check": APPLYING,
    "programmes:apply_sent": Door(APPLYING.rule),
    "programmes:apply_confirm": APPLYING,
    "programmes:apply_done": ANYONE,
    "programmes:trainings": _see("programme"),
    "programmes:training_new": _form("programme", Action.RUN),
    "programmes:training": _form("training", Action.READ),
    "programmes:training_change": _form("training", Action.RUN),
    "programmes:training_cancel": _form("training", Action.CALL_OFF),
    "programmes:training_invite": _act("training", Action.RUN),
    "programmes:training_answer": _act("training", Action.ATTEND),
    "programmes:training_expect": _act("training", Action.ATTEND),
    "programmes:training_files": _form("training", Action.RUN),
    "programmes:training_file": _see("file of a training"),
    "programmes:units": _form("programme", Action.RUN),
    "programmes:unit": _form("unit", Action.READ),
    "programmes:unit_change": _form("unit", Action.RUN),
    "programmes:matching": _see("programme", Action.RUN),
    "programmes:propose": _act("programme", Action.RUN),
    "programmes:place": _form("programme", Action.RUN),
    "programmes:lock": _act("programme", Action.RUN),
    "programmes:terms": _form("programme", Action.RUN),
    "programmes:ties": _form("programme", Action.RUN),
    "programmes:untie": _act("programme", Action.RUN),
    "programmes:compare": _see("programme", Action.RUN),
    "programmes:confirm": _form("programme", Action.CONFIRM),
    "programmes:matrix": _see("programme", Action.RUN),
    "programmes:bundle_all": _act("programme", Action.RUN),
    "programmes:group_name": _form("group", Action.NAME),
    "programmes:group_end": _act("group", Action.END),
    # a group and its sessions
    "room": _see("group"),
    "sessions:dossier": _see("group"),
    "sessions:goals": _see("group"),
    "sessions:feedback": _see("group", Action.HEAR),
    "sessions:log": SIGNED_IN,
    "sessions:log_taken": _act("version", Action.AMEND),
    "sessions:goal": _form("goal", Action.READ),
    "sessions:step": _act("goal", Action.STEP),
    "sessions:plan": _see("group", Action.PLAN),
    "sessions:publish": _act("group", Action.PLAN),
    "sessions:new": _form("group", Action.PLAN),
    "sessions:series": _form("group", Action.PLAN),
    "sessions:final": _form("group", Action.FINISH),
    "sessions:calendar": SIGNED_IN_FORM,
    "sessions:feed": CALENDAR,
    "sessions:meeting": _see("meeting"),
    "sessions:ics": _see("meeting"),
    "sessions:change": _form("meeting", Action.PLAN),
    "sessions:shift": _form("meeting", Action.PLAN),
    "sessions:run": _form("meeting", Action.PLAN),
    "sessions:close": _form("meeting", Action.PLAN),
    "sessions:held": _form("meeting", Action.HOLD),
    "sessions:cancel": _form("meeting", Action.CANCEL),
    "sessions:missed": _act("meeting", Action.MISS),
    "sessions:reopen": _act("meeting", Action.REOPEN),
    "sessions:diary": _act("meeting", Action.READ),
    "sessions:paper": _act("meeting", Action.READ),
    "sessions:homework": _act("homework", Action.DO_HOMEWORK),
    "sessions:homework_answer": _form("homework", Action.DO_HOMEWORK),
    "sessions:homework_file": _see("answer to homework"),
    "sessions:calls": SIGNED_IN_FORM,
    "sessions:call_back": _act("wish to be called", Action.WISH),
    "sessions:call_made": _act("wish to be called", Action.CALL),
    "monitoring:attention": SIGNED_IN,
    "monitoring:remind": SIGNED_IN_FORM,
    "monitoring:check_ins": SIGNED_IN,
    "monitoring:watch": _form("programme", Action.RUN),
    "monitoring:questionnaires": _see("programme", Action.RUN),
    "monitoring:questionnaire_new": _form("programme", Action.RUN),
    "monitoring:questionnaire": _see("programme", Action.RUN),
    "monitoring:questionnaire_change": _form("programme", Action.RUN),
    "monitoring:questionnaire_copy": _act("programme", Action.RUN),
    "monitoring:questionnaire_open": _form("programme", Action.RUN),
    "monitoring:questionnaire_close": _act("programme", Action.RUN),
    "monitoring:questionnaire_longer": _form("programme", Action.RUN),
    "monitoring:questionnaire_paper": _form("programme", Action.RUN),
    "monitoring:questionnaire_remind": _act("programme", Action.RUN),
    "monitoring:questionnaire_answers": _see("programme", Action.RUN),
    "monitoring:answer_questionnaire": _form("group", Action.READ),
    "monitoring:both_sides": _see("group", Action.MONITOR),
    "monitoring:both_sides_of_all": _see("programme", Action.RUN),
    "monitoring:competencies": _see("group"),
    "monitoring:others": _see("group", Action.ASK_OTHERS),
    "monitoring:others_new": _form("group", Action.ASK_OTHERS),
    "monitoring:others_round": _form("round of feedback", Action.ASK_OTHERS),
    "monitoring:others_own": _form("round of feedback", Action.ASK_OTHERS),
    "monitoring:others_remove": _act("round of feedback", Action.ASK_OTHERS),
    "monitoring:others_copy": _act("round of feedback", Action.ASK_OTHERS),
    "monitoring:others_remind": _act("link for feedback", Action.ASK_OTHERS),
    "monitoring:others_take_back": _act("link for feedback", Action.ASK_OTHERS),
    "monitoring:others_answer": ASKED,
    "monitoring:others_thanks": ANYONE,
    "monitoring:later": _form("group", Action.MONITOR),
    "monitoring:back": _act("group", Action.MONITOR),
    "monitoring:rhythms": _see("programme", Action.RUN),
    "monitoring:rhythm": _form("group", Action.MONITOR),
    "monitoring:new": _form("group", Action.MONITOR),
    "monitoring:round": _see("meeting"),
    "monitoring:answer": _act("meeting", Action.READ),
    "monitoring:remind_for": _act("meeting", Action.MONITOR),
    "monitoring:recommendations": _see("programme", Action.RUN),
    "monitoring:recommendation_new": _form("programme", Action.RUN),
    "monitoring:recommendation": _form("recommendation", Action.TAKE_UP),
    "monitoring:closing": _see("programme", Action.RUN),
    "monitoring:next": _form("programme", Action.RUN),
    "monitoring:evaluation": _see("programme", Action.RUN),
    "monitoring:targets": _form("programme", Action.RUN),
    "monitoring:print_executive": _act("programme", Action.RUN),
    "monitoring:print_report": _act("programme", Action.RUN),
    "monitoring:executive_pdf": _see("job", Action.RUN),
    "monitoring:links": _form("programme", Action.RUN),
    "monitoring:take_back": _act("programme", Action.RUN),
    "monitoring:report": _see("programme", Action.RUN),
    "monitoring:comparison": _see("programme", Action.RUN),
    "monitoring:sponsor": SPONSOR,
    "monitoring:afterwards": _form("programme", Action.RUN),
    "monitoring:follow_up": FOLLOW_UP,
    "monitoring:follow_up_thanks": ANYONE,
    "monitoring:follow_up_stopped": ANYONE,
    # conversations; the socket of a chat (s/<id>/chat/live) lets in whom its page lets in, and asks anew with all it tells
    "conversations:chat": _see("chat of a session"),
    "conversations:say": _act("chat of a session", Action.TALK),
    "conversations:reach": _act("meeting", Action.PLAN),
    "conversations:into_diary": _form("chat of a session", Action.READ),
    "conversations:take_back": _act("message", Action.TAKE_BACK),
    "conversations:hide": _form("message", Action.HIDE),
    "conversations:messages": SIGNED_IN,
    "conversations:forum": _see("forum of a group or programme"),
    "conversations:new": _form("forum of a group or programme", Action.TALK),
    "conversations:topic": _see("topic"),
    "conversations:reply": _act("topic", Action.TALK),
    "conversations:mark_read": _act("topic", Action.READ),
    "conversations:follow": _act("topic", Action.READ),
    "conversations:settle": _act("topic", Action.SETTLE),
    "conversations:topic_take_back": _act("message", Action.TAKE_BACK),
    "conversations:topic_hide": _form("message", Action.HIDE),
    "conversations:file": _see("file of a message"),
    "conversations:search": SIGNED_IN,
    # documents
    "documents:verify": ANYONE_FORM,
    "documents:start": _act("space", Action.START),
    "documents:make_bundle": _act("space", Action.READ),
    "documents:bundle": _see("bundle"),
    "documents:bundle_pdf": _see("bundle"),
    "documents:bundle_zip": _see("bundle"),
    "documents:read": _see("version"),
    "documents:changes": _see("version"),
    "documents:write": _form("version", Action.WRITE),
    "documents:blank": _form("space", Action.LIST),
    "documents:prefilled": _form("version", Action.WRITE),
    "documents:upload": _act("version", Action.WRITE),
    "documents:scan": _act("version", Action.WRITE),
    "documents:file": _see("version"),
    "documents:publish": _act("version", Action.PUBLISH),
    "documents:offer": _act("version", Action.OFFER),
    "documents:recall": _act("version", Action.RECALL),
    "documents:remind": _act("version", Action.REMIND),
    "documents:sign": _act("version", Action.SIGN),
    "documents:refuse": _act("version", Action.REFUSE),
    "documents:sign_on_paper": _act("version", Action.SCAN),
    "documents:ask": _act("version", Action.ASK),
    "documents:answer": _act("version", Action.ANSWER),
    "documents:by_link": BY_LINK,
    "documents:link_again": Door(BY_LINK.rule, methods=("POST",)),
    "documents:amend": _act("version", Action.AMEND),
    "documents:pdf": _see("version"),
    "documents:print": _act("version", Action.READ),
}
