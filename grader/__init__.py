"""grader: students' code against randomized checks.

The packages, in the order in which the data passes:

    course       a folder with `tasks/` and `reference/`, read once, every mistake at once
    expressions  the language of a spec's expressions: text, nodes, values
    checks       what a task may ask: the spec's models, the kinds of check, what decides
    diagnosis    what to tell a student whose check did not pass
    domains      sets of inputs: what to draw, and where the edges are
    values       plain values: compared, printed, and checked against what is expected
    archives     archives as plain files on disk, read in a process with limits
    intake       the hand-ins of a class: folders, archives, downloads of platforms
    submission   one student's files as bytes, and the words about them
    judge        prepares the questions of a course, asks one submission, decides
    tester       a course's tests in Python, in a process of their own that never holds a student's code
    sandbox      outside the wall: starts the worker, speaks to it, ends it
    worker       inside the wall: the student's code and numpy, nothing else
    results      what a grading says, as data, and who may see it
    presentation a result as a person reads it: plain data, and text for a terminal
    report       a result as a page
    store        the results of a class on disk
    export       a result for a platform: one file for each
    batch        a class of submissions on any executor
    marking      people mark written answers, on a site of their own machine
    verify       is the spec any good: right answers pass, wrong ones fail
    authoring    what a teacher writes a course with: a new task, starters, the schema, the pages of keys
    release      the students' kit: a course without its reference
    bundle       what a platform needs to grade by itself, in one archive
    lms          submissions from an LMS and grades to it, through its web interface
    importing    tests that teachers have already, in the formats of other graders, become a course
    cli          commands: parse, call one function, print
    notebook     the same from a cell: `from grader import check`

    records          data classes that cost nothing until they are used
    patterns         regular expressions that are compiled when they are used
    errors           exceptions for all that goes wrong outside a student's code
    models           pydantic's names, or plain ones where a check is shown as text
    plain_models     these plain ones; plain_annotations and plain_reading belong to them
    cache_folder     where a user's copies of what was understood lie
    pytest_plugin    what `verify` says, as tests: `pytest tasks/`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

    from grader.notebook import Report

__version__ = "0.1.0"
DISTRIBUTION = "gradewright"
"""The name on the package index, where `grader` belongs to somebody else; the command and the import are `grader`."""

PUBLIC_SEED = 1
"""The seed of everybody's own checks: all see the same cases, so that they can talk about them."""


def check(*tasks: str, course: str | PathLike[str] | None = None) -> Report:
    """Check the code of the cells that were run so far: `check("softmax")`, or `check()` for all tasks found in them.

    Returns the report, which a notebook shows and `print` writes as the terminal has it.  `course` is the folder with
    `tasks/` and `reference/`; without it the nearest one from the current folder upwards.  Raises UsageError.
    """
    from grader.notebook import check_cells  # nobody who only imports the package waits for it

    return check_cells(tasks, course)
