"""Other right answers, as students write them."""

from itertools import accumulate


def fibonacci_list():
    """Remember all of them."""
    numbers = [0, 1]
    while True:
        yield numbers[-2]
        numbers.append(numbers[-1] + numbers[-2])


def running_total_accumulate(numbers):
    """Leave it to the library."""
    yield from accumulate(numbers)


def running_total_iterator(numbers):
    """Return an iterator, which is as good as a generator."""
    return accumulate(numbers)


def take_loop(items, n):
    """Stop before the item that is too many."""
    result = []
    iterator = iter(items)
    while len(result) < n:
        try:
            result.append(next(iterator))
        except StopIteration:
            break
    return result


def take_zip(items, n):
    """Count along."""
    return [item for _, item in zip(range(n), items)]
