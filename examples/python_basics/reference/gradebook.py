"""The right answers to the task `gradebook`, for the judge alone."""


def averages(grades):
    """Return the mean of each name that has points."""
    return {name: sum(points) / len(points) for name, points in grades.items() if points}


def best(grades):
    """Return the names with the largest mean."""
    means = averages(grades)
    return sorted(name for name, mean in means.items() if mean == max(means.values()))


def passing(grades, limit):
    """Return the names whose mean is at least the limit."""
    return {name for name, mean in averages(grades).items() if mean >= limit}


def summary(grades):
    """Return the number of names and the mean of all points."""
    everything = [point for points in grades.values() for point in points]
    return len(grades), sum(everything) / len(everything) if everything else None


def has_one_good_result(grades, limit):
    """Return whether somebody has a result of at least the limit and a mean below it: a feature of cases."""
    return any(max(grades[name]) >= limit > mean for name, mean in averages(grades).items())


def has_one_bad_result(grades, limit):
    """Return whether somebody has a result below the limit and a mean of at least it: a feature of cases."""
    return any(min(grades[name]) < limit <= mean for name, mean in averages(grades).items())
