"""Imports as they were meant where the work was done: relative ones, folders that are gone, services of a browser."""

from __future__ import annotations

import ast
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import pytest

from grader.worker.imports import SERVICES, LostFolders, lost_folders, with_plain_imports

from .loading import loaded, untouched

STEMS = frozenset({"helper", "softmax", "tools"})
SOFTMAX = "def softmax(z):\n    return {}\n"


@pytest.mark.parametrize(
    ("line", "folder", "expected"),
    [
        ("from .helper import f", "", "from helper import f"),
        ("from .helper import f as g, h", "", "from helper import f as g, h"),
        ("from ..helper import f", "", "from helper import f"),
        ("from . import helper", "", "import helper"),
        ("from . import helper as h", "", "import helper as h"),
        ("from . import helper, tools", "", "import helper, tools"),
        ("from . import value", "", "from __init__ import value"),
        ("from . import helper, value", "", "import helper\nfrom __init__ import value"),
        ("from .sub.helper import f", "", "from sub.helper import f"),
        ("from . import *", "", "from __init__ import *"),
        ("from .helper import f", "pkg", "from .helper import f"),
        ("from ..helper import f", "pkg", "from helper import f"),
        ("from ..helper import f", "pkg/sub", "from ..helper import f"),
        ("from ...helper import f", "pkg/sub", "from helper import f"),
        ("from .helper import f", "Homework 1", "from helper import f"),
        ("from .helper import f", "a/1", "from helper import f"),
        ("from helper import f", "", "from helper import f"),
        ("import helper", "", "import helper"),
        ("def f():\n    from .helper import g", "", "def f():\n    from helper import g"),
        ("try:\n    from . import helper\nexcept ImportError:\n    pass", "",
         "try:\n    import helper\nexcept ImportError:\n    pass"),
        ("from __future__ import annotations", "", "from __future__ import annotations"),
    ],
    ids=[
        "file", "two-names", "above", "module", "renamed", "modules", "package", "both", "dotted", "star", "inside",
        "leaves", "two-deep", "leaves-two", "blank-in-folder", "number-folder", "absolute", "import", "in-function",
        "in-try", "future",
    ],
)  # fmt: skip
def test_relative_imports_name_what_was_handed_in(line: str, folder: str, expected: str) -> None:
    """Where the package is there they stay; elsewhere they name the file."""
    tree = ast.fix_missing_locations(with_plain_imports(ast.parse(line), folder, STEMS))
    assert ast.unparse(tree) == expected
    compile(tree, "work.py", "exec", dont_inherit=True)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("from hw1.helper import f", {"hw1"}),
        ("from course.hw1.helper import f", {"course", "course.hw1"}),
        ("from hw1 import helper", {"hw1"}),
        ("from hw1 import helper, other", {"hw1"}),
        ("import hw1.helper", {"hw1"}),
        ("import hw1.helper as h, numpy", {"hw1"}),
        ("def f():\n    import hw1.helper", {"hw1"}),
        ("import helper", set()),
        ("from helper import f", set()),
        ("from .hw1.helper import f", set()),
        ("from . import helper", set()),
        ("from scipy.special import softmax", set()),
        ("from scipy.special import expit", set()),
        ("import numpy.linalg", set()),
        ("from hw1 import *", set()),
        ("x = 'from hw1.helper import f'", set()),
    ],
    ids=[
        "from", "two-deep", "module", "and-other", "import", "renamed", "in-function", "plain", "plain-from",
        "relative", "dot", "own-name", "library", "dotted-library", "star", "in-a-text",
    ],
)  # fmt: skip
def test_a_folder_that_is_gone_is_found_in_imports(line: str, expected: set[str]) -> None:
    """With all above it; a library that has a function named as the file itself is none."""
    assert lost_folders([("softmax", ast.parse(line))], STEMS) == expected


def test_folders_of_all_files_come_together() -> None:
    """The same import in another file means a folder there, and not in the file that has the name itself."""
    line = ast.parse("from hw1 import helper")
    assert lost_folders([("helper", line)], STEMS) == set()
    assert lost_folders([("helper", line), ("tools", line)], STEMS) == {"hw1"}
    assert lost_folders([], STEMS) == set()


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("hw1", True),
        ("hw1.helper", True),
        ("hw1.part", True),
        ("helper", False),
        ("hw2", False),
        ("hw2.helper", False),
        ("", False),
        ("hw1.helper.f", False),
        *((name, True) for name in sorted(SERVICES)),
        ("google.protobuf", False),
    ],
)
def test_only_lost_folders_and_what_is_in_them_are_found(name: str, is_found: bool) -> None:
    """Everything else is left to the next finder."""
    spec = LostFolders(frozenset({"hw1"})).find_spec(name)
    assert (spec is not None) is is_found
    assert not isinstance(spec, ModuleSpec) or spec.name == name


def test_a_lost_folder_is_an_empty_package_and_its_file_is_the_one_handed_in() -> None:
    """The module is the very one that the plain name means, not a second one."""
    name = "helper_that_was_in_a_folder"
    with untouched():
        sys.modules[name] = own = ModuleType(name)
        sys.meta_path.append(LostFolders(frozenset({"gone", "gone.inner"})))
        __import__(f"gone.inner.{name}")
        package = sys.modules["gone"]
        assert list(package.__path__) == []
        assert sys.modules[f"gone.inner.{name}"] is own
        with pytest.raises(ModuleNotFoundError):
            __import__("gone.nothing_of_this_name")


@pytest.mark.parametrize(
    ("files", "answer"),
    [
        ({"softmax.py": "from .helper import f\n" + SOFTMAX.format("f()"), "helper.py": "def f():\n    return 7\n"}, 7),
        ({"softmax.py": "from . import helper\n" + SOFTMAX.format("helper.f"), "helper.py": "f = 7\n"}, 7),
        ({"softmax.py": "from hw1.helper import f\n" + SOFTMAX.format("f"), "helper.py": "f = 7\n"}, 7),
        ({"softmax.py": "from hw1 import helper\n" + SOFTMAX.format("helper.f"), "helper.py": "f = 7\n"}, 7),
        ({"softmax.py": "import hw1.helper\n" + SOFTMAX.format("hw1.helper.f"), "helper.py": "f = 7\n"}, 7),
        ({"p/softmax.py": "from .helper import f\n" + SOFTMAX.format("f"), "p/helper.py": "f = 7\n"}, 7),
        ({"Part 1/softmax.py": "from .helper import f\n" + SOFTMAX.format("f"), "Part 1/helper.py": "f = 7\n"}, 7),
        ({"softmax.py": "from google.colab import drive\ndrive.mount('/x')\n" + SOFTMAX.format("7")}, 7),
        ({"softmax.py": "import marimo\nmarimo.md('x').show[0]()\n" + SOFTMAX.format("7")}, 7),
        ({"softmax.py": "from .softmax import g\n" + SOFTMAX.format("7")}, 7),
        ({"softmax.py": "from .helper import f\n" + SOFTMAX.format("7"),
          "helper.py": "from .softmax import softmax\nf = 1\n"}, 7),
        ({"softmax.py": "import sys\nsys.meta_path.clear()\n" + SOFTMAX.format("7")}, 7),
        ({"softmax.py": "from . import gone\n" + SOFTMAX.format("7")}, 7),
    ],
    ids=[
        "relative", "relative-module", "lost-folder", "lost-module", "lost-dotted", "package", "blank-in-folder",
        "colab", "marimo", "itself", "circle", "no-finders", "nothing-there",
    ],
)  # fmt: skip
def test_a_submission_finds_its_own_files(files: dict[str, str], answer: Any) -> None:
    """Honest trees work as they did at home; hostile ones cost no more than the import itself."""
    with untouched():
        result = loaded(files)
        assert "softmax" in result.functions
        assert result.functions["softmax"](1) == answer
