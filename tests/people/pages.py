"""Two answers compared as a reader sees them."""

import re


def read(content: bytes) -> str:
    """The page without what differs at every request: the token against forged forms."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", content.decode())
