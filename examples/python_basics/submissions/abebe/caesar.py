from string import ascii_lowercase, ascii_uppercase


def encode(text, shift):
    moved = ""
    for sign in text:
        if sign in ascii_lowercase:
            sign = ascii_lowercase[(ascii_lowercase.index(sign) + shift) % 26]
        elif sign in ascii_uppercase:
            sign = ascii_uppercase[(ascii_uppercase.index(sign) + shift) % 26]
        moved += sign
    return moved


def decode(text, shift):
    return encode(text, -shift)
