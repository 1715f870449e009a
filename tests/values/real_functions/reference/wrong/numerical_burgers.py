"""Known wrong solutions."""

import numpy as np


def burgers_without_the_first_state(u0, dx, dt, nu, nt=20):
    """Return what comes after the first."""
    states, u = [], u0
    for _ in range(nt):
        left, right = np.roll(u, 1), np.roll(u, -1)
        u = u - u * dt / dx * (u - left) + nu * dt / dx**2 * (right - 2 * u + left)
        states.append(u)
    return states
