"""Alike values have one fingerprint, others another."""

from __future__ import annotations

import datetime as dt
from collections import Counter, deque

import numpy as np
import pandas as pd
import pytest

from grader.tester.fingerprints import MOST_BYTES, MOST_MEMBERS, fingerprint
from grader.tester.proxies import is_remote, is_remote_class
from tests.samples.conversations import conversation

ALIKE = {
    "number": (1, 1), "text": ("a", "a"), "nan": (float("nan"), float("nan")), "list": ([1, [2]], [1, [2]]),
    "dict": ({"a": 1}, {"a": 1}), "set": ({1, 2}, {2, 1}), "array": (np.ones(3), np.ones(3)),
    "table": (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1]})), "series": (pd.Series([1]), pd.Series([1])),
    "date": (dt.date(2024, 1, 1), dt.date(2024, 1, 1)), "nothing": (None, None),
    "objects": (np.array([[1], "a"], dtype=object), np.array([[1], "a"], dtype=object)),
    "deque": (deque([1]), deque([1])), "counter": (Counter("a"), Counter("a")),
}  # fmt: skip
DIFFERENT = {
    "number": (1, 2), "type": (1, True), "float": (1, 1.0), "list": ([1], [1, 1]), "order": ([1, 2], [2, 1]),
    "container": ([1], (1,)), "dict": ({"a": 1}, {"a": 2}), "array": (np.ones(3), np.ones((3, 1))),
    "kind": (np.ones(3), np.ones(3, int)), "deque": (deque([1]), deque([2])),
    "table": (pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [2]})),
}  # fmt: skip


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE.keys())
def test_alike_values_have_one(pair: tuple[object, object]) -> None:
    """Also values that are not equal to themselves."""
    assert fingerprint(pair[0]) == fingerprint(pair[1]) is not None


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_other_values_have_another(pair: tuple[object, object]) -> None:
    """Also values that Python takes for equal."""
    assert fingerprint(pair[0]) != fingerprint(pair[1])


def test_what_is_large_or_elsewhere_has_none() -> None:
    """Such values are not compared, and an object of the student's is not asked for its text."""
    endless: list[object] = []
    endless.append(endless)
    assert fingerprint([0] * (MOST_MEMBERS + 1)) is fingerprint(endless) is None
    with conversation("class A:\n    def __repr__(self): raise KeyError\nclass E(Exception): pass") as (work, _):
        assert fingerprint([work.A()]) is None
        assert (is_remote(work.A()), is_remote(3)) == (True, False)
        assert (is_remote_class(work.A), is_remote_class(work.E), is_remote_class(int)) == (True, True, False)
        for value in (np.array([work.A()], dtype=object), deque([work.A()]), Counter([work.A()])):
            assert fingerprint(value) is None


class Series:
    """A class of a test's own, with the name of one of pandas'."""


def test_a_class_of_the_tests_own_has_none() -> None:
    """Whatever its name is; neither has what cannot be written."""
    assert fingerprint(Series()) is fingerprint(range(10**5000)) is None


def test_a_large_table_is_never_turned_into_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """That would take half a second for each read."""
    for kind in (pd.DataFrame, pd.Series):
        monkeypatch.setattr(kind, "to_dict", None)
        monkeypatch.setattr(kind, "tolist", None, raising=False)
    wide = np.zeros((MOST_MEMBERS, 2))
    assert fingerprint(pd.DataFrame(wide)) is fingerprint(pd.Series(wide[:, 0])) is None
    assert fingerprint(np.zeros(MOST_BYTES // 8)) is not None
    assert fingerprint(np.zeros(MOST_BYTES // 8 + 1)) is None
