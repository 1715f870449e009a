"""A cookie jar."""


class Jar:
    """A cookie jar."""

    def __init__(self, capacity=12):
        """Begin empty."""
        self.capacity, self.size = capacity, 0

    def __str__(self):
        """Return a sign for each cookie."""
        return "#" * self.size

    def deposit(self, n):
        """Add cookies."""
        if self.size + n > self.capacity:
            raise ValueError("too many")
        self.size += n

    def withdraw(self, n):
        """Take cookies."""
        if n > self.size:
            raise ValueError("too few")
        self.size -= n
