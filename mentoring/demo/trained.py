"""The demo learns: trainings with sign-up, attendance and expectations, units to read, a record that sessions show."""

from datetime import timedelta

from documents import kinds, pipeline
from people.models import User
from policy.permissions import Role
from programmes import training
from programmes.models import Programme, TrainingEvent
from programmes.training import expectations, places, telling, units

from . import building
from .cast import Cast

EXPECTED = {
    Role.MENTOR: (
        ["That they bring one question to each meeting", "That they say when something is too fast"],
        ["That they try things out between the meetings"],
        ["That they come on time", "That they laugh with me when a computer does not"],
    ),
    Role.MENTEE: (
        ["Patience, also the third time", "That nobody takes the mouse from my hand"],
        ["That questions are never stupid"],
        ["Short steps that I can write down", "That they keep to themselves what I tell"],
        ["That they are there when they said so"],
    ),
}
FINDINGS = {
    "dos": "Ask what the other expects, before you plan\nAgree how you reach each other between sessions\n"
    "Say at the end what each of you does next",
    "donts": "Hand out advice in the first hour\nPromise a job or a contact you do not have",
    "of_mentors": "That they listen to the end\nThat they keep what I tell to themselves\nHonest words, kindly said",
    "of_mentees": "That they come, or say in time that they cannot\nOne concrete question for each session",
    "etiquette": "We answer messages within two days. Whoever is late says so. What is told in the group stays there.",
}


def train(
    programme: Programme, title: str, audience: str, days: int, *, by: User, attended: bool = False
) -> TrainingEvent:
    """One training so many days from today; all but two of those it is for were there, when it was attended."""
    event = TrainingEvent(
        programme=programme,
        title=title,
        audience=audience,
        starts_at=building.at(days, 17),
        minutes=150,
        place="Vilnius City Library, hall",
        aims="What is expected of each side, how to begin, and how to say what one needs.",
    )
    training.arrange(event, by=by)
    if attended:
        here = [row.person_id for row in training.expected(event)]
        came = max(1, len(here) - 2)
        was = (
            dict.fromkeys(here[:came], "there")
            | dict.fromkeys(here[came:-1], "excused")
            | dict.fromkeys(here[came:][1:], "absent")
        )
        training.record_attendance(event, was, by=by)
    return event


def tell_of_digital_steps(programme: Programme, people: Cast) -> None:
    """Two trainings are over, the joint one is full and has a waiting list; two units are on, and some passed them."""
    mara = people.mara
    train(programme, "The role of the mentor", TrainingEvent.Audience.MENTORS, -9, by=mara, attended=True)
    train(programme, "Making the most of a mentor", TrainingEvent.Audience.MENTEES, -4, by=mara, attended=True)
    joint = train(programme, "Joint workshop: what we expect of each other", TrainingEvent.Audience.JOINT, 6, by=mara)
    joint.links = "Questions for a first meeting https://example.org/first-meeting"
    joint.places = 8
    training.change(joint, by=mara)
    telling.tell(None, thing=str(joint.pk))
    here = [row for row in training.expected(joint) if row.person_id != people.tomas.pk]
    for n, row in enumerate(here[:11]):
        places.answer(joint, n != 4, "I work in the evening that week." if n == 4 else "", by=row.person)
    for role, voices in EXPECTED.items():
        for row, lines in zip([row for row in here if row.role == role], voices, strict=False):
            expectations.write(joint, lines, by=row.person)
    for slug in ("role-of-the-mentor", "listening-and-asking", "responsibilities-of-a-mentee"):
        unit = units.take(programme, slug, by=mara)
        right = {question.number: question.right for question in units.questions_of(unit)}
        for row, _passed in units.who_passed(unit)[1:4]:
            units.check(unit, right, by=row.person)


def tell_of_a_workshop(programme: Programme, people: Cast) -> None:
    """The joint workshop of the team of the story: what Nia, Ela and Tomas expected, and what came out of it."""
    event = train(programme, "Joint workshop", TrainingEvent.Audience.JOINT, 1, by=people.mara)
    expectations.write(event, ["That somebody reads my letters", "That I may be slow"], by=people.nia)
    expectations.write(event, ["Somebody who has been abroad too"], by=people.ela)
    expectations.write(event, ["That they bring what worries them", "Honest answers"], by=people.tomas)
    event.starts_at -= timedelta(days=51)
    training.change(event, by=people.mara)
    here = [row.person_id for row in training.expected(event)]
    training.record_attendance(event, dict.fromkeys(here[:-2], "there"), by=people.mara)
    record = pipeline.start(kinds.get("training-record"), programme.space, by=people.mara, occasion=event.pk)
    told = {**record.answers, "findings": FINDINGS}
    pipeline.write(record, told, by=people.mara)
    pipeline.file(record, by=people.mara)
