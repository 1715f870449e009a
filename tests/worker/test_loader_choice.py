"""Which function is meant, where it stands, and whether it fits the call."""

from __future__ import annotations

from typing import Any

import pytest

from tests.worker.loading import loaded


def found(files: Any, **options: Any) -> Any:
    """Return what the report says about softmax."""
    return loaded(files, **options).report["functions"].get("softmax")


@pytest.mark.parametrize(
    ("code", "line", "shown", "fits"),
    [
        pytest.param("def softmax(x): pass", 1, "(x)", True, id="plain"),
        pytest.param("def softmax(x, axis=-1): pass", 1, "(x, axis=-1)", True, id="optional"),
        pytest.param("def softmax(x, axis): pass", 1, "(x, axis)", False, id="required"),
        pytest.param("def softmax(): pass", 1, "()", False, id="none"),
        pytest.param("def softmax(*args): pass", 1, "(*args)", True, id="star"),
        pytest.param("def softmax(x, *, axis): pass", 1, "(x, *, axis)", False, id="required-keyword"),
        pytest.param("def softmax(x, *, axis=None, **rest): pass", 1, "(x, *, axis=None, **rest)", True, id="keywords"),
        pytest.param("def softmax(x, /): pass", 1, "(x, /)", True, id="positional-only"),
        pytest.param("def softmax(x: int = 0) -> int: pass", 1, "(x=0)", True, id="annotations"),
        pytest.param("def softmax(x, f=print): pass", 1, "(x, f=...)", True, id="object-as-default"),
        pytest.param("softmax = lambda x: x", 1, "(x)", True, id="lambda"),
        pytest.param("from math import exp as softmax", 1, "(x, /)", True, id="from-a-library"),
        pytest.param("softmax = print", 1, "(*args, sep=..., end=..., file=None, flush=False)", True, id="builtin"),
        pytest.param("class A:\n def __call__(self, x): pass\nsoftmax = A()", 3, "(x)", True, id="callable-object"),
        pytest.param("class A:\n def s(self, x): pass\nsoftmax = A().s", 3, "(x)", True, id="bound-method"),
        pytest.param("import functools\nsoftmax = functools.partial(pow, 2)", 2, "(exp, mod=None)", True, id="partial"),
        pytest.param("def d(f): return f\n@d\n@d\ndef softmax(x): pass", 4, "(x)", True, id="decorated"),
        pytest.param("if True:\n def softmax(x): pass\nelse:\n def softmax(y): pass", 2, "(x)", True, id="in-a-branch"),
        pytest.param("globals()['softmax'] = lambda x: x", 0, "(x)", True, id="invisible"),
        pytest.param("def softmax(x): pass\nsoftmax.__signature__ = 3", 1, "", True, id="forged-signature"),
    ],
)
def test_a_function_is_found_with_its_parameters(code: str, line: int, shown: str, fits: bool) -> None:
    """Parameters are shown as the student thinks of them, and optional extras do no harm."""
    report = found(code)
    assert (report["line"], report["signature"], report["fits"]) == (line, shown, fits)
    assert report["also"] == []


@pytest.mark.parametrize(
    ("code", "form"),
    [
        pytest.param("class softmax: pass", "class", id="class"),
        pytest.param("class Net:\n def softmax(self, x): pass", "method", id="method"),
        pytest.param("softmax = 3", "value", id="value"),
        pytest.param("def softmax(x): return 3\nsoftmax = softmax(1)", "function", id="overwritten"),
        pytest.param("def Softmax(x): return 3", "function", id="other-case"),
    ],
)
def test_what_is_no_function_of_this_name_is_listed(code: str, form: str) -> None:
    """The report holds what an explanation needs."""
    result = loaded(code)
    assert result.functions == {}
    assert form in {name["form"] for name in result.report["names"]}


@pytest.mark.parametrize(
    ("files", "file", "line", "also"),
    [
        pytest.param(
            {"softmax.py": "def softmax(x): return 1\ndef softmax(x): return 2\n"},
            "softmax.py",
            2,
            [("softmax.py", 1)],
            id="twice-in-one-file",
        ),
        pytest.param(
            {"softmax.py": "softmax = lambda x: 1\nsoftmax = lambda x: 2\n"},
            "softmax.py",
            2,
            [("softmax.py", 1)],
            id="two-lambdas",
        ),
        pytest.param(
            {"softmax.py": "def d(f): return lambda x: f(x)\ndef softmax(x): return 1\nsoftmax = d(softmax)\n"},
            "softmax.py",
            2,
            [],
            id="wrapped-is-one",
        ),
        pytest.param(
            {"softmax.py": "try:\n    from nosuch import softmax\nexcept ImportError:\n    def softmax(x): return 1\n"},
            "softmax.py",
            4,
            [],
            id="fallback-is-one",
        ),
        pytest.param(
            {"softmax.py": "def softmax(x): return 1\n", "z.py": "def softmax(x): return 2\n"},
            "softmax.py",
            1,
            [("z.py", 1)],
            id="home-wins",
        ),
        pytest.param(
            {"a.py": "def softmax(x): return 1\n", "b.py": "\ndef softmax(x): return 2\n"},
            "b.py",
            2,
            [("a.py", 1)],
            id="last-file-wins",
        ),
        pytest.param(
            {"a.py": "def softmax(x): return 1\n", "b.py": "from a import softmax\n"},
            "a.py",
            1,
            [],
            id="import-is-no-second",
        ),
        pytest.param(
            {"core.py": "def softmax(x): return 1\n", "softmax.py": "from core import *\n", "z.py": "softmax = abs\n"},
            "core.py",
            1,
            [("z.py", 1)],
            id="home-imports-it",
        ),
        pytest.param(
            {"a.py": "def softmax(x): return 1\n", "b.py": "from math import exp as softmax\n"},
            "a.py",
            1,
            [],
            id="library-loses-to-own",
        ),
    ],
)
def test_one_of_several_is_chosen_and_the_others_are_told(
    files: dict[str, str], file: str, line: int, also: list[Any]
) -> None:
    """Home first, then the last file that defines it; in one file the last definition."""
    report = found(files)
    assert (report["file"], report["line"]) == (file, line)
    assert [(place["file"], place["line"]) for place in report["also"]] == also


def test_no_more_than_ten_others_are_told() -> None:
    """A list of definitions stays readable."""
    assert len(found("def softmax(x): return x\n" * 30)["also"]) == 10


def test_an_object_that_lies_about_its_class_is_no_function() -> None:
    """Looking at a student's object may fail; then it is not asked."""
    code = "class A:\n __call__ = None\n @property\n def __class__(self): raise SystemExit\nsoftmax = A()\n"
    assert found(code) is None


def test_what_a_file_defines_is_listed_with_parameters() -> None:
    """Functions, lambdas, classes, methods and values, each with file and line."""
    code = """
        def f(a, /, b, *c, d, e=1, **g): pass
        def h(x, *, y=(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)): pass
        k = lambda t: t
        class Net:
            def forward(self, x): pass
        a, (b, [c]) = 1, (2, [3])
        for i in []:
            def inner(): pass
        """
    names = {entry["name"]: (entry["form"], entry["signature"]) for entry in loaded(code).report["names"]}
    assert names == {
        "f": ("function", "(a, /, b, *c, d, e=1, **g)"),
        "h": ("function", "(x, *, y=...)"),
        "k": ("lambda", "(t)"),
        "Net": ("class", ""),
        "Net.forward": ("method", "(self, x)"),
        "a": ("value", ""),
        "b": ("value", ""),
        "c": ("value", ""),
        "inner": ("function", "()"),
    }


@pytest.mark.parametrize(
    ("code", "empty"),
    [
        pytest.param("def softmax(x):\n 'The answer.'\n raise NotImplementedError('not yet')", True, id="starter"),
        pytest.param("def softmax(x):\n raise NotImplementedError", True, id="bare"),
        pytest.param("def softmax(x): ...", True, id="dots"),
        pytest.param("def softmax(x): pass", True, id="pass"),
        pytest.param("def softmax(x): return None", False, id="returns"),
        pytest.param("def softmax(x): raise ValueError", False, id="raises"),
        pytest.param("def softmax(x):\n if x: return x\n raise NotImplementedError", False, id="a-part-of-it"),
        pytest.param("def d(f): return lambda x: x\n@d\ndef softmax(x): ...", False, id="decorated"),
        pytest.param("def softmax(x): ...\nsoftmax = abs", False, id="replaced"),
        pytest.param("softmax = lambda x: ...", False, id="lambda"),
    ],
)
def test_a_function_in_which_nothing_is_written(code: str, empty: bool) -> None:
    """A starter as it was handed out is told from code that does something, whatever it does."""
    assert found(code)["empty"] is empty


@pytest.mark.parametrize("home", ["softmax", "other"])
def test_what_is_written_counts_before_a_starter(home: str) -> None:
    """An untouched starter beside the module that somebody works in is no second definition."""
    starter = "def softmax(x):\n    raise NotImplementedError\n"
    for written in ({"work.py": "def softmax(x): return x\n"}, {"a.py": "def softmax(x): return 2\n"}):
        report = found({"softmax.py": starter, **written}, home=home)
        assert [report["file"]] == list(written)
        assert report["also"] == []
