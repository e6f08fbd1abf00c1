"""What happens after the matching: another mentor, mentees who move, leave or are placed again, groups split, merged or ended early."""

from .groups import end_early, merge, split
from .mentees import leave, move
from .mentors import replace_mentor
from .placing import place, place_anew

__all__ = ["end_early", "leave", "merge", "move", "place", "place_anew", "replace_mentor", "split"]
