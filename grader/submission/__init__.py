"""One student's files: found on disk, loaded by the worker, spoken about.

files      paths to a submission, as bytes; nothing is executed here
walk       the files below a folder, bounded; content: one of them; kinds: what it is taken for; naming: its first name
notebooks  a notebook's cells: code for the worker, Markdown for written answers; scripts: the same of exported ones
precedence the order in which files count where several define one name
loaded     the worker's report about them; never believed, only read
traces     exceptions and warnings, held against the files
answers    a written answer, found by its heading
messages   every sentence about files; function_messages: about the functions that a task asks for
"""

from grader.submission.files import SourceFile, Submission, collect, gather
from grader.submission.function_messages import (
    missing,
    no_program,
    no_variable,
    not_written,
    of_another_task,
    two_definitions,
    wrong_parameters,
)
from grader.submission.loaded import DefinedName, FileReport, FoundFunction, LoadReport, SourceLocation
from grader.submission.messages import file_note
from grader.submission.notebooks import WrittenText
from grader.submission.report_reading import read_report

__all__ = [
    "DefinedName",
    "FileReport",
    "FoundFunction",
    "LoadReport",
    "SourceFile",
    "SourceLocation",
    "Submission",
    "WrittenText",
    "collect",
    "file_note",
    "gather",
    "missing",
    "no_program",
    "no_variable",
    "not_written",
    "of_another_task",
    "read_report",
    "two_definitions",
    "wrong_parameters",
]
