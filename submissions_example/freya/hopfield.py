# ties go down here (h = 0 gives -1), states are whole numbers
import numpy as np


def h(W, x, i):
    s = 0
    for j in range(len(x)):
        if j != i:
            s = s + W[i][j] * x[j]
    return s


def energy(W, x):
    e = 0
    for i in range(len(x)):
        for j in range(len(x)):
            e = e + x[i] * W[i][j] * x[j]
    return -e / 2   # -0.0 when e is 0, same thing


def update(W, x, i):
    y = [int(v) for v in x]
    y[i] = 1 if h(W, x, i) > 0 else -1
    return np.array(y)


def energy_change(W, x, i):
    return -0.0 + min(0.0, 2 * x[i] * h(W, x, i))


def run(W, x):
    x = [int(v) for v in x]
    rows = [list(x)]
    changed = True
    while changed:
        changed = False
        for i in range(len(x)):
            new = 1 if h(W, x, i) > 0 else -1
            if new != x[i]:
                x[i] = new
                changed = True
        rows.append(list(x))   # the last row is there twice
    return np.array(rows, dtype=int)


def energy_drop(W, x, i):
    y = update(W, x, i)
    yield "=", energy(W, y) - energy(W, x)
    yield "=", x[i] * h(W, x, i) - y[i] * h(W, x, i)
    if y[i] == x[i]:
        yield "=", 0.0 * h(W, x, i)
    else:
        yield "=", -2.0 * abs(h(W, x, i))
    yield "<=", 0.0
