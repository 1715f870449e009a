"""The server: how it begins and how it ends."""

from __future__ import annotations

import signal
import socket
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.marking.serving import FIRST_PORT, ServerOptions, _listen
from tests.marking.marking_browser import Server

if TYPE_CHECKING:
    from tests.marking.small_site import SmallSite


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_it_gets_the_same_end(site: SmallSite, by: signal.Signals) -> None:
    """Ctrl-C and a service manager: what is saved is in the tables, and the exit code is 0."""
    server = Server(site.folder.path, site.root / "course")
    said = server.stop(by)
    assert server.exit_code == 0, said
    assert site.folder.grades.exists()


def test_a_port_that_is_taken_is_named() -> None:
    """With what to do; a port that nobody has named moves on to the next."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port}: cannot be listened on.*--port"):
            _listen(ServerOptions(("Ada",), port=port))


def test_without_a_port_the_first_free_one_is_taken() -> None:
    """The same one after every start, as long as nobody else has it."""
    with _listen(ServerOptions(("Ada",))) as first, _listen(ServerOptions(("Ada",))) as second:
        assert FIRST_PORT <= first.getsockname()[1] < second.getsockname()[1]
