"""Common slips: what turns the right answer, or the arguments, into the student's answer in every case.

call      the cases of one call, and whether a slip explains them
numbers   slips of numbers and arrays
simple_changes  what an answer may be instead of the right one, as a table
values    slips of texts, lists, dicts, truths
structures  slips of all parts of an answer: its numbers, its texts, its inner lists, the values of a dict
constants one answer for every input
text_summaries  answers that are one word or item of an argument
summaries  answers that are a sum, a mean, a count of what an argument holds
answers   all of these, one after the other
input_changes  what may become of an argument, as a table
inputs    slips on the way in, alone or with one on the way out
"""

from grader.diagnosis.slips.answers import answer_slip_of
from grader.diagnosis.slips.call import Call, Sample
from grader.diagnosis.slips.inputs import input_slip_of
from grader.diagnosis.slips.numbers import slip_of
from grader.diagnosis.slips.simple_changes import SIMPLE
from grader.diagnosis.slips.values import value_slip_of

__all__ = ["SIMPLE", "Call", "Sample", "answer_slip_of", "input_slip_of", "slip_of", "value_slip_of"]
