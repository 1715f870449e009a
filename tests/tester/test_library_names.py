"""Names that mean a library's object with the reference mean it with everybody."""

from __future__ import annotations

import collections
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from grader.tester.library_names import OWN, LibraryNames, callable_here, described

KNOWN = {"np": "numpy", "isclose": "math:isclose", "Counter": "type collections.Counter", "area": OWN,
         "DataFrame": "type pandas.DataFrame"}  # fmt: skip


class Fake:
    """An object of a student's that would say yes to everything."""


@pytest.mark.parametrize(
    ("value", "description"),
    [
        pytest.param(np, "numpy", id="module"),
        pytest.param(np.linalg, "numpy.linalg", id="module-in-module"),
        pytest.param(collections.Counter, "type collections.Counter", id="type"),
        pytest.param(float, "type float", id="type-of-pythons"),
        pytest.param(pd.DataFrame, "type pandas.DataFrame", id="type-of-pandas"),
        pytest.param(Fake, OWN, id="class"),
        pytest.param(Fake(), OWN, id="object"),
        pytest.param(np.allclose, OWN, id="function"),
        pytest.param(3, OWN, id="number"),
    ],
)
def test_description(value: object, description: str) -> None:
    """What is a library's has a name."""
    assert described(value) == description


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        pytest.param("np", Fake(), np, id="another-module"),
        pytest.param("np", np, np, id="the-same-module"),
        pytest.param("isclose", Fake(), math.isclose, id="another-function"),
        pytest.param("Counter", dict, collections.Counter, id="another-type"),
        pytest.param("DataFrame", Fake, pd.DataFrame, id="another-type-of-pandas"),
        pytest.param("area", 3, 3, id="the-students-own"),
        pytest.param("unknown", 4, 4, id="not-asked-for-by-the-reference"),
    ],
)
def test_meaning(name: str, value: Any, meant: Any) -> None:
    """A library's name means the library's object; all else the student's."""
    assert LibraryNames(KNOWN, recording=False).meant(name, value) is meant


def test_without_a_reference_everything_is_the_students() -> None:
    """Nobody can say what a name should mean."""
    names = LibraryNames(None, recording=False)
    value = Fake()
    assert names.meant("np", value) is value
    assert names.exported(["all", "area"]) == ("all", "area")


def test_names_that_come_along_are_those_of_the_reference() -> None:
    """`from work import *` brings no `all` that the reference does not define."""
    assert LibraryNames(KNOWN, recording=False).exported(["all", "area", "np", "pytest"]) == ("area", "np")


def test_a_name_with_two_meanings_is_its_own() -> None:
    """A notebook may bind a name to a library's function first, and to its own later."""
    names = LibraryNames(None, recording=True)
    names.note("isclose", "math:isclose")
    assert names.meant("isclose", Fake) is math.isclose
    names.note("isclose", OWN)
    assert names.meant("isclose", Fake) is Fake
    names.note("isclose", "math:isclose")
    assert names.seen == {"isclose": OWN}


def test_a_name_that_cannot_be_resolved_is_the_students() -> None:
    """A library may be missing here."""
    value = Fake()
    known = {"a": "no_such_module_here", "b": "math:no_such_function", "c": "type no.such_type", "d": "type pandas.io"}
    assert [LibraryNames(known, recording=False).meant(name, value) for name in known] == [value] * 4


@pytest.mark.parametrize(
    ("description", "here"),
    [
        ("numpy:allclose", True), ("math:isclose", True), ("numpy.linalg:norm", True), ("scipy.stats:norm", False),
        ("time:sleep", False), ("os:getcwd", False), ("numpy.random:rand", False), ("random:random", False),
        ("matplotlib.pyplot:plot", False), ("", False),
    ],
    ids=str,
)  # fmt: skip
def test_functions_that_a_test_may_call_in_its_own_process(description: str, here: bool) -> None:
    """Those that read nothing and change nothing around them."""
    assert callable_here(description) is here
