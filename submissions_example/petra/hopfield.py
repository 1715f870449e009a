import numpy as np


def h(W, x, i):
    return float(np.dot(W[i], x) - W[i, i] * x[i])


def energy(W, x):
    return float(-0.5 * np.dot(x, W).dot(x))


def update(W, x, i):
    y = x.copy()
    y[i] = 1.0 if h(W, x, i) >= 0 else -1.0
    return y


def energy_change(W, x, i):
    return x[i] * h(W, x, i) - abs(h(W, x, i))


def run(W, x):
    rows = [x]
    while len(rows) < 2 or not np.array_equal(rows[-1], rows[-2]):
        y = rows[-1]
        for i in reversed(range(len(x))):
            y = update(W, y, i)
        rows.append(y)
    return np.array(rows)


def energy_drop(W, x, i):
    before = energy(W, x)
    difference = energy(W, update(W, x, i)) - before
    yield "=", difference
    yield "=", x[i] * h(W, x, i) - abs(h(W, x, i))
    yield "<=", 0.0
