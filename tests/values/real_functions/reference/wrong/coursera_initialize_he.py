"""Known wrong solutions."""

import numpy as np


def initialize_parameters_he_by_rows(layers_dims):
    """Take the number of outputs."""
    generator, parameters = np.random.default_rng(), {}
    for layer in range(1, len(layers_dims)):
        shape = layers_dims[layer], layers_dims[layer - 1]
        parameters[f"W{layer}"] = generator.normal(0, np.sqrt(2 / shape[0]), shape)
        parameters[f"b{layer}"] = np.zeros((shape[0], 1))
    return parameters
