"""A confidence interval."""

import numpy as np


def confidence_interval(coefs):
    """Return both ends."""
    return [float(end) for end in np.percentile(coefs, [2.5, 97.5])]
