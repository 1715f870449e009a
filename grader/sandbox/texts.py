"""A student's bytes as the text that the worker executes, for the rooms above: only the sandbox knows the worker."""

from grader.worker.sources import Source, decode


def text_of_module(name: str, data: bytes) -> str:
    """Return the text of a module; "" where the bytes are none."""
    return decode(Source(name, data)).text
