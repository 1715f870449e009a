"""Starts workers, speaks to them, ends them: the judge's side of the sandbox.

factory        where the workers of one command come from, and how isolated they are
prestart       a worker that starts while the judge still loads its libraries
spawn          a fresh interpreter for each worker
zygote         forks of one interpreter, for a class
memory         how much memory a worker may have in this container
isolation      which isolation is asked for, and what a worker's report of it is worth
link           what the judge and one worker share, made for each attempt to start one
process        one worker, under a deadline
channel        frames in and out, what is printed drained
progress_page  the number of the call that is being made, shared with the worker
exits          how a worker ended
commands       the grader's own code in a fresh interpreter
"""
