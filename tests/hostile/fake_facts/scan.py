import sys

import numpy as np

ODD = [
    {"type": {"a": [1]}, "text": 10**300, "frames": [{"file": [], "line": "x", "cell": {}, "name": None}]},
    {"type": None, "text": None, "frames": 5},
    {"type": "x" * 5000, "text": ["y"], "frames": {"0": 1}, "dtype": {}, "length": [], "ndim": "z"},
    {"frames": [None, 7, [], {"file": "a", "line": -(10**40)}, {"file": "scan.py", "line": 1.5, "cell": -1}]},
    {"frames": [{"file": "scan.py", "line": 2, "name": "\ud800", "values": {"a": 5, "b": "x" * 9000, "\udfff": "\ud800"}}]},
    {"frames": [{"file": "scan.py", "line": True, "values": ["a"]}, {"file": "scan.py", "line": 3, "values": [[]] * 99}]},
    {},
]
sys.modules["worker.calls"].describe_exception = lambda error, **_: ODD[hash(str(error)) % len(ODD)]
packing = sys.modules["worker.wire.packing"]
other = packing.AnswerPacker.other
packing.AnswerPacker.other = lambda self, form, facts: other(self, form, ODD[len(self) % len(ODD)])


def scan(x):
    if len(x) % 2:
        raise ValueError(len(x))
    return {"a": x}


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
