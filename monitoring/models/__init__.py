"""What managers keep to see whether it goes well: thresholds, what was put off, what is asked (of people outside by mentees, who alone know of it),
recommendations, what is aimed at."""

from .evaluation import Benchmark, Objective, SponsorLink, Target
from .others import FeedbackLink, FeedbackRound
from .questionnaires import Questionnaire
from .recommendations import Recommendation
from .watching import Postponement, Watch

__all__ = [
    "Benchmark",
    "FeedbackLink",
    "FeedbackRound",
    "Objective",
    "Postponement",
    "Questionnaire",
    "Recommendation",
    "SponsorLink",
    "Target",
    "Watch",
]
