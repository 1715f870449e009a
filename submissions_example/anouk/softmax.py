"""Assignment 2, softmax."""
import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def shift_invariance(x, c):
    yield "=", softmax(x + c)
    yield "=", np.exp(x + c - np.max(x + c)) / np.sum(np.exp(x + c - np.max(x + c)))
    yield "=", np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))
    yield "=", softmax(x)
