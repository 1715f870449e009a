"""Known wrong answers, each with one slip; `tasks/optimizers.yaml` says which checks catch it."""

import numpy as np


def sgd_step_uphill(params, grads, lr):
    """Add the gradient."""
    return {key: value + lr * grads[key] for key, value in params.items()}


def sgd_step_in_place(params, grads, lr):
    """Write into the old arrays."""
    for key in params:
        params[key] -= lr * grads[key]
    return params


def sgd_step_without_rate(params, grads, lr):
    """Forget the learning rate."""
    return {key: value - grads[key] for key, value in params.items()}


def clip_each(grads, limit):
    """Clip each array by itself."""
    norms = {key: np.linalg.norm(value) for key, value in grads.items()}
    return {key: value * min(1.0, limit / max(norms[key], 1e-300)) for key, value in grads.items()}


def clip_always(grads, limit):
    """Stretch short gradients."""
    norm = np.sqrt(sum(np.sum(value**2) for value in grads.values()))
    return {key: value * limit / max(norm, 1e-300) for key, value in grads.items()}


def clip_entries(grads, limit):
    """Cut off every entry."""
    return {key: np.clip(value, -limit, limit) for key, value in grads.items()}


def momentum_step_old_velocity(params, grads, velocity, lr, mu):
    """Move by the old velocity."""
    new = {key: mu * value - lr * grads[key] for key, value in velocity.items()}
    return {key: value + velocity[key] for key, value in params.items()}, new


def momentum_step_without_rate(params, grads, velocity, lr, mu):
    """Forget the learning rate."""
    velocity = {key: mu * value - grads[key] for key, value in velocity.items()}
    return {key: value + velocity[key] for key, value in params.items()}, velocity


def momentum_step_average(params, grads, velocity, lr, mu):
    """Weigh with 1 - mu."""
    velocity = {key: mu * value - (1 - mu) * lr * grads[key] for key, value in velocity.items()}
    return {key: value + velocity[key] for key, value in params.items()}, velocity
