"""What the sessions floor keeps: sessions, homework, goals, calendars."""

from .feeds import CalendarFeed
from .goals import Goal, GoalStep
from .homework import ANSWER_AT_MOST, Homework, HomeworkAnswer
from .logs import TakenToSupervision
from .meetings import Attendance, Meeting

__all__ = [
    "ANSWER_AT_MOST",
    "Attendance",
    "CalendarFeed",
    "Goal",
    "GoalStep",
    "Homework",
    "HomeworkAnswer",
    "Meeting",
    "TakenToSupervision",
]
