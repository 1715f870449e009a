"""What a student does: install the file that the course hands out, and check a kit, with nothing else there."""

from __future__ import annotations

import os
import shutil
import subprocess  # noqa: TID251 - pip and the installed command are processes
import sys
import tempfile
import venv
from pathlib import Path

import pytest

from grader import DISTRIBUTION, __version__

ROOT = Path(__file__).parents[2]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
pytestmark = pytest.mark.slow


def run(*words: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command with hardly any environment, as if nothing of ours were there."""
    kept = {
        name: os.environ[name]
        for name in ("SYSTEMROOT", "TEMP", "PIP_CONFIG_FILE", "PIP_INDEX_URL")
        if name in os.environ
    }
    with tempfile.TemporaryDirectory() as home:  # caches are written there, and not beside what is checked
        env = {
            "PATH": "/usr/bin:/bin",
            "HOME": home,
            "USERPROFILE": home,
            "PYTHONIOENCODING": "utf-8",
            **kept,
            **variables,
        }
        return subprocess.run(
            list(map(str, words)), cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=600, check=False
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel that is built from the project's files."""
    folder = tmp_path_factory.mktemp("dist")
    copy = folder / "project"
    ignored = shutil.ignore_patterns(".venv", ".git", ".*_cache", "__pycache__", "tests")
    shutil.copytree(ROOT, copy, ignore=ignored)
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(copy)],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("the build tool cannot be had here")
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands of an empty environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("student") / "check env"
    venv.create(folder, with_pip=True)
    python = folder / SCRIPTS / "python"
    done = subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), str(wheel)],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / SCRIPTS


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a kit with the grader in it, in a folder with blanks and umlauts."""
    folder = tmp_path_factory.mktemp("home") / "Übung 2 – mit Blank"
    done = run(sys.executable, "-m", "grader", "release", "softmax", "--wheel", "--out", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_wheel_has_our_name(wheel: Path) -> None:
    """And the version that the kit names."""
    assert wheel.name == f"{DISTRIBUTION}-{__version__}-py3-none-any.whl"


def test_only_what_is_needed_is_installed(installed: Path, tmp_path: Path) -> None:
    """Numpy and what reads and reports, and nothing for development or for graders."""
    names = run(installed / "python", "-m", "pip", "list", "--format", "freeze", cwd=tmp_path).stdout.lower()
    assert "numpy==" in names
    assert [
        name for name in ("pandas", "hypothesis", "mypy", "scipy", "distributed", "starlette") if f"{name}==" in names
    ] == []


@pytest.mark.parametrize("link", ["", "portable"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_a_kit_is_checked_by_what_was_installed(installed: Path, kit: Path, link: str, newline: str) -> None:
    """A right answer passes, the starter does not, in any line ends."""
    right = (ROOT / "reference" / "softmax.py").read_text(encoding="utf-8")
    (kit / "meine lösung.py").write_text(right, encoding="utf-8", newline=newline)
    done = run(installed / "grader", "check", "meine lösung.py", cwd=kit, GRADER_LINK=link)
    assert (done.returncode, done.stderr) == (0, "")
    assert "✓" in done.stdout
    assert run(installed / "grader", "check", "softmax.py", cwd=kit, GRADER_LINK=link).returncode == 1


def test_the_file_in_the_kit_installs_the_same(kit: Path, tmp_path: Path) -> None:
    """`grader release --wheel` needs no build tool; its wheel checks the kit that it came with."""
    folder = tmp_path / "env"
    venv.create(folder, with_pip=True)
    (file,) = kit.glob("*.whl")
    done = subprocess.run(
        [folder / SCRIPTS / "python", "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", file],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert run(folder / SCRIPTS / "grader", "check", "softmax.py", cwd=kit).returncode == 1


def test_own_packages_come_from_another_environment(installed: Path, kit: Path, tmp_path: Path) -> None:
    """The grader's environment has no pandas; the one of the code, which is not the grader's, has."""
    folder = tmp_path / "course env"
    venv.create(folder, with_pip=True)
    python = folder / SCRIPTS / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "-c", ROOT / "constraints.txt", "pandas"],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    right = (ROOT / "reference" / "softmax.py").read_text(encoding="utf-8")
    wrapped = "exact = softmax\n\n\ndef softmax(x):\n    return pandas.Series(exact(x)).to_numpy()\n"
    (kit / "with_pandas.py").write_text(f"import pandas\n{right}\n\n{wrapped}", encoding="utf-8")
    assert run(installed / "grader", "check", "with_pandas.py", cwd=kit).returncode == 1
    assert run(installed / "grader", "check", "with_pandas.py", "--python", python, cwd=kit).returncode == 0
