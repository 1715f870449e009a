"""Known wrong answers, each with one slip; `tasks/stack.yaml` says which checks catch it."""
# ruff: noqa: B006, RUF012, D102

PARTNER = {")": "(", "]": "[", "}": "{"}


class _Stack:
    def __init__(self, items=()):
        self.items = list(items)

    def push(self, item):
        self.items.append(item)

    def pop(self):
        return self.items.pop()

    def peek(self):
        return self.items[-1]

    def to_list(self):
        return list(self.items)

    def __len__(self):
        return len(self.items)


class Stack_queue(_Stack):
    """Take off what was put on first."""

    def pop(self):
        return self.items.pop(0)


class Stack_peek_removes(_Stack):
    """Take off where it must look only."""

    def peek(self):
        return self.items.pop()


class Stack_returns_none_when_empty(_Stack):
    """Return None where there is nothing."""

    def pop(self):
        return self.items.pop() if self.items else None

    def peek(self):
        return self.items[-1] if self.items else None


class Stack_class_attribute(_Stack):
    """Keep the items in the class."""

    items = []

    def __init__(self, items=()):
        self.items.extend(items)


class Stack_mutable_default(_Stack):
    """Keep the default list."""

    def __init__(self, items=[]):
        self.items = items if not items else list(items)


class Stack_keeps_the_list(_Stack):
    """Keep the list that was given."""

    def __init__(self, items=None):
        self.items = [] if items is None else items


class Stack_gives_its_list(_Stack):
    """Return the list itself."""

    def to_list(self):
        return self.items


def is_balanced_counts(text):
    """Count brackets."""
    return all(text.count(opening) == text.count(closing) for closing, opening in PARTNER.items())


def is_balanced_forgets_open(text):
    """Forget to look at the end."""
    stack = []
    for sign in text:
        if sign in "([{":
            stack.append(sign)
        elif sign in PARTNER and (not stack or stack.pop() != PARTNER[sign]):
            return False
    return True
