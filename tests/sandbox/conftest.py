"""Ways of starting a worker, which every test of workers can ask for, and patience with a busy machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox import process
from grader.sandbox.pipe_link import PipeStarter
from grader.sandbox.spawn import FreshStarter
from grader.sandbox.zygote import Zygote

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Give one zygote for all tests that do not kill it."""
    with Zygote() as made:
        yield made


@pytest.fixture(params=["fresh", "forked", "piped"])
def starter(request: pytest.FixtureRequest) -> Any:
    """Give a starter of each sort."""
    made = {"fresh": FreshStarter, "piped": PipeStarter, "forked": lambda: request.getfixturevalue("zygote")}
    return made[request.param]()


WAITS = ("EXIT_SECONDS", "LATE_SECONDS", "LINE_SECONDS")
SECONDS = {name: getattr(process, name) for name in WAITS}


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait longer for an exit code and for the line of a hang than the judge does, so that a hiccup hides neither."""
    for name in WAITS:
        monkeypatch.setattr(process, name, 20.0)


@pytest.fixture
def as_patient_as_the_judge(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give what makes waits as long as the judge's own again."""

    def shorten() -> None:
        for name, seconds in SECONDS.items():
            monkeypatch.setattr(process, name, seconds)

    return shorten
