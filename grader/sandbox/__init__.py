"""Outside the wall: starts workers, speaks to them, ends them.

cell       where the workers of one command come from, and how closed they are
starting   a fresh interpreter for each worker
zygote     forks of one interpreter, for a class
memory     how much memory a worker may have in this container
walls      which walls are asked for, and what a worker's report of them is worth
link       what the judge and one worker share, made for each attempt to start one
process    one worker, under a deadline
channel    frames in and out, what is printed drained
page       the number of the call that is being made, shared with the worker
ends       how a worker ended
columns    the columns and answers of the wire, for the rooms above
"""
