import numpy


def energy(W, x):
    return -numpy.sum(numpy.triu(W, 1) * numpy.outer(x, x)) - numpy.trace(W) / 2


def update(W, x, i):
    x[i] = 1.0 if numpy.delete(W[i], i) @ numpy.delete(x, i) >= 0 else -1.0
    return x


def energy_change(W, x, i):
    old = energy(W, x)
    return energy(W, update(W, x.copy(), i)) - old


def run(W, x):
    rows = [x]
    while True:
        old = x.copy()
        for i in range(len(x)):
            update(W, x, i)
        rows.append(x)
        if numpy.array_equal(old, x):
            return numpy.array(rows)
