"""What the managers of the demo ask besides: a questionnaire without names that is open, and one for mentors that is closed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from documents import pipeline
from monitoring.models import Questionnaire
from monitoring.questionnaires import answering, keeping
from people.models import User
from programmes.models import Programme

PLAIN = {"key": "", "section": "", "help": "", "options": "", "required": ""}
WITHOUT_NAMES = (
    {**PLAIN, "type": "agreement", "text": "I dare to say in our group what I think.", "required": "yes"},
    {**PLAIN, "type": "one", "text": "How often should a group meet?", "options": "every week\nevery two weeks\nonce a month"},
    {**PLAIN, "type": "text", "text": "What should we change while there is time?"},
)  # fmt: skip
CHANGES = (
    "Evenings are hard for those with children.",
    "More about interviews, less about forms.",
    "A second place to meet, the library closes early.",
    "Nothing, I come gladly.",
    "Say sooner when a session is moved.",
    "I would like to meet the other groups once.",
)
OF_MENTORS = (
    {**PLAIN, "type": "scale", "text": "How well were you prepared for the first session?"},
    {**PLAIN, "type": "line", "text": "What did you miss in the training?"},
)
MISSED = ("How to end a session in time.", "An example of a contract.", "A list of who to call.")


def ask(programme: Programme, *, by: User, silent: User) -> None:
    """Two questionnaires of a programme; ``silent`` has not answered yet."""
    about = "We look at it half-way, and tell all groups what we change."
    row = _opened(programme, by, "How is it going?", about, WITHOUT_NAMES, audience="mentees", readers="together")
    seats = [seat for seat in answering.seats(row) if seat.person != silent]
    for n, words in enumerate(CHANGES):
        _answer(row, seats[n], (str(3 + n % 3), str(1 + n % 2), words))
    told = "So that the next training is better."
    row = _opened(programme, by, "Your first sessions", told, OF_MENTORS, audience="mentors", readers="managers")
    for n, (seat, words) in enumerate(zip(answering.seats(row), MISSED, strict=False)):
        _answer(row, seat, (str(6 + n), words))
    keeping.close(row, by=by)


def _opened(programme: Programme, by: User, title: str, purpose: str, questions: Any, **about: str) -> Questionnaire:
    until = timezone.localdate() + timedelta(days=9)
    told = {"title": title, "purpose": purpose, "questions": list(questions), "answer_by": until, **about}
    row = keeping.make(programme, told, by=by, pk=uuid4())
    keeping.open_(row, by=by, seen=row.revision)
    return row


def _answer(row: Questionnaire, seat: Any, words: tuple[str, ...]) -> None:
    version = answering.begin(seat.space.group, row, by=seat.person)
    answers = {one["key"]: said for one, said in zip(row.questions, words, strict=True)}
    pipeline.write(version, {"part1": answers}, by=seat.person)
    pipeline.file(version, by=seat.person)
