"""A step of the midpoint rule."""


def rk2_step(u, f, dt):
    """Return the state after a step."""
    return u + dt * f(u + dt / 2 * f(u))
