def total(items):
    result, waiting = 0, list(items)
    while waiting:
        item = waiting.pop()
        if type(item) is list:
            waiting.extend(item)
        else:
            result += item
    return result


def depth(items):
    result = 1
    for item in items:
        if isinstance(item, list):
            result = 1 + depth(item)
    return result


def flatten(items):
    result = []
    for item in items:
        if isinstance(item, list):
            result.extend(number for number in item if not isinstance(number, list))
        else:
            result.append(item)
    return result
