"""The modules of other graders that tests import, in the tester: their decorators, test cases and comparisons.

served            the names under which tests import them
gradescope        the decorators of gradescope-utils
prairielearn      `PLTestCase`: set-up, reference and the student's names
feedback          PrairieLearn's `Feedback`
pl_helpers        PrairieLearn's decorators
prairielearn_data PrairieLearn's own module, as far as `server.py` needs it

Files of otter and cells of notebooks are run by `grader/tester/notebook_tests.py`.
"""
