"""Breadth-first search."""

import random


def graph(size, seed):
    """Return a random graph."""
    stream = random.Random(seed)
    return {node: [other for other in range(size) if stream.random() < 0.3] for node in range(size)}


def bfs(s, Adj):
    """Return the number of steps to each node."""
    steps, now = {s: 0}, [s]
    while now:
        now = [other for other in dict.fromkeys(o for node in now for o in Adj[node]) if other not in steps]
        steps.update(dict.fromkeys(now, max(steps.values()) + 1))
    return steps
