import numpy as np


def energy(W, x):
    return -(x * (W @ x)).sum() / 2


def update(W, x, i):
    new_x = np.copy(x)
    new_x[i] = np.sign(np.dot(W[i], x) - W[i][i] * x[i])
    return new_x


def energy_change(W, x, i):
    h = np.dot(W[i], x) - W[i][i] * x[i]
    return min(0, 2 * x[i] * h)


def run(W, x):
    all_x = [np.copy(x)]
    for t in range(50):
        new_x = all_x[-1]
        for i in range(len(x)):
            new_x = update(W, new_x, i)
        all_x.append(new_x)
        if np.all(all_x[-1] == all_x[-2]):
            break
    return np.array(all_x)


def energy_drop(W, x, i):
    h = np.dot(W[i], x) - W[i][i] * x[i]
    new_x = np.copy(x)
    new_x[i] = 1 if h >= 0 else -1
    yield "=", energy(W, new_x) - energy(W, x)
    yield "=", -(new_x[i] - x[i]) * np.dot(W[i], x)
    yield "<=", 0.0
