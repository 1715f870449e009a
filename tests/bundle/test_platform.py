"""The archive on the platform: laid out, set up with real packages and run on submissions of every kind."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from grader.bundle import gradescope
from grader.course import load_course
from tests.bundle.gradescope_platform import RESULTS, Platform
from tests.lacking import ENOSYS, LANDLOCK, SECCOMP, without

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
TASKS = ("scan", "softmax")
SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"
PLACE = Path("/autograder")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="the platform starts everything as root"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the platform is Linux"),
]

ATTACK = """
import glob, os
import numpy as np

HIDDEN = ["source/course/reference/scan.py", "source/course/tasks/scan.yaml", "source/seed", "source/constraints.txt",
    "results/results.json", "submission_metadata.json"]
FOUND = []
for name in HIDDEN:
    try:
        FOUND.append(open("/autograder/" + name, "rb").read())
    except FileNotFoundError:
        FOUND.append("is not where the platform has it: " + name)
    except OSError:
        pass
for name in glob.glob("/proc/[0-9]*/cmdline") + glob.glob("/proc/[0-9]*/environ"):
    try:
        if SEED in open(name).read():
            FOUND.append(name)
    except OSError:
        pass
for name in ("results/results.json", "submission/scan.py", "run_autograder"):
    try:
        FOUND.append(open("/autograder/" + name, "w"))
    except OSError:
        pass
print('{"score": 100, "output": "full marks"}')
DATA = np.loadtxt("data.csv", delimiter=",")


def scan(x):
    return np.cumsum(x) + len(FOUND) + (DATA.sum() - 3)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1] + len(FOUND)
"""
"""Right if everything was refused that must be, and what lies beside it can be read."""

EATS = """
import numpy as np

def scan(x):
    kept = []
    while True:
        kept.append(np.ones(1 << 22))

def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
"""
HANGS = """
def softmax(x):
    while True:
        pass

log_softmax = softmax
"""
SCAN = (ROOT / "reference/scan.py").read_text(encoding="utf-8")


def folder(name: Any) -> Any:
    """Return the files of an example."""
    place = ROOT / "submissions_example" / name
    return {path.name: path.read_bytes() for path in place.iterdir() if path.suffix in {".py", ".ipynb", ".md"}}


@pytest.fixture(scope="module")
def image() -> Iterator[Any]:
    """Return the platform with its image built: unpacked and set up, with the interpreter that the system has."""
    base = Path(tempfile.mkdtemp(prefix="gradescope-"))
    base.chmod(0o755)
    made = PLACE.exists()
    PLACE.mkdir(exist_ok=True)
    platform = Platform(base / "autograder", base / "home", real_paths=True)
    platform.unpack(gradescope(load_course(ROOT, only=TASKS)).data)
    done = platform.set_up(SYSTEM if shutil.which("python3.11", path=SYSTEM) else None, PIP_NO_COMPILE="1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "grader, version" in done.stdout
    yield platform
    shutil.rmtree(base)
    if not made:
        with suppress(OSError):
            PLACE.rmdir()


def told(shown: Any) -> Any:
    """Return the outcomes by task and check, after a look at the form of the results."""
    jsonschema.validate(shown.results, RESULTS)
    assert shown.code == 0
    facts = [test["extra_data"] for test in shown.results["tests"] if "extra_data" in test]
    return {(fact["task"], fact["check"]): fact["outcome"] for fact in facts}


def points(shown: Any, task: str = "") -> Any:
    """Return the points as the platform adds them up, of one task or all."""
    tests = [test for test in shown.results["tests"] if test.get("extra_data", {}).get("task", "").startswith(task)]
    assert "score" not in shown.results
    return sum(test.get("score", 0) for test in tests), sum(test.get("max_score", 0) for test in tests)


@pytest.mark.parametrize("name", ["anouk", "bilal"], ids=["modules", "notebook"])
def test_a_right_submission_has_all_points(image: Any, name: str) -> None:
    """But those that a person gives; nothing is printed, and what is hidden on the platform is in it, hidden."""
    shown = image.grade(folder(name), SYSTEM)
    assert set(told(shown).values()) == {"passed", "pending"}
    reached, most = points(shown)
    assert reached == most > 0
    assert shown.printed == ""
    assert {test["visibility"] for test in shown.results["tests"]} == {"visible", "hidden"}


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "Nothing was handed in."),
        ({"notes.txt": "later"}, "Nothing was handed in."),
        ({"scan.py": "def scan(x:\n    return x\n"}, "scan.py"),
        ({"scan.ipynb": b"\x00\xff not a notebook"}, "scan.ipynb"),
        ({"scan.py": "import os\nos._exit(0)\n"}, "scan.py"),
    ],
    ids=["nothing", "no code", "a syntax error", "no notebook", "ends the process"],
)
def test_what_cannot_be_graded_is_a_result_without_points(image: Any, files: dict[Any, Any], says: str) -> None:
    """Every check is in it, and what is wrong is said."""
    shown = image.grade(files, SYSTEM)
    assert set(told(shown).values()) <= {"failed", "error", "skipped", "pending"}
    assert points(shown)[0] == 0
    assert points(shown)[1] > 0
    text = shown.results["output"] + "".join(test.get("output", "") for test in shown.results["tests"])
    assert says in text


@pytest.mark.parametrize("prefix", [(), without(ENOSYS, LANDLOCK)], ids=["all walls", "without Landlock"])
def test_code_that_looks_for_secrets_finds_none(image: Any, prefix: Any) -> None:
    """Neither course nor seed nor results, by whatever path; it writes nothing, and its own data is there."""
    machine = Platform(image.root, image.home, prefix, real_paths=True)
    seed = (image.root / "source/seed").read_text(encoding="utf-8").strip()
    attack = f"SEED = {seed!r}\n{ATTACK}"
    shown = machine.grade({"scan.py": attack, "data.csv": "1,2\n"}, SYSTEM)
    outcomes = told(shown)
    assert {outcomes[key] for key in outcomes if key[0] == "scan"} == {"passed"}
    assert points(shown, "softmax")[0] == 0
    assert "full marks" not in shown.results["output"]
    visible = [test["output"] for test in shown.results["tests"] if test["visibility"] == "visible"]
    assert [text for text in visible if seed in text] == []
    assert shown.results["extra_data"]["isolation"] == "sandbox"


def test_a_machine_without_walls_grades_nothing(image: Any) -> None:
    """Students read that it is no fault of theirs, and the reason is there for instructors alone."""
    machine = Platform(image.root, image.home, without(ENOSYS, LANDLOCK + SECCOMP), real_paths=True)
    shown = machine.grade({"scan.py": SCAN}, SYSTEM)
    jsonschema.validate(shown.results, RESULTS)
    assert shown.code == 0
    assert sum(test.get("score", 0) for test in shown.results["tests"]) == 0
    assert "not your fault" in shown.results["output"]
    assert "does not enforce the whole sandbox" in shown.printed
    reasons = [test for test in shown.results["tests"] if "whole sandbox" in test["output"]]
    assert [test["visibility"] for test in reasons] == ["hidden"]


def test_code_that_never_ends_costs_its_own_task(image: Any) -> None:
    """What was asked before the time was over counts."""
    shown = image.grade({"scan.py": SCAN, "softmax.py": HANGS}, SYSTEM, GRADER_LIMIT="8")
    outcomes = told(shown)
    assert outcomes["softmax", "definition"] == "timeout"
    assert {outcomes[key] for key in outcomes if key[0] == "softmax"} <= {"timeout", "skipped", "pending", "error"}
    assert outcomes["scan", "scan_definition"] == "passed"
    assert points(shown, "softmax")[0] == 0
    assert points(shown, "scan")[0] > 0


def test_a_grading_that_is_ended_leaves_what_it_has(image: Any) -> None:
    """The platform's own end comes without a warning; ours comes before it."""
    shown = image.grade({"softmax.py": HANGS}, SYSTEM, GRADER_SECONDS="4")
    jsonschema.validate(shown.results, RESULTS)
    assert shown.code == 0
    assert "not finished" in shown.results["output"] or "did not finish" in shown.results["output"]
    assert not shown.results.get("extra_data", {}).get("finished", False)


@pytest.fixture
def small(image: Any) -> Iterator[Any]:
    """Return the platform with its memory and half a CPU."""
    made, words = [], []
    top = Path("/sys/fs/cgroup")
    limits = (
        {"memory/memory.limit_in_bytes": 768 << 20, "cpu/cpu.cfs_quota_us": 50_000}
        if (top / "memory").is_dir()
        else {"memory.max": 768 << 20, "cpu.max": "50000 100000"}
    )
    try:
        for name, value in limits.items():
            group = (top / name).parent / "a-grading-that-is-tried"
            if not group.exists():
                group.mkdir()
                made.append(group)
            (group / Path(name).name).write_text(str(value))
            words.append(f'echo $$ >"{group}/cgroup.procs"')
    except OSError as error:
        for group in made:
            group.rmdir()
        pytest.skip(f"no control group can be made here: {error}")
    prefix = ("sh", "-c", " && ".join([*words, 'exec "$0" "$@"']))
    yield Platform(image.root, image.home, prefix, real_paths=True)
    for group in made:
        group.rmdir()


def test_it_fits_into_the_platforms_machine(small: Any) -> None:
    """A right submission has all its points, and code that eats memory meets its own limit before the platform's."""
    shown = small.grade(folder("anouk"), SYSTEM)
    assert set(told(shown).values()) == {"passed", "pending"}
    eaten = small.grade({"scan.py": EATS}, SYSTEM)
    outcomes = told(eaten)
    # Half a CPU may fill the memory again and again until the time is over.
    assert outcomes["scan", "scan_definition"] in {"error", "timeout"}
    assert outcomes["scan", "backward_definition"] == "passed"
    assert eaten.results["extra_data"]["finished"]
