"""What counts as a link that people may follow. Nothing is fetched here."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from ..models.resources import LINK_AT_MOST

_is_address = URLValidator(schemes=("http", "https"))


def checked(link: str) -> str:
    """The link, without what stands around it; raises ``ValidationError`` with a sentence that says what to do."""
    link = link.strip()
    if len(link) > LINK_AT_MOST:
        raise ValidationError(
            _("This link is longer than %(n)d characters. Look for a shorter one.") % {"n": LINK_AT_MOST}
        )
    try:
        _is_address(link)
        has_password = "@" in urlsplit(link).netloc
    except (ValidationError, ValueError):
        raise ValidationError(_("Give a link that begins with https:// or http://.")) from None
    if has_password:
        raise ValidationError(_("There is a name or a password in this link. Give one without."))
    return link
