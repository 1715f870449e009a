import numpy as np


def offdiag(W):
    return W - np.diag(np.diag(W))


def energy(W, x):
    return np.einsum("i,ij,j->", x, W, x) * -0.5


def update(W, x, i):
    h = np.einsum("j,j->", offdiag(W)[i], x)
    return np.where(np.arange(len(x)) == i, 1.0 if h >= 0 else -1.0, x)


def energy_change(W, x, i):
    y = update(W, x, i)
    return float((x - y) @ offdiag(W) @ x)


def run(W, x):
    # one row only if x is a fixpoint
    W0 = offdiag(W)
    rows = x[None, :].copy()
    while (rows[-1] * (W0 @ rows[-1])).min() < 0:
        y = rows[-1].copy()
        for i in range(y.size):
            y[i] = 1.0 if W0[i] @ y >= 0 else -1.0
        rows = np.vstack([rows, y])
    return rows


def energy_drop(W, x, i):
    y = update(W, x, i)
    d = y - x
    yield "==", energy(W, y) - energy(W, x)
    yield "==", -np.einsum("i,ij,j->", d, W, x) - np.einsum("i,ij,j->", d, W, d) / 2
    yield "==", -d[i] * (offdiag(W) @ x)[i]
    yield "≤", 0
