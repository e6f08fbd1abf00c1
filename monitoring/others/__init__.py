"""Feedback from people outside (R47): a mentee asks, each answers once by a personal link, the mentee alone reads."""
