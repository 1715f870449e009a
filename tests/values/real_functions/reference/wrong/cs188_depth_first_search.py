"""Known wrong solutions."""


def depthFirstSearch_without_memory(problem):
    """Return all steps that were looked at."""
    stack, seen, steps = [(problem.start(), None)], set(), []
    while stack:
        state, step = stack.pop()
        if step:
            steps.append(step)
        if problem.is_goal(state):
            return steps
        if state not in seen:
            seen.add(state)
            stack += [(other, step) for step, other in problem.successors(state)]
    return None
