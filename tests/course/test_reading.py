"""Files that are no task at all: each becomes a mistake, whatever is in it, and at once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.document import ReadingError, dotted
from grader.course.reading import read
from tests.samples.small_course import REFERENCE, TASK, edited, mistakes, write_course

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("- a\n- b\n", 1, "must be a mapping of keys to values, beginning with `id:`", id="list"),
        pytest.param("softmax", 1, "must be a mapping", id="word"),
        pytest.param("", 1, "must be a mapping", id="empty"),
        pytest.param("id: a\ntitle: [b\n", 3, "is not valid YAML", id="open-bracket"),
        pytest.param("id: a\n\ttitle: b\n", 2, "this line has a tab; indent with spaces", id="tab"),
        pytest.param("id: a\ntitle: b\nid: c\n", 3, "id: appears a second time (first in line 1)", id="twice"),
        pytest.param("id: a\nchecks:\n  - {id: b, id: c}\n", 3, "checks[0].id: appears a second", id="twice-deep"),
        pytest.param("id: a\n? [b]\n: c\n", 2, "a key is a word", id="list-as-key"),
        pytest.param("id: a\n---\nid: b\n", 2, "is not valid YAML", id="two-documents"),
        pytest.param("id: !!python/name:os.system x\n", 1, "is not valid YAML", id="python-tag"),
        pytest.param(b"id: a\ntitle: \xe9\n", 2, "is not text in UTF-8", id="latin-1"),
        pytest.param(b"id: a\x00\n", 1, "is not text in UTF-8", id="nul"),
        pytest.param("id: " + "[" * 50_000, 1, "is nested more than 20 deep", id="deep-list"),
        pytest.param("{id: " * 50_000, 1, "is nested more than 20 deep", id="deep-mapping"),
        pytest.param("id: &a [*a]\n", 1, "refers to itself", id="own-anchor"),
        pytest.param(LAUGHS, 2, "it grows beyond measure", id="anchors-of-anchors"),
        pytest.param("id: 2020-13-45\n", 0, "is not valid YAML: month must be in 1..12", id="no-date"),
        pytest.param("#" * (1 << 20) + "\n", 0, "is larger than 1 MiB", id="huge"),
    ],
)
def test_a_file_that_is_no_task_is_one_mistake(tmp_path: Path, text: bytes | str, line: int, says: str) -> None:
    """It says the line and what to do, and it does not take long."""
    began = time.monotonic()
    (found,) = mistakes(write_course(tmp_path, text))
    place = f"tasks/mean.yaml:{line}: " if line else "tasks/mean.yaml: "
    assert found.startswith(place)
    assert says in found
    assert "\n" not in found
    assert time.monotonic() - began < 20  # what grows beyond measure would not end at all


@pytest.mark.parametrize(
    ("reference", "place", "says"),
    [
        pytest.param(None, "reference/mean.py: ", "is missing", id="missing"),
        pytest.param("import numpy\nimport nosuch\n", "reference/mean.py:2: ", "ModuleNotFoundError", id="import"),
        pytest.param("x = 1\n\ndef mean(x:\n", "reference/mean.py:3: ", "SyntaxError", id="syntax"),
        pytest.param("def f():\n    1 / 0\n\n\nf()\n", "reference/mean.py:2: ", "ZeroDivisionError", id="raises"),
        pytest.param("import sys\nsys.exit(0)\n", "reference/mean.py:2: ", "SystemExit", id="exits"),
        pytest.param("mean = 3\n", "tasks/mean.yaml:6: ", "does not define `mean`", id="no-function"),
    ],
)
def test_a_reference_that_cannot_be_used_is_a_mistake(
    tmp_path: Path, reference: str | None, place: str, says: str
) -> None:
    """The author's own modules are read like the task: what is wrong with them is said with file and line."""
    found = mistakes(write_course(tmp_path, reference=reference))
    assert [text for text in found if text.startswith(place) and says in text], found


def test_known_wrong_solutions_need_their_file(tmp_path: Path) -> None:
    """A task with misconceptions has a module of them; one without needs none."""
    assert any("reference/wrong/mean.py: is missing" in text for text in mistakes(write_course(tmp_path, wrong=None)))
    without = TASK[: TASK.index("misconceptions:")]
    assert mistakes(write_course(tmp_path / "b", without, wrong=None)) == []


def test_of_takes_any_callable_of_the_reference(tmp_path: Path) -> None:
    """`of: ref.f` works for a function without code of its own, such as one that remembers its answers."""
    remembered = "import functools\n\n\n@functools.lru_cache\ndef loss(x):\n    return 0.0\n"
    task = edited(("of: ref.mean(x)", "of: ref.loss"))
    assert mistakes(write_course(tmp_path, task, reference=REFERENCE + "\n\n" + remembered)) == []


@given(st.binary(max_size=60) | st.text(alphabet="ab:-[]{}&*!?|>'\"#%@`,\n\t 0.", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    """No file makes the reader raise anything but its own error."""
    path = tmp_path_factory.mktemp("any") / "a.yaml"
    path.write_bytes(data)
    try:
        outcome = read(path, "tasks/a.yaml")
    except ReadingError as error:
        outcome = error.mistake  # type: ignore[assignment]
    assert outcome.file == "tasks/a.yaml"


def test_a_path_reads_as_an_author_writes_it() -> None:
    """Keys are joined by dots, and items stand in brackets."""
    assert dotted(("checks", 2, "inputs", "x")) == "checks[2].inputs.x"
