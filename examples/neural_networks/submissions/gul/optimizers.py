import numpy as np


def sgd_step(params, grads, lr):
    for key in params:
        params[key] -= lr * grads[key]
    return params


def clip(grads, limit):
    norms = {key: np.linalg.norm(value) for key, value in grads.items()}
    return {key: value * min(1.0, limit / max(norms[key], 1e-300)) for key, value in grads.items()}


def momentum_step(params, grads, velocity, lr, mu):
    new_params, new_velocity = {}, {}
    for key in params:
        v = mu * velocity[key] - lr * grads[key]
        new_velocity[key] = v
        new_params[key] = params[key] + v
    return new_params, new_velocity
