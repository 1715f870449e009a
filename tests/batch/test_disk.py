"""No room, no rights: one sentence, and nothing lost; through the command line, on a disk of its own."""

from __future__ import annotations

import subprocess  # noqa: TID251 - a command is a process
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.batch.class_of import RIGHT, command, results, table, write_class
from tests.batch.family import finish, start

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MOUNTED = """\
set -e
mount -t tmpfs -o size={size} tmpfs {out}
cp -a {kept}/. {out}/
{remount}
set +e
"$@"
code=$?
set -e
cp -a {out}/. {kept}/
exit $code
"""


def on_a_disk(root: Any, size: str = "64k", remount: str = ":") -> Any:
    """Run the batch with its folder on a small disk, which only it sees; return its exit code and what it said."""
    out, kept = root / "out", root / "kept"
    out.mkdir(exist_ok=True)
    kept.mkdir(exist_ok=True)
    script = MOUNTED.format(size=size, out=out, kept=kept, remount=remount.format(out=out))
    argv = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", *command(root, "--seed", "5", "--quiet")]
    run = subprocess.run(argv, capture_output=True, text=True, check=False, timeout=120)
    return run.returncode, run.stderr


@pytest.fixture
def root(tmp_path: Path) -> Any:
    """Return a class of six."""
    return write_class(tmp_path, **{f"s{number}": RIGHT for number in range(6)})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a disk of its own needs mount namespaces")
def test_a_full_disk_is_a_sentence_and_loses_nothing(root: Any) -> None:
    """What was finished is in the store; with room again, the same command grades the rest."""
    code, said = on_a_disk(root, "120k")
    assert code == 2, said
    assert said.count("\n") == 1, said
    assert "Error: " in said
    assert "make room" in said.lower()
    finished = len(list((root / "kept/reports").glob("[!.]*.html")))
    code, said = on_a_disk(root, "64m")
    assert code == 0, said
    (root / "out").rmdir()
    (root / "kept").rename(root / "out")
    assert len(table(root)) == len(results(root)) == 6
    assert finished < 6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a disk of its own needs mount namespaces")
def test_a_read_only_disk_is_a_sentence(root: Any) -> None:
    """Results that are there stay readable and as they were."""
    finish(start(root, "--seed", "5"), 0)
    before = results(root)
    (root / "out").rename(root / "kept")
    code, said = on_a_disk(root, "64m", "mount -o remount,ro {out}")
    assert (code, said.count("\n")) == (2, 1), said
    assert "cannot be" in said
    (root / "out").rmdir()
    (root / "kept").rename(root / "out")
    assert results(root) == before
