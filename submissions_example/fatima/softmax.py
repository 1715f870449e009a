import numpy as np

shift = lambda x: x - np.max(x)
softmax = lambda x: np.exp(shift(x)) / np.sum(np.exp(shift(x)))
log_softmax = lambda x: shift(x) - np.log(np.sum(np.exp(shift(x))))
