"""What managers keep to see whether it goes well: thresholds, what was put off, recommendations, what is aimed at."""

from .evaluation import Benchmark, Objective, SponsorLink, Target
from .recommendations import Recommendation
from .watching import Postponement, Watch

__all__ = ["Benchmark", "Objective", "Postponement", "Recommendation", "SponsorLink", "Target", "Watch"]
