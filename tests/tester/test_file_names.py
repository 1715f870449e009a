"""Names of files that a student's code may give to a test."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import numpy as np
import pytest

from grader.tester.file_names import is_data, is_file_name, is_folder_name
from grader.worker.memory_files import MOST_BYTES


@pytest.mark.parametrize(
    "name",
    [
        "out.txt",
        "OUT.CSV",
        "a.json",
        "results 2024 (1).md",
        "plot.png",
        "out",
        "a.b.txt",
        "a.py.txt",
        "grüße.txt",
        "7.fa",
    ],
)
def test_names_of_data(name: str) -> None:
    """Texts, tables, pictures, and names without a suffix."""
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "", ".", "..", ".env", ".txt", "conftest.py", "helper.PY", "a.pyc", "a.pyi", "a.so", "a.pyd", "a.dll", "a.pth",
        "setup.cfg", "tox.ini", "pyproject.toml", "a.pkl", "a.pickle", "a.zip", "a.whl", "a.egg",
        "a.sh", "a.exe", "a.ipynb", "a.db", "matplotlibrc", "pylintrc", "Makefile", "a.txt.", "a.txt ",
        "a\nb.txt", "a\0.txt", "a/b.txt", "a\\b.txt", "c:a.txt", "con", "NUL.txt", "com1.csv", "a" * 130 + ".txt",
        "\u202etxt.txt", "~.txt",
        "-rf.txt", "*.txt", "a.mplstyle", "a.joblib", "a.xlsm",
    ],
)  # fmt: skip
def test_names_of_what_a_program_would_obey(name: str) -> None:
    """Code, settings, pickles, archives, and names that some system reads differently."""
    assert not is_file_name(name)


@pytest.mark.parametrize(("name", "allowed"), [("out", True), ("a b", True), ("x.dist-info", False), (".git", False)])
def test_names_of_folders(name: str, *, allowed: bool) -> None:
    """Have no suffix: those of packages that are installed have."""
    assert is_folder_name(name) is allowed


def test_arrays_of_numbers_are_data() -> None:
    """Those of objects are pickles."""
    numbers, objects = io.BytesIO(), io.BytesIO()
    np.save(numbers, np.arange(3))
    np.save(objects, np.array([print], dtype=object), allow_pickle=True)
    assert is_data("a.npy", numbers.getvalue())
    assert not is_data("a.npy", objects.getvalue())
    assert not is_data("A.NPY", objects.getvalue())
    assert not is_data("a.npy", b"\x93NUMPY\x01\x00\xff\xff")


def archive_of(**arrays: Any) -> bytes:
    """Return the bytes of an `.npz` file."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def test_archives_of_arrays_are_data() -> None:
    """Of numbers, and not without bounds."""
    assert is_data("a.npz", archive_of(x=np.arange(3), y=np.array(["a"])))
    assert not is_data("a.npz", archive_of(x=np.arange(3), y=np.array([print], dtype=object)))
    assert not is_data("a.npz", archive_of(x=np.zeros(MOST_BYTES // 8)))
    assert not is_data("a.npz", b"PK")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("conftest.py", "")
    assert not is_data("a.npz", stream.getvalue())
