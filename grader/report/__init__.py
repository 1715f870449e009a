"""Pages for a browser: a report of each student and the page of the class.

Nothing is imported here, so that a command that prints text never loads a template engine.
"""
