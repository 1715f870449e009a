"""A course: a folder with `tasks/` and `reference/`, read once, with every mistake in it at once.

document    a file as data, with the place of every part, and the task that it describes
reading     a file, checked before it is parsed
yaml_parsing   YAML with the line of every key
models      YAML to the spec's models, pydantic's errors as mistakes
spec_cache  tasks as earlier starts understood their files
prepared_cache  cases and expected answers of the public seed from earlier starts
reference   the reference's modules, imported by file
support     public files that students' code may import and read
tests       the tests of a task in Python, found beside the reference and made checks
kit_tests   the same in a students' kit
known_mistakes  the misconceptions of a task and the wrong solutions behind them
cycles      circles among checks that need one another
compiling   a task's spec to what the program works with
late        course.toml: what is taken off for late work
moments     moments and spans of time as people and platforms write them
course      the folder
kit         a students' kit: a course without its reference
recorded    what such a kit has in place of it
"""

from grader.course.course import (
    BrokenTask,
    Course,
    find_course,
    is_course,
    load_course,
    refuse_other_course,
    refuse_own_course,
    rubrics_of,
)

__all__ = [
    "BrokenTask",
    "Course",
    "find_course",
    "is_course",
    "load_course",
    "refuse_other_course",
    "refuse_own_course",
    "rubrics_of",
]
