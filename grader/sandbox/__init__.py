"""Outside the wall: starts workers, speaks to them, ends them.

process    one worker, under a deadline
channel    frames in and out, what is printed drained
columns    the columns and answers of the wire, for the rooms above
"""
