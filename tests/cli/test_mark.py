"""`grader mark` on the command line: marks as text, and what is refused before anything is served."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grader.results.hand_marks import HandMark, answer_digest
from grader.results.overrides import Overrides
from grader.store import Folder
from grader.store.marking import MarkingStore, StoredMark
from tests.cli.running import say
from tests.marking.small_site import ITEM, small_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return the command line."""
    return lambda *words: say(monkeypatch, capsys, *words)


@pytest.fixture
def out(tmp_path: Path) -> Any:
    """Return the folder of a class with one mark."""
    site = small_site(tmp_path, {"annika": "So.", "bjarne": ""})
    site.service.close()
    mark = HandMark(points=1, by="Ada", at="2026-01-01T00:00:00+00:00", answer=answer_digest("So."))
    with MarkingStore(Folder(tmp_path / "out"), {}, Overrides) as store:
        store.save([StoredMark("annika", ITEM, "first", 1, mark)], {mark.answer: "So."})
        store.set_fact("course", str(tmp_path / "course"))
    return tmp_path / "out"


def test_marks_go_out_and_come_in_as_text(grader: Any, out: Any, tmp_path: Path) -> None:
    """The same bytes each time; what is there already changes nothing."""
    assert grader("mark", out, "--export", tmp_path / "a.json").code == 0
    assert grader("mark", out, "--import", tmp_path / "a.json", "--export", tmp_path / "b.json").code == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert json.loads((tmp_path / "a.json").read_text())["marks"][0]["submission"] == "annika"
    assert (tmp_path / "a.json").stat().st_mode & 0o077 == 0


def test_an_import_that_meets_other_marks_ends_with_1(grader: Any, out: Any, tmp_path: Path) -> None:
    """And names them."""
    grader("mark", out, "--export", tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text())
    data["marks"][0]["mark"]["by"] = "Eva"
    (tmp_path / "b.json").write_text(json.dumps(data))
    done = grader("mark", out, "--import", tmp_path / "b.json")
    assert done.code == 1
    assert f"annika, {ITEM}: Ada marked it here, Eva in the file" in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["--host", "0.0.0.0"], "--certificate", id="open-to-all-without-a-certificate"),
        pytest.param(["--certificate", "c.pem"], "belong together", id="a-certificate-without-key"),
        pytest.param(["--by", "Ada", "--by", "Ada"], "a name of their own", id="two-of-one-name"),
        pytest.param(["--by", " "], "a name of their own", id="no-name"),
        pytest.param(["--import", "nothing.json"], "cannot be read", id="a-file-that-is-not-there"),
        pytest.param(["--port", "0"], "port", id="a-port-that-is-none"),
    ],
)
def test_wrong_use_ends_with_2(grader: Any, out: Any, words: Any, says: str) -> None:
    """Before anything is served."""
    done = grader("mark", out, *words)
    assert done.code == 2
    assert says in done.err


def test_a_folder_without_results(grader: Any, tmp_path: Path) -> None:
    """It says what to do."""
    done = grader("mark", tmp_path)
    assert done.code == 2
    assert "results.sqlite: does not exist" in done.err
