def insertion_sort(items):
    for _ in items:
        for i in range(len(items) - 1):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]


def reverse(items):
    items = items[::-1]


def remove_all(items, value):
    for item in items:
        if item == value:
            items.remove(item)
