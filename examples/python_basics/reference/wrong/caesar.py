"""Known wrong answers, each with one slip; `tasks/caesar.yaml` says which checks catch it."""


def _moved(sign, shift):
    first = "A" if sign.isupper() else "a"
    return chr((ord(sign) - ord(first) + shift) % 26 + ord(first))


def encode_beyond_z(text, shift):
    """Do not begin again."""
    return "".join(chr(ord(sign) + shift) if sign.isalpha() else sign for sign in text)


def encode_all_small(text, shift):
    """Forget that letters were large."""
    return "".join(_moved(sign, shift) if sign.isalpha() else sign for sign in text.lower())


def encode_other_signs_too(text, shift):
    """Move every sign."""
    return "".join(_moved(sign, shift) for sign in text)


def encode_without_large_letters(text, shift):
    """Move small letters only."""
    return "".join(_moved(sign, shift) if sign.islower() else sign for sign in text)


def decode_forwards(text, shift):
    """Encode a second time."""
    return "".join(_moved(sign, shift) if sign.isalpha() else sign for sign in text)


def decode_letters_only(text, shift):
    """Leave out what is no letter."""
    return "".join(_moved(sign, -shift) for sign in text if sign.isalpha())
