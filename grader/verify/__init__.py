"""Tests a spec: right answers pass under every seed, known wrong ones lose what they should.

solutions       the submissions that are tried: right, wrong and empty ones
trial           one check asked of one of them under one seed
margins         distances of answers from a tolerance
bounds          bounds on probabilities from counts of seeds and cases
findings        the results of solutions, added up over seeds
soundness       every solution under some seeds
mutation_score  which mutants the checks tell from the reference
rewrites        a known wrong solution, written in other ways
rewriting       these ways: visitors of syntax trees
sentences       whether each known mistake and its rewrites are told its sentence, and no other
verdicts        one item per solution, function and check, good or refused by name
table           the same as text
cache           results on disk, under the hash of everything that decides them
process_state   what a process of the pool keeps between jobs
naming          the names of all items, before anything runs
course          all of it, for all tasks, on one pool

`verify_course(folder, task_ids, VerifyOptions(seeds))` returns one `VerifiedTask` per task: its items, each with a
name, a verdict and a text.
"""

from grader.verify.cache import VerifiedTask, users_cache
from grader.verify.course import CourseProgress, VerifyOptions, verify_course
from grader.verify.naming import names_of
from grader.verify.verdicts import VerifiedItem

__all__ = [
    "CourseProgress",
    "VerifiedItem",
    "VerifiedTask",
    "VerifyOptions",
    "names_of",
    "users_cache",
    "verify_course",
]
