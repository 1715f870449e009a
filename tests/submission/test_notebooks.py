"""Notebooks on disk as what is graded of them: code for the worker, Markdown for written answers."""

from __future__ import annotations

import json
import tracemalloc
import warnings
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.submission import WrittenText, files, gather, notebooks
from tests.submission.notebook_samples import code, markdown, version3, version4

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = files.LARGEST_FILE
DEF = "def softmax(x):\n    return x"


def packed(data: bytes | str) -> Any:
    """Return what the worker gets of a notebook."""
    raw = data if isinstance(data, bytes) else data.encode()
    return json.loads(notebooks.read("a.ipynb", raw, LARGEST).data)


def cells(data: bytes | str) -> list[tuple[int, str]]:
    """Return number and source of the code cells, after a look at what else is said."""
    told = packed(data)
    assert (told["problem"], told["language"]) == ("", "")
    return [(cell["number"], cell["source"]) for cell in told["cells"]]


def made() -> Any:
    """Return a notebook as the library writes it."""
    new = nbformat.v4
    return nbformat.writes(new.new_notebook(cells=[new.new_markdown_cell("# Title"), new.new_code_cell(DEF)]))


IMAGE = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 3_000_000}}


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        pytest.param(made(), [2], id="nbformat-4.5"),
        pytest.param(nbformat.writes(nbformat.reads(made(), 4), version=3), [2], id="nbformat-3"),
        pytest.param(version4(DEF), [1], id="no-kernelspec"),
        pytest.param(version4(code(DEF.splitlines(keepends=True))), [1], id="lines"),
        pytest.param(version3({"cell_type": "heading", "level": 2, "source": "A"}, DEF), [2], id="worksheet"),
        pytest.param(version4("", "  \n", DEF), [3], id="blank-cells"),
        pytest.param(version4(code(DEF, outputs=[IMAGE])), [1], id="large-output"),
        pytest.param(version4(markdown("![](attachment:a.png)", attachments={"a.png": {}}), DEF), [2], id="attachment"),
        pytest.param(version4(code(DEF, execution_count=99), code(DEF, execution_count=2)), [1, 2], id="out-of-order"),
        pytest.param(version4({"cell_type": "raw", "source": "x"}, DEF), [2], id="raw"),
        pytest.param(version4(code(DEF, metadata=3, outputs="none", id=[])), [1], id="odd-metadata"),
        pytest.param(version4(DEF, kernelspec=7, language_info=[]), [1], id="odd-kernelspec"),
        pytest.param(version4(DEF, kernelspec={"name": "my env", "language": "python"}), [1], id="own-kernel"),
        pytest.param(version4(DEF, language_info={"name": "ipython"}), [1], id="ipython"),
        pytest.param("\ufeff" + version4(DEF), [1], id="byte-order-mark"),
        pytest.param(version4(DEF).encode("utf-16"), [1], id="utf-16"),
        pytest.param(json.dumps({"cells": [{"cell_type": "code", "code": DEF}]}), [1], id="version-1"),
    ],
)
def test_a_notebook_gives_its_code_with_the_numbers_of_its_cells(data: bytes | str, numbers: list[int]) -> None:
    """Whatever its version, its metadata and its outputs; cells are counted over all kinds."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert cells(data) == [(number, DEF) for number in numbers]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "empty", id="no-bytes"),
        pytest.param(version4(), "empty", id="no-cells"),
        pytest.param(version3(), "empty", id="no-cells-3"),
        pytest.param(version4("\n"), "empty", id="blank"),
        pytest.param(version4(DEF)[:-20], "notebook", id="truncated"),
        pytest.param("def softmax(x): return x\n", "notebook", id="a-module"),
        pytest.param("{}", "notebook", id="no-notebook"),
        pytest.param("[" * 200_000, "notebook", id="deep"),
        pytest.param('{"nbformat": 4, "cells": [3]}', "notebook", id="odd-cells"),
        pytest.param("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n", "conflict", id="conflict"),
        pytest.param(version4("x = 1\n" * 200_000), "notebook_size", id="too-much-code"),
    ],
)
def test_what_is_no_notebook_is_said_and_gives_no_cell(data: bytes | str, problem: str) -> None:
    """The worker passes the reason on, and nothing is executed."""
    told = packed(data)
    assert (told["cells"], told["problem"]) == ([], problem)


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
        ({"language_info": {"name": "x" * 100}}, "x" * 40),
        ({"kernelspec": {"language": ["R"]}}, ""),
    ],
)
def test_another_language_is_a_word_and_the_cells_go_on(metadata: dict[Any, Any], language: str) -> None:
    """Metadata are often wrong, so they decide nothing."""
    told = packed(version4(DEF, **metadata))
    assert told["language"] == language
    assert len(told["cells"]) == 1


KEYS = ("cells", "worksheets", "nbformat", "metadata", "cell_type", "source", "input", "level")
PLAIN = st.none() | st.integers() | st.text(max_size=3) | st.sampled_from(["code", "markdown", "heading"])
JSON = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5), max_leaves=12
)


@settings(max_examples=40)
@given(JSON)
def test_no_json_stops_the_reading(content: Any) -> None:
    """Anything becomes cells and texts, or a problem."""
    notebook = notebooks.read("a.ipynb", json.dumps(content).encode(), LARGEST)
    assert set(json.loads(notebook.data)) == {"cells", "problem", "language"}


@given(st.binary() | st.text().map(str.encode))
def test_no_bytes_stop_the_reading(data: Any) -> None:
    """Neither do bytes that are no JSON."""
    assert json.loads(notebooks.read("a.ipynb", data, LARGEST).data)["cells"] == []


@given(st.lists(st.text(st.characters()), max_size=5))
def test_sources_come_through_as_they_are(sources: Any) -> None:
    """Every character, lone surrogates apart, which no file can hold."""
    kept = [(k, source) for k, source in enumerate(sources, 1) if source.strip()]
    data = json.dumps({"cells": [code(s) for s in sources], "nbformat": 4}).encode()
    told = [(cell["number"], cell["source"]) for cell in packed(data)["cells"]]
    assert told == [(k, s.encode("utf-8", "replace").decode()) for k, s in kept]


def test_the_outputs_take_no_memory() -> None:
    """Each image is dropped as soon as its cell is parsed."""
    data = version4(*[code(f"x = {k}", outputs=[IMAGE]) for k in range(5)]).encode()
    tracemalloc.start()
    notebooks.read("a.ipynb", data, LARGEST)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(data) + 2 * 3_000_000


def test_a_notebook_beyond_the_limit_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size is told, and no more than the limit is read."""
    monkeypatch.setattr(notebooks, "LARGEST_NOTEBOOK", 4 << 20)
    (tmp_path / "a.ipynb").write_text(version4(*[code("x", outputs=[IMAGE])] * 2))
    assert json.loads(gather([tmp_path]).files[0].data)["problem"] == "notebook_size"


# In a submission.


def folder(root: Path, **contents: Any) -> Path:
    """Write files whose names hold one dot, written as two underscores."""
    for name, text in contents.items():
        (root / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return root


def test_a_folder_gives_modules_and_notebooks(tmp_path: Path) -> None:
    """A notebook stands beside the modules, its bytes are its cells, and a renamed one is still a notebook."""
    folder(tmp_path, a__ipynb=version4(DEF), b__py=DEF, c__py=version4(DEF), d__json="{}")
    (tmp_path / "e f.ipynb.txt").write_text(version4(DEF))
    found = gather([tmp_path]).files
    assert [(file.name, file.notebook) for file in found] == [
        ("a.ipynb", True),
        ("b.py", False),
        ("c.py", True),
        ("e f.ipynb.txt", True),
    ]
    assert gather([tmp_path / "a.ipynb"]).id == "a"


def test_the_copies_of_a_notebook_server_are_left_out(tmp_path: Path) -> None:
    """Beside the original only: one that is named, or alone, is the work."""
    folder(tmp_path, **{"a__ipynb": version4(DEF), "a-checkpoint__ipynb": version4(DEF)})
    assert [file.name for file in gather([tmp_path]).files] == ["a.ipynb"]
    assert len(gather([tmp_path / "a.ipynb", tmp_path / "a-checkpoint.ipynb"]).files) == 2
    (tmp_path / "a.ipynb").unlink()
    assert [file.name for file in gather([tmp_path]).files] == ["a-checkpoint.ipynb"]


def test_written_answers_are_kept_with_file_and_cell(tmp_path: Path) -> None:
    """Markdown and headings of notebooks, and the file of answers; a file of answers alone is a submission."""
    folder(
        tmp_path,
        a__ipynb=version4(markdown(["## 1 (a)\n", "Доказательство $x$"]), DEF, markdown("last")),
        b__ipynb=version3({"cell_type": "heading", "level": 9, "source": "H"}),
        answers__md="\ufeffSee below.",
    )
    submission = gather([tmp_path])
    assert submission.texts == (
        WrittenText("a.ipynb", 1, "## 1 (a)\nДоказательство $x$"),
        WrittenText("a.ipynb", 3, "last"),
        WrittenText("answers.md", 0, "See below."),
        WrittenText("b.ipynb", 1, "###### H"),
    )
    assert [file.name for file in submission.files] == ["a.ipynb", "b.ipynb"]
    alone = gather([tmp_path / "answers.md"])
    assert (alone.files, len(alone.texts)) == ((), 1)


def test_long_answers_lose_their_images_first(tmp_path: Path) -> None:
    """A picture in the text is no reason to cut a proof; what is still too long is cut, and said."""
    image = f"![](data:image/png;base64,{'A' * 400_000})"
    folder(tmp_path, a__ipynb=version4(markdown(image + "the proof"), markdown("y" * 300_000)))
    submission = gather([tmp_path])
    assert [len(text.source) for text in submission.texts] == [len("![](" + ")the proof"), notebooks.LARGEST_TEXT]
    assert submission.notes == ("The text in a.ipynb, cell 2 is cut after 256 thousand characters. Shorten it.",)


def test_written_answers_have_a_limit_together(tmp_path: Path) -> None:
    """What comes after it is left out by name."""
    folder(tmp_path, a__ipynb=version4(*[markdown("y" * 250_000)] * 12))
    submission = gather([tmp_path])
    assert sum(len(text.source) for text in submission.texts) <= notebooks.MOST_TEXT
    assert submission.notes[0].startswith("The text in a.ipynb, cell 9 and after it is left out")


def test_notebooks_have_a_limit_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outputs count where they must be read."""
    monkeypatch.setattr(files, "MOST_STORED", 5 << 20)
    text = version4(code(DEF, outputs=[IMAGE]))
    submission = gather([folder(tmp_path, a__ipynb=text, b__ipynb=text, c__py=DEF)])
    assert [file.name for file in submission.files] == ["a.ipynb", "c.py"]
    assert submission.notes[0].startswith("b.ipynb is left out: together the files are larger than 5 MiB.")


def test_the_digest_follows_code_and_answers_only(tmp_path: Path) -> None:
    """Running a notebook again is the same work; another answer is not."""
    one = folder(tmp_path, a__ipynb=version4(DEF, markdown("x")))
    before = gather([one]).digest
    folder(tmp_path, a__ipynb=version4(code(DEF, outputs=[IMAGE], execution_count=3), markdown("x")))
    assert gather([one]).digest == before
    folder(tmp_path, a__ipynb=version4(DEF, markdown("y")))
    assert gather([one]).digest != before


CALL = "assert softmax([1]) == [1]\n"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param({"grade_id": "t", "grade": True, "solution": False}, {"source": "", "grade_id": "t"}, id="test"),
        pytest.param({"grade_id": "t", "grade": True}, {"source": "", "grade_id": "t"}, id="old test"),
        pytest.param({"grade_id": "s", "solution": True}, {"source": DEF, "grade_id": "s"}, id="solution"),
        pytest.param({"grade_id": "m", "grade": True, "solution": True}, {"source": DEF, "grade_id": "m"}, id="manual"),
        pytest.param({"grade_id": "l", "locked": True}, {"source": DEF, "grade_id": "l"}, id="locked"),
        pytest.param({"grade_id": 7, "grade": "yes"}, {"source": DEF}, id="nonsense"),
        pytest.param(["grade"], {"source": DEF}, id="a list"),
    ],
)
def test_cells_of_nbgrader(entry: object, expected: dict[str, str]) -> None:
    """A test cell is not the student's code, and its name remains as the place of the test."""
    told = packed(version4(code(CALL, metadata={"nbgrader": entry})))
    assert told["cells"] == [{"number": 1} | {name: CALL if part == DEF else part for name, part in expected.items()}]


@pytest.mark.parametrize("source", [DEF, "import math\nclass A:\n    x = 1\n", "async def f():\n    pass\n"])
def test_an_answer_in_a_test_cell_is_not_lost(source: str) -> None:
    """Whoever defines a function in the course's cell has it read."""
    entry = {"grade_id": "t", "grade": True, "solution": False}
    told = packed(version4(code(source, metadata={"nbgrader": entry})))
    assert told["cells"] == [{"number": 1, "source": source, "grade_id": "t"}]


@pytest.mark.parametrize(
    ("path", "is_written"), [("pkg/helper.py", True), ("a/" * 300 + "helper.py", False)], ids=["short", "long"]
)
def test_a_cell_writes_a_file_of_a_sensible_path(path: str, is_written: bool) -> None:
    """A path of half a million characters would be the judge's to take apart."""
    notebook = notebooks.read("a.ipynb", version4(f"%%writefile {path}\nx = 1\n").encode(), files.MOST_BYTES)
    assert [name for name, _ in notebook.written] == ([path] if is_written else [])
