"""Results in the form that a platform takes.

snapshot      a grading, possibly unfinished, as exporters receive it
fitting       JSON without NaN, and files within a platform's size limit
targets       the table of `grader check --format`; a new target is a module with `render` and one line there

json, junit, gradescope, prairielearn, github    one target each

delimited     CSV that keeps every byte except those of the cells that change
grade         the grade of one submission: points, an excuse, or a reason to skip it
columns       the column of a gradebook that takes the grades
joining       which row of a gradebook belongs to which submission
gradebook     one column of a gradebook filled in
gradebooks/   a module for each LMS whose gradebook file can be filled in
spreadsheet   tables for people: no cell is run as a formula
people        a table of grades for people
archive       files and their permissions as a reproducible zip
feedback_zip  reports under the file names that an LMS expects
comment       a short HTML summary that every LMS displays
"""
