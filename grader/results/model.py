"""The result of one submission, published and versioned (`SCHEMA_VERSION`)."""

from __future__ import annotations

from grader.models import Field
from grader.results.by_hand import ByHand, Excused, ManualMark, Remark
from grader.results.evidence import Counterexample, Limits, Picture, TracebackFrame, Warned
from grader.results.hand_in_facts import SubmissionFacts
from grader.results.outcomes import Outcome, Visibility
from grader.results.rubric import Rubric
from grader.results.schema_model import ResultModel

SCHEMA_VERSION = "1.3"
"""MAJOR.MINOR: MINOR grows when keys are added, MAJOR when the meaning of a key changes."""


class CheckResult(ResultModel):
    """One graded statement."""

    id: str
    """Its name in the task; `task.check` is unique in a course."""
    title: str
    """The property that it checks, in words for the student."""
    kind: str
    """Its key in a task: `expect`, `gradient`, `growth`, `chain`, `story`, `distribution`, `test` or `written`."""
    functions: tuple[str, ...]
    """The student's functions that the check itself calls."""
    outcome: Outcome
    """How it ended."""
    points: float
    """The points earned; a failed check may have earned some of its points."""
    max_points: float
    """The points for a full pass."""
    visibility: Visibility = Visibility.PUBLIC
    """Its audience: everybody, teachers only, or everybody once the work is due."""
    message: str = ""
    """The explanation for the student, in a sentence or two."""
    hint: str = ""
    """A hint for the student, from the spec."""
    diagnosis: str = ""
    """The likely mistake, if one explanation fits every case."""
    diagnosis_detail: str = ""
    """The basis of the diagnosis, as the changed lines of the reference; for the teacher alone."""
    counterexample: Counterexample | None = None
    """The case that is shown."""
    failed_cases: int = 0
    """The number of cases in which the statement does not hold."""
    cases: int = 0
    """The number of cases that ran."""
    notes: tuple[str, ...] = ()
    """Remarks that cost no points: a changed argument, single precision, two definitions."""
    trace: tuple[TracebackFrame, ...] = ()
    """Where the call that is shown raised its exception: frames of the student's own code only, outermost first."""
    warnings: tuple[Warned, ...] = ()
    """Warnings raised by the student's code while the check ran; they cost no points."""
    output: str = ""
    """Output of the student's code while the check ran, cut."""
    answer: str = ""
    """For a written check: the student's answer, in Markdown."""
    repeat: str = ""
    """Python that repeats the failing call without the grader; empty where nothing failed."""
    picture: Picture | None = None
    """The shown case as a picture, where one says more than the numbers."""
    fingerprint: str = ""
    """The hash of the rounded answers on all cases: equal for submissions that behave alike; a teacher's copy only."""
    seconds: float = 0.0
    """How long it took, on the clock."""
    limits: Limits = Limits.model_construct()
    """The time limit."""
    by_hand: ByHand | None = None
    """The person who set the points, if one did."""
    mark: ManualMark | None = None
    """How a person marked it on the marking pages; `null` where nobody has."""
    rubric: Rubric | None = None
    """The rubric of a written answer; in a student's copy once it is marked, without notes for markers."""
    remarks: tuple[Remark, ...] = ()
    """Comments of people on this check."""
    fault: str = ""
    """For a `judge_error`: what went wrong in the grader or the course; in a teacher's copy only."""


class TaskResult(ResultModel):
    """All checks of one task."""

    id: str
    """Its name in the course."""
    title: str
    """The title."""
    points: float
    """The sum over its checks."""
    max_points: float
    """The sum over its checks."""
    notes: tuple[str, ...] = ()
    """How the student's functions were found: wrong names, two definitions, a file that had to be salvaged."""
    checks: tuple[CheckResult, ...]
    """One for each check of the task that this copy shows."""
    absent: bool = False
    """Whether the submission has nothing of the task, not even a function of nearly the right name."""


class SubmissionResult(ResultModel):
    """The result of grading one submission."""

    schema_version: str = SCHEMA_VERSION
    """MAJOR.MINOR: MINOR grows when keys are added, MAJOR when the meaning of a key changes."""
    grader_version: str
    """The version of the program that graded."""
    python_version: str = ""
    """The version of Python that executed the code."""
    numpy_version: str = ""
    """The version of numpy that it found."""
    seed: int | None = None
    """The seed of the cases; in a teacher's copy only, or where it is the public one."""
    isolation: str
    """The isolation of the student's code: `process` or a level of the sandbox."""
    submission: SubmissionFacts
    """The student and the files."""
    points: float
    """The sum over the tasks; a check that a person still has to mark counts 0."""
    max_points: float
    """The sum over its tasks."""
    pending_points: float = 0.0
    """The points of the checks that wait for marking by hand."""
    hidden_checks: int = 0
    """Checks that this copy does not show."""
    later_checks: int = 0
    """The hidden checks that a students' kit cannot run; they run when the work is graded."""
    tasks: tuple[TaskResult, ...] = Field(default=())
    """The tasks that were graded, in the course's order."""
    notes: tuple[str, ...] = ()
    """Notes on the submission as a whole: nothing in it, files left out, wrong names."""
    remarks: tuple[Remark, ...] = ()
    """Comments of people on the submission as a whole."""
    excused: Excused | None = None
    """Set where the work does not count for this student; the points above stay what they are."""
    output: str = ""
    """Output of the code while it was loaded and checked, cut; in a teacher's copy only."""
    loading_output: str = ""
    """Output of the code while it was loaded, cut."""
    repeat: str = ""
    """The command that grades these files again."""
    key: str = ""
    """A hash of everything that determines the result: files, course, seed, version; in a teacher's copy only."""

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcome of every check, in order."""
        return [check.outcome for task in self.tasks for check in task.checks]
