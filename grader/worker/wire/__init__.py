"""The wire between judge and worker: the only package that both sides import.

frames       a head, a small JSON header, raw bytes
columns      many values in one flat array, with a shape each
forms        the kinds of answers and the types of numbers
packing      writes answers (the worker's half)
answers      reads them, and believes nothing (the judge's half)
layouts      how right answers lie in a part: one comparison instead of many
sampling     which entries of a long answer are sent
derivations  the lines of a derivation as one array
locations    files, cells and lines
decoding     a file's bytes as text, alike on both sides
texts        texts that every encoder accepts
plain        the plain values that are not numbers or arrays of one kind, and their limits
value_writing, value_reading  their two halves

It imports the standard library and numpy only, since it runs inside the worker too.
"""
