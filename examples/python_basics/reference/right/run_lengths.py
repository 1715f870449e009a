"""Other right answers, as students write them."""


def compress_loop(text):
    """Count until the sign changes."""
    if text == "":
        return []
    runs, before, count = [], text[0], 0
    for sign in text:
        if sign == before:
            count += 1
        else:
            runs.append((before, count))
            before, count = sign, 1
    runs.append((before, count))
    return runs


def compress_last_tuple(text):
    """Replace the last tuple by a larger one."""
    runs = []
    for sign in text:
        if runs and runs[-1][0] == sign:
            runs[-1] = (sign, runs[-1][1] + 1)
        else:
            runs.append((sign, 1))
    return runs


def expand_loop(runs):
    """Add sign by sign."""
    text = ""
    for run in runs:
        for _ in range(run[1]):
            text += run[0]
    return text


def longest_run_loop(text):
    """Remember the longest so far."""
    best, best_length, length = None, 0, 0
    for i in range(len(text)):
        length = length + 1 if i > 0 and text[i] == text[i - 1] else 1
        if length > best_length:
            best, best_length = text[i], length
    return best
