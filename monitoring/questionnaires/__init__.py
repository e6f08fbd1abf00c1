"""Questionnaires that managers build themselves: their questions, their life, what is answered, and how it is taken out."""
