"""A class of submissions on any executor.

job        one submission, graded in a process of its own machine: it never raises, and comes back as data
process_state what such a process keeps between jobs
machines   where jobs run: processes of this machine
cluster    or those of a dask scheduler
dispatch      jobs handed out, results taken as they come, processes that die
handins    the class: who has handed in what
distinct_ids  ids that no disk takes for one another
plan       what is to do: class, course, what was set by hand
run        the whole: what is kept of what comes back
regrade    the same class again: who changes, by how much, through which check
gradebook  what the folder shows when it is done: grades.csv, index.html
"""

from grader.batch.plan import Batch
from grader.batch.progress import Progress
from grader.batch.regrade import Regrade, recorded, regrade
from grader.batch.run import run

__all__ = ["Batch", "Progress", "Regrade", "recorded", "regrade", "run"]
