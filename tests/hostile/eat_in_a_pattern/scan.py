import re

import numpy as np


def scan(x):
    return re.match("(a*)*$", "a" * 50 + "b")


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
