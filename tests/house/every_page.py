"""Every page of the house that the canaries look at, and every deed that they try."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from conversations.models import Guest, Message, MessageFile, Thread
from documents.models import Attachment, Bundle, Version
from jobs.models import Job
from monitoring.models import FeedbackRound, Questionnaire, Recommendation
from monitoring.questions import QUESTIONS
from people.models import User
from policy.models import Participation, Space
from programmes.models import (
    Application,
    Arrival,
    Copy,
    Group,
    Import,
    LetterText,
    Opening,
    Placement,
    Programme,
    Resource,
    ResourceImport,
    Seat,
    TrainingEvent,
    TrainingMaterial,
    TrainingUnit,
    Writing,
)
from sessions.models import Goal, GoalStep, Homework, HomeworkAnswer, Meeting, Suggestion

LISTS = (
    "home",
    "sessions:calls",
    "sessions:calendar",
    "sessions:log",
    "sessions:kept",
    "monitoring:attention",
    "monitoring:check_ins",
    "programmes:programmes",
    "programmes:groups",
    "programmes:my_letters",
    "conversations:messages",
    *("people:profile", "people:name", "people:shared", "people:language", "people:letters", "people:address"),
    *("people:devices", "documents:about_me"),
    "account_login",
    "mfa_index",
    "healthz",
    "readyz",
)
EVALUATION = ("evaluation", "targets", "comparison", "links", "afterwards")
BY_MODEL = {
    Programme: (
        "programme",
        "settings",
        "people",
        *("setup", "managers", "invitations"),
        "import",
        "applying",
        "trainings",
        "training_new",
        "units",
        *("resources", "resource_new", "resources_import"),
        "matching",
        "confirm",
        "terms",
        "ties",
        "compare",
        "answers",
        "matrix",
        *("letters", "letter_new", "letter_texts", "letter_text_new", "system_letters", "broken"),
        *("rules", "criteria", "announce", "sessions:without_group"),
        *("monitoring:recommendations", "monitoring:recommendation_new", "monitoring:closing", "monitoring:next"),
        "monitoring:rhythms",
    ),
    Recommendation: ("monitoring:recommendation",),
    Goal: ("sessions:goal",),
    FeedbackRound: ("monitoring:others_round", "monitoring:others_own"),
    Group: (
        *(
            "room",
            "sessions:dossier",
            "sessions:goals",
            "sessions:feedback",
            "sessions:plan",
            "sessions:new",
            "sessions:series",
        ),
        *("sessions:final", "programmes:group_name", "monitoring:new", "monitoring:rhythm", "monitoring:both_sides"),
        "programmes:group_letters",
        *("monitoring:others", "monitoring:others_new", "sessions:changes", "sessions:brief", "sessions:word"),
        *("sessions:change_mentor", "sessions:split", "sessions:merge", "sessions:end_early"),
        *("sessions:resources", "sessions:suggest", "sessions:suggest_link"),
    ),
    Meeting: (
        *(
            "sessions:meeting",
            "sessions:ics",
            "sessions:change",
            "sessions:shift",
            "sessions:run",
            "sessions:close",
            "sessions:held",
        ),
        *("sessions:cancel", "monitoring:round"),
        *("conversations:chat", "conversations:invite", "conversations:into_diary"),
    ),
    Application: (
        "programmes:application",
        *(f"programmes:{name}" for name in ("scores", "interview", "withdraw", "tell", "my_place", "let_go")),
        "sessions:place",
    ),
    Version: ("documents:read", "documents:changes", "documents:write", "documents:prefilled", "documents:pdf"),
    Attachment: ("documents:file",),
    Homework: ("sessions:homework_answer",),
    HomeworkAnswer: ("sessions:homework_file",),
    TrainingMaterial: ("programmes:training_file",),
    Resource: ("programmes:resource_file",),
    Suggestion: ("sessions:suggestion", "sessions:suggestion_file"),
    Thread: (
        "conversations:topic",
        "conversations:title",
        "conversations:title_hide",
    ),  # before its first message, which has the same id
    Message: ("conversations:hide", "conversations:topic_hide"),
    MessageFile: ("conversations:file",),
    Job: ("jobs:progress",),
    Bundle: ("documents:bundle", "documents:bundle_pdf"),
}
POSTED = {
    Programme: (
        *("settings", "people", "import", "training_new", "advance", "propose", "managers", "invitations"),
        *("rules", "criteria", "announce", "letter_new", "letter_text_new"),
        *("ask", "ask_remind", "ask_take_back", "propose_around"),
        *("monitoring:recommendation_new", "monitoring:next"),
    ),
    Recommendation: ("monitoring:recommendation",),
    Group: (
        *("sessions:new", "sessions:series", "sessions:final", "sessions:publish"),
        *("programmes:group_name", "programmes:group_end", "monitoring:new", "monitoring:rhythm"),
        "programmes:group_letters",
        *("sessions:change_mentor", "sessions:split", "sessions:merge", "sessions:end_early", "sessions:word"),
    ),
    Meeting: (
        *("sessions:change", "sessions:shift", "sessions:held", "sessions:cancel", "sessions:diary", "sessions:reopen"),
        "monitoring:answer",
        *("conversations:say", "conversations:reach", "conversations:invite", "conversations:into_diary"),
    ),
    Message: (
        *("conversations:take_back", "conversations:hide"),
        *("conversations:topic_take_back", "conversations:topic_hide"),
    ),
    Guest: ("conversations:see_out",),
    Thread: tuple(
        f"conversations:{name}" for name in ("reply", "mark_read", "follow", "settle", "title", "title_hide")
    ),
    Application: (
        *("programmes:withdraw", "programmes:application", "programmes:scores", "programmes:interview"),
        *("programmes:tell", "programmes:my_place", "programmes:let_go", "programmes:bring_in", "sessions:place"),
    ),
    Version: (
        "documents:publish",
        "documents:sign",
        "documents:refuse",
        "documents:ask",
        "documents:sign_on_paper",
        "documents:upload",
        "documents:scan",
    ),
    Homework: ("sessions:homework", "sessions:homework_answer"),
    Suggestion: ("sessions:suggestion", "sessions:suggestion_done", "sessions:suggestion_back"),
    FeedbackRound: ("monitoring:others_round", "monitoring:others_own"),
    GoalStep: ("sessions:step",),
}


def addresses(table: dict) -> Iterator[tuple[str, object]]:
    """Every address of every thing of the world, whoever may open it, and the thing; first its own page."""
    for model, names in table.items():
        for thing in of_each_sort(model):
            for name in names:
                full = f"programmes:{name}" if model is Programme and ":" not in name else name
                yield reverse(full, args=(thing.pk,)), thing.pk


def of_each_sort(model):
    """Everything there is of a model; of a hundred jobs those that somebody asked for, and one of each other name."""
    if model is not Job:
        return model.objects.all()
    one_of_each = {job.name: job.pk for job in Job.objects.filter(asked_by=None)}
    return Job.objects.filter(Q(asked_by__isnull=False) | Q(pk__in=one_of_each.values()))


def nested() -> Iterator[str]:
    yield f"{reverse('monitoring:check_ins')}?all=1"
    yield from (reverse("monitoring:both_sides_of_all", args=(programme.pk,)) for programme in Programme.objects.all())
    for slug in ("unsigned", "diary-owed", "initial-missing", "final-missing", "no-session"):
        yield reverse("monitoring:remind", args=(slug,))
    for group in Group.objects.all():
        yield from (
            f"{reverse('monitoring:check_ins')}?group={group.pk}",
            reverse("monitoring:later", args=(group.pk, "quiet")),
        )
    for seat in Seat.objects.all():
        yield from (reverse(f"sessions:{name}", args=(seat.group_id, seat.pk)) for name in ("move", "leave"))
    for batch in Import.objects.all():
        page = reverse("programmes:preview", args=(batch.programme_id, batch.pk))
        yield from (page, *(f"{page}?way={way}" for way in Arrival.Way.values))
        yield f"{reverse('programmes:import', args=(batch.programme_id,))}?from={batch.pk}"
    for arrival in Arrival.objects.all():
        yield arrival.get_absolute_url()
    for row in Participation.objects.filter(role="manager", space__kind="programme").select_related("space__programme"):
        yield reverse("programmes:manager_remove", args=(row.space.programme.pk, row.pk))
    for event in TrainingEvent.objects.all():
        for more in ("", "_change", "_cancel", "_files"):
            yield reverse(f"programmes:training{more}", args=(event.programme_id, event.pk))
    for unit in TrainingUnit.objects.all():
        yield from (reverse(f"programmes:unit{more}", args=(unit.programme_id, unit.pk)) for more in ("", "_change"))
    yield from resources()
    yield from letters()
    for programme in Programme.objects.all():
        page = reverse("programmes:people", args=(programme.pk,))
        yield from (f"{page}?state=declined", f"{page}?role=mentor", f"{page}?q=zq&page=9&state=zq&order=score")
        yield from (place.get_absolute_url() for place in programme.free_places.all())
        yield f"{reverse('programmes:groups')}?programme={programme.pk}"
        yield f"{reverse('sessions:without_group', args=(programme.pk,))}?propose=1"
        yield from (reverse("programmes:texts", args=(programme.pk,)), *texts_of(programme))
        yield from (reverse(f"monitoring:{name}", args=(programme.pk,)) for name in EVALUATION)
        yield from reports_of(programme)
    yield from questionnaires()
    for space in Space.objects.filter(kind__in=(Space.Kind.GROUP, Space.Kind.PROGRAMME)):
        yield from (reverse(f"conversations:{name}", args=(space.pk,)) for name in ("forum", "new"))
    yield f"{reverse('conversations:search')}?q=zq0"
    for row in Opening.objects.all():
        yield row.get_absolute_url()
        names = ("opening", "opening_preview", "opening_code")
        yield from (reverse(f"programmes:{name}", args=(row.programme_id, row.role)) for name in names)
    for programme in Programme.objects.all():
        yield from (reverse(f"monitoring:questionnaire{more}", args=(programme.pk,)) for more in ("s", "_new"))
    yield from (f"{reverse('programmes:groups')}?archive=1", f"{reverse('programmes:groups')}?state=working")
    yield reverse("admin:index")
    for person in User.objects.all():
        yield reverse("admin:people_user_change", args=(person.pk,))
    yield reverse("admin:people_user_changelist")


def letters() -> Iterator[str]:
    """The pages of every letter, of every copy, and of every text to begin with."""
    for row in Writing.objects.all():
        yield from (reverse(f"programmes:{name}", args=(row.pk,)) for name in ("writing", "write", "writing_check"))
    yield from (copy.get_absolute_url() for copy in Copy.objects.all())
    for text in LetterText.objects.all():
        yield reverse("programmes:letter_text", args=(text.programme_id, text.pk))


def resources() -> Iterator[str]:
    """The pages of every resource and every list of them, and of suggesting each to each group."""
    for row in Resource.objects.select_related("programme"):
        yield row.get_absolute_url()
        page = reverse("programmes:resources", args=(row.programme_id,))
        yield from (f"{page}?shelf={shelf}" for shelf in ("offered", "archived", "silent"))
        for group in Group.objects.all():
            yield reverse("sessions:suggest_one", args=(group.pk, row.pk))
    for batch in ResourceImport.objects.all():
        yield reverse("programmes:resources_preview", args=(batch.programme_id, batch.pk))


def reports_of(programme: Programme) -> Iterator[str]:
    """The five questions, on a page and as a file."""
    for question in QUESTIONS:
        page = reverse("monitoring:report", args=(programme.pk, question.slug))
        yield from (page, f"{page}?as=csv")


def questionnaires() -> Iterator[str]:
    """The pages of every questionnaire, what is taken out of it, and the place where each group answers."""
    for row in Questionnaire.objects.select_related("space__programme"):
        place = (row.space.programme.pk, row.pk)
        names = (
            "questionnaire",
            "questionnaire_change",
            "questionnaire_open",
            "questionnaire_paper",
            "questionnaire_longer",
        )
        yield from (reverse(f"monitoring:{name}", args=place) for name in names)
        yield from (reverse("monitoring:questionnaire_answers", args=(*place, shape)) for shape in ("csv", "xlsx"))
        for group in row.space.programme.groups.all():
            yield reverse("monitoring:answer_questionnaire", args=(group.pk, row.pk))


def texts_of(programme: Programme) -> Iterator[str]:
    yield reverse("programmes:text", args=(programme.pk, "contract"))
    for which in ("standard", "1", "2"):
        yield reverse("programmes:text_again", args=(programme.pk, "contract", which))


def pages() -> list[tuple[str, object]]:
    """Everything that can be opened with a GET."""
    return [*((reverse(name), None) for name in LISTS), *addresses(BY_MODEL), *((url, None) for url in nested())]


def deeds() -> list[tuple[str, object]]:
    """Everything that can be sent, with next to nothing in it: refusals and error pages must keep quiet too."""
    applying = [reverse("programmes:opening", args=(row.programme_id, row.role)) for row in Opening.objects.all()]
    starts = [reverse("documents:start", args=(space.pk, "contract")) for space in Space.objects.all()]
    places = [reverse("programmes:place", args=(row.proposal.programme_id, row.pk)) for row in Placement.objects.all()]
    trainings = [
        reverse(f"programmes:training{more}", args=(row.programme_id, row.pk))
        for row in TrainingEvent.objects.all()
        for more in ("", "_answer", "_expect", "_change")
    ]
    checks = [row.get_absolute_url() for row in TrainingUnit.objects.all()]
    return [*addresses(POSTED), *((url, None) for url in (*starts, *places, *applying, *trainings, *checks))]
