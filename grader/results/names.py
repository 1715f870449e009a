"""Names and ids as they are compared, whichever list, download or gradebook they come from."""

from __future__ import annotations

import re
import unicodedata


def folded(key: str) -> str:
    """Return an id as it is compared: spaces at its ends and the size of letters mean nothing."""
    return " ".join(key.split()).casefold()


def words_of(name: str) -> set[str]:
    """Return the words of a name; archives of some systems take letters and their accents apart."""
    return set(re.findall(r"\w+", unicodedata.normalize("NFC", name).casefold()))
