"""Known wrong solutions."""


def update_parameters_uphill(parameters, grads, learning_rate):
    """Add the slope."""
    return {name: value + learning_rate * grads["d" + name] for name, value in parameters.items()}
