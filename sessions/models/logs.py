"""What a mentor has done with an entry of the own reflective log. As private as the log itself."""

from django.db import models

from documents.models import Document
from people.models import Record


class TakenToSupervision(Record):
    """That an entry of a reflective log was taken to supervision; ``created_at`` says when. Gone when taken back."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="taken")

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}"
