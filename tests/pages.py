"""What a test reads off a page."""

import html
import re


def read(content: bytes) -> str:
    """The page without what differs at every request: the token against forged forms."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", content.decode())


def hidden_in(content: bytes) -> dict[str, str]:
    """What the forms of a page send along unseen, by its name."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', content.decode())
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def revision_in(content: bytes) -> int:
    """The revision that the form of a page was made from."""
    return int(hidden_in(content)["revision"])
