"""Known wrong answers, each with one slip; `tasks/nested_lists.yaml` says which checks catch it."""


def total_two_levels(items):
    """Go one level down and no deeper."""
    result = 0
    for item in items:
        if isinstance(item, list):
            result += sum(number for number in item if not isinstance(number, list))
        else:
            result += item
    return result


def total_of_the_first_list(items):
    """Return within the loop."""
    result = 0
    for item in items:
        if isinstance(item, list):
            return result + total_of_the_first_list(item)
        result += item
    return result


def depth_from_zero(items):
    """Count a flat list as 0."""
    return max((1 + depth_from_zero(item) for item in items if isinstance(item, list)), default=0)


def depth_of_the_last(items):
    """Forget the deepest list when another one follows."""
    result = 1
    for item in items:
        if isinstance(item, list):
            result = 1 + depth_of_the_last(item)
    return result


def depth_added(items):
    """Add up what stands side by side."""
    return 1 + sum(depth_added(item) for item in items if isinstance(item, list))


def flatten_one_level(items):
    """Unpack one level."""
    result = []
    for item in items:
        if isinstance(item, list):
            result.extend(number for number in item if not isinstance(number, list))
        else:
            result.append(item)
    return result


def flatten_lists_last(items):
    """Put the numbers of a list before those of its lists."""
    result = [item for item in items if not isinstance(item, list)]
    for item in items:
        if isinstance(item, list):
            result += flatten_lists_last(item)
    return result
