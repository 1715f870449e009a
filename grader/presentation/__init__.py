"""A result as a person reads it: plain data that pages and exports lay out, and reports as text.

visible   texts of students made harmless to look at
values    numbers and arrays as text
messages  outcomes and points as text
cases     a counterexample written out
events    tracebacks, warnings, printed text
drawing   a picture as places on paper
view      all of it, for a whole result
document  the view as a sequence of blocks: the order and the content of a report as text
plain     the blocks as plain text
terminal  the blocks with the colours of a terminal
text      a report as text, with or without colour
"""
