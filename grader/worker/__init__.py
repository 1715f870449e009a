"""The worker: the process that holds the student's code, and nothing that is worth stealing.

Standard library, numpy and its own files only: this folder is run by path (`python -I grader/worker CHANNEL`), also by
another interpreter than the judge's.  The way of the data:

    frames     what crosses the channel: a head, a small JSON header, raw bytes
    columns    many values in one flat array, with a shape each
    answers    what a function returned, as columns, whatever it returned
    sources    a student's bytes as text, and what is wrong with them
    parsing    text as statements; what cannot be parsed is left out, the rest stays
    salvage    which statements define something, when a file cannot be executed whole
    magics     a notebook's cell as Python, without what only a notebook understands
    cells      the cells of a notebook, executed one by one in one namespace
    modules    files as modules that can import one another, executed from memory
    happened   an exception while loading, as a fact
    inventory  what files define, by name
    choice     which definition of a name counts
    loader     files to functions: the sum of these
    lines      the lines of a derivation that a function yields
    shown      values as short texts, for somebody who looks for a mistake
    trace      an exception in a call, as facts
    warned     warnings with their line
    calls      the questions of one stage, answered in parts
    service    the loop: load, ask, until the judge hangs up
"""
