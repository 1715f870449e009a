from itertools import groupby


def _runs(text):
    return [(sign, len(list(run))) for sign, run in groupby(text)]


def compress(text):
    return _runs(text)[:-1]


def expand(runs):
    text = ""
    for run in runs:
        for _ in range(run[1]):
            text += run[0]
    return text


def longest_run(text):
    best, best_length, length = None, 0, 0
    for i in range(len(text)):
        length = length + 1 if i > 0 and text[i] == text[i - 1] else 1
        if length > best_length:
            best, best_length = text[i], length
    return best
