"""Remove the example programmes and their invented people, and nothing else."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from conversations import attaching, search
from conversations.models import Thread
from documents.forgetting import forget_spaces
from documents.models import Version
from jobs.models import Job
from monitoring.models import (
    Benchmark,
    FeedbackRound,
    FollowUp,
    FollowUpAnswer,
    Objective,
    Postponement,
    Questionnaire,
    Recommendation,
    Rhythm,
    SponsorLink,
    Target,
)
from people.models import User
from policy.models import Event, Participation, Space
from programmes.models import (
    Application,
    Asking,
    Group,
    Import,
    Offer,
    Placement,
    Programme,
    Proposal,
    Resource,
    Seat,
    TrainingAttendance,
    TrainingEvent,
    TrainingMaterial,
    TrainingUnit,
    UnitPassed,
    Writing,
)
from sessions.models import (
    Attendance,
    CallWish,
    Change,
    Goal,
    Homework,
    HomeworkAnswer,
    Meeting,
    PartingWord,
    Suggestion,
)

from . import cast


def remove() -> int:
    """Remove every demo programme with all that hangs on it; returns how many there were.

    People go only when they came with the demo and take part in nothing else.
    """
    programmes = Programme.objects.filter(is_demo=True)
    spaces = Space.objects.filter(Q(programme__in=programmes) | Q(within__programme__in=programmes))
    with transaction.atomic():
        count = programmes.count()
        there = list(spaces.values_list("pk", flat=True))
        FeedbackRound.objects.filter(space__in=there).delete()
        Recommendation.objects.filter(space__in=there).delete()
        Questionnaire.objects.filter(space__in=there).delete()  # it holds on to its frozen words
        for thread in Thread.objects.filter(space__in=there):
            attaching.erase_files(thread)
            thread.delete()
        search.tidy()
        files = _files_of_homework(there)
        Goal.objects.filter(space__in=there).delete()
        forget_spaces(there)
        files += TrainingMaterial.objects.filter(event__programme__in=programmes).values_list("path", flat=True)
        files += Resource.objects.filter(programme__in=programmes).exclude(file="").values_list("file", flat=True)
        _remove_programmes(list(programmes.values_list("pk", flat=True)))
        for model in (
            FollowUp,
            FollowUpAnswer,
            CallWish,
            Event,
            Participation,
            Objective,
            Target,
            Benchmark,
            SponsorLink,
            Postponement,
            Rhythm,
        ):
            model.objects.filter(space__in=there).delete()
        Space.objects.filter(pk__in=there).exclude(kind=Space.Kind.PROGRAMME).delete()
        Space.objects.filter(pk__in=there).delete()
        _remove_people()
        transaction.on_commit(lambda: _remove_files(files))
    return count


def _files_of_homework(spaces: list) -> list[str]:
    answers = HomeworkAnswer.objects.filter(homework__meeting__group__space__in=spaces).exclude(file="")
    return list(answers.values_list("file", flat=True))


def _remove_programmes(programmes: list) -> None:
    for model, path in (
        (Suggestion, "group__programme"),
        (Resource, "programme"),
        (HomeworkAnswer, "homework__meeting__group__programme"),
        (Homework, "meeting__group__programme"),
        (Attendance, "meeting__group__programme"),
        (Meeting, "group__programme"),
        (Change, "group__programme"),
        (PartingWord, "group__programme"),
        (Seat, "group__programme"),
        (Offer, "asking__programme"),
        (Asking, "programme"),
        (Placement, "proposal__programme"),
        (Proposal, "programme"),
        (Writing, "programme"),
        (Group, "programme"),
        (TrainingAttendance, "event__programme"),
        (UnitPassed, "unit__programme"),
        (TrainingUnit, "programme"),
        (TrainingEvent, "programme"),
        (Import, "programme"),
        (Application, "programme"),
        (Programme, "pk"),
    ):
        model.objects.filter(**{f"{path}__in": programmes}).delete()


def _remove_people() -> None:
    rows = cast.everyone()
    people = User.objects.filter(email__in=rows, is_staff=False).exclude(
        participations__space__kind__in=(Space.Kind.PROGRAMME, Space.Kind.GROUP, Space.Kind.APPLICATION)
    )
    gone = list(people.values_list("pk", flat=True))
    Participation.objects.filter(person__in=gone).delete()
    Job.objects.filter(asked_by__in=gone).delete()
    User.objects.filter(pk__in=gone).delete()


def _remove_files(paths: list[str]) -> None:
    for path in paths:
        if not (Version.objects.filter(pdf=path).exists() or Resource.objects.filter(file=path).exists()):
            (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
