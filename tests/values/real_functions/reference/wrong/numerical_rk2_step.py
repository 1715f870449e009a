"""Known wrong solutions."""


def rk2_step_of_euler(u, f, dt):
    """Make an Euler step."""
    return u + dt * f(u)
