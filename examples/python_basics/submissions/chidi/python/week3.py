def identity(n):
    result = [[0] * n] * n
    for i in range(n):
        result[i][i] = 1
    return result


def transpose(A):
    result = [[] for _ in A[0]]
    for row in A:
        for j in range(len(row)):
            result[j].append(row[j])
    return result


def multiply(A, B):
    result = []
    for i in range(len(A)):
        row = []
        for j in range(len(B[0])):
            total = 0
            for k in range(len(B)):
                total += A[i][k] * B[k][j]
            row.append(total)
        result.append(row)
    return result


def to_roman(number):
    text = ""
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    letters = ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"]
    i = 0
    while number > 0:
        if number >= values[i]:
            text += letters[i]
            number -= values[i]
        else:
            i += 1
    return text


LETTERS = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def from_roman(numeral):
    values = [LETTERS[letter] for letter in numeral]
    return sum(-value if value < following else value for value, following in zip(values, values[1:], strict=False))
