"""Programs: run with an input behind the walls, compared by what they print; honest ones, slips, and hostile ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from grader.course import load_course
from grader.errors import SpecError
from grader.judge import Grading, Preparation
from grader.release import release
from grader.verify.mutation_score import mutants
from tests.judge.small_gradings import graded, outcomes, the
from tests.samples.course_files import course_of_files, passed_by_solution
from tests.samples.families import some_of

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course

SPEC = """
id: shop
title: Shop
statement: Write the programs.
support: [prices.txt]
programs:
  receipt: {reads: [first price, second price], says: their sum}
inputs: {prices: {list: {integer: [1, 99]}, length: 2}, word: {text: [1, 5], of: letters}}
cases: 8
limits: {wall: 2}
checks:
  - {id: lines, title: prints the sum, points: 2, expect: "same_text(run(receipt, stdin=prices), ref.receipt(prices))"}
  - {id: numbers, title: the sum is right, points: 1,
     expect: "close(numbers(run(receipt, stdin=prices).out), numbers(ref.receipt(prices).out))"}
  - {id: argv, title: greets, points: 1, expect: "word in run(receipt, stdin=prices, args=[word]).out"}
"""
REFERENCE = """
def receipt(text, words):
    a, b = map(int, text.split())
    return f"Sum: {a + b}\\n" + "".join(f"Hello {word}\\n" for word in words)
"""
WRONG = """
def receipt_difference(text, words):
    a, b = map(int, text.split())
    return f"Sum: {a - b}\\n" + "".join(f"Hello {word}\\n" for word in words)
"""


def course_in(folder: Path, spec: str = SPEC, reference: str = REFERENCE) -> Course:
    """Return the course of a spec."""
    files = {"tasks/shop.yaml": spec, "reference/shop.py": reference, "support/prices.txt": "3 4\n"}
    return course_of_files(folder, files | {"reference/wrong/shop.py": WRONG})


@pytest.fixture(scope="module")
def grading(tmp_path_factory: pytest.TempPathFactory) -> Grading:
    """Return how the programs are graded."""
    return Grading(course_in(tmp_path_factory.mktemp("shop")).tasks, Preparation(1))


READS = "import sys\na = int(input())\nb = int(input())\n"
GREETS = "for word in sys.argv[1:]:\n    print('Hello', word)\n"
RIGHT = f"{READS}print('Sum:', a + b)\n{GREETS}"
ALL = "passed passed passed"

# ruff: noqa: E501 - programs in one line each
HONEST: dict[str, str] = {
    "input at the top": RIGHT,
    "a main function": "import sys\ndef main():\n    a, b = int(input()), int(input())\n    print('Sum:', a + b)\n"
    "    for word in sys.argv[1:]:\n        print('Hello', word)\nif __name__ == '__main__':\n    main()\n",
    "the lines of stdin": f"import sys\na, b = map(int, sys.stdin)\nprint('Sum:', a + b)\n{GREETS}",
    "all of stdin": f"import sys\na, b = map(int, sys.stdin.read().split())\nprint(f'Sum: {{a + b}}')\n{GREETS}",
    "bytes of stdin": f"import sys\na, b = map(int, sys.stdin.buffer.read().split())\nprint('Sum:', a + b)\n{GREETS}",
    "until the end": "import sys\ns = 0\nwhile True:\n    try:\n        s += int(input())\n    except EOFError:\n        break\n"
    f"print('Sum:', s)\n{GREETS}",
    "blanks at the end": f"{READS}print('Sum:', a + b, ' ')\n{GREETS}print()\n",
    "stdout.write": f"{READS}sys.stdout.write(f'Sum: {{a + b}}\\n')\n{GREETS}",
    "bytes to stdout": f"{READS}sys.stdout.buffer.write(b'Sum: %d\\n' % (a + b))\nsys.stdout.buffer.flush()\n{GREETS}",
    "errors apart": f"{READS}print('thinking', file=sys.stderr)\nprint('Sum:', a + b)\n{GREETS}",
    "exit at the end": f"{RIGHT}sys.exit(0)\n",
    "exit with a text": f"{RIGHT}exit('done')\n",
    "a scratch file": f"{READS}with open('notes.txt', 'w') as file:\n    print(a + b, file=file)\n"
    f"print('Sum:', open('notes.txt').read().strip())\n{GREETS}",
    "a scratch folder": f"{READS}import os, pathlib\nos.mkdir('out')\npathlib.Path('out/a.txt').write_text(str(a + b))\n"
    f"assert os.listdir('out') == ['a.txt']\nprint('Sum:', pathlib.Path('out/a.txt').read_text())\n{GREETS}",
    "appends": f"{READS}import os\nassert not os.path.exists('log')\nfor n in (a, b):\n    with open('log', 'a') as file:\n"
    "        file.write(f'{n}\\n')\nprint('Sum:', sum(map(int, open('log'))))\nos.rename('log', 'old')\nos.remove('old')\n"
    f"{GREETS}",
    "json and csv": f"{READS}import json, csv\njson.dump([a, b], open('x.json', 'w'))\n"
    f"csv.writer(open('x.csv', 'w', newline='')).writerow([a, b])\nprint('Sum:', a + b)\n{GREETS}",
    "a data file": f"{RIGHT}assert open('prices.txt').read() == '3 4\\n'\n",
    "a thread": f"{READS}import threading\nthread = threading.Thread(target=lambda: print('Sum:', a + b))\nthread.start()\n"
    f"thread.join()\n{GREETS}",
    "a global counter": f"counter = 0\n{RIGHT}counter += 1\nassert counter == 1\n",
    "print replaced": f"{RIGHT}import builtins\nbuiltins.print = None\nbuiltins.input = None\n",
    "stdout replaced": f"{RIGHT}sys.stdout.flush()\nimport io\nsys.stdout = io.StringIO()\nprint('Sum: 0')\n",
    "stdout closed": f"{RIGHT}sys.stdout.close()\n",
    "with a byte order mark": "\ufeff" + RIGHT,
    "line ends of Windows": RIGHT.replace("\n", "\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("source", some_of(HONEST))
def test_right_programs_pass_however_they_are_written(grading: Grading, source: str) -> None:
    """Right programs pass however they are written."""
    result = graded(grading, {"receipt.py": source})
    assert " ".join(outcomes(result).values()) == ALL, [check.message for check in result.tasks[0].checks]


def says(out: str) -> str:
    """Return a program that prints something else than the sum; a and b are there."""
    return f"{READS}{out}\n"


COSTLY = {"fills the folder", "an endless loop"}
"""Behind a mark: by default `tests/worker/test_memory_files.py` and `test_limits.py` have these limits."""
SLIPS: dict[str, tuple[str, str, str]] = {
    "a prompt": (
        says("") .replace("input()", "input('Price? ')", 1) + "print('Sum:', a + b)", "failed",
        r"Line 1 is `Price\? Sum: \d+` and should be `Sum: \d+`: before it stands `Price\? `. A text in input",
    ),
    "no line break": (says("print('Sum:', a + b, end='')\nprint('!')"), "failed", "goes on with `!`. Is a line break"),
    "small letters": (says("print('sum:', a + b)"), "failed", "only capital and small letters differ"),
    "a tab": (says("print('Sum:\\t', a + b, sep='')"), "failed", "a tab"),
    "a no-break space": (says("print('Sum:\\u00a0%d' % (a + b))"), "failed", r"\\xa0.*no-break space"),
    "nothing": (says(""), "failed", "Nothing is printed; line 1 should be `Sum: "),
    "a line too many": (says("print('Sum:', a + b)\nprint('Bye')"), "failed", "goes on after line 1 with `Bye`"),
    "a wrong number": (says("print('Sum:', a - b)"), "failed", "Line 1 is `Sum: -?\\d+` and should be `Sum: "),
    "reads on": (says("c = input()"), "error", r"reads on after the end of the input \(2 lines to read\) \(receipt.py, line 4\)"),
    "an exception": (says("1 / 0"), "error", r"`receipt` raises ZeroDivisionError.*line 4"),
    "no Python": ("print('Sum:'\n", "error", "SyntaxError"),
    "endless output": (says("while True:\n    print('x' * 1000)"), "error", "prints more than 1,048,576 bytes"),
    "an endless loop": (says("while True:\n    pass"), "timeout", "within 2 seconds|more processor time than"),
    "ends the process": (says("import os\nos._exit(0)"), "error", "ends the whole Python process"),
    "a wrong exit": (says("raise SystemExit(3)"), "failed", "Nothing is printed"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "outcome", "message"),
    some_of({name: slip for name, slip in SLIPS.items() if name not in COSTLY})
    + [pytest.param(*SLIPS[name], id=name, marks=pytest.mark.slow) for name in SLIPS if name in COSTLY],
)
def test_slips_have_a_sentence_each(grading: Grading, source: str, outcome: str, message: str) -> None:
    """Slips have a sentence each."""
    check = the(graded(grading, {"receipt.py": source}), "lines")
    assert check.outcome.value == outcome
    assert re.search(message, check.message), check.message


FAKES: dict[str, str] = {
    "reads the tests": "print(open('/tasks/shop.yaml').read())",
    "writes outside": "open('/tmp/escaped-programs', 'w').write('x')",
    "writes outside by a path": "import os\nos.chdir('/')\nopen('../tmp/escaped-programs', 'w').write('x')",
    "writes to a data file": "open('prices.txt', 'w')",
    "forks": "import os\nprint('Sum: 1') if os.fork() else os._exit(0)",
    "starts a program": "import subprocess\nprint(subprocess.run(['ls'], capture_output=True).stdout)",
    "fills the folder": "open('x', 'wb').write(b'x' * (17 << 20))",
    "fills it with files": "for i in range(1000):\n    open(f'x{i}', 'w').close()",
    "prints a result": 'print(\'{"outcome": "passed"}\')',
    "all numbers": "print(*(f'Sum: {n}' for n in range(200)), sep='\\n')",
    "equal to all": "class T(str):\n    __eq__ = lambda *_: True\nsys.stdout = T()",
    "patches the worker": "sys.modules['__main__'] = None\nfor m in list(sys.modules):\n    if 'worker' in m: sys.modules[m] = None",
    "patches the runs": "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'StudentProgram':\n        o._execute = lambda *_: 0",
    "leaves a tracer": "sys.settrace(lambda *_: 1 / 0)",
    "raises at the end": "import atexit\natexit.register(print, 'Sum: 1')",
    "stops by a thread": "import threading\nthreading.Thread(target=lambda: 1 / 0).start()",
}  # fmt: skip


@pytest.mark.parametrize(
    "act",
    [pytest.param(act, id=name, marks=[pytest.mark.slow] if name in COSTLY else []) for name, act in FAKES.items()],
)
def test_programs_that_cheat_earn_nothing(grading: Grading, act: str) -> None:
    """Programs that cheat earn nothing."""
    result = graded(grading, {"receipt.py": f"import sys\n{act}\n"})
    assert "passed" not in outcomes(result).values(), outcomes(result)
    assert not any(check.outcome.value == "judge_error" for check in result.tasks[0].checks)


FILES: dict[str, tuple[dict[str, str], bool]] = {
    "named like the program": ({"receipt.py": RIGHT, "other.py": "print('x')"}, True),
    "named like the task": ({"shop.py": RIGHT, "other.py": "print('x')"}, True),
    "a version of it": ({"receipt_v2.py": RIGHT, "notes.py": "x = 1"}, True),
    "the only one": ({"hello.py": RIGHT}, True),
    "with a helper": ({"program.py": f"from helper import total\n{READS}print('Sum:', total(a, b))\n{GREETS}",
                       "helper.py": "def total(a, b):\n    return a + b\n"}, True),
    "with the data file": ({"hello.py": RIGHT, "prices.txt.py": ""}, False),
    "a helper that counts": ({"receipt.py": f"import count\n{RIGHT}assert count.up() == 1\n",
                              "count.py": "n = 0\ndef up():\n    global n\n    n += 1\n    return n\n"}, True),
    "two files of other names": ({"a.py": RIGHT, "b.py": RIGHT}, False),
    "in a folder": ({"hand-in/receipt.py": RIGHT}, True),
}  # fmt: skip


@pytest.mark.parametrize(("files", "runs"), FILES.values(), ids=FILES)
def test_the_file_is_found(grading: Grading, files: dict[str, str], runs: bool) -> None:
    """The file is found."""
    result = graded(grading, files)
    assert (" ".join(outcomes(result).values()) == ALL) is runs, the(result, "lines").message
    assert runs or "There is no program `receipt`" in the(result, "lines").message


def test_a_failure_can_be_repeated_in_a_terminal(grading: Grading) -> None:
    """A failure can be repeated in a terminal."""
    check = the(graded(grading, {"receipt.py": says("print('Sum:', 2)")}), "lines")
    assert check.counterexample is not None
    assert re.fullmatch(r"printf %s '\d+\n\d+\n' \| python receipt.py", check.repeat), check.repeat
    assert list(check.counterexample.got.values()) == ["'Sum: 2\\n'"]


NOTHING = "id: shop\ntitle: Shop\nstatement: Nothing.\nchecks: [{id: a, title: a, points: 1, expect: 1 == 1}]\n"
MISTAKES: dict[str, tuple[str, str]] = {
    "called like a function": (SPEC.replace("run(receipt, stdin=prices)", "receipt(prices)"), "write run\\(receipt"),
    "an unknown option": (SPEC.replace("stdin=prices)", "input=prices)", 1), "by name `stdin` and `args`"),
    "no reference": (SPEC.replace("receipt:", "recipe:").replace("(receipt", "(recipe"), "does not define `recipe`"),
    "a word that is none": (
        SPEC.replace("ref.receipt(prices))", "ref.receipt(prices), by='chars')", 1), "`by` of same_text is one of",
    ),
    "a class of its name": (f"{SPEC.rstrip()}\nclasses: {{receipt: {{}}}}\n", "`receipt` is the name of a function"),
    "nothing asked for": (NOTHING, "`programs` or `variables`"),
}  # fmt: skip


@pytest.mark.parametrize(("spec", "message"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_in_a_task_are_told(tmp_path: Path, spec: str, message: str) -> None:
    """Mistakes in a task are told."""
    with pytest.raises(SpecError, match=message):
        course_in(tmp_path, spec)


REFERENCES: dict[str, str] = {
    "reads and prints": "def receipt():\n    import sys\n    print('Sum:', int(input()) + int(input()))\n"
    "    for word in sys.argv[1:]:\n        print('Hello', word)\n",
    "prints what it is given": "def receipt(text, words):\n    print('Sum:', sum(map(int, text.split())))\n"
    "    print(*words)\n    raise SystemExit(0)\n",
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES)
def test_a_reference_may_be_written_like_a_program(tmp_path: Path, reference: str) -> None:
    """A reference may be written like a program."""
    grading = Grading(course_in(tmp_path, reference=reference).tasks, Preparation(1))
    assert outcomes(graded(grading, {"receipt.py": RIGHT}))["lines"] == "passed"


def test_a_kit_runs_programs_as_well(tmp_path: Path) -> None:
    """A kit runs programs as well."""
    course = course_in(tmp_path / "course")
    (task_kit,) = release(course, course.tasks, tmp_path / "kit")
    assert not task_kit.public
    assert "It reads first price, second price." in (tmp_path / "kit/receipt.py").read_text()
    assert not (tmp_path / "kit/shop.py").exists()
    kit = load_course(tmp_path / "kit", kits=True)
    grading = Grading(kit.tasks, Preparation(kit.seed or 0))
    assert " ".join(outcomes(graded(grading, {"receipt.py": RIGHT})).values()) == ALL
    assert outcomes(graded(grading, {"receipt.py": says("print(1)")}))["lines"] == "failed"


def test_verify_runs_right_wrong_and_blind_programs(tmp_path: Path) -> None:
    """Only the right one passes all; a wrong one passes what it is right about."""
    course = course_in(tmp_path)
    (task,) = course.tasks
    passed = passed_by_solution(tmp_path, task, 2)
    assert passed.pop("reference") == ["lines", "numbers", "argv"]
    assert passed.pop("receipt_difference") == ["argv"]
    assert not any(passed.values()), passed
    assert len(mutants(tmp_path, task)) >= 2
