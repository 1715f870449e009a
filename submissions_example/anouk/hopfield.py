"""Assignment 1, Hopfield networks."""
import numpy as np


def local_field(W, x, i):
    # the sum over all j except i
    return W[i] @ x - W[i, i] * x[i]


def energy(W, x):
    return -0.5 * x @ W @ x


def update(W, x, i):
    new = x.copy()
    h = local_field(W, x, i)
    if h > 0:
        new[i] = 1.0
    elif h < 0:
        new[i] = -1.0
    return new  # h = 0: keep what was there


def energy_change(W, x, i):
    h = local_field(W, x, i)
    if x[i] * h >= 0:
        return 0.0
    return 2 * x[i] * h


def run(W, x):
    states = [x.copy()]
    while True:
        state = states[-1].copy()
        for i in range(len(state)):
            state = update(W, state, i)
        if np.array_equal(state, states[-1]):
            return np.array(states)
        states.append(state)


def energy_drop(W, x, i):
    new = update(W, x, i)
    h = local_field(W, x, i)
    yield "=", energy(W, new) - energy(W, x)
    # only terms with x_i: twice the off-diagonal ones (W symmetric), once the diagonal one
    yield "=", -0.5 * (2 * new[i] * h + W[i, i] * new[i] ** 2 - 2 * x[i] * h - W[i, i] * x[i] ** 2)
    # x_i^2 = 1, the diagonal cancels
    yield "=", -(new[i] - x[i]) * h
    yield "=", x[i] * h - abs(h)
    yield "<=", 0.0
