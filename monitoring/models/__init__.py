"""What managers keep to see whether it goes well: thresholds, what was put off, what is asked,
recommendations, what is aimed at, how mentees fare afterwards."""

from .afterwards import AskingAfterwards, FollowUp, FollowUpAnswer
from .evaluation import Benchmark, Objective, SponsorLink, Target
from .questionnaires import Questionnaire
from .recommendations import Recommendation
from .watching import Postponement, Watch

__all__ = [
    "AskingAfterwards",
    "Benchmark",
    "FollowUp",
    "FollowUpAnswer",
    "Objective",
    "Postponement",
    "Questionnaire",
    "Recommendation",
    "SponsorLink",
    "Target",
    "Watch",
]
