"""Other right answers, as students write them."""

import string


def encode_ord(text, shift):
    """Count with the numbers of signs."""
    result = []
    for sign in text:
        if "a" <= sign <= "z":
            sign = chr((ord(sign) - ord("a") + shift) % 26 + ord("a"))
        elif "A" <= sign <= "Z":
            sign = chr((ord(sign) - ord("A") + shift) % 26 + ord("A"))
        result.append(sign)
    return "".join(result)


def encode_translate(text, shift):
    """Make a table of all letters."""
    k = shift % 26
    small, large = string.ascii_lowercase, string.ascii_uppercase
    return text.translate(str.maketrans(small + large, small[k:] + small[:k] + large[k:] + large[:k]))


def decode_back(text, shift):
    """Encode all the way round."""
    return encode_ord(text, 26 - shift)


def decode_search(text, shift):
    """Find the letter that became this one."""
    table = {encode_ord(letter, shift): letter for letter in string.ascii_letters}
    return "".join(table.get(sign, sign) for sign in text)
