"""What happens after the matching: another mentor, mentees who move or leave, groups split, merged or ended early."""

from .groups import end_early, merge, split
from .mentees import leave, move
from .mentors import replace_mentor

__all__ = ["end_early", "leave", "merge", "move", "replace_mentor", "split"]
