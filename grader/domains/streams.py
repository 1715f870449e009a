"""A named random stream for every case, so that editing one check moves no other and a case can be drawn alone."""

from __future__ import annotations

import hashlib

import numpy as np


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator of the stream that `seed` and `names` name.

    The key of a Philox generator is the BLAKE2b digest of the names, so streams of different names are independent
    for all purposes here, and equal on every machine.
    """
    text = "\0".join(str(part) for part in (seed, *names))
    key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")
    return np.random.Generator(np.random.Philox(key=key))
