"""Documents, their versions, who signs them, and the files that belong to them."""

from .files import Attachment, Bundle
from .signatures import Question, Signatory
from .versions import Comment, Document, Version, Wording

__all__ = ["Attachment", "Bundle", "Comment", "Document", "Question", "Signatory", "Version", "Wording"]
