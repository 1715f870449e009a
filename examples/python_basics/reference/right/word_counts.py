"""Other right answers, as students write them."""

from collections import Counter, defaultdict


def word_counts_loop(text):
    """Count in a dict."""
    counts = {}
    for part in text.lower().split():
        word = part.strip("!?,.")
        if word != "":
            if word not in counts:
                counts[word] = 0
            counts[word] += 1
    return counts


def word_counts_counter(text):
    """Return a Counter, which is a dict."""
    counts = Counter(part.strip(".,!?") for part in text.lower().split())
    del counts[""]
    return counts


def most_frequent_sorted(text):
    """Sort the words, and take the first of the largest counts."""
    counts = word_counts_loop(text)
    best = None
    for word in sorted(counts):
        if best is None or counts[word] > counts[best]:
            best = word
    return best


def most_frequent_by_maximum(text):
    """Find the largest count first."""
    counts = word_counts_loop(text)
    if not counts:
        return None
    largest = max(counts.values())
    return min(word for word in counts if counts[word] == largest)


def words_of_length_defaultdict(text):
    """Let a set appear where it is needed."""
    found = defaultdict(set)
    for word in word_counts_loop(text):
        found[len(word)].add(word)
    return found


def words_of_length_setdefault(text):
    """Do the same with a dict."""
    found = {}
    for word in word_counts_loop(text):
        found.setdefault(len(word), set()).add(word)
    return found
