"""What the group Aušra said in the chat of a session."""

from datetime import timedelta
from uuid import uuid4

from conversations import chats, talking
from sessions.models import Meeting

from .cast import Cast

SAID = (
    ("tomas", 1, "Good to see you both. I put the agenda here, so that we keep the time."),
    ("nia", 4, "I was at the job centre on Tuesday. They gave me a list of courses: https://example.org/courses"),
    ("ela", 6, "Thank you! The one on Thursday evenings would fit me too."),
    ("tomas", 21, "Three sentences are enough for a beginning: who I am, what I can, what I look for."),
    (
        "nia",
        34,
        "Mine: I am Nia, I have kept the books of a shop for six years, and I look for an office that likes order.",
    ),
    ("ela", 36, "“an office that likes order” – I would call you."),
    ("ela", 40, "Sorry, wrong window."),
    ("tomas", 52, "For next time: say it aloud to somebody at home, and write down what they ask."),
)


def in_session(meeting: Meeting, people: Cast) -> None:
    """Lines of a session that was held, at their minutes; one was taken back."""
    for who, minute, text in SAID:
        by, at = getattr(people, who), meeting.starts_at + timedelta(minutes=minute)
        said = chats.say(meeting, text, key=uuid4(), by=by, now=at)
        if text.startswith("Sorry"):
            talking.take_back(said, by=by, now=at)
