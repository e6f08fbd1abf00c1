"""Robots are turned away without puzzles: a field that nobody sees, and how long a page was open.

Whoever is taken for a robot gets the page back with everything that was typed, and pressing the button again is enough.
"""

from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people.throttle import is_too_often

TRAP, STAMP = "website", "opened"
FASTEST, LONGEST = timedelta(seconds=3), timedelta(days=1)
BEGUN_AT_MOST, SENT_AT_MOST, SECONDS = 60, 60, 3600  # from one network: a whole class may apply from one room

_signer = TimestampSigner(salt="programmes.apply")


def stamp() -> str:
    """What a page carries to say when it was opened; nobody else can make it."""
    return _signer.sign("page")


def why_again(request: HttpRequest) -> str:
    """Why the page should come back once more, in words that blame nobody; empty when it need not."""
    if request.POST.get(TRAP) or not _was_open_long_enough(request):
        return _("Please press the button once more. What you typed is still here.")
    return why_wait(request, "apply", BEGUN_AT_MOST)


def why_wait(request: HttpRequest, what: str, at_most: int = SENT_AT_MOST) -> str:
    """Why somebody should wait, in words; empty when they need not. Counted by network."""
    if is_too_often(request, what, at_most=at_most, seconds=SECONDS):
        return _("Many people apply from where you are just now. Wait a little, then press the button once more. What you typed is still here.")  # fmt: skip
    return ""


def kept_stamp(request: HttpRequest) -> str:
    """The stamp for a page that comes back: the one it had, as long as that is good, else a fresh one."""
    given = request.POST.get(STAMP, "")
    return given if _age_is(given, FASTEST) is not None else stamp()


def _was_open_long_enough(request: HttpRequest) -> bool:
    return bool(_age_is(request.POST.get(STAMP, ""), FASTEST))


def _age_is(given: str, least: timedelta) -> bool | None:
    """Whether a stamp is at least so old; ``None`` for one that is forged or older than a day."""
    try:
        _signer.unsign(given, max_age=LONGEST)
    except (SignatureExpired, BadSignature):
        return None
    try:
        _signer.unsign(given, max_age=least)
    except SignatureExpired:
        return True
    return False
