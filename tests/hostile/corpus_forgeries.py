"""Headers that a worker is made to send: whatever stands in one, it is data about a wrong answer."""

from pathlib import Path
from typing import Any

from itertools import product

SCAN = """
import numpy as np


def scan(x):
    return np.cumsum(x)


def scan_backward(grad_y):
    return np.cumsum(grad_y[::-1])[::-1]
"""
SOFTMAX = """
import numpy as np


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def log_softmax(x):
    z = x - np.max(x)
    return z - np.log(np.sum(np.exp(z)))


def shift_invariance(x, c):
    yield "=", softmax(x + c)
    yield "=", np.exp(x) * np.exp(c) / np.sum(np.exp(x) * np.exp(c))
    yield "=", softmax(x)
"""

# A patched `pack`, through which every frame goes.
FORGE = """
import json, sys, warnings
import numpy as np
service = sys.modules["worker.service"]
pack = service.pack
SEEN = {{}}


def forged(kind, request, header, *body):
    SEEN[kind.name] = SEEN.get(kind.name, 0) + 1
    if isinstance(header, dict):
        header = edit(kind.name, json.loads(json.dumps(header)))
    return pack(kind, request, header, *body)


def edit(kind, header):
    {edit}
    return header


service.pack = forged
"""
WARN = """
def scan(x):
    warnings.warn("careful")
    raise ValueError("no")


def scan_backward(grad_y):
    warnings.warn("careful")
    return {"a": 1}
"""


def forging(edit: Any, then: Any = WARN, first: str = "", last: str = "") -> Any:
    """Return a file that changes the headers that its worker sends."""
    return first + FORGE.format(edit=edit.replace("\n", "\n    ")) + then + last


ODD = {
    "surrogate": '"\\ud800"',
    "control": '"\\u001b[2J\\u0007\\u0000\\r::error::"',
    "huge": "1" + "0" * 300,
    "negative": "-1",
    "infinite": "1e999",
    "real": "1.5",
    "true": "true",
    "none": "null",
    "list": '[[], "\\udfff", 5]',
    "object": '{"\\ud800": {"\\ud800": 1e999}}',
    "long": '"' + "x" * 20_000 + '"',
    "text": '"a"',
    "zero": "0",
}
PLACES = {
    "LOADED": (
        "files", "files.0", "files.0.name", "files.0.state", "files.0.encoding", "files.0.problem", "files.0.lost",
        "files.0.failed", "files.0.failures", "functions", "functions.scan", "functions.scan.file",
        "functions.scan.line", "functions.scan.cell", "functions.scan.signature", "functions.scan.fits",
        "functions.scan.empty", "functions.scan.also", "names", "names.0.name", "names.0.file", "names.0.form",
        "names.0.signature",
    ),
    "PART": (
        "group", "first", "count", "data", "facts", "facts.0", "facts.0.type", "facts.0.text", "facts.0.frames",
        "facts.0.frames.0", "facts.0.frames.0.file", "facts.0.frames.0.line", "facts.0.frames.0.name",
        "facts.0.frames.0.values", "facts.0.dtype", "facts.0.ndim", "facts.0.length", "fact_of", "fact_of.0",
    ),
    "DONE": (
        "changed", "changed.0", "changed.0.0", "changed.0.1", "changed.0.2", "yields", "yields.0", "yields.0.0",
        "warned", "warned.0", "warned.0.text", "warned.0.kind", "warned.0.file", "warned.0.line", "warned.0.count",
        "warned.0.cell",
    ),
}  # fmt: skip
_SET = """
if kind == {kind!r}:
    if kind == "DONE":
        header["changed"] = [[0, 0, 0]]
    at, path = header, {path!r}.split(".")
    for step in path[:-1]:
        if isinstance(at, list):
            at = at[int(step)] if len(at) > int(step) else {{}}
        else:
            at = at.get(step, {{}})
    if isinstance(at, list) and int(path[-1]) < len(at):
        at[int(path[-1])] = "@@"
    elif isinstance(at, dict):
        at[path[-1]] = "@@"
    return json.dumps(header).replace('"@@"', {raw!r}).encode()
"""


def _fact(kind: str, path: Any, raw: Any, then: Any = WARN) -> Any:
    return forging(_SET.format(kind=kind, path=path, raw=raw).strip(), then)


_CHAIN = SOFTMAX.replace("import numpy as np", "").replace('yield "=", softmax(x)', 'yield "=", 2 * softmax(x)')
_CHAINS = ("yields", "yields.0", "yields.0.0", "yields.0.1", "yields.0.0.text", "yields.0.1.line", "yields.0.2.bare")
_BROKEN = "import no_such_module_at_all\nprint(undefined)\n" + WARN
_PROBLEM = "files.0.problem."
_BROKEN_PLACES = (
    *(_PROBLEM + key for key in ("kind", "line", "source", "type", "text", "name", "cell")),
    "files.0.lost.0", "files.0.lost.0.line", "files.0.lost.0.type", "files.0.lost.0.text", "files.0.lost.0.cell",
)  # fmt: skip
FACTS = {
    f"facts-{kind}-{path}-{name}": {"scan.py": _fact(kind, path, raw)}
    for kind, paths in PLACES.items()
    for path, (name, raw) in product(paths, ODD.items())
}
MORE_FACTS = {
    **{
        f"lines-DONE-{path}-{name}": {"softmax.py": _fact("DONE", path, raw, _CHAIN)}
        for path, (name, raw) in product(_CHAINS, ODD.items())
    },
    **{
        f"facts-LOADED-{path}-{name}": {"scan.py": _fact("LOADED", path, raw, _BROKEN)}
        for path, (name, raw) in product(_BROKEN_PLACES, ODD.items())
    },
}
