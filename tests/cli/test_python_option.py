"""Code that is checked runs in an environment of its own, which has packages that the grader has not."""

from __future__ import annotations

import json
import os
import sys
import venv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.errors import UsageError
from grader.judge import missing_libraries
from grader.sandbox.link import VARIABLE
from grader.sandbox.process import Worker
from grader.sandbox.spawn import INTERPRETER_VARIABLE, interpreter_wished, worker_interpreter
from tests.cli.running import RIGHT, say, write_course
from tests.sandbox.hostile import load

NEEDS_IT = "import elsewhere\n" + RIGHT.replace("np.cumsum(x)", "elsewhere.running_sum(x)")
LIBRARY = "import numpy as np\n\n\ndef running_sum(x):\n    return np.cumsum(x)\n"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders of an environment have other names there")


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of a second environment, which has numpy and a package that is nowhere else."""
    folder = tmp_path_factory.mktemp("environment mit Blank") / "env"
    venv.create(folder, with_pip=False, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "elsewhere.py").write_text(LIBRARY)
    # numpy by a link to its folder alone, as if it had been installed: nothing else of this environment is there.
    for path in (Path(np.__file__).parent, *Path(np.__file__).parents[1].glob("numpy.libs")):
        (packages / path.name).symlink_to(path)
    return folder / "bin" / "python"


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what checks a file that needs the package, with more words on the command line."""
    monkeypatch.delenv(INTERPRETER_VARIABLE, raising=False)
    course = write_course(tmp_path / "course")
    (tmp_path / "scan.py").write_text(NEEDS_IT)

    def run(*words: object) -> Any:
        return say(
            monkeypatch, capsys, "check", tmp_path / "scan.py", "--course", course, "--task", "scan",
            "--isolation", "process", "--json", tmp_path / "result.json", *words,
        )  # fmt: skip

    return run


@pytest.mark.parametrize("link", ["", "portable"])
def test_the_option_names_the_environment_that_has_the_package(
    check: Any, other: Path, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over either link."""
    monkeypatch.setenv(VARIABLE, link)
    assert check().code == 1
    assert check("--python", other).code == 0


def test_the_variable_does_the_same(check: Any, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a whole session, and for notebooks."""
    monkeypatch.setenv(INTERPRETER_VARIABLE, str(other))
    assert check().code == 0
    with Worker() as worker:
        load(worker, "import elsewhere, sys\nprint(sys.prefix)\ndef f(x):\n    return x\n")
        assert worker.printed.decode().strip() == str(other.parents[1])


def test_without_it_the_report_says_what_is_missing(check: Any, tmp_path: Path) -> None:
    """The name of the package is in the student's own line."""
    check()
    assert "elsewhere" in json.dumps(json.loads((tmp_path / "result.json").read_text()))


@pytest.mark.parametrize("wish", ["/nowhere/python", "no-such-command-anywhere", "."])
def test_what_is_no_interpreter_is_wrong_use(check: Any, wish: str) -> None:
    """One sentence, with what to do."""
    said = check("--python", wish)
    assert (said.code, "not an interpreter that can be started" in said.err) == (2, True)


def test_an_interpreter_without_numpy_is_named_in_the_error(check: Any, tmp_path: Path) -> None:
    """It is the environment's fault, and no student's."""
    venv.create(tmp_path / "empty", with_pip=False, symlinks=True)
    said = check("--python", tmp_path / "empty" / "bin" / "python")
    assert said.code == 3
    assert "numpy" in said.err + said.out


def test_a_link_to_an_interpreter_is_not_followed(tmp_path: Path) -> None:
    """The place of the link is how a virtual environment is known."""
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    assert worker_interpreter(str(link)) == str(link)
    with pytest.raises(UsageError, match="not an interpreter"):
        worker_interpreter(str(tmp_path))


@pytest.mark.parametrize("before", [None, sys.executable])
def test_a_wish_holds_for_all_workers_of_the_command_alone(
    before: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for those that are forked, and for what is said about libraries."""
    if before is None:
        monkeypatch.delenv(INTERPRETER_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(INTERPRETER_VARIABLE, before)
    link = tmp_path / "python"
    link.symlink_to(sys.executable)
    with interpreter_wished(str(link)):
        assert worker_interpreter() == str(link)
        assert str(link) in missing_libraries.fault("a_library")
        assert str(link) not in missing_libraries.fault("a_library", of_tests=True)
    with interpreter_wished(None):
        assert worker_interpreter() == sys.executable
    assert os.environ.get(INTERPRETER_VARIABLE) == before
