"""What a programme is measured by (R69): every measure with its definition in words. No queries."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import counting
from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from .evidence import Evidence
from .measuring import About, Measure, Unit, Value

AFTERWARDS = _(
    "Of the mentees who answered {months} months after the end of their group, those who say that their situation is better "
    "than at the start of the programme. The answers bear no names: managers, too, see them in fives."
)
MEASURES: tuple[Measure, ...] = (
    Measure(
        "mentees",
        _("Mentees"),
        _("Everybody who has begun in a group as a mentee, also those who have left since."),
        Unit.COUNT,
        About.RECORDS,
        counting.begun,
    ),
    Measure(
        "sessions-held",
        _("Sessions held"),
        _(
            "Of all sessions of the groups whose time has come, those that were held. Cancelled sessions and monitoring "
            "sessions are not counted."
        ),
        Unit.PERCENT,
        About.RECORDS,
        counting.sessions_held,
    ),
    Measure(
        "diaries-on-time",
        _("Diaries on time"),
        _(
            "Of all sessions that were held more than seven days ago and had a diary keeper, those whose diary was handed "
            "in within seven days. A diary that was sent back and not handed in again does not count."
        ),
        Unit.PERCENT,
        About.RECORDS,
        counting.diaries_owed,
    ),
    Measure(
        "present",
        _("Mentees who come"),
        _("Of the mentees whose presence was noted in the last session that their group held, those who were there."),
        Unit.PERCENT,
        About.PEOPLE,
        counting.last_seen,
    ),
    Measure(
        "drop-out",
        _("Mentees who left early"),
        _(
            "Of all mentees who have begun in a group, those who left before their group ended. Whoever moved to another "
            "group of the programme has not left."
        ),
        Unit.PERCENT,
        About.PEOPLE,
        counting.mentees_and_whether_left,
        less_is_better=True,
    ),
    Measure(
        "trained",
        _("Training done"),
        _("Of all people who were selected, mentors and mentees, those who were at one training at least."),
        Unit.PERCENT,
        About.PEOPLE,
        counting.trained,
    ),
    Measure(
        "fit",
        _("Well matched"),
        _("Of all answers to “Are we well matched?”, of mentors and mentees, those that say “good”."),
        Unit.PERCENT,
        About.ANSWERS,
        counting.fit,
    ),
    Measure(
        "goals-reached",
        _("Goals reached"),
        _(
            "Of all goals in the final questionnaires of mentees, those that were reached as expected or better. The newest "
            "questionnaire of each mentee counts."
        ),
        Unit.PERCENT,
        About.ANSWERS,
        counting.goals_reached,
    ),
    Measure(
        "results",
        _("Something came of it"),
        _(
            "Of the mentees who said in the final questionnaire what has come of it so far, those who named something: work, "
            "interviews, studies, people who help, a direction."
        ),
        Unit.PERCENT,
        About.ANSWERS,
        counting.came_of_it,
    ),
    Measure(
        "skill-change",
        _("Change from start to end"),
        _(
            "By how many points, on average, agreement to the same statements has changed from the initial to the final "
            "questionnaire of the same mentees, on a scale from 1 to 5."
        ),
        Unit.CHANGE,
        About.ANSWERS,
        counting.skill_change,
    ),
    Measure(
        "satisfaction-mentees",
        _("Satisfaction of mentees"),
        _(
            "The average of all ratings, from 1 to 5, that mentees gave to the statements on the programme in the final "
            "questionnaire."
        ),
        Unit.AVERAGE,
        About.ANSWERS,
        counting.satisfaction(FINAL_QUESTIONNAIRE_MENTEE.slug),
    ),
    Measure(
        "satisfaction-mentors",
        _("Satisfaction of mentors"),
        _(
            "The average of all ratings, from 1 to 5, that mentors gave to the statements on the programme in the final "
            "questionnaire."
        ),
        Unit.AVERAGE,
        About.ANSWERS,
        counting.satisfaction(FINAL_QUESTIONNAIRE_MENTOR.slug),
    ),
    *(
        Measure(
            f"progression-{months}",
            title,
            format_lazy(AFTERWARDS, months=months),
            Unit.PERCENT,
            About.ANSWERS,
            counting.progression(months),
            is_nameless=True,
        )
        for months, title in (
            (3, _("Better off after 3 months")),
            (6, _("Better off after 6 months")),
            (12, _("Better off after 12 months")),
        )
    ),
)
BY_SLUG = {measure.slug: measure for measure in MEASURES}


def values(evidence: Evidence, *, outside: bool = False) -> dict[str, Value]:
    """What every measure says of one programme, by its slug."""
    return {measure.slug: measure.of(evidence, outside=outside) for measure in MEASURES}
