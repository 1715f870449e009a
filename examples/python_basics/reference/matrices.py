"""The right answers to the task `matrices`, for the judge alone."""


def identity(n):
    """Return the identity matrix of n rows."""
    return [[int(i == j) for j in range(n)] for i in range(n)]


def transpose(A):
    """Return the matrix of the columns of A."""
    return [list(column) for column in zip(*A, strict=True)]


def multiply(A, B):
    """Return the product of A and B."""
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*B, strict=True)] for row in A]


def rows(array):
    """Return an array as a list of its rows: the input of a check."""
    return array.tolist()
