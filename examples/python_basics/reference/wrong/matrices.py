"""Known wrong answers, each with one slip; `tasks/matrices.yaml` says which checks catch it."""


def identity_one_row(n):
    """Repeat one row."""
    result = [[0] * n] * n
    for i in range(n):
        result[i][i] = 1
    return result


def transpose_square_only(A):
    """Take as many rows as A has."""
    return [[A[j][i] for j in range(len(A))] for i in range(min(len(A), len(A[0])))]


def transpose_of_tuples(A):
    """Leave the rows as zip gives them."""
    return list(zip(*A, strict=True))


def transpose_reversed(A):
    """Turn the matrix by a right angle."""
    return [list(column) for column in zip(*A[::-1], strict=True)]


def multiply_entrywise(A, B):
    """Multiply entry by entry."""
    return [[a * b for a, b in zip(first, second, strict=False)] for first, second in zip(A, B, strict=False)]


def multiply_without_sum(A, B):
    """Assign where it must add."""
    return [[row[-1] * column[-1] for column in zip(*B, strict=True)] for row in A]


def multiply_transposed(A, B):
    """Take rows of B for columns."""
    return [[sum(a * b for a, b in zip(row, other, strict=False)) for other in B] for row in A]
