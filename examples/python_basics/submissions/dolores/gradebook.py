def averages(grades):
    result = {}
    for name in grades:
        if len(grades[name]) > 0:
            result[name] = sum(grades[name]) / len(grades[name])
    return result


def _means(grades):
    return {name: sum(points) / len(points) for name, points in grades.items() if points}


def best(grades):
    means = _means(grades)
    return [max(sorted(means), key=means.get)] if means else []


def passing(grades, limit):
    return {name for name, mean in _means(grades).items() if mean > limit}


def summary(grades):
    means = _means(grades)
    return len(grades), sum(means.values()) / len(means) if means else None
