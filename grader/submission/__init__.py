"""One student's files: found on disk, loaded by the worker, spoken about.

files     paths to a submission, as bytes; nothing is executed here
notebooks a notebook's cells: code for the worker, Markdown for written answers
loaded    what the worker says it found in them; never believed, only read
traces    exceptions and warnings, held against the files
answers   a written answer, found by its heading
messages  every sentence about reading: what stops a file, what is missing, what is named otherwise
"""

from grader.submission.files import SourceFile, Submission, collect, gather
from grader.submission.loaded import DefinedName, FileReport, FoundFunction, LoadReport, SourceLocation
from grader.submission.messages import file_note, missing, not_written, two_definitions, wrong_parameters
from grader.submission.notebooks import WrittenText

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
    "not_written",
    "two_definitions",
    "wrong_parameters",
]
