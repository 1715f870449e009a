"""Roots of a quadratic."""

import cmath


def solve_quad(b, c):
    """Return the roots."""
    root = cmath.sqrt(b * b - 4 * c)
    large = max((-b + root) / 2, (-b - root) / 2, key=abs)
    return large, c / large


def are_roots(roots, b, c):
    """Return whether both are right, or a sentence."""
    right = sorted(solve_quad(b, c), key=lambda z: (round(z.real, 6), z.imag))
    for mine, root in zip(sorted(roots, key=lambda z: (round(z.real, 6), z.imag)), right, strict=True):
        if abs(mine - root) > 1e-6 * abs(root):
            return f"{mine:.6g} is not a root; {root:.6g} is"
    return True
