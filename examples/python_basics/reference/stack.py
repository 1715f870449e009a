"""The right answers to the task `stack`, for the judge alone."""

import random

PARTNER = {")": "(", "]": "[", "}": "{"}


class Stack:
    """A pile of items."""

    def __init__(self, items=()):
        self._items = list(items)

    def push(self, item):
        """Put an item on top."""
        self._items.append(item)

    def pop(self):
        """Take the top item off."""
        return self._items.pop()

    def peek(self):
        """Return the top item."""
        return self._items[-1]

    def to_list(self):
        """Return the items, the top one last."""
        return list(self._items)

    def __len__(self):
        return len(self._items)


def is_balanced(text):
    """Return whether all brackets are closed in order."""
    stack = Stack()
    for sign in text:
        if sign in PARTNER.values():
            stack.push(sign)
        elif sign in PARTNER and (len(stack) == 0 or stack.pop() != PARTNER[sign]):
            return False
    return len(stack) == 0


def listed(items):
    """Return the list of a stack that is made from these."""
    return list(items)


def pushed(items, item):
    """Return a list with an item more."""
    return [*items, item]


def mostly_balanced(text, seed):
    """Return brackets that are balanced in about half of the cases: the input of a check."""
    stream = random.Random(seed)
    if stream.random() < 0.4:
        return text
    for _ in range(stream.randint(0, 3)):
        opening, closing = stream.choice(["()", "[]", "{}"])
        text = stream.choice([f"{opening}{closing}", f"{opening}{text}{closing}", f"{text}{opening}a{closing}"])
    return text


def differs_by_kind(text):
    """Return whether a text is balanced only where all brackets count as one kind: a feature of cases."""
    return not is_balanced(text) and is_balanced(text.translate(str.maketrans("[{]}", "(())")))


def differs_by_others(text):
    """Return whether the round brackets of a text are balanced and the text is not: a feature of cases."""
    return not is_balanced(text) and is_balanced("".join(sign for sign in text if sign in "()"))
