import numpy as np
from numpy.typing import NDArray


def softmax(x: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    z = x - np.max(x, axis=axis, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=axis, keepdims=True))
