"""Messages in a shift cipher."""


def same(text):
    """Return the text."""
    return text


def shifted(text, shift):
    """Return the shifted text."""
    signs = []
    for sign in text:
        first = ord("a") if sign.islower() else ord("A")
        signs.append(chr((ord(sign) - first + shift) % 26 + first) if sign.isalpha() else sign)
    return "".join(signs)


class Message:
    """A text that can be shifted."""

    def __init__(self, text):
        """Keep the text."""
        self.text = text

    def get_message_text(self):
        """Return the text."""
        return self.text

    def apply_shift(self, shift):
        """Return the shifted text."""
        return shifted(self.text, shift)
