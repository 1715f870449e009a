"""Is the spec any good: right answers pass under every seed, known wrong ones lose what they should.

solutions   the submissions that are tried: right, wrong and empty ones
soundness   every solution under many seeds, on all cores
operators   what may be wrong with one node of a syntax tree
mutants     a reference with one small mistake
killing     which of them the checks tell from the reference
table       what was found, as text
"""

from grader.verify.killing import Killing, kill
from grader.verify.soundness import Finding, TaskFindings, verify_task
from grader.verify.table import killing_table, table

__all__ = ["Finding", "Killing", "TaskFindings", "kill", "killing_table", "table", "verify_task"]
