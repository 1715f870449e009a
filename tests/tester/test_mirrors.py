"""Classes that stand for a student's have its special methods, bases and names."""

from __future__ import annotations

from types import GeneratorType

import pytest

from grader.tester.mirrors import library_class, remote_class
from grader.tester.proxies import StudentHandle
from tests.samples.conversations import conversation


def test_a_mirror_has_what_its_class_has() -> None:
    """The name, the bases, and the special methods that were told, and no others."""
    base = remote_class(1, "Base", ["work", ("__len__",), ("__eq__",), ("push",), "Doc."], [])
    kind = remote_class(2, "Kind", ["work", ("__iter__",), (), (), ""], [base, list])
    assert (kind.__name__, kind.__module__, base.__doc__) == ("Kind", "work", "Doc.")
    assert issubclass(kind, base)
    assert issubclass(base, StudentHandle)
    assert (hasattr(kind, "__len__"), "__iter__" in vars(kind), "__float__" in vars(kind)) == (True, True, False)


def test_an_exception_is_one_of_its_nearest_builtin() -> None:
    """So that `pytest.raises(ValueError)` finds it."""
    with conversation("class Bad(ValueError): pass\ndef f(): raise Bad('x')") as (work, _):
        with pytest.raises(ValueError, match="x"):
            work.f()
        assert issubclass(work.Bad, ValueError)


def test_handles_of_a_library_say_so() -> None:
    """A generator of the student's is one for `isinstance`."""
    kind = library_class(GeneratorType, is_callable=False)
    assert kind is library_class(GeneratorType, is_callable=False)
    assert "__next__" in vars(kind)
    with conversation("def f(): yield 1") as (work, _):
        assert isinstance(work.f(), GeneratorType)
