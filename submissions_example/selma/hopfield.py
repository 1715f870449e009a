import numpy as np


class HopfieldNetwork:
    def __init__(self, W):
        self.W = W

    def energy(self, x):
        return -0.5 * x @ self.W @ x

    def update(self, x, i):
        y = x.copy()
        h = self.W[i] @ x - self.W[i, i] * x[i]
        y[i] = 1.0 if h >= 0 else -1.0
        return y

    def run(self, x):
        rows = [x]
        while True:
            y = rows[-1]
            for i in range(len(x)):
                y = self.update(y, i)
            rows.append(y)
            if np.array_equal(rows[-1], rows[-2]):
                return np.array(rows)


def energy_change(W, x, i):
    network = HopfieldNetwork(W)
    return network.energy(network.update(x, i)) - network.energy(x)
