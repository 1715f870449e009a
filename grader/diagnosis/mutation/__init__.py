"""Mutants of a reference: what tests a spec, and what explains a wrong answer.

operators   small mistakes in one node of a syntax tree
further     mistakes of plain Python that explain answers, and test no spec
rewrites    brackets in other places, steps that are one off, one value in the place of another
wording     what kind of thing differs, in words that hold no word of the reference's code
mutants     a module with one small mistake, as a text
models      functions with one small mistake, to be called in this process
"""
