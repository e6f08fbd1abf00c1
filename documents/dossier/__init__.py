"""The dossier: the documents of a space on shelves, and the checklist of what is owed, for one reader."""

from .shelves import Reader, Row, Shelf, kinds_of, may_know, of_occasion, of_space, of_spaces

__all__ = ["Reader", "Row", "Shelf", "kinds_of", "may_know", "of_occasion", "of_space", "of_spaces"]
