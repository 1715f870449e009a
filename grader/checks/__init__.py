"""What a task may ask: the spec's models, its expressions, and the kinds of check.

The way from a YAML key to a verdict:

    spec          what an author may write (pydantic); one model a kind, each with its behaviour in a module of its own
    nodes         an expression as data
    parsing       text to nodes, name by name and node by node
    vocabulary    the words of the expressions, in a form for columns and a form for one case
    evaluation    nodes to values, for all cases of a check at once
    cases         inputs, drawn from named streams
    question      what is sent to the worker in one stage
    gate          what may pass from a student's answers to an expression
    statement     ask stage by stage, then decide: what `expect` and `gradient` share
    expect        a statement that holds in every case
    gradient      against numerical differentiation
    growth        time over size
    chain         a derivation, line by line
    written       an answer in words
    failure       which case to show, and what to say about it
    words         every sentence about a student's answers
    verdict       what a kind says of one submission
    check         a task and its checks as the program works with them
"""
