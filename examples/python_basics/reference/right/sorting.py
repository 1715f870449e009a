"""Other right answers, as students write them."""


def insertion_sort_swaps(items):
    """Exchange neighbours until all is in order."""
    for _ in items:
        for i in range(len(items) - 1):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]


def insertion_sort_smallest(items):
    """Bring the smallest of the rest to the front."""
    for i in range(len(items)):
        smallest = min(range(i, len(items)), key=items.__getitem__)
        items[i], items[smallest] = items[smallest], items[i]


def reverse_swaps(items):
    """Exchange pairs up to the middle."""
    for i in range(len(items) // 2):
        items[i], items[-1 - i] = items[-1 - i], items[i]


def reverse_method(items):
    """Leave it to the list."""
    items.reverse()


def remove_all_while(items, value):
    """Remove as long as there is one."""
    while value in items:
        items.remove(value)


def remove_all_backwards(items, value):
    """Go from the end, where nothing moves."""
    for i in range(len(items) - 1, -1, -1):
        if items[i] == value:
            del items[i]
