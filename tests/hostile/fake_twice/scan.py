import sys

import numpy as np

service = sys.modules["worker.service"].Service
send = service._send
ON = []


def twice(self, kind, request, header, *body):
    send(self, kind, request, header, *body)
    if ON:
        send(self, kind, request, header, *body)


service._send = twice


def scan(x):
    ON[:] = [True]
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
