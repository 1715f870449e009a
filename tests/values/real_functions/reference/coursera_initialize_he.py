"""Random weights of a network."""

import numpy as np


def initialize_parameters_he(layers_dims):
    """Return weights and biases."""
    generator, parameters = np.random.default_rng(), {}
    for layer in range(1, len(layers_dims)):
        shape = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = generator.normal(0, np.sqrt(2 / shape[1]), shape)
        parameters[f"b{layer}"] = np.zeros((shape[0], 1))
    return parameters


def shapes(parameters):
    """Return the shape of each array."""
    return {name: array.shape for name, array in parameters.items()}


def standardised(parameters, layers_dims):
    """Return the weights, each divided by its deviation."""
    weights = [parameters[f"W{layer}"] * np.sqrt(layers_dims[layer - 1] / 2) for layer in range(1, len(layers_dims))]
    return np.concatenate([array.reshape(-1) for array in weights])
