"""Is the spec any good: right answers pass under every seed, known wrong ones lose what they should.

solutions   the submissions that are tried: right, wrong and empty ones
trying      one check asked of one of them under one seed
margins     how near answers come to a tolerance
bounds      what so many seeds and cases say about chance
findings    what solutions got, added up
soundness   every solution under some seeds
operators   what may be wrong with one node of a syntax tree
mutants     a reference with one small mistake
killing     which of them the checks tell from the reference
verdicts    what is said in the end, each thing good or refused by name
table       the same as text
kept        what was found, under the hash of what decides it
desk        what a process of the pool does
naming      what will be looked at, by name
course      all of it, for all tasks, on one pool

`verify_course(folder, task_ids, Looked(seeds))` returns a `Verified` a task: its items, each with name, good and text.
"""

from grader.verify.cache import Verified, users_cache
from grader.verify.course import Advance, Looked, verify_course
from grader.verify.naming import names_of
from grader.verify.verdicts import Item

__all__ = ["Advance", "Item", "Looked", "Verified", "names_of", "users_cache", "verify_course"]
