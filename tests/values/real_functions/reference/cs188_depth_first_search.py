"""Depth-first search."""

from search import maze

__all__ = ["depthFirstSearch", "maze"]


def depthFirstSearch(problem):
    """Return a path to a goal."""
    stack, seen = [(problem.start(), [])], set()
    while stack:
        state, path = stack.pop()
        if problem.is_goal(state):
            return path
        if state not in seen:
            seen.add(state)
            stack += [(other, [*path, step]) for step, other in problem.successors(state)]
    return None
