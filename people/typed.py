"""What somebody typed into a form that could not be taken: it is theirs to have back."""

from collections.abc import Iterator

from django.http import HttpRequest

NEVER_KEPT = ("csrfmiddlewaretoken", "password", "code", "credential")
LONG = 40  # characters: longer than an id
AT_MOST = 1_000_000  # characters on a page, of whoever sends them


def typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values of a form in the order in which they came; nothing that is a secret."""
    if request.method != "POST":
        return
    for name, values in request.POST.lists():
        if not any(word in name for word in NEVER_KEPT):
            yield from ((name, str(value)) for value in values)


def texts(request: HttpRequest) -> list[str]:
    """Of what was typed, what nobody likes to type twice: whatever is more than a word."""
    found = [value for _name, value in typed(request) if len(value) > LONG or len(value.split()) > 1]
    return found if sum(map(len, found)) <= AT_MOST else []
