import sys

import numpy as np

loader = sys.modules["worker.loader"]
load = loader.load


def forged(*args):
    loaded = load(*args)
    text = "<script>alert(1)</script>\x1b[31m\u202e"
    for entry in loaded.report["files"]:
        entry |= {"name": text, "state": text, "encoding": text, "problem": None}
    loaded.report["functions"]["scan"]["file"] = text
    loaded.report["names"] = [{**name, "name": text, "signature": text} for name in loaded.report["names"]]
    return loaded


loader.load = forged
sys.modules["worker.service"].loader.load = forged


def scan(x):
    return np.zeros(len(x))


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
