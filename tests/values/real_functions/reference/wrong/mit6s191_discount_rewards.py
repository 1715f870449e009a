"""Known wrong solutions."""

import numpy as np


def discount_rewards_from_the_left(rewards, gamma=0.95):
    """Sum what was."""
    sums, total = np.zeros(len(rewards)), 0.0
    for time in range(len(rewards)):
        total = sums[time] = rewards[time] + gamma * total
    return sums
