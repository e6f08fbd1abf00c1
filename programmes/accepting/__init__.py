"""Both sides accept before the groups are final: asking, answering, who said what, and what follows for the matching."""
