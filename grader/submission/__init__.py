"""One student's files: found on disk, loaded by the worker, spoken about.

files     paths to a submission, as bytes; nothing is executed here
notebooks a notebook's cells: code for the worker, Markdown for written answers
loaded    what the worker says it found in them; never believed, only read
traces    exceptions and warnings, held against the files
answers   a written answer, found by its heading
words     every sentence about reading: what stops a file, what is missing, what is named otherwise
"""

from grader.submission.files import SourceFile, Submission, gather, submissions
from grader.submission.loaded import FileFact, Found, LoadReport, Name, Place
from grader.submission.notebooks import Text
from grader.submission.words import file_note, misfit, missing, two_definitions, unwritten

__all__ = [
    "FileFact",
    "Found",
    "LoadReport",
    "Name",
    "Place",
    "SourceFile",
    "Submission",
    "Text",
    "file_note",
    "gather",
    "misfit",
    "missing",
    "submissions",
    "two_definitions",
    "unwritten",
]
