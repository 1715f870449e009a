"""The walls: how a worker closes itself in before it has seen a byte of a student's code.

Theory of operation.  The judge starts a process that holds nothing worth stealing: an exec'd interpreter with a fixed
environment, no open files but its channel, an output pipe and one shared page.  That process imports what it needs,
then takes away from itself, in this order (each step is impossible or weaker after a later one):

    1. rights     as root: a user number that nobody has, or no capabilities where the interpreter is readable for root
                  alone; death with the parent, no core file, no debugger (prctl PDEATHSIG, DUMPABLE)
    2. limits     rlimits, the address space as it is now plus the budget
    3. no_new_privs, so that nothing regains rights and the next two need none
    4. Landlock   reading: the interpreter, libraries, the submission's folder; writing: nothing
    5. seccomp    system calls: an allow-list with argument checks

and tries to break out (`selftest`): open a file that must be closed, make a socket, fork.  The report of all this goes
to the judge, which compares it with the level that was asked for.  It may be believed because no student's code has
run yet.

Landlock is needed for one thing: reading files that the worker's user may read.  Everything else is seccomp's, and
holds on kernels and in containers without Landlock.  `policy` is pure data; the other modules are mechanism.
"""
