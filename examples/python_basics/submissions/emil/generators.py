def fibonacci():
    numbers = [0, 1]
    while True:
        yield numbers[-2]
        numbers.append(numbers[-1] + numbers[-2])


def running_total(numbers):
    total, totals = 0, []
    for number in numbers:
        total += number
        totals.append(total)
    return totals


def take(items, n):
    result = []
    iterator = iter(items)
    while len(result) < n:
        try:
            result.append(next(iterator))
        except StopIteration:
            break
    return result
