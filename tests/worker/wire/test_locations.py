"""Whose file a code's name is, on every system."""

from __future__ import annotations

import pytest

from grader.worker.wire.locations import is_student_file, location


@pytest.mark.parametrize(
    "name",
    ["softmax.py", "a/b c.py", "work.ipynb[3]", "größe.py", "C.py", "c/Users.py", "aux", "x:y.py", "a\\b.py", "12:/x"],
)
def test_a_relative_name_is_the_students(name: str) -> None:
    """Also one that begins like a drive."""
    assert is_student_file(name)


@pytest.mark.parametrize(
    "name",
    [
        "/usr/lib/numpy.py", "<string>", "<frozen runpy>", r"C:\Python312\Lib\random.py", "d:/env/numpy/core.py",
        r"\\server\share\numpy.py",
    ],
)  # fmt: skip
def test_an_absolute_name_is_a_librarys(name: str) -> None:
    """Of POSIX, of Windows with a drive, of its network; and what is no file."""
    assert not is_student_file(name)


@pytest.mark.parametrize(
    "name",
    ["numpy/random/_bounded_integers.pyx", "pandas/_libs/hashtable_class_helper.pxi", "src/lxml/etree.pyx", "a.PYX",
     "numpy/__init__.cython-30.pxd", "core.c", "lib/solve.f90", "src/lib.rs"],
)  # fmt: skip
def test_a_compiled_part_of_a_library_is_nobodys(name: str) -> None:
    """Its name is relative to where it was built."""
    assert not is_student_file(name)


@pytest.mark.parametrize("name", ["c.py", "pyx.py", "a.c.py", "core.ipynb[2]", "rs", "in.py"])
def test_a_name_that_only_looks_like_it_is_the_students(name: str) -> None:
    """The ending decides."""
    assert is_student_file(name)


@pytest.mark.parametrize(
    ("name", "due"),
    [("a.py", {"file": "a.py"}), ("w.ipynb[12]", {"file": "w.ipynb", "cell": 12}), ("a" * 300, {"file": "a" * 200})],
)
def test_a_cell_has_a_number(name: str, due: dict[str, object]) -> None:
    """And a name is short."""
    assert location(name) == due
