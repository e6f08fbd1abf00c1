"""What the sessions floor keeps: sessions, homework, suggestions, goals, calendars, wishes to be called."""

from .calls import CallWish
from .changes import Change, PartingWord
from .feeds import CalendarFeed
from .goals import Goal, GoalStep
from .homework import ANSWER_AT_MOST, LINK, Homework, HomeworkAnswer
from .logs import TakenToSupervision
from .meetings import Attendance, Meeting
from .suggestions import Suggestion, SuggestionAnswer

__all__ = [
    "ANSWER_AT_MOST",
    "LINK",
    "Attendance",
    "CalendarFeed",
    "CallWish",
    "Change",
    "Goal",
    "GoalStep",
    "Homework",
    "HomeworkAnswer",
    "Meeting",
    "PartingWord",
    "Suggestion",
    "SuggestionAnswer",
    "TakenToSupervision",
]
