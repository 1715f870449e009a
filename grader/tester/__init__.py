"""Tests in Python, in a process of the judge's side that never loads a student's code.

base        the process that testers are forked from
piped       a tester of its own where nothing can be forked
packet_channel  the ways of such a tester to the judge and to the worker
clean_slate the process as it was before the tests were collected
running     one run: pytest collects and runs what the judge asks for
channel     the worker's channel, lent by the judge
link        the conversation, as proxies use it
party       the tables: handles, classes, what of the test was given away
proxies     what a test holds of the student's code
modules     the student's modules by their names
patches     what a test changes around the code, and what of it has to reach the worker
signatures  a signature from its text
transcript  the calls of a test as Python that repeats them
reports     what came of a test
"""
