"""Statements about inputs, by the kind of their values; a domain adds what only it knows.

trait        a statement about a value, and a number that belongs to it
numbers      of numbers, vectors, matrices
texts        of texts
containers   of lists, tuples, dicts, sets
by_kind      the traits and measures that all values of an input have
pairs        of two inputs at once
"""
