"""Known wrong answers, each with one slip; `tasks/gradebook.yaml` says which checks catch it."""


def _means(grades):
    return {name: sum(points) / len(points) for name, points in grades.items() if points}


def averages_with_zero(grades):
    """Give 0 to those without points."""
    return {name: sum(points) / max(len(points), 1) for name, points in grades.items()}


def averages_of_all(grades):
    """Divide by the number of names."""
    return {name: sum(points) / len(grades) for name, points in grades.items() if points}


def averages_rounded(grades):
    """Round to one decimal."""
    return {name: round(mean, 1) for name, mean in _means(grades).items()}


def best_only_one(grades):
    """Return the first of the best."""
    means = _means(grades)
    return [max(sorted(means), key=means.get)] if means else []


def best_unsorted(grades):
    """Keep the order of the gradebook."""
    means = _means(grades)
    return [name for name, mean in means.items() if mean == max(means.values())]


def passing_above(grades, limit):
    """Ask for more than the limit."""
    return {name for name, mean in _means(grades).items() if mean > limit}


def summary_of_means(grades):
    """Average the means."""
    means = _means(grades)
    return len(grades), sum(means.values()) / len(means) if means else None


def summary_of_names_with_points(grades):
    """Count those with points."""
    points = [point for points in grades.values() for point in points]
    return len(_means(grades)), sum(points) / len(points) if points else None
