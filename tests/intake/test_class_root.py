"""The folder around a class that no platform has packed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.intake.class_root import class_root
from tests.intake.layouts.trees import tree

if TYPE_CHECKING:
    from pathlib import Path

F = "import numpy as np\n\ndef f(x):\n    return x\n"
G = "async def g(x):\n    return x\n"
CELL = '{"cells": [{"source": ["import numpy\\n", "def f(x):\\n", "    return x"]}]}'
ONE_LINE = '{"cells": [{"source": "import numpy\\ndef f(x):\\n    return x"}]}'


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
@pytest.mark.parametrize(
    ("members", "root"),
    [
        pytest.param({"c/ann/a.py": "", "c/bo/b.py": "", "c/sheet.pdf": ""}, "c/", id="a sheet beside"),
        pytest.param({"c/ann/a.py": "", "c/bo/b.py": "", "c/a.png": "", "c/notes.txt": ""}, "c/", id="other files"),
        pytest.param({"a/b/ann/a.py": F, "a/b/bo/b.py": F}, "a/b/", id="two around"),
        pytest.param({"a/b/c/ann/a.py": F, "a/b/c/bo/b.ipynb": CELL, "a/x.csv": ""}, "a/b/c/", id="three, a notebook"),
        pytest.param({"a/b/ann/a.py": F, "a/b/bo/b.ipynb": ONE_LINE}, "a/b/", id="a notebook in one line"),
        pytest.param({"hw/ann.py": F, "hw/bo.py": F}, "hw/", id="loose files"),
        pytest.param({"hw 3/ann.py": G, "hw 3/bo.py": G + F, "hw 3/cy.py": F}, "hw 3/", id="not all the same"),
        pytest.param({"class-a/ann.py": F, "class-a/bo/b.py": F, "class-a/cy.py": ""}, "class-a/", id="mixed"),
        pytest.param({"hw/ann.py": F, "hw/bo.py": G}, "", id="loose files with nothing in common"),
        pytest.param({"hw/main.py": F, "hw/other.py": F}, "", id="a name that is nobody's"),
        pytest.param({"hw/f.py": F, "hw/ann.py": F}, "", id="a name that is the function's"),
        pytest.param({"hw/ann.py": F, "hw/bo.py": f"import ann\n{F}"}, "", id="one needs the other"),
        pytest.param({"hw/ann.py": F, "hw/ann_v2.py": F}, "", id="versions"),
        pytest.param({"hw/ann.py": F, "hw/ann (1).py": F}, "", id="copies"),
        pytest.param({"hw/ann.py": F, "hw/ann_old.py": F, "hw/test_ann.py": F}, "", id="a backup and a test"),
        pytest.param({"hw/ann.py": "", "hw/bo.py": ""}, "", id="nothing in them"),
        pytest.param({"hw/ann.py": F}, "", id="one file"),
        pytest.param({"hw/ann.zip": "", "hw/bo.tar.gz": "", "hw/cy/a.py": F}, "hw/", id="archives"),
        pytest.param({"hw/ann.zip": "", "hw/data.zip": ""}, "", id="an archive of data"),
        pytest.param({"hw/ps1.zip": "", "hw/ps1_fixed.zip": ""}, "", id="archives that are versions"),
    ],
)
def test_equal_work_is_that_of_several(tmp_path: Path, members: dict[str, str], root: str, *, packed: bool) -> None:
    """They define the same functions, and none needs another; versions, backups and parts are one person's."""
    assert class_root(tree(tmp_path, members), packed=packed) == root


@pytest.mark.parametrize(("packed", "root"), [(False, ""), (True, "ann/")], ids=["folder", "archive"])
def test_a_folder_called_like_a_person_is_hers(tmp_path: Path, root: str, *, packed: bool) -> None:
    """Two files that define the same may be hers; an archive of a class is called like anything."""
    assert class_root(tree(tmp_path, {"ann/stable.py": F, "ann/naive.py": F}), packed=packed) == root


@pytest.mark.parametrize(
    ("known", "root"), [(["ann"], "x/"), (["x"], ""), ([], "")], ids=["the files", "the folder", "nobody"]
)
def test_the_class_list_decides(tmp_path: Path, known: list[str], root: str) -> None:
    """Whatever is in the files."""
    assert class_root(tree(tmp_path, {"x/ann.py": F, "x/main.py": G}, known), packed=True) == root
