"""How often one visitor may ask for work that costs something, without an account. Counted by address, in the cache."""

import time
from ipaddress import IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def is_too_often(request: HttpRequest, what: str, *, at_most: int, seconds: int) -> bool:
    """Whether this visitor has asked for ``what`` more than ``at_most`` times within so many seconds, this time included.

    Addresses are not kept: only a number that stands for each, until the time is over.
    """
    now = int(time.time() // seconds)
    visitor = salted_hmac("throttle", f"{what} {now} {_network(request)}").hexdigest()
    cache.add(visitor, 0, timeout=2 * seconds)
    try:
        return cache.incr(visitor) > at_most
    except ValueError:  # it went out of the cache at this very moment
        return False


def _network(request: HttpRequest) -> str:
    """The visitor's address; of a long one the part that a household or office shares."""
    address = get_adapter().get_client_ip(request)
    try:
        is_long = ip_address(address).version == 6
    except ValueError:
        return address
    return str(IPv6Network(f"{address}/64", strict=False)) if is_long else address
