"""The table of gradebooks: every module keeps the interface, and nothing else decides by the name of an LMS."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import grader
from grader.cli.export import export
from grader.errors import UsageError
from grader.export.gradebook import FillOptions
from grader.export.gradebooks import GRADEBOOKS, Gradebook, load_gradebook


def test_every_module_is_a_target_of_export() -> None:
    """`grader export` offers the modules of the folder and the table for people."""
    (target,) = (param for param in export.params if param.name == "target")
    assert tuple(target.type.choices) == (*GRADEBOOKS, "csv")  # type: ignore[attr-defined]
    assert {"canvas", "moodle"} <= set(GRADEBOOKS)


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_a_module_keeps_the_interface(name: str) -> None:
    """It names its platform, and refuses a file that is not its own with a sentence that names the file."""
    gradebook = load_gradebook(name)
    assert isinstance(gradebook, Gradebook)
    assert gradebook.platform
    for data in (b"", b"a,b\r\n1,2\r\n", b"PK\x03\x04", b'"never closed', "Ä;Ö\n".encode("utf-16")):
        with pytest.raises(UsageError, match=r"^book\.csv: "):
            gradebook.fill(data, [], FillOptions("book.csv"))


def test_platforms_are_distinct() -> None:
    """Two gradebooks never claim the same submissions' ids."""
    platforms = [load_gradebook(name).platform for name in GRADEBOOKS]
    assert len(set(platforms)) == len(platforms)


def test_no_code_asks_which_gradebook_it_is() -> None:
    """A comparison with the name of an LMS outside of its module would be a branch to forget."""
    compared = re.compile(rf'[!=]= "({"|".join(GRADEBOOKS)})"')
    folder = Path(grader.__file__).parent
    modules = [path for part in ("cli", "export") for path in (folder / part).rglob("*.py")]
    assert [path.name for path in modules if compared.search(path.read_text())] == []
