import numpy as np


def energy(W, x):
    return 0.5 * x.T @ W @ x


def update(W, x, i):
    h = sum(W[i, j] * x[j] for j in range(len(x)) if j != i)
    new = x.copy()
    new[i] = -1 if h >= 0 else 1   # energy has to go down
    return new


def energy_change(W, x, i):
    h = sum(W[i, j] * x[j] for j in range(len(x)) if j != i)
    return abs(h) - x[i] * h


def run(W, x):
    rows = [x.copy()]
    done = False
    while not done:
        s = rows[-1].copy()
        for i in range(0, len(x) - 1):
            h = sum(W[i, j] * s[j] for j in range(len(x)) if j != i)
            s[i] = 1 if h >= 0 else -1
        done = all(s == rows[-1])
        rows.append(s)
    return np.array(rows)
