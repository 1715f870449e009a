"""Changes to libraries that a test makes are noted; modules that are imported meanwhile are none."""

from __future__ import annotations

import sys
import types
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester.patches import Surroundings, modules_named, watch

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "library_that_is_watched"


@pytest.fixture
def library() -> Iterator[Any]:
    """Give a library's module that is watched."""
    module = types.ModuleType(NAME)
    vars(module).update(pi=3, solve=len)
    sys.modules[NAME] = module
    watch({NAME})
    yield module
    for name in [name for name in sys.modules if name.startswith(NAME)]:
        del sys.modules[name]


class Asked(list[tuple[Any, ...]]):
    """Notes what is asked."""

    def __call__(self, *question: Any) -> None:
        """Note a question."""
        self.append(question)


def test_changes_are_sent_once_and_put_back(library: Any) -> None:
    """A value that is given back is no patch any more."""
    asked = Asked()
    surroundings = Surroundings(asked)
    library.solve = None
    library.more = 1
    assert surroundings.changed
    surroundings.send()
    assert asked == [("patch", NAME, "solve", None), ("patch", NAME, "more", 1)]
    library.solve = len
    surroundings.send()
    assert asked[2:] == [("unpatch", NAME, "solve")]
    library.pi = 4
    surroundings.put_back()
    assert (library.pi, library.solve, hasattr(library, "more")) == (3, len, False)


def test_an_imported_module_is_no_patch(library: Any) -> None:
    """Import sets it in the module above; to take it away again would leave a library that cannot find it."""
    surroundings = Surroundings(Asked())
    inner = types.ModuleType(f"{NAME}.inner")
    sys.modules[inner.__name__] = inner
    library.inner = inner
    assert not surroundings.changed
    surroundings.put_back()
    assert library.inner is inner


def test_a_module_in_the_place_of_something_else_is_a_patch(library: Any) -> None:
    """As a mock of a library's function by another module."""
    surroundings = Surroundings(Asked())
    library.solve = types.ModuleType("other")
    assert surroundings.changed
    surroundings.put_back()
    assert library.solve is len


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("import matplotlib.pyplot as plt", {"matplotlib.pyplot"}, id="import"),
        pytest.param("from scipy import linalg", {"scipy", "scipy.linalg"}, id="from"),
        pytest.param("patch('matplotlib.pyplot.show')", {"matplotlib.pyplot"}, id="text"),
        pytest.param("import unittest, work", set(), id="no-library"),
    ],
)
def test_modules_that_a_source_names(source: str, names: set[str]) -> None:
    """Beside those that are always watched."""
    assert modules_named(source) - modules_named("") == names
