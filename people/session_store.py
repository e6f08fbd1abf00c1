"""Where sign-ins are kept: in the database, and looked for only under keys that can be one of ours."""

import re
from typing import Any

from django.contrib.sessions.backends import db

_KEY = re.compile(r"[0-9a-z]{8,40}")


class SessionStore(db.SessionStore):
    """Django's own. A cookie can hold anything: a NUL character in it would be an error of PostgreSQL, on every page."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and _KEY.fullmatch(key) is not None
