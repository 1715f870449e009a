"""The result of one submission, published and versioned (`SCHEMA_VERSION`)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from grader.results.rubric import Rubric

SCHEMA_VERSION = "1.3"
"""The second number grows with new keys, the first one where a key that was there means another thing."""


class Outcome(StrEnum):
    """How one check ended.

    `failed`: the code answered, and wrongly, or there is nothing to ask.  `error`: the code stopped (raised, crashed,
    cannot be loaded).  `judge_error`: the grader is at fault, never the student.
    """

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    SKIPPED = "skipped"
    PENDING = "pending"
    JUDGE_ERROR = "judge_error"


class Visibility(StrEnum):
    """The readers of a check: everybody, teachers only, or everybody once the work is due."""

    PUBLIC = "public"
    HIDDEN = "hidden"
    AFTER_DUE = "after_due"


class _Model(BaseModel):
    """Frozen; NaN and infinities are written as strings, so that the JSON is valid everywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")


class Counterexample(_Model):
    """The smallest failing case that was found.

    Values are numbers, text, or nested lists of them; arrays of more than a thousand numbers are described in words.
    """

    inputs: dict[str, Any]
    """The inputs of the case, by name."""
    got: Any
    """The values that the student's functions returned: one entry per call, by the call's text."""
    expected: Any
    """The values that the reference returns for the same calls."""


class TracebackFrame(_Model):
    """One step of a traceback: a line of the student's own that was active when their code raised an exception."""

    file: str
    """The student's file."""
    line: int
    """Its line, or the cell's, counted from 1."""
    cell: int = 0
    """The notebook's cell, counted from 1 over all of its cells; 0 in a module."""
    name: str = ""
    """The function that the line belongs to."""
    first: int = 0
    """The number of the first line of `source`; 0 where there is none."""
    source: tuple[str, ...] = ()
    """A few lines of the file around `line`, as the student wrote them."""
    values: dict[str, str] = Field(default={})
    """Local names and their values in short text; of the innermost frame only."""


class Warned(_Model):
    """A warning of Python's or numpy's, once for each place of the student's code that it comes from."""

    text: str
    """The text."""
    kind: str
    """The class of the warning: `RuntimeWarning`."""
    file: str
    """The student's file."""
    line: int
    """Its line, or the cell's, counted from 1."""
    cell: int = 0
    """The notebook's cell, counted from 1 over all of its cells; 0 in a module."""
    count: int = 1
    """How often it was given while the check was asked; large numbers are not counted to their end."""


Drawn = Annotated[
    float,
    WithJsonSchema({"anyOf": [{"type": "number"}, {"enum": ["NaN", "Infinity", "-Infinity"]}]}, mode="serialization"),
]
"""A number that may be none, which JSON has as text."""


class Series(_Model):
    """A series of a picture: one value for each position, NaN where there is none."""

    name: str
    """Its name in the legend of the picture."""
    values: tuple[Drawn, ...]
    """May be fewer than there are positions: the last ones have none then."""


class Picture(_Model):
    """Numbers that say more when they are drawn; whoever shows them draws them."""

    kind: Literal["bars", "line"]
    """Bars beside one another at each position, or points joined by lines."""
    title: str
    """The title."""
    across: str
    """The label of the horizontal axis."""
    up: str
    """The label of the vertical axis."""
    at: tuple[float, ...]
    """The positions, ascending."""
    series: tuple[Series, ...]
    """The series that are drawn."""


class Limits(_Model):
    """The limits in force for a check; `null` where none was."""

    wall: float | None = None
    """Seconds on the clock."""
    cpu: float | None = None
    """Seconds of processor time."""
    memory: int | None = None
    """Bytes of address space beyond the imports."""


class ByHand(_Model):
    """Points that a person has set, and what stood there before."""

    by: str
    """The person who set them."""
    reason: str = ""
    """Why, for the student."""
    points_before: float
    """The points that the grader had given."""
    outcome_before: Outcome
    """How the grader had seen it."""


class AwardedItem(_Model):
    """An item of the rubric that a person found in an answer."""

    id: str
    """Its name in the rubric."""
    says: str
    """The reason for the points."""
    points: float
    """The points added; below zero, taken off."""


class ManualMark(_Model):
    """How a person marked a check: `start`, the items, `adjustment` and `limit` add up to `points`."""

    by: str
    """The person who marked it."""
    at: str
    """When, in UTC to the second."""
    points: float
    """The points of the check."""
    start: float = 0.0
    """The points of an answer with no item, or those that were set directly."""
    items: tuple[AwardedItem, ...] = ()
    """The items of the rubric that the answer has."""
    adjustment: float = 0.0
    """Points added or taken off by hand."""
    reason: str = ""
    """Why, for the student."""
    limit: float = 0.0
    """The points that the bounds of the rubric take off or add."""
    comment: str = ""
    """For the student, in Markdown."""
    points_before: float | None = None
    """The points that the grader had given; `null` if the mark is only a comment."""
    outcome_before: Outcome | None = None
    """How the grader had decided; `null` where the mark is a comment alone."""


class Excused(_Model):
    """An excuse from the whole work: there is no grade then, and no zero."""

    by: str
    """The person who excused the student."""
    reason: str = ""
    """Why, for the student."""


class Remark(_Model):
    """A comment of a person for a student."""

    by: str
    """The author."""
    text: str
    """The text."""


class CheckResult(_Model):
    """One graded statement."""

    id: str
    """Its name in the task; `task.check` is unique in a course."""
    title: str
    """The property that it checks, in words for the student."""
    kind: str
    """`expect`, `gradient`, `growth`, `chain` or `written`."""
    functions: tuple[str, ...]
    """The student's functions that the check itself calls."""
    outcome: Outcome
    """How it ended."""
    points: float
    """The points earned; a failed check may have earned some of its points."""
    max_points: float
    """The points for a full pass."""
    visibility: Visibility = Visibility.PUBLIC
    """The readers: everybody, teachers only, or everybody once the work is due."""
    message: str = ""
    """The explanation for the student, in a sentence or two."""
    hint: str = ""
    """A hint for the student, from the spec."""
    diagnosis: str = ""
    """The likely mistake, if one explanation fits every case."""
    counterexample: Counterexample | None = None
    """The case that is shown."""
    failed_cases: int = 0
    """In how many cases it does not hold."""
    cases: int = 0
    """The number of cases that ran."""
    notes: tuple[str, ...] = ()
    """Remarks that cost no points: a changed argument, single precision, two definitions."""
    trace: tuple[TracebackFrame, ...] = ()
    """Where the call that is shown raised its exception: frames of the student's own code only, outermost first."""
    warnings: tuple[Warned, ...] = ()
    """Warnings that the student's code was given while the check was asked; they cost nothing."""
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
    limits: Limits = Limits()
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


class TaskResult(_Model):
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


class FileNote(_Model):
    """How one file of the submission was read."""

    name: str
    """Its path in the submission."""
    state: str
    """`whole`, `definitions` (only imports and definitions could be loaded) or `nothing`."""
    message: str = ""
    """Why, in a sentence or two; empty for a file that was read whole."""


class FileStatus(StrEnum):
    """The status of one file of a download."""

    GRADED = "graded"
    SUPPORT = "support"
    """Lies beside the code, which may read it."""
    IGNORED = "ignored"
    UNREADABLE = "unreadable"


class HandedInFile(_Model):
    """The status of one file that was handed in; every file of a download has exactly one such row."""

    file: str
    """Its name in the download; of a folder that is left out whole, with `/` at the end."""
    status: FileStatus
    """Whether it is graded, lies beside the code, is ignored, or cannot be read."""
    reason: str = ""
    """Why it is ignored or cannot be read; of a graded file, how it was read if not as it is."""
    read_as: str = ""
    """Its name in the submission, where that is another one."""


class Member(_Model):
    """One of several students who handed in together."""

    ids: tuple[str, ...]
    """The ids in the class list: login, number, address."""
    name: str = ""
    """As the class list has it."""


class Lateness(_Model):
    """The effect of the course's late policy on a hand-in; it is applied when grades are exported."""

    due: str
    """When this student's work was due, their extension included; ISO 8601 with the offset."""
    seconds: int | None = None
    """How long after that it was handed in: 0 for in time, `null` where the time is not known."""
    percent: float = 0.0
    """The deduction, in percent of the points."""
    look: str = ""
    """Why somebody should look at it: what is not known or not understood; nothing is taken off for it."""


class SubmissionFacts(_Model):
    """Whose work this is and which files it has."""

    id: str
    """The name of its folder or file, or the platform's own."""
    files: tuple[str, ...]
    """Their paths in the submission."""
    reading: tuple[FileNote, ...] = ()
    """How the files were read."""
    handed_in: tuple[HandedInFile, ...] = ()
    """The status of every file that was handed in, including those that are not graded."""
    name: str = ""
    """The student's or group's name, as far as the download or the class list tells."""
    group: str = ""
    """The group, as the class list has it."""
    late: bool = False
    """Whether the platform marks it as late."""
    extension: str = ""
    """As the class list has it: minutes, hours or a date."""
    platform: str = ""
    """Where `id` comes from: the platform whose download this is from; empty for folders and for a class list."""
    ids: tuple[str, ...] = ()
    """The student's ids in the class list: login, number, address."""
    originals: tuple[str, ...] = ()
    """The names that the platform gave to the files, where it takes reports back under these names only."""
    members: tuple[Member, ...] = ()
    """The students who handed this in together, as far as the class list tells."""
    submitted: str = ""
    """When it was handed in, as far as the download tells; ISO 8601, without an offset where it names no zone."""
    attempt: int | None = None
    """The number of the attempt that was graded, from 1; `null` if the download does not tell."""
    lateness: Lateness | None = None
    """The effect of the late policy; `null` if the course has none."""


class SubmissionResult(_Model):
    """Everything that one grading of one submission says."""

    schema_version: str = SCHEMA_VERSION
    """The second number grows with new keys, the first one where a key that was there means another thing."""
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
    """Whose work this is."""
    points: float
    """The sum over its tasks; what waits for a person counts 0 so far."""
    max_points: float
    """The sum over its tasks."""
    pending_points: float = 0.0
    """The points of the checks that wait for marking by hand."""
    hidden_checks: int = 0
    """Checks that this copy does not show."""
    later_checks: int = 0
    """Those among them that are not asked yet: a students' kit leaves them to the grading."""
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
    """The hash of everything that decides: files, course, seed, version; in a teacher's copy only."""

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcome of every check, in order."""
        return [check.outcome for task in self.tasks for check in task.checks]
