"""A result for a platform.

standing      what a target is given: how far a grading is, check by check
fitting       JSON without NaN, and files within a platform's limit
targets       the table of `grader check --format`; a new target is a module with `render`, and a line there

json, junit, gradescope, prairielearn, github    one target each
"""
