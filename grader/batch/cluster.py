"""Where jobs run: the workers of a dask scheduler, which may be on any machine that sees the same folders."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError
from grader.records import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

CONNECT_SECONDS = 15.0
COUNT_SECONDS = 5.0
"""How long the number of workers is taken to stay the same: asking is a message to the scheduler."""


@dataclass
class Cluster:
    """The workers of the scheduler at `address`."""

    address: str
    _client: Any = None
    _width: int = 1
    _counted: float = field(default=float("-inf"))

    def executor(self, prepare: Callable[[], object]) -> Executor:  # noqa: ARG002 - its workers run already
        """Connect.  Raises UsageError where nobody answers.

        Jobs are not pure: dask otherwise remembers equal ones and does not run them again.
        """
        client_class = _client_class()
        self._leave()
        try:
            self._client = client_class(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
            executor: Executor = self._client.get_executor(pure=False)
        except (OSError, ValueError) as error:
            raise UsageError(
                f"--dask {self.address}: no scheduler answers there ({error}). Start one with `dask scheduler`; what "
                "is graded is kept, and the same command goes on."
            ) from error
        return executor

    def width(self) -> int:
        """Return the number of threads of all workers; workers may come and go."""
        now = time.monotonic()
        if now - self._counted > COUNT_SECONDS:
            self._width = max(1, sum(self._client.nthreads().values()))
            self._counted = now
        return self._width

    def close(self, executor: Executor) -> None:
        """Leave."""
        executor.shutdown()
        self._leave()

    def give_up(self, executor: Executor) -> None:
        """Cancel what waits and leave; what runs on a worker ends there and is heard by nobody."""
        executor.shutdown(wait=False)
        self._leave()

    def _leave(self) -> None:
        if self._client is not None:
            self._client.close(timeout=2.0)
        self._client = None
        self._counted = float("-inf")


def _client_class() -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--dask: dask.distributed is not installed. Install it with `pip install 'gradewright[dask]'`."
        ) from error
    return Client
