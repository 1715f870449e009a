"""Why a function of a task cannot be asked at all, and whether a submission has anything of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.suite import names_imported
from grader.checks.verdict import Explanation, Verdict
from grader.results import Outcome
from grader.submission import missing, no_program, no_variable, not_written, of_another_task, wrong_parameters
from grader.submission.naming import is_version_of
from grader.submission.near_names import nearest

if TYPE_CHECKING:
    from grader.checks.task import Task
    from grader.submission import LoadReport, Submission

NOTHING_HANDED_IN = "Nothing was handed in."
UNREADABLE = "Nothing in what you handed in can be graded; the list of your files says why."
NO_CODE = "There is no code in what you handed in, only text."
UNLOADABLE = (
    "Your files cannot be loaded: the Python process ends each time. Load them yourself and see where it stops."
)


def no_files(submission: Submission) -> str:
    """Return the sentence about a submission without code."""
    if submission.texts:
        return NO_CODE
    return UNREADABLE if submission.handed_in else NOTHING_HANDED_IN


def obstacle(task: Task, name: str, submission: Submission, report: LoadReport | None) -> Verdict | None:
    """Return the verdict on every check that calls a function of a task; None where it can be called."""
    if not submission.files:
        return Verdict(Outcome.FAILED, Explanation(no_files(submission)))
    if report is None:
        return Verdict(Outcome.ERROR, Explanation(UNLOADABLE))
    function, definition = task.functions[name], report.functions_of(task.id).get(name)
    if function.variable and definition is None:
        return Verdict(Outcome.FAILED, Explanation(no_variable(name, report)))
    if function.program and (definition is None or definition.empty):
        return Verdict(Outcome.FAILED, Explanation(no_program(name, definition)))
    if definition is None and name in report.function_names:
        elsewhere = of_another_task(name, len(function.args), task.id, report, is_class=function.is_class)
        return Verdict(Outcome.FAILED, Explanation(elsewhere))
    if definition is None:
        # A file that could not be read may hold the function, and then it is an error rather than missing work.
        broken = any(fact.state != "whole" and fact.problem and fact.problem.kind != "empty" for fact in report.files)
        outcome = Outcome.ERROR if broken else Outcome.FAILED
        return Verdict(outcome, Explanation(missing(name, len(function.args), report, is_class=function.is_class)))
    if definition.empty:
        return Verdict(Outcome.FAILED, Explanation(not_written(name, definition)))
    if not definition.fits:
        return Verdict(Outcome.ERROR, Explanation(wrong_parameters(name, function.args, definition)))
    return None


def has_anything_of(task: Task, submission: Submission, report: LoadReport | None) -> bool:
    """Whether the submission has anything of the task: a function, a name its tests import, or a file of its name."""
    stems = [file.name.rpartition("/")[2].partition(".")[0] for file in submission.files]
    if any(is_version_of(stem, name) for stem in stems for name in (task.id, *task.spec.modules)):
        return True
    if report is None:
        return True
    functions, defined = report.functions_of(task.id), {definition.name for definition in report.names}
    # A name that several tasks ask for may be defined here for another one of them.
    defined -= report.function_names
    if task.suite is not None and not defined.isdisjoint(names_imported(task.suite)):
        return True
    return any(name in functions or name in defined for name in task.functions)


def is_of_tests_alone(task: Task) -> bool:
    """Whether a task has tests in Python and asks for no name: in a kit it names each test."""
    return not task.functions and task.suite is not None


def has_something_like(task: Task, report: LoadReport | None) -> bool:
    """Whether the submission has a name that may mean a function of the task: for who has nothing of any task.

    A task of tests that names no function may be tested by any file.
    """
    if is_of_tests_alone(task):
        return True
    return report is not None and any(
        nearest(name, report, is_class=function.is_class) for name, function in task.functions.items()
    )


def is_absent(task: Task, submission: Submission, report: LoadReport | None) -> bool:
    """Whether the submission has nothing of a task that asks for names, not even a name that is nearly right."""
    if not task.functions or report is None:
        return False
    return not has_anything_of(task, submission, report) and not has_something_like(task, report)
