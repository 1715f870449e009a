"""Known wrong solutions."""

import cmath


def solve_quad_by_the_formula(b, c):
    """Subtract whatever the sign."""
    root = cmath.sqrt(b * b - 4 * c)
    return (-b + root) / 2, (-b - root) / 2
