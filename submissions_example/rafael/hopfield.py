from copy import deepcopy

import numpy as np


def energy(W, x):
    return -np.trace(W @ np.outer(x, x)) / 2


def update(W, x, i):
    y = deepcopy(x)
    total = 0.0
    for j, weight in enumerate(W[i]):
        if j == i:
            continue
        total += weight * x[j]
    y[i] = +1.0 if total >= 0.0 else -1.0
    return y


def energy_change(W, x, i):
    return energy(W, update(W, x, i)) - energy(W, x)


def is_fixpoint(W, x):
    V = W - np.diag(np.diag(W))
    return not np.any(x * (V @ x) < 0)


def run(W, x):
    trace = [x]
    while not is_fixpoint(W, trace[-1]):
        for i in range(len(x)):
            trace.append(update(W, trace[-1], i))
    return np.array(trace)


def energy_drop(W, x, i):
    y = update(W, x, i)
    V = W - np.diag(np.diag(W))
    yield "=", energy(W, y) - energy(W, x)
    yield "=", energy(V, y) - energy(V, x)
    yield "=", -2.0 * y[i] * (V[i] @ x)
    yield "<=", 0.0
