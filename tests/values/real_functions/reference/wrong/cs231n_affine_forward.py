"""Known wrong solutions."""


def affine_forward_without_bias(x, w, b):
    """Leave the bias out."""
    return x.reshape(len(x), -1) @ w, (x, w, b)
