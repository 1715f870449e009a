"""Other right answers, as students write them."""


class Stack_pairs:
    """A chain of pairs: an item, and what lies below it."""

    def __init__(self, items=None):
        self.top = None
        self.size = 0
        for item in items or []:
            self.push(item)

    def push(self, item):
        """Put a pair on top."""
        self.top = (item, self.top)
        self.size += 1

    def pop(self):
        """Take the top pair apart."""
        if self.top is None:
            raise IndexError("the stack is empty")
        item, self.top = self.top
        self.size -= 1
        return item

    def peek(self):
        """Return the first half of the top pair."""
        if self.top is None:
            raise IndexError("the stack is empty")
        return self.top[0]

    def to_list(self):
        """Walk down."""
        items, pair = [], self.top
        while pair is not None:
            items.append(pair[0])
            pair = pair[1]
        return items[::-1]

    def __len__(self):
        return self.size


class Stack_list(list):
    """A list with two more names."""

    def push(self, item):
        """Append."""
        self.append(item)

    def peek(self):
        """Return the last item."""
        return self[-1]

    def to_list(self):
        """Return a copy."""
        return list(self)


def is_balanced_replace(text):
    """Take pairs out until nothing changes."""
    text = "".join(sign for sign in text if sign in "()[]{}")
    while "()" in text or "[]" in text or "{}" in text:
        text = text.replace("()", "").replace("[]", "").replace("{}", "")
    return text == ""


def is_balanced_list(text):
    """Remember which bracket has to come."""
    expected = []
    for sign in text:
        if sign in "([{":
            expected.append(")]}"["([{".index(sign)])
        elif sign in ")]}" and (not expected or expected.pop() != sign):
            return False
    return not expected
