def scan(x):
    y, total = [], 0.0
    for v in x:
        total += v
        y.append(total)
    return y


def scan_backward(grad_y):
    return scan(grad_y[::-1])[::-1]
