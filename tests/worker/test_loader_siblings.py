"""Files of one submission that import one another."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from tests.worker.loading import loaded

HELPER = "def half(x):\n    return x / 2\n"


def uses(statement: str, call: str = "half") -> str:
    """Return a softmax that needs an import."""
    return f"{statement}\ndef softmax(x):\n    return {call}(x)\n"


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"softmax.py": uses("from helper import half"), "helper.py": HELPER}, id="beside"),
        pytest.param({"helper.py": HELPER, "softmax.py": uses("import helper", "helper.half")}, id="loaded-before"),
        pytest.param({"softmax.py": uses("from helper import *"), "helper.py": HELPER}, id="star"),
        pytest.param({"p/softmax.py": uses("from helper import half"), "p/helper.py": HELPER}, id="same-folder"),
        pytest.param({"p/softmax.py": uses("from .helper import half"), "p/helper.py": HELPER}, id="relative"),
        pytest.param({"p/softmax.py": uses("from helper import half"), "helper.py": HELPER}, id="above"),
        pytest.param({"softmax.py": uses("from lib.helper import half"), "lib/helper.py": HELPER}, id="folder"),
        pytest.param({"softmax.py": uses("from lib import helper", "helper.half"), "lib/helper.py": HELPER}, id="from"),
        pytest.param(
            {
                "softmax.py": uses("from lib import half"),
                "lib/__init__.py": "from .helper import half\n",
                "lib/helper.py": HELPER,
            },
            id="package",
        ),
        pytest.param(
            {
                "lib/__init__.py": "",
                "lib/helper.py": HELPER,
                "softmax.py": uses("import lib.helper", "lib.helper.half"),
            },
            id="empty-init",
        ),
        pytest.param({"softmax.py": uses("from a.b.helper import half"), "a/b/helper.py": HELPER}, id="deep"),
        pytest.param({"softmax.py": uses("from helper import half"), "src/helper.py": HELPER}, id="anywhere"),
        pytest.param(
            {"softmax.py": uses("from helper import half"), "helper.py": HELPER.encode("utf-16")}, id="utf-16"
        ),
    ],
)
def test_a_file_imports_another_from_memory(files: dict[Any, Any]) -> None:
    """Every way in which students spread code over files works without a disk."""
    result = loaded(files)
    assert result.functions["softmax"](3) == 1.5
    assert {file["state"] for file in result.report["files"]} == {"whole"}


def test_an_imported_file_is_executed_once() -> None:
    """A long computation in a helper is not paid twice."""
    files = {
        "a.py": "import helper\n",
        "helper.py": "import sys\nsys.count = getattr(sys, 'count', 0) + 1\n",
        "softmax.py": "import sys, helper\nn = sys.count\ndel sys.count\ndef softmax(x): return n\n",
    }
    assert loaded(files).functions["softmax"](0) == 1


def test_equal_names_in_two_folders_are_two_modules() -> None:
    """Each part imports the helper beside it."""
    files = {
        "part1/helper.py": "A = 1\n",
        "part1/one.py": "from helper import A\ndef one(x): return A\n",
        "part2/helper.py": "A = 2\n",
        "part2/two.py": "from helper import A\ndef two(x): return A\n",
    }
    result = loaded(files, ("one", "two"))
    assert [result.functions[name](0) for name in ("one", "two")] == [1, 2]


def test_a_failing_sibling_is_reported_where_it_fails() -> None:
    """The helper's line is named at the helper, and the importing file works with the helper's definitions."""
    files = {"softmax.py": uses("from helper import half"), "helper.py": HELPER + "n = input()\n"}
    result = loaded(files)
    first, second = result.report["files"]
    assert first["state"] == "whole"
    assert (second["state"], second["problem"]["kind"], second["problem"]["line"]) == ("definitions", "input", 3)
    assert result.functions["softmax"](3) == 1.5


def test_what_a_failed_sibling_does_not_give_is_reported_at_the_import() -> None:
    """A value that the helper never computed is missed by the file that wants it."""
    files = {"softmax.py": "from helper import W\n" + HELPER, "helper.py": "W = open('w.txt').read()\nX = 1\n"}
    fact = loaded(files).report["files"][0]
    assert (fact["problem"]["type"], fact["problem"]["line"]) == ("ImportError", 1)


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"x = = 1\n", b"<<<<<<< a\n"], ids=["binary", "syntax", "conflict"])
def test_a_sibling_that_cannot_be_read_fails_the_import(data: bytes) -> None:
    """The import says which file it is."""
    fact = loaded({"softmax.py": uses("from helper import half"), "helper.py": data}).report["files"][0]
    assert (fact["problem"]["type"], fact["problem"]["line"]) == ("ImportError", 1)
    assert "helper.py" in fact["problem"]["text"]


def test_files_that_import_one_another_end() -> None:
    """A circle is an error of the student's code at most, never a loop of ours."""
    files = {"a.py": "import b\ndef one(x): return b.two(x)\n", "b.py": "import a\ndef two(x): return x\n"}
    assert loaded(files, ("one",)).functions["one"](7) == 7


def test_an_import_inside_a_function_works_when_it_is_called() -> None:
    """The files stay importable after loading, as long as the worker lives."""
    from grader.worker.loader import FunctionRequest, Source, load
    from tests.worker.loading import untouched

    code = "def softmax(x):\n    from lib.helper import half\n    return half(x)\n"
    with untouched():
        sources = [Source("softmax.py", code.encode()), Source("lib/helper.py", HELPER.encode())]
        result = load(sources, {"softmax": FunctionRequest(1, "softmax")}, {}, lambda _: None)
        assert result.functions["softmax"](1) == 0.5


def test_a_helper_that_hung_is_bare_for_those_who_import_it() -> None:
    """The loop in it does not run inside the import either."""
    files = {"a.py": uses("from helper import half"), "helper.py": HELPER + "while True: pass\n"}
    result = loaded(files, bare={"helper.py": "hang"})
    assert result.report["files"][1]["problem"]["kind"] == "hang"
    assert result.functions["softmax"](1) == 0.5


def test_libraries_are_not_taken_for_siblings() -> None:
    """A folder of the submission named like a part of a library does not catch that library's import."""
    files = {"x/decoder.py": "A = 1\n", "softmax.py": "import json.decoder as d\ndef softmax(x): return d.__name__\n"}
    assert loaded(files).functions["softmax"](0) == "json.decoder"


@pytest.mark.parametrize(
    "line",
    [
        "from grader import check",
        "import grader\ncheck = grader.check",
        "import importlib\ncheck = importlib.import_module('grader').check",
    ],
    ids=["from", "import", "importlib"],
)
def test_a_check_inside_the_code_that_is_checked_does_nothing(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell or a module that asks for its own check is loaded whole, and shows what comes back as it likes."""
    monkeypatch.delitem(sys.modules, "grader")  # a worker has none
    code = f"{line}\nreport = check('softmax')\nprint(report, check().result['points'])\ndef softmax(x): return x\n"
    report = loaded(code).report
    assert (report["files"][0]["state"], report["files"][0]["problem"]) == ("whole", None)


def test_a_students_own_grader_is_their_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls a module so gets it."""
    monkeypatch.delitem(sys.modules, "grader")
    result = loaded(
        {
            "grader.py": "def check(x):\n    return 7\n",
            "softmax.py": "from grader import check\nseven = check(0)\ndef softmax(x):\n    return seven\n",
        }
    )
    assert result.functions["softmax"](0) == 7
