"""Support files of a course: importable and readable for students' code, callable in expressions, closed otherwise."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.bundle.material import material
from grader.course import load_course
from grader.course.support import importable, read_support
from grader.errors import SpecError
from grader.judge import Grading, Preparation
from grader.release import release
from grader.store.result_key import course_digest
from tests.judge.small_gradings import HEAD, graded, outcomes
from tests.samples.course_files import course_of_files

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

LAYERS = """
from pathlib import Path

FACTOR = 2

def doubled(x):
    return FACTOR * x

def is_doubled(x, y):
    return True if (y == 2 * x).all() else f"The first entry is {y[0]:g}."

def words():
    return open("words.txt").read().split()
"""
SPEC = """
support: [layers.py, words.txt]
functions: {f: {args: [x]}, count: {args: [x], returns: integer}}
checks:
  - {id: close, title: f doubles, points: 1, expect: "close(f(x), ref.f(x))"}
  - {id: holds, title: f holds, points: 1, expect: "support.is_doubled(x, f(x))"}
  - {id: words, title: count counts, points: 1, expect: "count(x) == ref.count(x)"}
"""
REFERENCE = """
import layers

def f(x):
    return layers.doubled(x)

def count(x):
    return 3
"""
F = "def f(x):\n    return 2 * x\n"
COUNT = "def count(x):\n    return 3\n"


def course_in(folder: Path, spec: str = SPEC, layers: str = LAYERS) -> Course:
    """Return a course with support files."""
    files = {"tasks/small.yaml": HEAD + spec, "reference/small.py": REFERENCE, "reference/secret.txt": "secret"}
    files |= {"support/layers.py": layers, "support/words.txt": "one two three\n", "support/other.txt": "not named"}
    return course_of_files(folder, files)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Return one course for all submissions."""
    return course_in(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def grading(course: Course) -> Grading:
    """Return how submissions to it are graded."""
    return Grading(course.tasks, Preparation(1))


ALL = "passed passed passed"
SUBMISSIONS = {
    "uses none of them": (F + COUNT, ALL),
    "imports the module": ("import layers\ndef f(x):\n    return layers.doubled(x)\n" + COUNT, ALL),
    "imports a name": ("from layers import doubled as f\n" + COUNT, "passed passed passed"),
    "by the folder's name": ("from support.layers import doubled\nf = lambda x: doubled(x)\n" + COUNT, ALL),
    "by a package that is gone": ("from hw1.layers import doubled\nf = lambda x: doubled(x)\n" + COUNT, ALL),
    "all names": ("from layers import *\nf = lambda x: doubled(x)\n" + COUNT, ALL),
    "one module under two names": (
        "import layers, support.layers\nassert layers is support.layers\n" + F + COUNT, ALL,
    ),
    "reads the text": (F + "def count(x):\n    return len(open('words.txt').read().split())\n", ALL),
    "reads it in the folder": (F + "def count(x):\n    return len(open('support/words.txt').read().split())\n", ALL),
    "reads bytes": (F + "def count(x):\n    return len(open('./words.txt', 'rb').read().split())\n", ALL),
    "by a path": (
        F + "from pathlib import Path\ndef count(x):\n    return len(Path('words.txt').read_text().split())\n", ALL,
    ),
    "beside a module": (
        "import layers\nfrom pathlib import Path\n" + F
        + "def count(x):\n    p = Path(layers.__file__).parent / 'words.txt'\n"
        "    return len(p.read_text().split()) if p.exists() else 0\n", ALL,
    ),
    "by numpy": (
        F + "import numpy as np\ndef count(x):\n    return len(np.loadtxt('words.txt', dtype=str))\n", ALL,
    ),
    "from the module itself": (F + "import layers\ndef count(x):\n    return len(layers.words())\n", ALL),
    "opens and closes": (
        F + "def count(x):\n    with open('words.txt', encoding='utf-8') as file:\n"
        "        return sum(len(line.split()) for line in file)\n", ALL,
    ),
    "writes to it": (F + "def count(x):\n    open('words.txt', 'w')\n    return 3\n", "passed passed error"),
    "appends to it": (F + "def count(x):\n    open('words.txt', 'a+')\n    return 3\n", "passed passed error"),
    "a file that the task does not name": (
        F + "def count(x):\n    return 3 + len(open('other.txt').read())\n", "passed passed error",
    ),
    "the tests": (F + "def count(x):\n    return 3 + len(open('tasks/small.yaml').read())\n", "passed passed error"),
    "out of the folder": (
        F + "def count(x):\n    return 3 + len(open('support/../reference/secret.txt').read())\n",
        "passed passed error",
    ),
    "changes the module": (
        "import layers\nlayers.FACTOR = 3\nlayers.is_doubled = lambda x, y: True\nf = layers.doubled\n" + COUNT,
        "failed failed passed",
    ),
    "takes the finder away": (
        "import sys\nsys.meta_path.clear()\nsys.modules.pop('layers', None)\n" + F + COUNT, ALL,
    ),
    "replaces open": ("import builtins\nbuiltins.open = None\n" + F + COUNT, ALL),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SUBMISSIONS.values(), ids=SUBMISSIONS)
def test_the_code_of_students_imports_and_reads_them(grading: Grading, source: str, expected: str) -> None:
    """The code of students imports and reads them."""
    assert " ".join(outcomes(graded(grading, source)).values()) == expected


SHADOWED = "def doubled(x):\n    return 0 * x\n"
HANDED_IN: dict[str, tuple[dict[str, str], str, bool]] = {
    "as it was handed out": ({"layers.py": LAYERS}, ALL, False),
    "with other line ends": ({"layers.py": LAYERS.replace("\n", "\r\n")}, ALL, False),
    "changed": ({"layers.py": SHADOWED}, ALL, True),
    "changed, in a folder": ({"hw/layers.py": SHADOWED}, ALL, True),
    "one that fails": ({"layers.py": "1 / 0\n"}, ALL, True),
    "one that cannot be read": ({"layers.py": "def (:\n"}, ALL, True),
}


@pytest.mark.parametrize(("files", "expected", "noted"), HANDED_IN.values(), ids=HANDED_IN)
def test_the_courses_own_file_counts(grading: Grading, files: dict[str, str], expected: str, noted: bool) -> None:
    """The courses own file counts."""
    own = "from layers import doubled\nf = lambda x: doubled(x)\n" + COUNT
    result = graded(grading, {"small.py": own, **files})
    assert " ".join(outcomes(result).values()) == expected
    assert any("named like a file of the course" in note for note in result.notes) is noted


def test_a_function_of_the_task_counts_wherever_it_stands(grading: Grading) -> None:
    """A function of the task counts wherever it stands."""
    assert " ".join(outcomes(graded(grading, {"layers.py": F + COUNT})).values()) == ALL


def test_a_predicate_says_what_is_wrong(grading: Grading) -> None:
    """A predicate says what is wrong."""
    wrong = graded(grading, "def f(x):\n    return 3 * x\n" + COUNT)
    (check,) = [check for task in wrong.tasks for check in task.checks if check.id == "holds"]
    assert check.message.startswith("The first entry is ")


MISTAKES = {
    "a file that is not there": ({"spec": SPEC.replace("words.txt", "word.txt")}, "support/word.txt: is missing"),
    "no path out of the folder": ({"spec": SPEC.replace("words.txt", "../reference/secret.txt")}, "is not a name"),
    "a function that is not there": (
        {"spec": SPEC.replace("support.is_doubled", "support.is_doubles")}, "did you mean `is_doubled`",
    ),
    "a function of the reference": ({"spec": SPEC.replace("support.is_doubled", "support.f")}, "have no function"),
    "too few arguments": ({"spec": SPEC.replace("(x, f(x))", "(f(x))")}, "`support.is_doubled` takes 2 arguments"),
    "not Python": ({"layers": "def (:\n"}, "support/layers.py:1: cannot be imported"),
    "an input of the name": (
        {"spec": SPEC.replace("checks:", "inputs: {support: {real: [0, 1]}}\nchecks:")}, "second time",
    ),
    "named like the task": (
        {"spec": SPEC.replace("layers.py", "small.py")}, "named like the task",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("texts", "says"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_are_reported_where_they_are(tmp_path: Path, texts: dict[str, Any], says: str) -> None:
    """Mistakes are reported where they are."""
    with pytest.raises(SpecError, match=says):
        course_in(tmp_path, **texts)


def test_two_files_may_not_define_one_function(tmp_path: Path) -> None:
    """Two files may not define one function."""
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("def same(x):\n    return x\n")
    (tmp_path / "c.py").write_text("from a import same\n")
    assert not read_support(tmp_path, ["a.py", "c.py"]).mistakes
    (mistake,) = read_support(tmp_path, ["a.py", "b.py"]).mistakes
    assert "defines `same`" in str(mistake)


def test_no_module_stays_behind(tmp_path: Path) -> None:
    """No module stays behind."""
    (tmp_path / "stat_layers.py").write_text("A = 1\n")
    path = list(sys.path)
    with importable(tmp_path, ["stat_layers.py"]):
        __import__("stat_layers")
    assert "stat_layers" not in sys.modules
    assert sys.path == path


def test_what_is_public_counts_for_the_result_and_is_packed(tmp_path: Path) -> None:
    """What is public counts for the result and is packed."""
    course = course_in(tmp_path)
    before = course_digest(tmp_path)
    names = {entry.name for entry in material(course)}
    assert {"support/layers.py", "support/words.txt"} <= names
    assert "support/other.txt" not in names
    (tmp_path / "support/words.txt").write_text("one\n")
    assert course_digest(tmp_path) != before


def test_a_kit_has_the_files_and_the_checks(course: Course, tmp_path: Path) -> None:
    """A kit has the files and the checks."""
    (task_kit,) = release(course, course.tasks, tmp_path / "kit")
    assert not task_kit.public
    assert (tmp_path / "kit/words.txt").read_text() == "one two three\n"
    answers = (tmp_path / "kit/grader-kit/small.answers.json").read_text()
    assert "is_doubled" not in answers
    assert "secret" not in answers
    (tmp_path / "kit/layers.py").write_text(
        "def is_doubled(x, y):\n    return True\n"
    )  # a student's copy counts nowhere
    kit = load_course(tmp_path / "kit", kits=True)
    grading = Grading(kit.tasks, Preparation(kit.seed or 0))
    assert " ".join(outcomes(graded(grading, F + COUNT)).values()) == ALL
    assert " ".join(outcomes(graded(grading, "def f(x):\n    return x\n" + COUNT)).values()) == "failed failed passed"
