"""What somebody sent with an application, for the page of the application."""

from django import template

from documents.sheet import Block

from ..applying import steps
from ..models import Application, SentForm

register = template.Library()


@register.filter
def sent_form(application: Application) -> SentForm | None:
    """What was sent on the public page; ``None`` for who came in otherwise."""
    return SentForm.objects.select_related("application").filter(application=application).first()


@register.filter
def own_answers(sent: SentForm) -> list[Block]:
    """The own questions with the answers, in words."""
    return steps.told(sent)
