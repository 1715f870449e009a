"""The tasks of `real_functions` are graded by a test of their own; to verify each takes minutes and is a command."""

collect_ignore = ["real_functions"]
