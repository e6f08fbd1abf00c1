"""The texts of a kind as a programme made them its own: versioned data that a document is begun on and keeps."""

from django.utils import translation

from policy.models import Space

from . import kinds
from .kinds import DocumentKind, Texts
from .models import Document, Wording


def newest(kind: DocumentKind, space: Space) -> Wording | None:
    """The wording that a document begun now in ``space`` is written on: its own or that of the space around it.

    ``None`` for kinds without texts and where nobody has changed them: the application's own texts count.
    """
    if not kind.texts:
        return None
    around = {space.pk, space.within_id} - {None}
    return Wording.objects.filter(kind_slug=kind.slug, space__in=around).order_by("-number").first()


def texts_of(kind: DocumentKind, space: Space, wording: Wording | None) -> Texts:
    """The texts of a wording; without one, those the application brings, in the language of the space's documents."""
    if wording is not None:
        return wording.texts
    with translation.override(kinds.heading_of(Document(kind_slug=kind.slug, space=space))["language"]):
        return kind.default_texts(space)
