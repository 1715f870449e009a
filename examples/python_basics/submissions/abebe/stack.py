PARTNER = {")": "(", "]": "[", "}": "{"}


class Stack:

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
    stack = Stack()
    for sign in text:
        if sign in PARTNER.values():
            stack.push(sign)
        elif sign in PARTNER and (len(stack) == 0 or stack.pop() != PARTNER[sign]):
            return False
    return len(stack) == 0
