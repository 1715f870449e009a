import numpy as np

# "every pair counts", so no 1/2 in my convention


def energy(W, x):
    return -np.dot(x, np.dot(W, x))


def h(W, x, i):
    return np.dot(W[i], x) - W[i, i] * x[i]


def update(W, x, i):
    y = x.copy()
    y[i] = np.where(h(W, x, i) >= 0, 1, -1)
    return y


def energy_change(W, x, i):
    y = update(W, x, i)
    return -0.5 * (y[i] - x[i]) * h(W, x, i)


def run(W, x):
    W = W - np.diag(np.diag(W))
    rows = [x]
    for sweep in range(50):  # it does not always stop by itself
        rows.append(np.where(W @ rows[-1] >= 0, 1.0, -1.0))
        if np.array_equal(rows[-1], rows[-2]):
            break
    return np.array(rows)


def energy_drop(W, x, i):
    y = update(W, x, i)
    yield "=", energy(W, y) - energy(W, x)
    yield "=", -2 * (y[i] - x[i]) * h(W, x, i)
    yield "<=", 0.0
