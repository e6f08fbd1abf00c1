"""Ask one link whether it answers, and never anything inside: every address a name stands for must be a public one."""

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

SECONDS = 10  # for one link, with all it is led on to
REDIRECTS = 3
LED_ON = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
NAME = "mentoring-link-check"
TRANSLATED = ipaddress.ip_network("64:ff9b::/32")  # NAT64: the last four bytes are an address of the old kind
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAsked(Exception):
    """The link leads to where this machine asks nothing: an address that is not public, another scheme."""


@dataclass(frozen=True)
class Place:
    """Where to ask: a link, and the very address that was looked at, so that its name cannot stand for another later."""

    url: SplitResult
    address: str
    port: int


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was looked at."""

    def __init__(self, place: Place, seconds: float) -> None:
        super().__init__(place.url.hostname or "", place.port, timeout=seconds)
        self.place = place

    def connect(self) -> None:
        """Connect to the address, whatever the name stands for now."""
        self.sock = socket.create_connection((self.place.address, self.place.port), self.timeout)
        if self.place.url.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.place.url.hostname)


def answers(link: str) -> bool:
    """Whether the link answers. Raises ``NotAsked`` when it is not to be asked.

    A page that is not there (404, 410), a server that fails, or that cannot be reached or is not done in ten seconds,
    does not answer. A server that only refuses machines (401, 403, 429 …) does.
    """
    until = time.monotonic() + SECONDS
    try:
        status = _ask(link, "HEAD", until)
        if status >= 400:  # some servers know no HEAD
            status = _ask(link, "GET", until)
    except (OSError, http.client.HTTPException, UnicodeError, TimeoutError):
        return False
    return status < 500 and status not in GONE


def _ask(link: str, method: str, until: float) -> int:
    """The status that the link has in the end."""
    for _hop in range(REDIRECTS + 1):
        status, further = _once(place_of(link), method, until)
        if status not in LED_ON or not further:
            return status
        link = urljoin(link, further)
    return 508  # led on and on


def _once(place: Place, method: str, until: float) -> tuple[int, str]:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = _Pinned(place, left)
    try:
        path = (place.url.path or "/") + (f"?{place.url.query}" if place.url.query else "")
        connection.request(method, path, headers={"User-Agent": NAME, "Accept": "*/*", "Connection": "close"})
        answer = connection.getresponse()  # the body is never read
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


def place_of(link: str) -> Place:
    """Look up where a link leads. Raises ``NotAsked`` unless all of it is public; ``OSError`` when there is no such name."""
    try:
        url = urlsplit(link)
        port = url.port or (443 if url.scheme == "https" else 80)
    except ValueError:
        raise NotAsked from None
    if url.scheme not in ("http", "https") or not url.hostname or "@" in url.netloc:
        raise NotAsked
    found = socket.getaddrinfo(url.hostname, port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not all(is_public(one, port) for one in addresses):
        raise NotAsked
    return Place(url, addresses[0], port)


def is_public(address: str, port: int) -> bool:
    """Whether an address may be asked: one of the open network, or one that the settings name (``address:port``)."""
    if f"{address}:{port}" in settings.LINKS_MAY_ASK:
        return True
    said = ipaddress.ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (said, *_inside(said)))


def _inside(said: Address) -> list[Address]:
    """The addresses of the old kind that one of the new kind stands for: what is sent to it ends there."""
    if isinstance(said, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [said.ipv4_mapped, said.sixtofour, *(said.teredo or ())]
    if said in TRANSLATED:
        found.append(ipaddress.IPv4Address(int(said) & 0xFFFF_FFFF))
    return [one for one in found if one is not None]
