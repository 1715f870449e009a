"""The worker: the process that holds the student's code, and nothing that is worth stealing.

Standard library, numpy and its own files only: this folder is run by path (`python -s -P grader/worker ...`), also by
another interpreter than the judge's.  The way of the data:

    wire       what crosses the channel, both halves: frames, columns, answers
    sources    a student's bytes as text, and what is wrong with them
    parsing    text as statements; what cannot be parsed is left out, the rest stays
    salvage    which statements define something, when a file cannot be executed whole
    magics     a notebook's cell as Python, without what only a notebook understands
    cells      the cells of a notebook, executed one by one in one namespace
    plain_modules marimo's cells and relative imports as a plain module has them
    modules    files as modules that can import one another, executed from memory
    closed     acts that the sandbox does not let happen, told from their exceptions
    load_errors  an exception while loading, as a fact
    program_runs files run as programs; memory_files: what they write
    support    files of the course that students' code may import and read
    inventory  what files define, by name
    resolution which definition of a name counts
    loader     files to functions: the sum of these
    lines      the lines of a derivation as they stand in a function's source
    safe_repr  values as short texts, for somebody who looks for a mistake
    trace      an exception in a call, as facts
    warning_capture  warnings with their line
    calls      the questions of one stage, answered in parts
    programs   operations on objects that the judge has numbers for
    endpoint   the channel on Linux, a socket
    standard_streams  the channel elsewhere, the standard streams
    hang_watch where a hang is told, and an end with the judge, elsewhere
    service    the loop: load, ask, until the judge hangs up
"""
