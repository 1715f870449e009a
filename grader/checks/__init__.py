"""Checks: the models of a spec, the kinds of check, and the decision about a submission.

spec        what an author may write: the models that all kinds of check share
kinds/      one file a kind: its spec, how it is compiled, asked and decided
task        a task and its checks as the program works with them
cases       inputs, drawn from named streams
kept_values cases and values that an earlier start has worked out
question    what is sent to the worker in one stage
gate        what may pass from a student's answers to an expression
statement   a statement about the student's functions, which `expect` and `gradient` share
picture     the picture of a case that is shown
messages    every sentence about a student's answers
verdict     what a check says of one submission
"""
