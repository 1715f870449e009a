"""A check from a notebook's cell, with the verdict of the command line.

cells       the cells that were run so far, as a notebook file
asking      the kernel's side: hands the cells to a fresh interpreter and waits
answering   the judge's side, in that interpreter: the same engine as `grader check`
report      what comes back, as a notebook shows it

The kernel holds the student's code, so nothing is judged in it; it imports none of the judge's libraries either.
"""

from grader.notebook.asking import check_cells
from grader.notebook.report import Report

__all__ = ["Report", "check_cells"]
