"""Known wrong answers, each with one slip; `tasks/sorting.yaml` says which checks catch it."""


def insertion_sort_copy(items):
    """Sort a copy."""
    items = list(items)
    items.sort()


def insertion_sort_descending(items):
    """Turn the comparison round."""
    items.sort(reverse=True)


def insertion_sort_one_pass(items):
    """Walk through the list once."""
    for i in range(len(items) - 1):
        if items[i] > items[i + 1]:
            items[i], items[i + 1] = items[i + 1], items[i]


def insertion_sort_without_duplicates(items):
    """Go through a set."""
    items[:] = sorted(set(items))


def reverse_all_the_way(items):
    """Exchange every pair twice."""
    for i in range(len(items)):
        items[i], items[-1 - i] = items[-1 - i], items[i]


def reverse_name_only(items):
    """Change what the name means."""
    items = items[::-1]


def remove_all_first(items, value):
    """Remove one."""
    if value in items:
        items.remove(value)


def remove_all_skipping(items, value):
    """Remove under the feet of the loop."""
    for item in items:
        if item == value:
            items.remove(item)
