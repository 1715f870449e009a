"""The state of a class outside of its objects comes back before each story, and nothing of its code runs for it."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from grader.worker.wire.class_state import LARGEST, ClassState

SOURCE = """
total = 0
log = []
table = {"a": [1]}

class Base:
    made = 0
    def __init__(self): Base.made += 1

class Stack(Base):
    items = []
    limit = 3
    pair = (1, 2)
    seen = {1}
    def push(self, item, memo=[], *, more={"k": 1}):
        global total
        total += 1
        memo.append(item)
        more[item] = 1
        self.items.append(item)
        log.append(item)
        table["a"].append(item)
        return list(memo)
"""


def loaded() -> dict[str, Any]:
    """Return the names of a student's module."""
    names: dict[str, Any] = {"__name__": "student"}
    exec(textwrap.dedent(SOURCE), names)
    return names


CHANGES = {
    "an-attribute": "Stack.limit = 9",
    "of-a-base-class": "Base()",
    "a-list-of-the-class": "Stack.items.append(5)",
    "a-set-of-the-class": "Stack.seen.clear()",
    "another-list-under-its-name": "Stack.items = Stack.items + [5]",
    "another-tuple": "Stack.pair = (3,)",
    "a-default-argument": "Stack().push(7)",
    "a-global-number": "total = 5",
    "a-global-list": "log.append(1)",
    "another-global-list": "log = log + [1]",
    "a-nested-value": "table['a'].append(2)",
    "a-name-that-is-gone": "del Stack.limit",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_story_changes_is_put_back(change: str) -> None:
    """The next one behaves as if it were the first."""
    names = loaded()
    state = ClassState(names["Stack"])
    before = {name: names[name] for name in ("total", "log", "table")}
    exec(change, names)
    state.restore()
    stack = names["Stack"]
    assert (stack.made, stack.items, stack.limit, stack.pair, stack.seen) == (0, [], 3, (1, 2), {1})
    assert (names["total"], names["log"], names["table"]) == (0, [], {"a": [1]})
    assert all(names[name] is value for name, value in before.items()), "functions hold these very objects"
    assert stack().push(1) == [1]
    assert stack.push.__kwdefaults__ == {"more": {"k": 1, 1: 1}}


def test_a_value_that_is_too_large_is_left_alone() -> None:
    """Restoring it before each story would take longer than the story."""
    names = loaded()
    names["Stack"].items.extend(range(LARGEST))
    state = ClassState(names["Stack"])
    names["Stack"].items.append("more")
    state.restore()
    assert names["Stack"].items[-1] == "more"


def test_no_code_of_the_class_runs() -> None:
    """A metaclass that answers for its class is not asked."""

    class Watching(type):
        def __getattribute__(cls, name: str) -> Any:
            raise AssertionError(name)

        def __setattr__(cls, name: str, value: Any) -> None:
            raise AssertionError(name)

    kind = Watching("Kind", (), {"size": 1, "grow": lambda self: None})
    state = ClassState(kind)
    type.__setattr__(kind, "size", 2)
    state.restore()
    assert type.__getattribute__(kind, "size") == 1
