"""The language of a spec's expressions: text, nodes, values.

nodes        an expression as data
parsing      text to nodes, name by name and node by node
mistakes     what is not in the language
keywords     what their keywords may be
vocabulary   the words of the language, in a form for columns and a form for one case
evaluation   nodes to values, for all cases of a check at once
segments     sums, maxima and truth within each value of a column
"""
