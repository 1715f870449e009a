import numpy as np


print("loading softmax " * 200)


def softmax(x):
    for i, v in enumerate(x):
        print("score", i, "is", v, "=" * 500)
    e = np.exp(x - np.max(x))
    print(e / np.sum(e))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))
