"""The two scripts by themselves, with another program in the grader's place: whatever it does, a result is there."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from grader.bundle import gradescope
from tests.bundle.bundled_course import write_course
from tests.bundle.gradescope_platform import RESULTS, Platform
from tests.present import present

if TYPE_CHECKING:
    from pathlib import Path

WRITES = """
while [ "$1" != --output ]; do shift; done
printf '{"tests": [{"name": "one", "score": 1, "max_score": 1}]}' >"$2"
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return an archive."""
    return gradescope(write_course(tmp_path_factory.mktemp("course"))).data


@pytest.fixture
def platform(archive: bytes, tmp_path: Path) -> Platform:
    """Return a platform that has unpacked it."""
    made = Platform(tmp_path / "autograder", tmp_path / "home")
    made.unpack(archive)
    return made


def stands_in(platform: Platform, script: str) -> None:
    """Put a program in the grader's place."""
    path = platform.home / "bin/grader"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/usr/bin/env bash\n{script}", encoding="utf-8")
    path.chmod(0o755)


@pytest.mark.parametrize(
    "script",
    [None, "exit 3", "kill -9 $$", "echo noise; exit 1", "sleep 60", "trap '' TERM; while :; do sleep 0.1; done"],
    ids=["is not there", "fails", "is killed", "prints", "hangs", "hangs and does not listen"],
)
def test_a_grader_that_does_not_finish_leaves_a_result_that_says_so(platform: Platform, script: str | None) -> None:
    """Valid, without points, with a sentence; the platform is told that all is well, and nothing is printed."""
    if script:
        stands_in(platform, script)
    shown = platform.grade({"scan.py": "x = 1\n"}, GRADER_SECONDS="0.3", GRADER_GRACE="0.3")
    jsonschema.validate(shown.results, RESULTS)
    assert shown.code == 0
    assert shown.results["score"] == 0
    assert "the grader did not finish" in shown.results["output"]
    assert "noise" not in shown.printed


def test_what_the_grader_writes_is_what_is_shown(platform: Platform) -> None:
    """In the place of the first result, also if it ends as for a check that failed."""
    stands_in(platform, WRITES + "exit 1")
    shown = platform.grade({"scan.py": "x = 1\n"})
    assert (shown.code, shown.printed) == (0, "")
    assert shown.results == {"tests": [{"name": "one", "score": 1, "max_score": 1}]}


def test_what_the_grader_says_is_wrong_reaches_the_teacher(platform: Platform) -> None:
    """The platform shows teachers what is printed."""
    stands_in(platform, "echo 'Error: this machine does not enforce the sandbox' >&2; exit 2")
    assert "does not enforce the sandbox" in platform.grade({"scan.py": ""}).printed


def test_the_grader_gets_the_submission_the_course_and_the_seed(platform: Platform) -> None:
    """All tasks by name, all walls, this platform's format; the seed where no other user can read it."""
    stands_in(platform, f'echo "$@ seed=$GRADER_SEED in=$(pwd)" >"{platform.root}/asked"\n{WRITES}')
    platform.grade({"scan.py": "x = 1\n"})
    asked = (platform.root / "asked").read_text(encoding="utf-8")
    root, seed = platform.root, (platform.root / "source/seed").read_text(encoding="utf-8").strip()
    assert asked == (
        f"check {root}/submission --course {root}/source/course --task double --task scan --isolation sandbox "
        f"--time-limit 480 --format gradescope --output {root}/results/results.json seed={seed} in=/\n"
    )


def test_course_and_earlier_results_are_closed(platform: Platform) -> None:
    """Whatever rights the platform unpacks with; the submission is open, for code reads the data beside it."""
    stands_in(platform, WRITES)
    (platform.root / "source").chmod(0o755)
    umask = os.umask(0o077)
    try:
        platform.grade({"data/table.csv": "1\n"})
    finally:
        os.umask(umask)
    modes = {name: stat.S_IMODE((platform.root / name).stat().st_mode) for name in ("source", "submission/data")}
    assert modes == {"source": 0o700, "submission/data": 0o755}
    assert stat.S_IMODE((platform.root / "submission/data/table.csv").stat().st_mode) == 0o644
    assert stat.S_IMODE((platform.root / "submission_metadata.json").stat().st_mode) == 0o600


def programs(folder: Path, **scripts: Any) -> str:
    """Return a path with these programs and what every system has."""
    folder.mkdir()
    for name in ("bash", "env", "chmod", "mkdir", "cat", "ln"):
        (folder / name).symlink_to(present(shutil.which(name)))
    for name, script in scripts.items():
        path = folder / name.replace("_", "-").replace("python311", "python3.11")
        path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
    return str(folder)


OLD = "exit 1"  # says of itself that it is too old
NEW = """case $2 in
    *version_info*) exit 0 ;;
    venv)
        mkdir -p "$4/bin"
        ln -s "$0" "$4/bin/python"
        echo '#!/usr/bin/env bash' >"$4/bin/grader"
        chmod +x "$4/bin/grader"
        ;;
    *) echo "$@" >>"$GRADER_HOME.asked" ;;
esac"""


def test_an_image_without_a_new_python_is_refused_in_a_sentence(platform: Platform, tmp_path: Path) -> None:
    """It says what is missing and which image has it; nothing half made looks whole."""
    done = platform.set_up(programs(tmp_path / "bin", python3=OLD))
    assert done.returncode == 1
    assert "no Python from 3.11 on" in done.stderr
    assert "Choose Ubuntu 22.04 or newer as the base image" in done.stderr
    assert not platform.home.exists()


def test_a_new_python_comes_from_the_systems_own_packages(platform: Platform, tmp_path: Path) -> None:
    """Beside the old one, which the platform's own programs need, and which stays what it was."""
    folder = tmp_path / "bin"
    install = f'[ "$1" != install ] || [ "$5" != python3.11 ] || ln -s {folder}/new {folder}/python3.11'
    path = programs(folder, python3=OLD, new=NEW, apt_get=f'echo "$@" >>"$GRADER_HOME.apt"\n{install}')
    done = platform.set_up(path)
    assert (done.returncode, done.stderr) == (0, "")
    asked = platform.home.with_name("home.apt").read_text(encoding="utf-8").splitlines()
    assert asked == ["update -qq", "install -y -qq --no-install-recommends python3.11 python3.11-venv"]
    assert (folder / "python3").read_text(encoding="utf-8").endswith(f"{OLD}\n")


@pytest.mark.parametrize("more", [None, "scipy\n"], ids=["nothing else", "packages of the course"])
def test_what_is_installed_is_the_grader_with_fixed_versions(tmp_path: Path, more: str | None) -> None:
    """Where a new Python is there already no package of the system's is asked for."""
    platform = Platform(tmp_path / "autograder", tmp_path / "home")
    platform.unpack(gradescope(write_course(tmp_path / "course", **{"requirements.txt": more})).data)
    path = programs(tmp_path / "bin", python311=NEW, apt_get="exit 1")
    done = platform.set_up(path)
    assert (done.returncode, done.stderr) == (0, "")
    source = platform.root / "source"
    words = platform.home.with_name("home.asked").read_text(encoding="utf-8").split()
    assert words[words.index("--constraint") + 1] == str(source / "constraints.txt")
    assert words[-1] == str(next(source.glob("gradewright-*.whl")))
    assert (str(source / "course/requirements.txt") in words) is (more is not None)
    assert stat.S_IMODE(source.stat().st_mode) == 0o700
