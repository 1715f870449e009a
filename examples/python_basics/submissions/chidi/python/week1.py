def is_palindrome(text):
    return text == "" or text[0] == text[-1]


def is_sentence_palindrome(text):
    kept = "".join(filter(str.isalnum, text.casefold()))
    return kept == "".join(reversed(kept))


def longest_palindrome(words):
    best = None
    for word in words:
        if word == word[::-1] and (best is None or len(word) >= len(best)):
            best = word
    return best


def encode(text, shift):
    result = []
    for sign in text:
        if "a" <= sign <= "z":
            sign = chr((ord(sign) - ord("a") + shift) % 26 + ord("a"))
        elif "A" <= sign <= "Z":
            sign = chr((ord(sign) - ord("A") + shift) % 26 + ord("A"))
        result.append(sign)
    return "".join(result)


def encode_ord(text, shift):
    result = []
    for sign in text:
        if "a" <= sign <= "z":
            sign = chr((ord(sign) - ord("a") + shift) % 26 + ord("a"))
        elif "A" <= sign <= "Z":
            sign = chr((ord(sign) - ord("A") + shift) % 26 + ord("A"))
        result.append(sign)
    return "".join(result)


def decode(text, shift):
    return encode_ord(text, 26 - shift)


if __name__ == "__main__":
    print(encode(input("Text: "), 3))
