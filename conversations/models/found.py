"""The words of a message as they are looked for (``search.py``); gone with the message, and when it is taken back."""

from django.db import models

from .messages import Message


class SearchLine(models.Model):
    """Folded words, each once, between single spaces: what both databases index and nothing else does."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="search_line")
    words = models.TextField()

    def __str__(self) -> str:
        return str(self.message_id)
