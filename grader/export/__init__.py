"""A result for a platform.

standing      what a target is given: how far a grading is, check by check
fitting       JSON without NaN, and files within a platform's limit
targets       the table of `grader check --format`; a new target is a module with `render`, and a line there

json, junit, gradescope, prairielearn, github    one target each

delimited     CSV whose every byte stays but those of the cells that change
grade         what one submission has got: points to set, an excuse, or nothing to be touched
gradebook     which row of a gradebook is whose, and one column filled in
canvas, moodle    the gradebook of each
spreadsheet   tables that people open: nothing in them runs
people        a table of grades for people
archive       files with their rights as a zip, and the same bytes for the same files
feedback_zip  reports under the names by which a platform takes them
comment       a few lines of HTML that every platform takes
"""
