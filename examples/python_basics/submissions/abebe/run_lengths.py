from itertools import groupby


def compress(text):
    return [(sign, len(list(run))) for sign, run in groupby(text)]


def expand(runs):
    return "".join(sign * count for sign, count in runs)


def longest_run(text):
    sign, _ = max(compress(text), key=lambda run: run[1], default=(None, 0))
    return sign
