import numpy as np


def energy(W, x):
    """Sum over i <= j, because of the symmetry."""
    H = 0.0
    for i in range(len(x)):
        for j in range(i, len(x)):
            H += x[i] * W[i, j] * x[j]
    return -H / 2


def update(W, x, i):
    W0 = W - np.diag(np.diag(W))
    return np.where(W0 @ x >= 0, 1.0, -1.0)


def energy_change(W, x, i):
    h = W[i] @ x - W[i, i] * x[i]
    return 2 * x[i] * h


def run(W, x):
    rows = [x.copy()]
    state = x.copy()
    while True:
        old = state
        for i in range(len(state)):
            h = W[i] @ state - W[i, i] * state[i]
            state[i] = 1.0 if h >= 0 else -1.0
        rows.append(state.copy())
        if (old == state).all():
            return np.array(rows)
