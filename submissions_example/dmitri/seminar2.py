import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]


if __name__ == "__main__":
    print(softmax(np.array([1.0, 2.0, 3.0])))
    print(scan_backward(np.array([1.0, 2.0, 3.0])))
