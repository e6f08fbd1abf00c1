"""The doors table: every address, every principal, every method, as data.

A row names an address and the thing it is opened with. It says who gets which status; whoever is not named gets 404,
and whoever is nobody to the house (``STRANGERS``) is sent to the sign-in page unless named.
"""

from tests.house.door_row import EVERYONE, Row, managed, same
from tests.house.doors_of_people import HOUSE
from tests.house.doors_of_programmes import PROGRAMMES
from tests.house.principals import (
    AUTHOR,
    GROUP,
    LEFT,
    MANAGER,
    MENTEES,
    MENTOR,
    NOBODY,
    PAPERS,
    PROGRAMME,
    ROOM,
    SECOND,
    SECOND_GROUP,
    SIGNED_IN,
    Paper,
    people,
)

MENTORS_OWN = {"refused": ROOM}
SESSIONS = (
    Row("room", ("group",), get=same(ROOM)),
    Row("room", ("second group",), get=same(people("manager_other dual mentee_other"))),
    Row("room", ("other group",), get=same(people("peer mentor_other manager"))),
    Row("sessions:dossier", ("group",), get=same(ROOM)),
    Row("sessions:dossier", ("second group",), get=same(people("manager_other dual mentee_other"))),
    Row("sessions:goals", ("group",), get=same(ROOM)),
    Row("sessions:feedback", ("group",), get=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:log", get=same(SIGNED_IN)),
    Row("sessions:log_taken", ("reflective log",), post=same(MENTOR, 302)),
    Row("sessions:log_taken", ("session record",), post={}),  # no entry of a log
    Row("sessions:goal", ("goal",), get=same(AUTHOR | people("mentor manager")),
        post={200: AUTHOR, 403: people("mentor manager")}),
    Row("sessions:goal", ("shared goal",), get=same(ROOM), post=same(AUTHOR, refused=ROOM)),
    Row("sessions:step", ("step",), post={302: AUTHOR, 403: people("mentor manager")}),
    Row("sessions:plan", ("group",), get=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:publish", ("group",), post=same(MENTOR, 302, **MENTORS_OWN)),
    Row("sessions:new", ("group",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:series", ("group",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:final", ("group",),
        get={200: people("mentor manager"), 403: MENTEES}, post={200: people("mentor manager"), 403: MENTEES}),
    # after the matching: managers change a group, its mentor takes it over, and whoever has left keeps their own
    Row("sessions:changes", ("group",), get=same(MANAGER, refused=ROOM)),
    *(Row(f"sessions:{name}", ("group",), get=same(MANAGER, refused=ROOM), post=same(MANAGER, refused=ROOM))
      for name in ("change_mentor", "split", "merge", "end_early")),
    Row("sessions:ask_word", ("group",), post=same(MANAGER, 302, refused=ROOM)),
    *(Row(f"sessions:{name}", ("group", "seat"), get=same(MANAGER, refused=ROOM), post=same(MANAGER, refused=ROOM))
      for name in ("move", "leave")),
    *(Row(f"sessions:{name}", ("group", "second seat"), get={403: ROOM - MANAGER}, post={403: ROOM - MANAGER})
      for name in ("move", "leave")),
    managed("sessions:without_group", get=200, post=None),
    Row("sessions:place", ("application of who left",), get=same(MANAGER, refused=LEFT),
        post=same(MANAGER, refused=LEFT)),
    Row("sessions:place", ("application",), get={409: MANAGER, 403: people("applicant")},
        post={409: MANAGER, 403: people("applicant")}),
    Row("sessions:brief", ("group",), get=same(MENTOR, refused=ROOM), post=same(MENTOR, 302, refused=ROOM)),
    Row("sessions:word", ("group",), get=same(MENTOR, refused=ROOM), post=same(MENTOR, 302, refused=ROOM)),
    Row("sessions:word", ("second group",), get={409: people("dual"), 403: SECOND - people("dual")},
        post={409: people("dual"), 403: SECOND - people("dual")}),  # nobody has asked
    Row("sessions:kept", get=same(SIGNED_IN)),
    Row("sessions:meeting", ("planned",), get=same(ROOM)),
    Row("sessions:meeting", ("held, published",), get=same(ROOM)),
    Row("sessions:meeting", ("monitoring",), get=same(ROOM)),
    Row("sessions:ics", ("planned",), get=same(ROOM)),
    Row("sessions:ics", ("monitoring",), get=same(ROOM)),
    Row("sessions:calendar", get=same(SIGNED_IN), post=same(SIGNED_IN, 302)),
    Row("sessions:feed", ("calendar of the author",), get=same(EVERYONE)),
    Row("sessions:feed", get={404: EVERYONE}, more={"token": "never-was-one"}),
    Row("sessions:change", ("planned",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:change", ("monitoring",), get=same(MANAGER, **MENTORS_OWN), post=same(MANAGER, **MENTORS_OWN)),
    Row("sessions:shift", ("planned",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:run", ("planned",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, 409, **MENTORS_OWN)),
    Row("sessions:run", ("held, published",), get=same(MENTOR, **MENTORS_OWN), post={409: MENTOR, 403: ROOM - MENTOR}),
    Row("sessions:close", ("planned",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:close", ("monitoring",), get=same(MENTOR, 302, **MENTORS_OWN),
        post=same(MENTOR, 302, **MENTORS_OWN)),
    Row("sessions:held", ("planned",),
        get={200: people("mentor manager"), 403: MENTEES}, post={200: people("mentor manager"), 403: MENTEES}),
    Row("sessions:cancel", ("planned",),
        get={200: people("mentor manager"), 403: MENTEES}, post={200: people("mentor manager"), 403: MENTEES}),
    Row("sessions:missed", ("planned",), post={302: people("mentor manager"), 403: MENTEES}),
    Row("sessions:reopen", ("missed",), post={302: people("mentor manager"), 403: MENTEES}),
    Row("sessions:diary", ("held, published",), post={302: AUTHOR, 409: ROOM - AUTHOR}),
    Row("sessions:diary", ("planned",), post=same(ROOM, 409)),
    Row("sessions:paper", ("held, published",), post={302: MENTOR, 403: ROOM - MENTOR}, more={"slug": "session-record"}),
    Row("sessions:paper", ("held, published",), post={302: MENTEES, 403: ROOM - MENTEES},
        more={"slug": "mentee-feedback"}),
    Row("sessions:paper", ("planned",), post={409: ROOM}, more={"slug": "reflective-log"}),  # it has not begun
    Row("sessions:paper", ("held, published",), post={}, more={"slug": "personal-goals"}),  # of no session
    Row("sessions:homework", ("homework",), post={302: MENTEES, 403: people("mentor manager")}),
    Row("sessions:homework_answer", ("homework",), get={200: MENTEES, 403: people("mentor manager")},
        post={200: MENTEES, 403: people("mentor manager")}),
    Row("sessions:homework_file", ("answer",), get=same(AUTHOR | MENTOR)),  # the other mentees never learn of it
    Row("sessions:resources", ("group",), get=same(GROUP, refused=ROOM)),
    Row("sessions:suggest", ("group",), get=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:suggest_one", ("group", "resource"), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:suggest_one", ("group", "second resource"), get={403: ROOM - MENTOR, 404: MENTOR},
        post={403: ROOM - MENTOR, 404: MENTOR}),
    Row("sessions:suggest_link", ("group",), get=same(MENTOR, **MENTORS_OWN), post=same(MENTOR, **MENTORS_OWN)),
    Row("sessions:suggestion", ("suggestion",), get={200: MENTEES, 403: MENTOR}, post={200: MENTEES, 403: MENTOR}),
    Row("sessions:suggestion", ("own suggestion",), get={200: AUTHOR, 403: MENTOR}, post={200: AUTHOR, 403: MENTOR}),
    Row("sessions:suggestion_done", ("own suggestion",), post={302: AUTHOR, 403: MENTOR}),
    Row("sessions:suggestion_back", ("own suggestion",), post={302: MENTOR, 403: AUTHOR}),
    Row("sessions:suggestion_file", ("suggested file",), get=same(GROUP)),
    Row("sessions:suggestion_file", ("suggestion",), get={}),  # it is a link
    Row("sessions:calls", get=same(SIGNED_IN), post=same(SIGNED_IN)),
    Row("sessions:call_back", ("wish",), post={302: AUTHOR, 403: MANAGER}),
    Row("sessions:call_made", ("wish",), post={302: MANAGER, 403: AUTHOR}),
    # what is said in a group is the group's: no manager of its programme, but where the mentor invited one
    Row("conversations:chat", ("planned",), get=same(ROOM)),
    Row("conversations:chat", ("held, published",), get=same(GROUP)),
    Row("conversations:chat", ("second planned",), get=same(SECOND_GROUP)),
    Row("conversations:chat", ("monitoring",), get={}),  # the manager's session has none
    Row("conversations:say", ("planned",), post=same(ROOM, 422)),  # nothing is written
    Row("conversations:say", ("held, published",), post=same(GROUP, 422)),
    Row("conversations:reach", ("planned",), post=same(MENTOR, 302, refused=ROOM)),
    Row("conversations:into_diary", ("held, published",), get={200: AUTHOR, 409: GROUP - AUTHOR},
        post={422: AUTHOR, 409: GROUP - AUTHOR}),
    Row("conversations:into_diary", ("planned",), get=same(ROOM, 409), post=same(ROOM, 409)),
    Row("conversations:take_back", ("message",), post={302: AUTHOR, 403: GROUP - AUTHOR}),
    Row("conversations:hide", ("message",), get={200: MENTOR, 403: GROUP - MENTOR},
        post={422: MENTOR, 403: GROUP - MENTOR}),
    Row("conversations:take_back", ("message to a guest",), post={302: AUTHOR, 403: ROOM - AUTHOR}),
    Row("conversations:hide", ("message to a guest",), get={200: MENTOR, 403: ROOM - MENTOR},
        post={422: MENTOR, 403: ROOM - MENTOR}),
    Row("conversations:take_back", ("line of the system",), post={403: ROOM}),
    Row("conversations:hide", ("line of the system",), get={403: ROOM}, post={403: ROOM}),
    Row("conversations:invite", ("second planned",), get={200: people("dual"), 403: people("mentee_other")},
        post={422: people("dual"), 403: people("mentee_other")}),
    Row("conversations:invite", ("planned",), get={409: MENTOR, 403: ROOM - MENTOR},
        post={422: MENTOR, 403: ROOM - MENTOR}),  # one is there already
    Row("conversations:see_out", ("invitation into a chat",), post={302: MENTOR | MANAGER, 403: MENTEES}),
    # topics: of a group its own, of a programme its network's
    Row("conversations:messages", get=same(SIGNED_IN)),
    Row("conversations:search", get=same(SIGNED_IN)),
    Row("conversations:forum", ("forum",), get=same(GROUP)),
    Row("conversations:forum", ("second forum",), get=same(SECOND_GROUP)),
    Row("conversations:forum", ("network",), get=same(PROGRAMME)),
    Row("conversations:forum", ("second network",), get=same(SECOND)),
    Row("conversations:new", ("forum",), get=same(GROUP), post=same(GROUP, 422)),  # nothing is filled in
    Row("conversations:new", ("network",), get=same(PROGRAMME), post=same(PROGRAMME, 422)),
    Row("conversations:topic", ("topic",), get=same(GROUP)),
    Row("conversations:topic", ("second topic",), get=same(SECOND_GROUP)),
    Row("conversations:topic", ("topic for everyone",), get=same(PROGRAMME)),
    Row("conversations:topic", ("topic for mentors",), get=same(people("mentor mentor_other manager"))),
    Row("conversations:topic", ("topic for mentees",), get=same(MENTEES | people("peer manager"))),
    Row("conversations:reply", ("topic",), post=same(GROUP, 422)),
    Row("conversations:reply", ("topic for mentors",), post=same(people("mentor mentor_other manager"), 422)),
    Row("conversations:mark_read", ("topic",), post=same(GROUP, 302)),
    Row("conversations:follow", ("topic",), post=same(GROUP, 302)),
    Row("conversations:settle", ("topic",), post={302: AUTHOR | MENTOR, 403: GROUP - AUTHOR - MENTOR}),
    Row("conversations:settle", ("topic for everyone",),
        post={302: MENTOR | MANAGER, 403: PROGRAMME - MENTOR - MANAGER}),  # Tomas opened it
    Row("conversations:title", ("topic",), get={200: AUTHOR, 403: GROUP - AUTHOR},
        post={422: AUTHOR, 403: GROUP - AUTHOR}),
    Row("conversations:title", ("topic for everyone",), get=same(MENTOR, refused=PROGRAMME),
        post=same(MENTOR, 422, refused=PROGRAMME)),
    Row("conversations:title_hide", ("topic",), get={200: MENTOR, 403: GROUP - MENTOR},
        post={422: MENTOR, 403: GROUP - MENTOR}),
    Row("conversations:title_hide", ("topic for everyone",), get=same(MANAGER, refused=PROGRAMME),
        post=same(MANAGER, 422, refused=PROGRAMME)),
    Row("conversations:topic_take_back", ("post",), post={302: AUTHOR, 403: GROUP - AUTHOR}),
    Row("conversations:topic_hide", ("post",), get={200: MENTOR, 403: GROUP - MENTOR},
        post={422: MENTOR, 403: GROUP - MENTOR}),
    Row("conversations:topic_hide", ("network post",), get=same(MANAGER, refused=PROGRAMME),
        post=same(MANAGER, 422, refused=PROGRAMME)),
    Row("conversations:topic_hide", ("message",), get={}, post={}),  # of a chat
    Row("conversations:file", ("file of a message",), get=same(GROUP)),
    Row("conversations:file", ("second file of a message",), get=same(SECOND_GROUP)),
    Row("monitoring:attention", get=same(SIGNED_IN)),
    Row("monitoring:check_ins", get=same(SIGNED_IN)),
    Row("monitoring:remind", get=same(SIGNED_IN), post=same(SIGNED_IN, 302), more={"slug": "unsigned"}),
    Row("monitoring:remind", get={404: SIGNED_IN}, post={404: SIGNED_IN}, more={"slug": "no-such-signal"}),
    managed("monitoring:watch", get=200, post=302),
    managed("monitoring:questionnaires", get=200, post=None),
    managed("monitoring:questionnaire_new", get=200, post=422),  # nothing is filled in
    managed("monitoring:questionnaire", get=200, post=None, things=("programme", "questionnaire")),
    managed("monitoring:questionnaire", get=200, post=None, things=("programme", "open questionnaire")),
    managed("monitoring:questionnaire", get=200, post=None, things=("programme", "nameless questionnaire")),
    managed("monitoring:questionnaire_paper", get=409, post=409, things=("programme", "nameless questionnaire")),
    managed("monitoring:questionnaire_change", get=200, post=422, things=("programme", "questionnaire")),
    managed("monitoring:questionnaire_change", get=409, post=409, things=("programme", "open questionnaire")),
    managed("monitoring:questionnaire_copy", get=None, post=302, things=("programme", "questionnaire")),
    managed("monitoring:questionnaire_open", get=200, post=200, things=("programme", "questionnaire")),  # unseen
    managed("monitoring:questionnaire_close", get=None, post=302, things=("programme", "open questionnaire")),
    managed("monitoring:questionnaire_longer", get=302, post=302, things=("programme", "questionnaire")),  # a draft
    managed("monitoring:questionnaire_longer", get=200, post=422, things=("programme", "open questionnaire")),
    managed("monitoring:questionnaire_paper", get=200, post=302, things=("programme", "questionnaire")),
    managed("monitoring:questionnaire_remind", get=None, post=302, things=("programme", "open questionnaire")),
    Row("monitoring:questionnaire_answers", ("programme", "open questionnaire"), get=same(MANAGER, refused=PROGRAMME),
        more={"shape": "csv"}),
    Row("monitoring:answer_questionnaire", ("group", "open questionnaire"),
        get={200: MENTEES - people("author mentee"), 302: people("author mentee")}, post=same(MENTEES, 302)),
    Row("monitoring:answer_questionnaire", ("group", "questionnaire"), get={}, post={}),  # nobody is asked yet
    Row("monitoring:both_sides", ("group",), get=same(MANAGER, refused=ROOM)),
    managed("monitoring:both_sides_of_all", get=200, post=None),
    Row("monitoring:competencies", ("group",), get=same(ROOM)),
    # feedback that a mentee asks of people outside: the mentee's alone, and of each link its bearer's
    Row("monitoring:others", ("group",), get=same(MENTEES, refused=ROOM)),
    Row("monitoring:others_new", ("group",), get=same(MENTEES, refused=ROOM), post=same(MENTEES, 422, refused=ROOM)),
    Row("monitoring:others_round", ("round of feedback",), get=same(AUTHOR), post=same(AUTHOR, 422)),
    Row("monitoring:others_own", ("fresh round of feedback",), get=same(AUTHOR), post=same(AUTHOR, 422)),
    Row("monitoring:others_own", ("round of feedback",), get=same(AUTHOR, 409), post=same(AUTHOR, 409)),
    Row("monitoring:others_remove", ("fresh round of feedback",), post=same(AUTHOR, 302)),
    Row("monitoring:others_remove", ("round of feedback",), post=same(AUTHOR, 409)),
    Row("monitoring:others_copy", ("round of feedback",), post=same(AUTHOR, 302)),
    Row("monitoring:others_remind", ("link for feedback",), post=same(AUTHOR, 409)),  # asked today
    Row("monitoring:others_take_back", ("link for feedback",), post=same(AUTHOR, 302)),
    Row("monitoring:others_answer", ("address for feedback",), get=same(EVERYONE), post=same(EVERYONE, 422)),
    Row("monitoring:others_answer", get={404: EVERYONE}, post={404: EVERYONE}, more={"token": "never-was-one"}),
    Row("monitoring:others_thanks", get=same(EVERYONE)),
    Row("monitoring:later", ("group",), get=same(MANAGER, refused=ROOM), post=same(MANAGER, refused=ROOM),
        more={"slug": "quiet"}),
    Row("monitoring:back", ("group",), post=same(MANAGER, 302, refused=ROOM), more={"slug": "quiet"}),
    managed("monitoring:rhythms", get=200, post=None),
    Row("monitoring:rhythm", ("group",), get=same(MANAGER, refused=ROOM), post=same(MANAGER, refused=ROOM)),
    Row("monitoring:new", ("group",), get=same(MANAGER, refused=ROOM), post=same(MANAGER, refused=ROOM)),
    Row("monitoring:round", ("monitoring",), get=same(ROOM)),
    Row("monitoring:round", ("planned",), get=same(ROOM, 302)),
    Row("monitoring:remind_for", ("monitoring",), post=same(MANAGER, 302, refused=ROOM)),
    Row("monitoring:answer", ("monitoring",), post={302: MENTEES, 403: people("mentor manager")}),
    managed("monitoring:recommendations", get=200, post=None),
    managed("monitoring:recommendation_new", get=200, post=422),
    Row("monitoring:recommendation", ("recommendation",), get=same(MANAGER), post=same(MANAGER, 422)),
    managed("monitoring:closing", get=200, post=None),
    managed("monitoring:next", get=200, post=422),
    # the evaluation of a programme: its managers, and whoever holds an address that they made
    managed("monitoring:evaluation", get=200, post=None),
    managed("monitoring:targets", get=200, post=302),
    managed("monitoring:comparison", get=200, post=None),
    Row("monitoring:report", ("programme",), get=same(MANAGER, refused=PROGRAMME), more={"question": "sessions"}),
    Row("monitoring:report", ("programme",), get={403: PROGRAMME - MANAGER, 404: MANAGER}, more={"question": "else"}),
    managed("monitoring:print_executive", get=None, post=302),
    Row("monitoring:print_report", ("programme",), post=same(MANAGER, 302, refused=PROGRAMME), more={"question": "sessions"}),
    Row("monitoring:print_report", ("programme",), post={403: PROGRAMME - MANAGER, 404: MANAGER}, more={"question": "else"}),
    managed("monitoring:executive_pdf", get=200, post=None, things=("programme", "executive report")),
    managed("monitoring:links", get=200, post=422),
    managed("monitoring:take_back", get=None, post=302, things=("programme", "sponsor link")),
    Row("monitoring:sponsor", ("sponsor address",), get=same(EVERYONE)),
    Row("monitoring:sponsor", get={404: EVERYONE}, more={"token": "never-was-one"}),
    # some months after the end: the managers' page, and whoever holds a mentee's link
    managed("monitoring:afterwards", get=200, post=302),
    Row("monitoring:follow_up", ("follow-up",), get=same(EVERYONE), post=same(EVERYONE, 422)),  # nothing is filled in
    Row("monitoring:follow_up", get={404: EVERYONE}, post={404: EVERYONE}, more={"token": "never-was-one"}),
    Row("monitoring:follow_up_thanks", get=same(EVERYONE)),
    Row("monitoring:follow_up_stopped", get=same(EVERYONE)),
    # a bundle is made by whoever takes part, and fetched by whoever asked for it
    Row("documents:make_bundle", ("group",), post=same(ROOM, 302)),
    Row("documents:make_bundle", ("application",), post=same(people("applicant manager"), 302)),
    Row("documents:make_bundle", ("declined application",), post=same(people("rejected manager"), 409)),  # nothing there
    *(Row(name, ("bundle",), get=same(MANAGER)) for name in ("documents:bundle", "documents:bundle_pdf",
                                                            "documents:bundle_zip")),
    # whoever begins a document of a group: of one's own, of the group, of the manager's, and of no group by hand
    Row("documents:verify", get=same(EVERYONE), post=same(EVERYONE, 422)),  # nothing chosen
    Row("documents:start", ("group",), post={302: MENTEES, 403: people("mentor manager")},
        more={"slug": "personal-goals"}),
    Row("documents:start", ("group",), post={302: GROUP, 403: MANAGER}, more={"slug": "conclusions"}),
    Row("documents:start", ("group",), post={302: MANAGER, 403: GROUP}, more={"slug": "contract"}),
    Row("documents:start", ("group",), post={}, more={"slug": "diary"}),
    Row("documents:start", ("group",), post={}, more={"slug": "session-plan"}),
    Row("documents:start", ("group",), post={}, more={"slug": "no-such-kind"}),
    Row("documents:start", ("programme",), post={}, more={"slug": "personal-goals"}),  # lives in a group
    Row("documents:start", ("application",), post={}, more={"slug": "contract"}),
    Row("documents:start", ("application",), post={302: people("applicant"), 403: MANAGER},
        more={"slug": "mentee-profile"}),
    Row("documents:start", ("application",), post={302: MANAGER, 403: people("applicant")},
        more={"slug": "interview-notes"}),
    # an empty form of a kind: for whoever may begin one there or know of one; in the programme of its groups' kinds, too
    Row("documents:blank", ("group",), get=same(ROOM), post=same(ROOM, 302), more={"slug": "personal-goals"}),
    Row("documents:blank", ("group",), get=same(MENTOR), post=same(MENTOR, 302), more={"slug": "reflective-log"}),
    Row("documents:blank", ("group",), get={}, post={}, more={"slug": "session-plan"}),
    Row("documents:blank", ("group",), get={}, post={}, more={"slug": "no-such-kind"}),
    Row("documents:blank", ("programme",), get=same(PROGRAMME), post=same(PROGRAMME, 302), more={"slug": "contract"}),
    Row("documents:blank", ("application",), get={}, post={}, more={"slug": "contract"}),
)  # fmt: skip


def of_paper(name: str, paper: Paper) -> tuple[Row, ...]:
    """The rows of one version, from who plays which part in it."""
    draft, signing, printed = paper.state == "draft", paper.state == "signing", paper.state in ("sealed", "superseded")
    readers, writers, signed = paper.readers, paper.writers & paper.readers, paper.workflow == "signed"
    offered = {"signed": 302}.get(paper.workflow, 409) if draft else 302
    published = 302 if paper.state in ("submitted", "sealed") else 409
    reviewers = NOBODY if draft else paper.reviewers
    write = same(readers, 200 if draft else 302)
    once = paper.signers | (readers & LEFT if signed else NOBODY)  # who has signed is led back to it
    sign, due = (once, 422 if signing else 302), 422 if signing else 409
    begun, others = writers if draft else NOBODY, {"refused": readers - writers}
    return (
        Row("documents:read", (name,), get=same(readers)),
        Row("documents:changes", (name,), get=same(readers)),
        Row("documents:write", (name,), get=write, post=same(readers, 302)),
        Row("documents:prefilled", (name,), get=same(begun, **others), post=same(begun, 302, **others)),
        Row("documents:upload", (name,), post=same(readers, 422 if draft else 302)),
        Row("documents:scan", (name,), post=same(readers, 302)),
        Row("documents:publish", (name,), post=same(reviewers, published, refused=readers)),
        Row("documents:offer", (name,), post=same(writers, offered, refused=readers)),
        Row("documents:recall", (name,), post=same(writers, 302 if signing and signed else 409, refused=readers)),
        Row("documents:remind", (name,), post=same(writers, 302 if signing else 409, refused=readers)),
        Row("documents:sign", (name,), post=same(*sign, refused=readers)),
        Row("documents:refuse", (name,), post=same(paper.signers, due, refused=readers)),
        Row("documents:ask", (name,), post=same(paper.signers, due, refused=readers)),
        Row("documents:sign_on_paper", (name,), post=same(paper.signers | writers, due, refused=readers)),
        Row("documents:amend", (name,), post=same(writers, 409 if paper.live else 302, refused=readers)),
        Row("documents:pdf", (name,), get=same(readers if printed else NOBODY)),
        Row("documents:print", (name,), post=same(readers, 302) if printed else {403: readers}),
    )


# One of each shape stands at every door; who reads each of them is asked of all.
OF_EVERY_SHAPE = frozenset({
    "contract", "contract, second programme", "diary, published", "diary, handed in", "goals, draft", "goals, scanned",
    "goals of who left", "plan, replaced", "questionnaire, filed", "conclusions, draft", "certificate",
})  # fmt: skip


def doors_of(name: str, paper: Paper) -> tuple[Row, ...]:
    """The rows that are asked of one version."""
    rows = of_paper(name, paper)
    return rows if name in OF_EVERY_SHAPE else tuple(row for row in rows if row.name == "documents:read")


DOCUMENTS = (
    Row(
        "documents:answer",
        ("contract, second programme", "question"),
        post=same(people("manager_other"), 422, refused=SECOND),
    ),
    Row("documents:answer", ("contract", "question"), post={403: ROOM - MANAGER}),  # a question about another document
    # whoever holds a personal link acts as its person; one that never was says nothing
    Row("documents:by_link", ("signing link",), get=same(EVERYONE), post=same(EVERYONE, 422)),
    Row("documents:by_link", get=same(EVERYONE, 410), post=same(EVERYONE, 410), more={"token": "never-was-one"}),
    Row("documents:link_again", ("signing link",), post=same(EVERYONE)),
    Row("documents:link_again", post=same(EVERYONE), more={"token": "never-was-one"}),
    *(row for name, paper in PAPERS.items() for row in doors_of(name, paper)),
    Row("documents:file", ("scan as it was sent",), get=same(PAPERS["goals, scanned"].readers)),
    Row("documents:file", ("page of the scan",), get=same(PAPERS["goals, scanned"].readers)),
)
TABLE: tuple[Row, ...] = HOUSE + PROGRAMMES + SESSIONS + DOCUMENTS
