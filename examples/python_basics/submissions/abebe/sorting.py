def insertion_sort(items):
    for i in range(1, len(items)):
        item = items[i]
        while i > 0 and items[i - 1] > item:
            items[i] = items[i - 1]
            i -= 1
        items[i] = item


def reverse(items):
    items[:] = items[::-1]


def remove_all(items, value):
    items[:] = [item for item in items if item != value]
