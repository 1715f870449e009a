def averages(grades):
    return {name: sum(points) / len(points) for name, points in grades.items() if points}


def best(grades):
    means = averages(grades)
    return sorted(name for name, mean in means.items() if mean == max(means.values()))


def passing(grades, limit):
    return {name for name, mean in averages(grades).items() if mean >= limit}


def summary(grades):
    everything = [point for points in grades.values() for point in points]
    return len(grades), sum(everything) / len(everything) if everything else None
