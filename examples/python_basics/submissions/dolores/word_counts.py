from collections import Counter


def word_counts(text):
    return dict(Counter(text.lower().split()))


def _counts(text):
    return Counter(word for word in (part.strip(".,!?").lower() for part in text.split()) if word)


def most_frequent(text):
    counts = _counts(text)
    return max(counts, key=counts.get, default=None)


def word_counts_loop(text):
    counts = {}
    for part in text.lower().split():
        word = part.strip("!?,.")
        if word != "":
            if word not in counts:
                counts[word] = 0
            counts[word] += 1
    return counts


def words_of_length(text):
    found = {}
    for word in word_counts_loop(text):
        found.setdefault(len(word), set()).add(word)
    return found
