"""Known wrong solutions."""


def affine_backward_in_rows(dout, cache):
    """Leave the gradient of the inputs in rows."""
    x, w, _ = cache
    return dout @ w.T, x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
