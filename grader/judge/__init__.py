"""The judge: prepares the questions of a course, asks one submission, decides.

grading            every check of every task, in order: read this first
examination        one check: asked, decided, explained
session            one submission in a worker, and in a fresh one when that ends; the question loop
required           the functions that tasks ask for, as the worker is told them
preparation        cases, questions and the reference's answers, once for any number of submissions
obstacles          why a function cannot be asked at all
time_limit         a limit for the reference, which runs in this process
missing_libraries  libraries that are not installed where work is graded
standing_verdicts  verdicts that no answer decides
consensus          one explanation for all checks of a task
output_capture     printed output and warnings of a check
result_builder     verdicts to the published result
testing            tests in Python on one submission
tester_messages    what a tester is told, and what it says
reference_profiles what the reference shows of them
local              a check of one's own work, from a terminal or a notebook
processes          pools that end with the command, of forks where these are safe
forker             the process that is prepared, and forked from
forked_pool        an executor of its forks
process_signals    Ctrl-C, and the end of the main process
"""

from grader.judge.grading import Grading, TaskGrading, grade
from grader.judge.preparation import Preparation
from grader.judge.required import required_functions
from grader.judge.session import Session

__all__ = ["Grading", "Preparation", "Session", "TaskGrading", "grade", "required_functions"]
