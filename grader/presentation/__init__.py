"""What a person is told about a result, before anybody lays it out: reports print it, exports pass it on.

visible   texts of students made harmless to look at
values    numbers and arrays as text
words     outcomes and points as text
cases     a counterexample written out
events    tracebacks, warnings, printed text
drawing   a picture as places on paper
view      all of it, for a whole result
text      the view as plain text
"""
