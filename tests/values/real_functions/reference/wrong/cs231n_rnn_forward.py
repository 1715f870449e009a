"""Known wrong solutions."""

import numpy as np


def rnn_forward_with_the_first_state(x, h0, Wx, Wh, b):
    """Begin at h0 at each time."""
    return np.tanh(x @ Wx + (h0 @ Wh)[:, None, :] + b), None
