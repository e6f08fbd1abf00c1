"""A small OpenID provider on this machine, over real HTTP: whoever it is told of is signed in there."""

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


class Provider(ThreadingHTTPServer):
    """``who`` are the claims of the person who is signed in there; ``broken`` is a path that answers nonsense."""

    daemon_threads = True
    who: dict[str, Any]
    broken = ""
    asked: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    """Configuration, authorization, token, and who it is."""

    server: Provider

    def log_message(self, *args: Any) -> None:
        """Quietly."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == self.server.broken:
            return self._say("nonsense")
        if parts.path == "/.well-known/openid-configuration":
            ends = ("authorization", "token", "userinfo")
            return self._say({"issuer": self.server.url, "jwks_uri": f"{self.server.url}/keys"}
                             | {f"{end}_endpoint": f"{self.server.url}/{end}" for end in ends})  # fmt: skip
        if parts.path == "/authorization":
            assert asked["code_challenge_method"] == "S256"
            self.send_response(302)
            back = urlencode({"code": "a-code", "state": asked["state"]})
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            return self.end_headers()
        return self._say(self.server.who)

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path == self.server.broken:
            return self._say("nonsense")
        assert asked["code"] == ["a-code"] and asked["client_secret"] == ["secret"] and asked["code_verifier"]
        times = {"iat": int(time.time()), "exp": int(time.time()) + 60}
        claims = {"iss": self.server.url, "aud": "mentoring", **times, **self.server.who}
        token = ".".join(_part(part) for part in ({"alg": "RS256", "kid": "1"}, claims, {}))
        return self._say({"access_token": "open", "token_type": "Bearer", "id_token": token})

    def _say(self, what: Any) -> None:
        body = (what if isinstance(what, str) else json.dumps(what)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _part(what: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(what).encode()).decode().rstrip("=")


@contextmanager
def running() -> Iterator[Provider]:
    """The provider, as long as it is needed."""
    provider = Provider(("127.0.0.1", 0), Answers)
    thread = Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        provider.server_close()
        thread.join()
