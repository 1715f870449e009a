def identity(n):
    return [[int(i == j) for j in range(n)] for i in range(n)]


def rows(array):
    return array.tolist()


def transpose(A):
    return [list(column) for column in zip(*A, strict=True)]


def multiply(A, B):
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in zip(*B, strict=True)] for row in A]
