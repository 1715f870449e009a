PARTNER = {")": "(", "]": "[", "}": "{"}


def is_balanced(text):
    return all(text.count(opening) == text.count(closing) for closing, opening in PARTNER.items())


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


class Stack(_Stack):

    def __init__(self, items=[]):
        self.items = items if not items else list(items)
