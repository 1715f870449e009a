"""Is the spec any good: right answers pass under every seed, known wrong ones lose what they should.

solutions   the submissions that are tried: right, wrong and empty ones
soundness   every solution under many seeds, on all cores
table       what was found, as text
"""

from grader.verify.soundness import Finding, TaskFindings, verify_task
from grader.verify.table import table

__all__ = ["Finding", "TaskFindings", "table", "verify_task"]
