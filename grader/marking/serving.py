"""The server: one process, one port, until it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.marking.access import Access, local_hosts
from grader.marking.publishing import Publisher
from grader.marking.service import MarkingService
from grader.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import uvicorn
    from starlette.types import ASGIApp

    from grader.course import Course
    from grader.store import Folder

LOCAL = "127.0.0.1"
FIRST_PORT = 8347
"""The first port that is tried; the same one after every start, so that open pages go on."""
TRIES = 20


@dataclass(frozen=True)
class ServerOptions:
    """Where and for whom a site is served."""

    markers: tuple[str, ...]
    port: int = 0
    """0 for the first one that is free."""
    host: str = LOCAL
    certificate: Path | None = None
    key: Path | None = None


def serve(
    folder: Folder,
    course: Course,
    options: ServerOptions,
    tables: Callable[[], None],
    on_ready: Callable[[dict[str, str]], None],
) -> None:
    """Serve the marking of a class until interrupted; `on_ready` gets the address of each marker.

    `tables` writes the tables of the class, which is done at the end.  Raises UsageError.
    """
    import uvicorn

    from grader.marking.site import Site

    service = MarkingService(folder, course)
    listening = _listen(options)
    try:
        service.open()
        port = int(listening.getsockname()[1])
        others = () if options.host == LOCAL else (options.host, socket.gethostname())
        encrypted = options.certificate is not None
        access = Access(service.secret, options.markers, local_hosts(port, others), port, encrypted)
        publisher = Publisher(service, tables)
        server = uvicorn.Server(_config(options, Site(service, access, publisher).app))
        with contextlib.suppress(KeyboardInterrupt), _ended_like_an_interrupt():
            asyncio.run(_run(server, listening, publisher, lambda: on_ready(_addresses(options, access))))
        publisher.publish_all()
    finally:
        listening.close()
        service.close()


@contextlib.contextmanager
def _ended_like_an_interrupt() -> Iterator[None]:
    """Take SIGTERM, which a service manager sends, for Ctrl-C: the server raises it once more when it has stopped."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _config(options: ServerOptions, app: ASGIApp) -> uvicorn.Config:
    """Return how the server runs: quiet, and gone two seconds after it is told to stop."""
    import uvicorn

    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
        ssl_certfile=options.certificate,
        ssl_keyfile=options.key,
    )


def _addresses(options: ServerOptions, access: Access) -> dict[str, str]:
    """Return the address of each marker, with their key."""
    scheme = "https" if options.certificate is not None else "http"
    name = LOCAL if options.host in {LOCAL, "0.0.0.0", "::"} else options.host  # noqa: S104 - compared with
    begin = f"{scheme}://{name}:{access.port}/enter/"
    return {marker: begin + access.token(marker) for marker in options.markers}


async def _run(server: object, listening: socket.socket, publisher: Publisher, ready: Callable[[], None]) -> None:
    """Serve, and write what becomes old meanwhile."""
    import uvicorn

    assert isinstance(server, uvicorn.Server)  # noqa: S101
    following = asyncio.create_task(publisher.follow())
    asyncio.get_running_loop().call_soon(ready)
    try:
        await server.serve(sockets=[listening])
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following


def _listen(options: ServerOptions) -> socket.socket:
    """Return a socket that listens.  Raises UsageError where the port is taken."""
    ports = [options.port] if options.port else range(FIRST_PORT, FIRST_PORT + TRIES)
    failed = OSError("no port was tried")
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    for port in ports:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((options.host, port))
            listening.listen(128)
        except OSError as error:
            listening.close()
            failed = error
            continue
        return listening
    port_text = f"port {options.port}" if options.port else f"ports {FIRST_PORT} to {FIRST_PORT + TRIES - 1}"
    raise UsageError(
        f"{options.host}, {port_text}: cannot be listened on ({failed.strerror}). Name another with --port."
    )
