"""Mazes to search."""

STEPS = {"North": (0, 1), "South": (0, -1), "East": (1, 0), "West": (-1, 0)}


class Maze:
    """A square with walls, from the lower left corner to the upper right one."""

    def __init__(self, size, walls):
        """Keep size and walls."""
        self.size, self.walls = size, walls - {(0, 0)}

    def start(self):
        """Return the first state."""
        return 0, 0

    def is_goal(self, state):
        """Return whether a state is the goal."""
        return state == (self.size - 1, self.size - 1)

    def successors(self, state):
        """Return pairs of a direction and a state."""
        found = []
        for direction, (dx, dy) in STEPS.items():
            x, y = state[0] + dx, state[1] + dy
            if 0 <= x < self.size and 0 <= y < self.size and (x, y) not in self.walls:
                found.append((direction, (x, y)))
        return found


def maze(size, walls):
    """Return a maze."""
    return Maze(size, walls)


def leads_to_goal(size, walls, path):
    """Return whether a path leads to the goal, or a sentence."""
    problem, seen, waiting = Maze(size, walls), {(0, 0)}, [(0, 0)]
    while waiting:
        for _, state in problem.successors(waiting.pop()):
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    if path is None:
        return not any(map(problem.is_goal, seen)) or "there is a way to the goal"
    state = problem.start()
    for direction in path:
        steps = dict(problem.successors(state))
        if direction not in steps:
            return f"there is no step {direction} from {state}"
        state = steps[direction]
    return problem.is_goal(state) or f"the path ends at {state}"
