"""Plain values: what crosses between judge and worker, how it is compared, checked, printed and measured.

kinds         the names of kinds, and a phrase for a value
paths         where in a value something is
comparison    the first difference of two values, exact or within a tolerance
printing      Python that repeats a value, and a short form for sentences
size          how much there is to read in a value, for shrinking
types         what a function is expected to return, and the values that pass
"""
