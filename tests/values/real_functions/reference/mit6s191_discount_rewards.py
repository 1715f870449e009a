"""Discounted rewards."""

import numpy as np


def discount_rewards(rewards, gamma=0.95):
    """Return the sums of what lies ahead."""
    sums, total = np.zeros(len(rewards)), 0.0
    for time in range(len(rewards) - 1, -1, -1):
        total = sums[time] = rewards[time] + gamma * total
    return sums
