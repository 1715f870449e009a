"""The judge: prepares the questions of a course, asks one submission, decides.

preparation   cases, questions and the reference's answers, once for any number of submissions
session       one submission in a worker, and in a fresh one when that ends
witness       what a check is seen to do besides answering: output, warnings
grading       every check of every task, in order
own           a check of one's own work, from a terminal or a notebook
processes     pools that end with the command
record        a verdict written down as a result
"""

from grader.judge.grading import Grading, TaskGrading, grade, wanted_of
from grader.judge.preparation import Preparation
from grader.judge.session import Session

__all__ = ["Grading", "Preparation", "Session", "TaskGrading", "grade", "wanted_of"]
