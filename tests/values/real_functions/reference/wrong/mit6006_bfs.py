"""Known wrong solutions."""


def bfs_in_depth(s, Adj):
    """Go deep first."""
    steps, stack = {s: 0}, [s]
    while stack:
        node = stack.pop()
        for other in Adj[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                stack.append(other)
    return steps
