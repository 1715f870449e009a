"""Clients of LMSs: loaded by name, and a sentence where their library is missing."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest

from grader.errors import UsageError
from grader.lms import clients
from grader.lms.clients import load_lms
from grader.lms.names import CLIENT_MODULES, LMS_NAMES


@pytest.mark.parametrize("name", LMS_NAMES)
def test_every_name_is_a_client(name: str) -> None:
    """With its platform and its addresses."""
    module = load_lms(name)
    assert module.platform
    with pytest.raises(UsageError):
        module.read_address("https://elsewhere.example.edu/")


@pytest.mark.parametrize(("missing", "error"), [("httpx2", UsageError), ("other", ModuleNotFoundError)])
def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, missing: str, error: type) -> None:
    """The extra that has it; any other missing module is a bug."""

    def failing(_: str) -> Any:
        raise ModuleNotFoundError(name=missing)

    monkeypatch.setattr(clients, "import_module", failing)
    with pytest.raises(error, match=r"gradewright\[lms\]" if error is UsageError else None):
        load_lms("canvas")


def test_the_names_need_no_client() -> None:
    """`--help` lists them, and imports nothing of the network."""
    names = importlib.import_module("grader.lms.names")
    assert tuple(CLIENT_MODULES) == LMS_NAMES == names.LMS_NAMES
    assert not any("httpx" in str(value) for value in vars(names).values())
    assert "grader.lms.names" in sys.modules
