"""A named random stream for every case, so that editing one check moves no other and a case can be drawn alone."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator of the stream that `seed` and `names` name.

    The key of a Philox generator is the BLAKE2b digest of the names, so streams of different names are independent
    for all purposes here, and equal on every machine.
    """
    text = "\0".join(map(str, (seed, *names)))
    digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
    # numpy's own annotations forget the class that its documentation names for this.
    return np.random.Generator(np.random.Philox(_key_class()(digest)))


@cache
def _key_class() -> Any:
    """Return the class of a generator's key, defined where something is drawn: numpy imports its generators then."""

    class Key(np.random.bit_generator.ISeedSequence):
        """A key, handed over as a seed: Philox(key=...) asks the system for entropy first, and drops it."""

        def __init__(self, digest: bytes) -> None:
            self._digest = digest

        def generate_state(self, n_words: int, dtype: npt.DTypeLike = np.uint32) -> npt.NDArray[Any]:
            """Return the key: two words of 64 bits, which is what Philox asks for."""
            return np.frombuffer(self._digest, dtype=np.dtype(dtype).newbyteorder("<"))[:n_words].astype(dtype)

    return Key
