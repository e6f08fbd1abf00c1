"""What managers keep to see whether it goes well: rhythms, thresholds, what was put off, what is asked,
recommendations, what is aimed at."""

from .evaluation import Benchmark, Objective, SponsorLink, Target
from .questionnaires import Questionnaire
from .recommendations import Recommendation
from .rhythm import Rhythm
from .watching import Postponement, Watch

__all__ = [
    "Benchmark",
    "Objective",
    "Postponement",
    "Questionnaire",
    "Recommendation",
    "Rhythm",
    "SponsorLink",
    "Target",
    "Watch",
]
