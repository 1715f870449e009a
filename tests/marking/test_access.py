"""Access to the marking site: whose token, which host, and which requests come from its own pages."""

from __future__ import annotations

from typing import Any

import pytest

from grader.marking.access import HEADERS, Access, local_hosts

ACCESS = Access("secret", ("Ada", "Ben"), local_hosts(8000), 8000)
OWN = {"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000", "content-type": "application/json; charset=utf-8"}


def test_a_token_is_a_markers_alone() -> None:
    """The same after every start, another with another secret."""
    assert ACCESS.marker(ACCESS.token("Ada")) == "Ada"
    assert ACCESS.token("Ada") != ACCESS.token("Ben")
    assert ACCESS.marker(Access("other", ("Ada",), ACCESS.hosts, 8000).token("Ada")) is None
    assert ACCESS.marker(ACCESS.token("Eve")) is None, "who is no marker has no token"


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 40], ids=["empty", "short", "no-ascii", "long"])
def test_no_other_text_is_a_token(token: str) -> None:
    """Whatever its letters."""
    assert ACCESS.marker(token) is None


def test_a_cookie_names_the_port() -> None:
    """So that two classes on one machine do not log each other out."""
    header = ACCESS.set_cookie(ACCESS.token("Ben"))
    assert all(part in header for part in ("HttpOnly", "SameSite=Strict", "grader_mark_8000="))
    assert "Secure" not in header
    assert "Secure" in Access("s", (), ACCESS.hosts, 1, secure=True).set_cookie("t")
    assert ACCESS.marker_of(f"other=1; {header.partition(';')[0]}") == "Ben"
    for other in ("", "grader_mark_8001=" + ACCESS.token("Ben"), "a=b; \x00=;;;", "grader_mark_8000=no"):
        assert ACCESS.marker_of(other) is None


@pytest.mark.parametrize(
    ("method", "changes", "refused"),
    [
        pytest.param("POST", {}, "", id="own-page"),
        pytest.param("GET", {"origin": "", "content-type": ""}, "", id="a-page"),
        pytest.param("GET", {"host": "LOCALHOST:8000"}, "", id="another-name-of-this-machine"),
        pytest.param("GET", {"host": "evil.example:8000"}, "not reached under that name", id="another-host"),
        pytest.param("GET", {"host": "127.0.0.1:8001"}, "not reached under that name", id="another-port"),
        pytest.param("GET", {"host": ""}, "not reached under that name", id="no-host"),
        pytest.param("POST", {"origin": "http://evil.example"}, "not come from a page of this server", id="origin"),
        pytest.param("POST", {"origin": ""}, "not come from a page of this server", id="no-origin"),
        pytest.param("POST", {"origin": "https://127.0.0.1:8000"}, "not come from a page", id="another-scheme"),
        pytest.param("POST", {"origin": "http://localhost:8000"}, "not come from a page", id="another-name"),
        pytest.param("POST", {"content-type": "text/plain"}, "Expected a body of JSON", id="a-form"),
        pytest.param("POST", {"sec-fetch-site": "cross-site"}, "comes from another site", id="another-site"),
        pytest.param("GET", {"sec-fetch-site": "cross-site"}, "", id="a-link-of-another-site"),
        pytest.param("DELETE", {"origin": ""}, "not come from a page", id="any-other-method"),
    ],
)
def test_a_request_is_refused_whoever_sends_it(method: str, changes: dict[str, str], refused: str) -> None:
    """A page elsewhere could send it with a marker's browser."""
    headers: Any = OWN | changes
    text = ACCESS.refusal(method, headers)
    assert (refused in text) if refused else text == ""


def test_a_page_may_load_nothing_from_elsewhere() -> None:
    """Nor stand in a frame of another."""
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy
    assert local_hosts(1, ["Marks.Example.edu"]) >= {"marks.example.edu:1", "[::1]:1"}
