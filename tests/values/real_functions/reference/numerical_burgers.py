"""Burgers' equation."""

import numpy as np


def burgers(u0, dx, dt, nu, nt=20):
    """Return all states."""
    states = [u0.copy()]
    for _ in range(nt):
        u = states[-1]
        left, right = np.roll(u, 1), np.roll(u, -1)
        states.append(u - u * dt / dx * (u - left) + nu * dt / dx**2 * (right - 2 * u + left))
    return states
