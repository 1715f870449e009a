class Stack:
    """A stack of items."""

    def __init__(self):
        self._items = []

    def push(self, item):
        """Put an item on top."""
        self._items.append(item)

    def pop(self):
        """Take the item on top."""
        return self._items.pop()

    def __len__(self):
        return len(self._items)
