"""How a person reads a result: a page (`html`) and a terminal (`text`), both printing one view (`grader.presentation`).

Neither is imported here, so that a command that prints text never loads a template engine.
"""
