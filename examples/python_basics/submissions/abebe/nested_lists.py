def total(items):
    return sum(total(item) if isinstance(item, list) else item for item in items)


def depth(items):
    return 1 + max((depth(item) for item in items if isinstance(item, list)), default=0)


def flatten(items):
    return [number for item in items for number in (flatten(item) if isinstance(item, list) else [item])]
