"""A student's code as the worker has it, its text and the names of its pieces: only the sandbox knows the worker."""

from grader.worker.sources import Source, decode
from grader.worker.trace import place

__all__ = ["place", "text_of_module"]


def text_of_module(name: str, data: bytes) -> str:
    """Return the text of a module; "" where the bytes are none."""
    return decode(Source(name, data)).text
