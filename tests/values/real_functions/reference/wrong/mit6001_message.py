"""Known wrong solutions."""


class Message_in_small_letters:
    """A text that loses its capitals."""

    def __init__(self, text):
        """Keep the text."""
        self.text = text

    def get_message_text(self):
        """Return the text."""
        return self.text

    def apply_shift(self, shift):
        """Return the shifted text, in small letters."""
        return "".join(chr((ord(s) - 97 + shift) % 26 + 97) if s.isalpha() else s for s in self.text.lower())
