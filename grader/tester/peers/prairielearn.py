"""PrairieLearn's `PLTestCase`: set-up and reference run here, the student's file in the worker, from one random state.

Files beside the test: `setup_code.py` (whose `repeated_setup` runs before each), `leading_code.py`, `trailing_code.py`,
`data.json` and `server.py`; the reference is `ans.py`, or `reference/TASK.py` of the course.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import random
import types
import unittest
from importlib.util import decode_source
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from grader.tester import proxies
from grader.tester.patches import modules_named, watch
from grader.tester.peers.feedback import Feedback, GradingComplete, TestComplete
from grader.tester.peers.pl_helpers import DoNotRunError
from grader.tester.peers.prairielearn_data import stored
from grader.tester.pyplot import close_here, drawing_here
from grader.tester.scores import share_of

SEED = 1_234_567_891
"""Of the question's variant and of what student and reference draw: every submission meets the same."""
DO_NOT_RUN = DoNotRunError()


class PLTestCase(unittest.TestCase):
    """A test case with `self.ref`, the names of the reference, and `self.st`, those of the student."""

    include_plt: ClassVar[bool] = False
    student_code_file: ClassVar[str] = "user_code.py"
    iter_num: ClassVar[int] = 0
    total_iters: ClassVar[int] = 1
    ipynb_key: ClassVar[str] = "#grade"
    plt: ClassVar[Any] = None
    ref: ClassVar[Any] = None
    st: ClassVar[Any] = None
    data: ClassVar[dict[str, Any]] = {}
    over: ClassVar[bool] = False
    """Whether a test has ended all grading."""
    question: ClassVar[QuestionFiles]
    points: float

    @classmethod
    def setUpClass(cls) -> None:
        """Run set-up, reference and the student's file."""
        Feedback.set_test(cls)
        cls.over = False
        cls.question = QuestionFiles(Path(inspect.getfile(cls)).parent, cls.ipynb_key)
        cls.data = cls.question.data
        cls._prepare(0)

    @classmethod
    def _prepare(cls, number: int) -> None:
        """Run everything for one of the repetitions."""
        cls.iter_num = number
        reference, student, cls.plt = cls.question.run(number, plots=cls.include_plt)
        cls.ref, cls.st = types.SimpleNamespace(**reference), types.SimpleNamespace(**student)

    def setUp(self) -> None:
        """Begin a test with no points."""
        self.points = 0.0
        Feedback.set_test(self)

    def _callTestMethod(self, method: Any) -> None:  # noqa: N802 - unittest calls it
        """Run the test as often as it is repeated; what it has not earned becomes a failure with what was said."""
        cls, earned, cause = type(self), 0.0, None
        method.__func__.__score__ = 0.0
        repetitions = range(cls.total_iters)
        for number in repetitions:
            if cls.over:
                Feedback.add_feedback("Grading was skipped because an earlier test failed.")
                break
            if cls.iter_num != number:
                cls._prepare(number)
            self.points = 0.0
            try:
                ended = self._run_once(method)
            finally:
                earned += self.points
                method.__func__.__score__ = share_of(earned, len(repetitions))
            if ended is DO_NOT_RUN:
                method.__func__.__score__ = share_of(earned)  # only the first repetition counts
                break
            cause = ended or cause
        if method.__func__.__score__ < 1.0:
            text = "\n".join(sentence for sentence in Feedback.sentences if sentence.strip())
            raise AssertionError(text[-3000:] or "The test gave no points.") from cause

    def _run_once(self, method: Any) -> BaseException | None:
        """Run the test once; return what the student's code has raised, if that ended it."""
        try:
            method()
        except DoNotRunError:
            return DO_NOT_RUN
        except TestComplete as error:
            return error.__cause__
        except GradingComplete as error:
            type(self).over = True
            return error.__cause__
        except AssertionError:
            raise
        except BaseException:
            self.points = 0.0
            raise
        return None


class PLTestCaseWithPlot(PLTestCase):
    """A test case whose students draw."""

    include_plt: ClassVar[bool] = True

    def optional_test_plot_labels(self) -> None:
        """Give a third of the points each for title and labels."""
        axes = self.plt.gca()
        labelled = 0
        for label, text in (("xlabel", axes.get_xlabel()), ("title", axes.get_title()), ("ylabel", axes.get_ylabel())):
            labelled += bool(text)
            Feedback.add_feedback(f"Plot {'has' if text else 'is missing'} {label}")
        Feedback.set_score(labelled / 3)


class QuestionFiles:
    """The files of a question, and what they make."""

    def __init__(self, folder: Path, notebook_key: str) -> None:
        self._folder, self._key = folder, notebook_key
        self.data = self._data()
        self._setup = self._text("setup_code.py")
        watch(modules_named(self._setup))

    def _text(self, name: str) -> str:
        for path in (self._folder / name, (self._folder / name).with_suffix(".txt")):
            if path.is_file():
                return decode_source(path.read_bytes())
        return ""

    def _data(self) -> dict[str, Any]:
        """Return the parameters of the question, those that server.py draws included."""
        written = json.loads(self._text("data.json") or '{"params": {}}')
        data: dict[str, Any] = {"params": {}, "correct_answers": {}, "submitted_answers": {}, "variant_seed": SEED}
        data |= {key: value for key, value in written.items() if key != "params"}
        if server := self._text("server.py"):
            _seed(SEED)
            names: dict[str, Any] = {"__name__": "server"}
            exec(compile(server, str(self._folder / "server.py"), "exec"), names)  # noqa: S102 - the course's own
            if callable(names.get("generate")):
                names["generate"](data)
                data["params"] = stored(data["params"])
        for key, value in written.get("params", {}).items():
            data["params"].setdefault(key, value)
        return data

    def names(self, key: str) -> list[str]:
        """Return names that students get (`names_for_user`) or give (`names_from_user`)."""
        return [entry["name"] for entry in self.data["params"].get(key, [])]

    def run(self, number: int, *, plots: bool) -> tuple[dict[str, Any], dict[str, Any], Any]:
        """Return the names of the reference, those of the student, and the module that the student draws with."""
        setup: dict[str, Any] = {"__name__": "setup_code", "test_iter_num": number, "data": self.data}
        _seed(SEED + number)
        close_here()  # what the reference has drawn before
        with drawing_here():
            exec(compile(self._setup, str(self._folder / "setup_code.py"), "exec"), setup)  # noqa: S102
        given = self._for_student(setup)
        reference = {
            name: value
            for name, value in setup.items()
            if not isinstance(value, types.ModuleType) and name != "__builtins__"
        } | copy.deepcopy(given)
        # Not the name of the module: classes of the reference's file are its own, whatever the set-up is called.
        reference_names = {name: value for name, value in reference.items() if name[:2] != "__"}
        _seed(SEED + number)
        with drawing_here():
            exec(compile(self._reference(), "ans.py", "exec"), reference)  # noqa: S102
        given = self._for_student(setup)
        _seed(SEED + number)
        self._run_student(reference_names if self._is_reference() else given)
        _seed(None)
        public_names = {
            k: v for k, v in reference.items() if not k.startswith("_") and not isinstance(v, types.ModuleType)
        }
        student = student_module()
        return (
            public_names,
            {name: getattr(student, name, None) for name in self.names("names_from_user")},
            _pyplot(student, plots),
        )

    def _for_student(self, setup: dict[str, Any]) -> dict[str, Any]:
        """Return what the student gets, after what is set up before each run."""
        if callable(setup.get("repeated_setup")):
            setup["repeated_setup"]()
        return copy.deepcopy({name: setup[name] for name in self.names("names_for_user") if name in setup})

    def _reference(self) -> str:
        """Return the text of the reference: beside the tests, or in the course."""
        course = self._folder.parent.parent / f"{self._folder.name}.py"
        return self._text("ans.py") or (decode_source(course.read_bytes()) if course.is_file() else "")

    def _is_reference(self) -> bool:
        """Whether the file that is tested is the reference, which may use every name of the set-up."""
        text = self._reference().strip()
        return any(source.strip() == text for link in proxies.LINK for source in link.sources.values())

    def _run_student(self, given: dict[str, Any]) -> None:
        """Let the worker run the student's file with these names before it, and the code around it."""
        around = self._text("leading_code.py"), self._text("trailing_code.py")
        for link in proxies.LINK:
            link.run_file(given, *around, self._key)


def student_module() -> Any:
    """Return the student's module, as a test sees it."""
    return importlib.import_module("student")


def _pyplot(student: Any, plots: bool) -> Any:
    if not plots:
        return None
    for name in dir(student):
        if "pyplot" in str(getattr(getattr(student, name, None), "__name__", "")):
            return getattr(student, name)
    return None


def _seed(number: int | None) -> None:
    random.seed(number)
    np.random.seed(number if number is None else number % 2**32)  # noqa: NPY002, TID251 - what tests draw from
