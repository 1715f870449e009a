"""Known wrong solutions."""


class Jar_without_bottom:
    """A jar that gives what it does not have."""

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
        self.size -= n
