"""Access to the site: a token for each marker, a cookie that names the port, requests of the own pages only.

A page of another site can send requests here with a marker's browser, or give this machine's address a name of its
own.  So the host must be one that this server was started with, and whatever changes something must come from a page
of this server: `Origin` is asked for, and a body of JSON, which no form of another site can send unasked.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.store.marking import MarkingStore

SECRET = "marking_secret"  # noqa: S105 - the name of a fact
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""Of every answer of the server."""


@dataclass(frozen=True)
class Access:
    """The markers of one server, and the addresses under which it is reached."""

    secret: str
    markers: tuple[str, ...]
    hosts: frozenset[str]
    """`name:port`, as browsers send it."""
    port: int
    secure: bool = False
    """Whether it is served over TLS."""

    def token(self, marker: str) -> str:
        """Return the token of a marker: the same one after every start, so that an open page goes on."""
        return hmac.new(self.secret.encode(), marker.encode(), hashlib.sha256).hexdigest()[:40]

    def marker(self, token: str) -> str | None:
        """Return whose token this is."""
        names = [name for name in self.markers if hmac.compare_digest(self.token(name).encode(), token.encode())]
        return names[0] if names else None

    @property
    def cookie(self) -> str:
        """The name of the cookie: cookies know no ports, so the name does."""
        return f"grader_mark_{self.port}"

    def marker_of(self, header: str) -> str | None:
        """Return who sends this header `Cookie`."""
        try:
            morsel = SimpleCookie(header).get(self.cookie)
        except CookieError:
            return None
        return self.marker(morsel.value) if morsel is not None else None

    def set_cookie(self, token: str) -> str:
        """Return the header that gives a browser its cookie."""
        secure = "; Secure" if self.secure else ""
        return f"{self.cookie}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}"

    def refusal(self, method: str, headers: Mapping[str, str]) -> str:
        """Return why a request is refused whoever sends it; empty where it is not."""
        if headers.get("host", "").lower() not in self.hosts:
            return "This server is not reached under that name. Open the address that `grader mark` has printed."
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"} and method not in {
            "GET",
            "HEAD",
        }:
            return "This request comes from another site."
        if method in {"GET", "HEAD"}:
            return ""
        scheme = "https" if self.secure else "http"
        if headers.get("origin", "").lower() != f"{scheme}://{headers['host'].lower()}":
            return "This request does not come from a page of this server."
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return "Expected a body of JSON."
        return ""


def secret_of(store: MarkingStore) -> str:
    """Return the secret of a class, made at the first start and kept in the store, which its owner alone can read."""
    stored = store.fact(SECRET)
    if stored is None:
        stored = secrets.token_hex(32)
        store.set_fact(SECRET, stored)
    return stored


def local_hosts(port: int, others: Iterable[str] = ()) -> frozenset[str]:
    """Return the names under which a server on this machine is reached, and `others`."""
    names = ("127.0.0.1", "localhost", "[::1]", *others)
    return frozenset(f"{name.lower()}:{port}" for name in names)
