"""The library of a programme: open educational resources that mentors suggest (R37)."""
