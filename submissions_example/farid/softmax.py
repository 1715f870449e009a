import math


def softmax(x):
    m = max(x)
    e = [math.exp(v - m) for v in x]
    return [v / sum(e) for v in e]


def log_softmax(x):
    m = max(x)
    s = math.log(sum(math.exp(v - m) for v in x))
    return [v - m - s for v in x]
