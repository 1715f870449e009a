"""Tests that teachers have already become a course: the files of otter, nbgrader, pytest, unittest and PrairieLearn.

model              an import before it is written: tasks, and the table of what was imported
sources            a peer's files as plain data; nothing of them is executed
names              ids and titles
cell_names         names that cells bind and read
formats            the registry: one module and one line for each format
otter              otter's test files and notebooks
otter_checks       a question as checks
otter_tests        one test file: its cases and their points
otter_assignments  a notebook for `otter assign`
nbgrader           source notebooks
pytest_files       files of pytest and unittest
prairielearn       questions with a PLTestCase
writing            the course
"""

from grader.importing.formats import FORMATS, PeerFormat
from grader.importing.model import Import, ImportedTask, ImportRow
from grader.importing.writing import write_course

__all__ = ["FORMATS", "Import", "ImportRow", "ImportedTask", "PeerFormat", "write_course"]
