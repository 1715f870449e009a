import numpy as np


def energy(W, x):
    # w_ii = 0 in a Hopfield network, or so I thought
    W = W.copy()
    np.fill_diagonal(W, 0)
    return -0.5 * (x @ W @ x)


def update(W, x, i):
    mask = np.ones(len(x), dtype=bool)
    mask[i] = False
    h = np.sum(W[i][mask] * x[mask])
    y = x.copy()
    y[i] = 1.0 if h >= 0 else -1.0
    return y


def energy_change(W, x, i):
    h = W[i] @ x
    return x[i] * h - abs(h)


def run(W, x):
    n = len(x)
    rows = [x.copy()]
    for sweep in range(50):
        state = rows[-1].copy()
        h = 0.0
        for i in range(n):
            for j in range(n):
                if j != i:
                    h += W[i, j] * state[j]
            state[i] = 1.0 if h >= 0 else -1.0
        rows.append(state)
        if np.array_equal(rows[-1], rows[-2]):
            break
    return np.array(rows)
