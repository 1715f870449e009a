"""Tools for teachers who write a course.

scaffold       the files of a new task
starter_code   what students begin with: the teacher's own file, or one made from the spec
schema         what a task file and a result may hold, as JSON Schema
key_pages      the pages of the documentation that list every key
key_wording    what may stand at a key, in words
"""
