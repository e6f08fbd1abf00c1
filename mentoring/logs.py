"""What a log line never holds: the secret part of an address that lets its bearer in."""

import logging
import re
from typing import Any

SECRET = re.compile(
    r"(/(?:d/sign|me/(?:invitation|address/(?:confirm|stop)|letters/stop)|password/reset|calendar|report|asked|afterwards/l|apply/(?:draft|check|sent|confirm))/)[^/\s\"'?]+"
    r"|(/sign-in/with/[^?\s]*\?)[^\s\"']+"  # the code with which single sign-on comes back
)


class WithoutSecrets(logging.Filter):
    """Puts “…” in the place of tokens, in the text of a line and in what is filled into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every line through, without its secrets."""
        record.msg = _hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_hidden, record.args))
        return True


def _hidden(value: Any) -> Any:
    return SECRET.sub(r"\1\2…", value) if isinstance(value, str) else value
