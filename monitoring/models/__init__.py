"""What is kept to see whether it goes well: rhythms, thresholds, what was put off, what is asked, recommendations, what
is aimed at, how mentees fare afterwards; and what mentees ask people outside, of which they alone know."""

from .afterwards import AskingAfterwards, FollowUp, FollowUpAnswer
from .evaluation import Benchmark, Objective, SponsorLink, Target
from .others import FeedbackLink, FeedbackRound
from .questionnaires import Questionnaire
from .recommendations import Recommendation
from .rhythm import Rhythm
from .watching import Postponement, Watch

__all__ = [
    "AskingAfterwards",
    "Benchmark",
    "FeedbackLink",
    "FeedbackRound",
    "FollowUp",
    "FollowUpAnswer",
    "Objective",
    "Postponement",
    "Questionnaire",
    "Recommendation",
    "Rhythm",
    "SponsorLink",
    "Target",
    "Watch",
]
