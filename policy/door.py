"""What can be asked at the door of an address.

``ANYONE``: open before sign-in. ``SIGNED_IN``: about oneself alone. ``BY_LINK``: whoever holds a personal link to sign
acts as its person on its version, and nowhere else; a link that was never made, is used or has ended opens one same
page that says nothing. ``CALENDAR``: whoever holds a person's calendar address reads when and where they meet, no more.
``SPONSOR``: whoever holds the address that a manager made reads the figures of one programme, no names.
``ASKED``: whoever holds the link in a letter that a mentee had written answers, once, what that mentee asks.
``APPLYING``: whoever began an application writes it, and whoever owns the address it was sent with confirms it, by a link.
``STOP_LETTERS``, ``STOP_ADDRESS``: whoever holds the link in a letter stops what it was about, and reads nothing.
``FOLLOW_UP``: whoever holds a mentee's link says once how it went on, and reads nothing of anybody.
"""

from dataclasses import dataclass

from .permissions import Action


@dataclass(frozen=True)
class Door:
    """What is asked at an address. ``thing`` is empty for the doors that ask for no thing."""

    rule: str
    thing: str = ""
    action: Action | None = None
    methods: tuple[str, ...] = ("GET",)


ANYONE = Door("anyone")
ANYONE_FORM = Door("anyone", methods=("GET", "POST"))
SIGNED_IN = Door("signed in")
SIGNED_IN_FORM = Door("signed in", methods=("GET", "POST"))
BY_LINK = Door(
    "link: its bearer, as the one person and for the one version it was written for", methods=("GET", "POST")
)
CALENDAR = Door("link: its bearer, the sessions of the one person it was made for")
SPONSOR = Door("link: its bearer, how the one programme stands that it was made for, without personal data")
ASKED = Door("link: its bearer, as the one person who was asked, for one answer", methods=("GET", "POST"))
FOLLOW_UP = Door("link: its bearer, to say once how it went on, without a name", methods=("GET", "POST"))
APPLYING = Door("link: its bearer, the one application that it was made for", methods=("GET", "POST"))
STOP_LETTERS = Door("link: its bearer, to stop the letters that can wait of the one person", methods=("GET", "POST"))
STOP_ADDRESS = Door("link: its bearer, to go back to the address that the letter went to", methods=("GET", "POST"))
SITE_ADMIN = Door("site administrators, accounts only", methods=("GET", "POST"))


def see(thing: str, action: Action = Action.READ) -> Door:
    """A page of ``thing`` for whoever may do ``action`` on it."""
    return Door("may", thing, action)


def form(thing: str, action: Action) -> Door:
    """A form about ``thing`` for whoever may do ``action`` on it."""
    return Door("may", thing, action, ("GET", "POST"))


def act(thing: str, action: Action) -> Door:
    """A button that does ``action`` on ``thing``."""
    return Door("may", thing, action, ("POST",))
