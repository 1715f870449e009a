"""What is asked of a worker, and what its report is worth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.isolation import LAYERS, MEMORY, Isolation, IsolationReport, SandboxConfig

FULL = dict.fromkeys(LAYERS, True)


def report(held: dict[Any, Any], *, uid_changed: bool = False) -> IsolationReport:
    """Return the report that a worker would send."""
    layers = {name: {"held": held.get(name, False), "says": "x"} for name in LAYERS}
    return IsolationReport.from_wire({"layers": layers, "uid_changed": uid_changed})


@pytest.mark.parametrize(
    ("held", "uid_changed", "isolation"),
    [
        (FULL, False, Isolation.SANDBOX),
        (FULL, True, Isolation.SANDBOX),
        (FULL | {"landlock": False}, True, Isolation.SANDBOX),
        (FULL | {"landlock": False}, False, Isolation.PARTIAL),
        (FULL | {"seccomp": False}, False, Isolation.PARTIAL),
        (FULL | {"seccomp": False}, True, Isolation.PARTIAL),
        ({"rights": True}, True, Isolation.PROCESS),
        ({}, False, Isolation.PROCESS),
    ],
)
def test_the_layers_make_one_word(held: dict[Any, Any], uid_changed: bool, isolation: Isolation) -> None:
    """Writing and the network need seccomp; reading needs Landlock, or a user who owns nothing."""
    assert report(held, uid_changed=uid_changed).isolation is isolation
    assert isolation == isolation.value


def test_a_report_names_every_layer_in_order() -> None:
    """What a worker does not mention does not hold."""
    told = IsolationReport.from_wire({"layers": {"seccomp": {"held": True, "says": "9"}, "moat": {"held": True}}})
    assert [(layer.name, layer.held, layer.says) for layer in told.layers] == [
        ("rights", False, ""),
        ("landlock", False, ""),
        ("seccomp", True, "9"),
    ]
    assert told.held("seccomp")
    assert not told.held("moat")


@given(st.dictionaries(st.sampled_from(LAYERS), st.booleans()), st.booleans())
def test_more_layers_are_never_less_isolation(held: Any, uid_changed: Any) -> None:
    """Taking a layer away makes the word weaker or leaves it."""
    order = list(Isolation)
    full = order.index(report(held, uid_changed=uid_changed).isolation)
    for name in held:
        assert order.index(report(held | {name: False}, uid_changed=uid_changed).isolation) >= full


def test_no_report_is_no_isolation() -> None:
    """Before a worker has said anything nothing is promised."""
    assert IsolationReport().isolation is Isolation.PROCESS


def test_what_is_asked_for_is_plain_data() -> None:
    """The first frame's header, with the process that the worker must not outlive."""
    asked = {"walls": True, "parent": 7, "readable": ["/a"], "memory": MEMORY, "cpu": None}
    assert SandboxConfig(True, ("/a",)).config(7) == asked
    assert SandboxConfig(memory=None).config(7) == asked | {"walls": False, "readable": [], "memory": None}
