"""The right answers to the task `sorting`, for the judge alone."""


def insertion_sort(items):
    """Sort a list in place."""
    for i in range(1, len(items)):
        item = items[i]
        while i > 0 and items[i - 1] > item:
            items[i] = items[i - 1]
            i -= 1
        items[i] = item


def reverse(items):
    """Turn a list round in place."""
    items[:] = items[::-1]


def remove_all(items, value):
    """Remove all items that equal a value."""
    items[:] = [item for item in items if item != value]


def in_order(items):
    """Return the list as it should be sorted."""
    return sorted(items)


def turned(items):
    """Return the list as it should be turned round."""
    return list(reversed(items))


def without(items, value):
    """Return the list without a value."""
    return [item for item in items if item != value]
