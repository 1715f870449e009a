"""Ways of starting a worker, which every test of workers can ask for, and patience with a busy machine."""

import pytest

from grader.sandbox import process
from grader.sandbox.spawn import FreshStarter
from grader.sandbox.zygote import Zygote


@pytest.fixture(scope="session")
def zygote():
    """Give one zygote for all tests that do not kill it."""
    with Zygote() as made:
        yield made


@pytest.fixture(params=["fresh", "forked"])
def starter(request):
    """Give a starter of each sort."""
    return FreshStarter() if request.param == "fresh" else request.getfixturevalue("zygote")


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    """Wait longer for an exit code and for the line of a hang than the judge does, so that a hiccup hides neither."""
    monkeypatch.setattr(process, "EXIT_SECONDS", 20.0)
    monkeypatch.setattr(process, "LATE_SECONDS", 20.0)
    monkeypatch.setattr(process, "LINE_SECONDS", 20.0)
