import numpy as np


def sgd_step(params, grads, lr):
    return {key: value - lr * grads[key] for key, value in params.items()}


def clip(grads, limit):
    norm = np.sqrt(sum(np.sum(value**2) for value in grads.values()))
    factor = limit / norm if norm > limit else 1.0
    return {key: factor * value for key, value in grads.items()}


def momentum_step(params, grads, velocity, lr, mu):
    velocity = {key: mu * value - lr * grads[key] for key, value in velocity.items()}
    return {key: value + velocity[key] for key, value in params.items()}, velocity
