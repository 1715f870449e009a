"""Submissions from an LMS and grades to it, through its web interface instead of files.

address     the page of an assignment, as a person copies it from the browser
tokens      the access token: from the environment or the keyring, never from a command line or a file
http        requests with time-outs, retries and back-off; the token never leaves the LMS's own host
bodies      bodies of answers, bounded in size and time
outcomes    errors of requests, grouped by what the caller may do about them
values      values in answers, read without trusting their types
records     an assignment, its students and their grades, in the same form for every LMS
names       the table of LMSs; a new one is a module with `LMS`, and one line there
clients     loads the module of an LMS

canvas, canvas_upload                  Canvas's REST interface
moodle, moodle_calls, moodle_records   Moodle's web services

pulling     submissions to a folder that `grader batch` reads
comments    the comment on a submission, and the tag by which it is known again
planning    which grade is written, which one is not, and why
journal     what was sent, on disk before it is sent
pushing     the plan carried out: read before and after each write, nothing twice
"""
