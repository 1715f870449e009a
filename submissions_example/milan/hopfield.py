import numpy as np


def energy(W, x):
    return -0.5 * x @ W @ x


def update(W, x, i):
    x = x.copy()
    x[i] = 1 if W[i, :] @ x >= 0 else -1
    return x


def energy_change(W, x, i):
    h = W[i, :] @ x - W[i, i] * x[i]
    return -2 * abs(h) if h * x[i] < 0 else 0


def run(W, x):
    rows = []
    while True:
        x = x.copy()
        before = x.copy()
        for i in range(x.size):
            x[i] = 1 if W[i, :] @ x - W[i, i] * x[i] >= 0 else -1
        rows.append(x)
        if (x == before).all():
            return np.array(rows)


def energy_drop(W, x, i):
    h = W[i, :] @ x - W[i, i] * x[i]
    y = x.copy()
    y[i] = 1 if h >= 0 else -1
    yield "=", energy(W, y) - energy(W, x)
    yield "=", -(y[i] - x[i]) * h / 2
    yield "<=", 0.0
