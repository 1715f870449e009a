"""Other right answers, as students write them."""


def total_loop(items):
    """Add up in a loop."""
    result = 0
    for item in items:
        if isinstance(item, list):
            result += total_loop(item)
        else:
            result += item
    return result


def total_stack(items):
    """Keep what is still to be done in a list."""
    result, waiting = 0, list(items)
    while waiting:
        item = waiting.pop()
        if type(item) is list:
            waiting.extend(item)
        else:
            result += item
    return result


def depth_loop(items):
    """Remember the deepest."""
    deepest = 0
    for item in items:
        if isinstance(item, list):
            deepest = max(deepest, depth_loop(item))
    return deepest + 1


def depth_levels(items):
    """Unpack one level after the other."""
    levels, level = 0, [items]
    while level:
        levels += 1
        level = [item for inner in level for item in inner if isinstance(item, list)]
    return levels


def flatten_extend(items):
    """Extend by what is in a list."""
    result = []
    for item in items:
        if isinstance(item, list):
            result.extend(flatten_extend(item))
        else:
            result.append(item)
    return result


def flatten_first_and_rest(items):
    """Take the first item off."""
    if not items:
        return []
    first, rest = items[0], items[1:]
    if isinstance(first, list):
        return flatten_first_and_rest(first) + flatten_first_and_rest(rest)
    return [first, *flatten_first_and_rest(rest)]
