"""grader: students' code against randomized checks.

The packages, in the order in which the data passes:

    course       a folder with `tasks/` and `reference/`, read once, every mistake at once
    checks       what a task may ask: the spec's models, its expressions, the kinds of check
    domains      sets of inputs: what to draw, and where the edges are
    submission   one student's files as bytes, and the words about them
    judge        prepares the questions of a course, asks one submission, decides
    sandbox      outside the wall: starts the worker, speaks to it, ends it
    worker       inside the wall: the student's code and numpy, nothing else
    results      what a grading says, as data, and who may see it
    report       a result for people: a page, a terminal
    batch        a class of submissions on any executor
    verify       is the spec any good: right answers pass, wrong ones fail
    cli          commands: parse, call one function, print
"""

__version__ = "0.1.0"
