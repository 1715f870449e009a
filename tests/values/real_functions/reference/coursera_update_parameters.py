"""A step of gradient descent."""


def update_parameters(parameters, grads, learning_rate):
    """Return the new parameters."""
    return {name: value - learning_rate * grads["d" + name] for name, value in parameters.items()}
