"""A class of submissions on any executor.

job     one submission, graded in a process of the pool: it never raises, and writes its own result
run     the whole class: what is left to do, progress, processes that die
table   grades as CSV
"""

from grader.batch.run import Batch, Progress, run

__all__ = ["Batch", "Progress", "run"]
