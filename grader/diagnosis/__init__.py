"""Explains a verdict to the student whose check did not pass; nothing here changes it.

explanation      which case to show, and the sentence about it
relation         the first relation of a statement that does not hold, in words
diagnose         the one reason that fits every failing case
confirmation     whether that reason holds in fresh cases and in the one that is shown
fresh            cases that no explanation has seen yet
rivals           misconceptions that differ by rounding only, told apart
misconceptions   known wrong solutions, compared with a student's answers
slips            common slips: what turns the right answer into the student's
magnitudes       the size of the numbers from which on an answer goes wrong
candidates       cases that are simpler than a failing one
shrink           the search among them
fingerprint      one short text for all answers of a submission to a check
"""
