"""Attacks as tables: many small variants of a kind, each a few files that are generated here.

`attacks.py` holds attacks that deserve a folder and an expectation of their own.  Those here are expected to end like
any other submission: with a result, without `judge_error`, without points that they have not earned, and without costing
the judge more than a little time.  `CORPUS` has them by name; the part before the dash is the kind.
"""

from pathlib import Path
from typing import Any

import json
from dataclasses import dataclass, field
from itertools import product

from tests.hostile.corpus_forgeries import FACTS, MORE_FACTS, SCAN, SOFTMAX, WARN, forging
from tests.hostile.corpus_texts import TEXTS

@dataclass(frozen=True)
class Variant:
    """What is handed in, and what may come of it."""

    files: dict[Any, Any] = field(repr=False)
    most_points: float = 0.0
    """Points that it may have without marks by a person: what its honest part is worth."""


# Threads and processes: however they are made, there are few, and they end with the worker.

_RAW = """
import ctypes, mmap, os, threading, time
import numpy as np
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.clone.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p]
LIBC.syscall.restype = ctypes.c_long
PAUSE = ctypes.cast(LIBC.pause, ctypes.c_void_p)


def clones(count, flags, size=1024):
    stacks = mmap.mmap(-1, count * size)
    base = ctypes.addressof(ctypes.c_char.from_buffer(stacks))
    for number in range(count):
        if LIBC.clone(PAUSE, base + (number + 1) * size - 64, flags, None) < 0:
            break
    return stacks


def threads(count, stack=0):
    threading.stack_size(stack)
    try:
        for _ in range(count):
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except (RuntimeError, MemoryError):
        pass


def again(count, make):
    for _ in range(count):
        try:
            make()
        except (OSError, RuntimeError, MemoryError):
            return
"""
_PARTS = 0x100 | 0x200 | 0x400 | 0x800
_THREAD = _PARTS | 0x10000
_MAKERS = {
    "threads": "threads(3000)",
    "small-threads": "threads(3000, 32768)",
    "huge-threads": "threads(3000, 1 << 28)",
    "raw-clone": f"KEEP = clones(3000, {_THREAD | 0x40000})",
    "raw-clone-settls": f"KEEP = clones(3000, {_THREAD | 0x80000 | 0x100000 | 0x200000})",
    "raw-clone-tiny": f"KEEP = clones(6000, {_THREAD | 0x40000}, 256)",
    "vm-clone": f"KEEP = clones(500, {_PARTS | 17})",
    "vfork-clone": f"KEEP = clones(500, {0x100 | 0x4000 | 17})",
    "untraced-clone": f"KEEP = clones(3000, {_THREAD | 0x800000})",
    "parent-clone": f"KEEP = clones(500, {0x8000 | 17})",
    "io-clone": f"KEEP = clones(3000, {_THREAD | 0x80000000 - (1 << 32)})",
    "forks": "again(3000, os.fork)",
    "vforks": "again(3000, lambda: LIBC.syscall(58) < 0 and again(0, None))",
    "clone3": "again(3000, lambda: LIBC.syscall(435, 0, 88))",
    "timers": "[LIBC.timer_create(0, None, ctypes.byref(ctypes.c_void_p())) for _ in range(3000)]",
    "pipes": "again(3000, os.pipe)",
    "eventfds": "again(3000, lambda: os.eventfd(0))",
    "pool": (
        "from concurrent.futures import ThreadPoolExecutor\nPOOL = ThreadPoolExecutor(2000)\n"
        "again(2000, lambda: POOL.submit(time.sleep, 60))"
    ),
    "endless": (
        "def spawn():\n    while True:\n        try:\n            threading.Thread(target=spawn, daemon=True).start()\n"
        "        except (RuntimeError, MemoryError):\n            time.sleep(0.01)\nspawn_one = threading.Thread(\n"
        "    target=spawn, daemon=True)\nspawn_one.start()"
    ),
    "subprocesses": "import subprocess\nagain(3000, lambda: subprocess.Popen(['/bin/true']))",
    "multiprocessing": "import multiprocessing\nagain(300, lambda: multiprocessing.Process(target=time.sleep).start())",
}


def _in_a_call(code: str, then: str = "return np.cumsum(x)") -> Any:
    body = code.replace("\n", "\n    ")
    return f"{_RAW}\ndef scan(x):\n    {body}\n    {then}\n\n\ndef scan_backward(grad_y):\n    return scan(grad_y[::-1])[::-1]\n"


_THREADS = {
    **{f"threads-{name}-loaded": {"scan.py": f"{_RAW}\n{code}\n{SCAN}"} for name, code in _MAKERS.items()},
    **{f"threads-{name}-called": {"scan.py": _in_a_call(code)} for name, code in _MAKERS.items()},
}

# The judge's time: what a worker or a file makes the judge do.

_LETTERS = "a" * 20_000
_SLOW = ("punycode", "idna")
_ENTRY = '{"text": "w%d" % n, "kind": "W", "file": "scan.py", "line": 1 + n % 50, "count": 1}'
_WARNED = f'if kind == "DONE":\n    header["warned"] = [{_ENTRY} for n in range(500)]'
_FRAMED = (
    'frames = [{"file": "scan.py", "line": 1 + n % 20, "name": "f", "values": {"v%d" % k: "x" * 150 for k in range(9)}}'
    ' for n in range(12)]\nif kind == "PART":\n    header["facts"] = [{"type": "E", "text": "t", "frames": frames}]\n'
    '    header["fact_of"] = {str(k): 0 for k in range(header["count"])}'
)
_CODECS = (
    "punycode", "idna", "unicode_escape", "raw_unicode_escape", "utf-7", "utf_16", "utf-32-be", "hz", "iso2022_jp",
    "iso2022_kr", "gb18030", "big5hkscs", "shift_jisx0213", "euc_kr", "johab", "cp037", "mbcs", "undefined", "rot13",
    "zlib", "bz2", "hex", "base64", "palmos", "ptcp154", "koi8-r", "mac-roman", "cp1252", "utf-8-sig", "ascii", "no-such",
)  # fmt: skip
_JUDGE = {
    **{
        f"judge-decodes-{codec}": {
            "m.py": f"# coding: {codec}\n#{_LETTERS * (1 if codec in _SLOW else 20)}-{_LETTERS}\n",
            "scan.py": forging(f"{_WARNED}\n{_FRAMED}".replace("scan.py", "m.py").replace("1 + n % ", "1 + 0 * ")),
        }
        for codec in _CODECS
    },
    "judge-warnings": {"scan.py": forging(_WARNED, last="#\n" * 400_000)},
    "judge-frames": {"scan.py": forging(_FRAMED, last="#\n" * 400_000)},
    "judge-cells": {
        "scan.ipynb": json.dumps({
            "nbformat": 4, "nbformat_minor": 5, "metadata": {},
            "cells": [
                {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "execution_count": None,
                 "source": forging(_WARNED.replace('"file": "scan.py"', '"file": "scan.ipynb", "cell": 900')) if not n
                 else "#" * 900}
                for n in range(900)
            ],
        })
    },  # fmt: skip
    "judge-many-files": {f"m{n}.py": "#\n" * 2000 for n in range(150)} | {"scan.py": forging(_WARNED)},
    "judge-changed": {
        "scan.py": forging('if kind == "DONE":\n    header["changed"] = [[0, 0, n] for n in range(2400)]')
    },
    "judge-yields": {
        "softmax.py": forging(
            'if kind == "DONE":\n    header["yields"] = [[{"line": n, "text": "a" * 150, "bare": False}'
            " for n in range(300)]]",
            SOFTMAX.replace("import numpy as np", ""),
        )
    },
    "judge-nodes": {"scan.py": forging('header["more"] = [[]] * 9000')},
    "judge-depth": {
        "scan.py": forging('x = []\nfor _ in range(25):\n    x = [x]\nheader["more"] = [x] * 300')
    },
    "judge-keys": {"scan.py": forging('header |= {"k%d" % n: "\\ud800\\x1b" for n in range(2500)}')},
    "judge-escapes": {"scan.py": forging('header["more"] = "\\x01" * 10000')},
    "judge-digits": {"scan.py": forging('header["more"] = [10 ** 60] * 900')},
    "judge-facts": {
        "scan.py": forging(
            'if kind == "PART":\n    header["facts"] = [{"type": "T%d" % n, "text": "t" * 90} for n in range(300)]\n'
            '    header["fact_of"] = {str(n): n % 300 for n in range(4000)}'
        )
    },
    "judge-names": {
        "scan.py": forging("", SCAN) + "\n".join(f"def {'scam' * 12}{n}(x): pass" for n in range(4000))
    },
    "judge-near-names": {"scan.py": "\n".join(f"def sca{n}(x): pass" for n in range(6000))},
    "judge-prints": {"scan.py": SCAN.replace("return", 'print("\\x1b[2J" * 900); return', 1)},
    "judge-prints-lines": {"scan.py": SCAN.replace("return", 'print("\\n" * 9000, flush=True); return', 1)},
    "judge-prints-tracebacks": {
        "scan.py": SCAN.replace(
            "return", "print('Stack (most recent call first):\\n' * 250, flush=True); return", 1
        )
    },
    "judge-prints-places": {
        "scan.py": "import os\nimport numpy as np\n\n\ndef scan(x):\n    os.write(1, b'Current thread 0x1 (most recent call first):\\n'\n"
        "             + b'  File \"scan.py\", line 3 in f\\n' * 5000)\n    while True: pass\n"
    },
    "judge-parts": {
        "scan.py": "import sys\nsys.modules['worker.calls'].PART_ANSWERS = 1\nsys.modules['worker.calls'].PART_SECONDS = 0\n"
        + SCAN
    },
    "judge-parts-of-facts": {
        "scan.py": forging(
            'if kind == "PART":\n    header["more"] = ["\\ud800"] * 4000',
            first="import sys\nsys.modules['worker.calls'].PART_ANSWERS = 1\n",
        )
    },
    "judge-bytes-one-by-one": {
        "scan.py": "import os, sys\nservice = sys.modules['worker.service']\n\n\ndef write(self, pieces):\n"
        "    for piece in pieces:\n        for byte in bytes(piece):\n            os.write(self.channel, bytes([byte]))\n\n\n"
        "service.Service._write = write\n" + SCAN
    },
    "judge-huge-exception": {"scan.py": "def scan(x):\n    raise ValueError('x' * 10**7)\n"},
    "judge-endless-exception": {
        "scan.py": "class E(Exception):\n    def __str__(self):\n        return 'x' * 10**8\n\n\ndef scan(x):\n    raise E\n"
    },
    "judge-deep-code": {"scan.py": SCAN + "x = " + "(" * 90 + "1" + ")" * 90 + "\n" + "if 1:\n" + " pass\n" * 60_000},
    "judge-long-line": {"scan.py": SCAN + "#" + "x" * 900_000},
    "judge-lines": {"scan.py": SCAN + "\n" * 900_000},
    "judge-returns": {"scan.py": SCAN + "\r" * 900_000},
    "judge-separators": {"scan.py": SCAN + "#" + "\u2028\x0c\x1c" * 200_000},
    "judge-accents": {"scan.py": SCAN + "#" + "e\u0301" * 250_000},
}  # fmt: skip

_ANSWERS = {
    f"answers-{name}": {"softmax.py": SOFTMAX, "answers.md": text.encode("utf-8", "surrogatepass")}
    for name, text in TEXTS.items()
}
_CELLS = {
    f"cells-{name}": {
        "softmax.ipynb": json.dumps({
            "nbformat": 4, "nbformat_minor": 5, "metadata": {},
            "cells": [
                {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None, "source": SOFTMAX},
                {"cell_type": "markdown", "id": "b", "metadata": {}, "source": text},
            ],
        })
    }
    for name, text in TEXTS.items()
}  # fmt: skip

# Time: loads, reloads, hangs and small cases together have a budget.

_HANG = "while True: pass"
_LOADS = {
    "sleeps": "import time; time.sleep({})",
    "works": "import time\nuntil = time.thread_time() + {}\nwhile time.thread_time() < until: pass",
    "sleeps-in-a-class": "import time\nclass Slow:\n    time.sleep({})",
    "sleeps-in-a-default": "import time\ndef slow(x=time.sleep({})): return x",
    "sleeps-in-a-decorator": "import time\ndef slow(f):\n    time.sleep({})\n    return f\n@slow\ndef g(): pass",
}
_CALLS = {
    "hangs": _HANG,
    "sleeps": "import time; time.sleep(60)",
    "dies": "import os; os._exit(0)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "hangs-late": "if len(x) > 30:\n        while True: pass",
    "dies-late": "import os\n    if len(x) > 30: os._exit(1)",
    "raises-then-hangs": "global N\n    N = globals().get('N', 0) + 1\n    if N > 1:\n        while True: pass\n    raise ValueError",
    "floods": "print('x' * 2**25, flush=True)",
}
_TIME = {
    f"time-{load}-{seconds}-{call}": {
        "scan.py": f"import numpy as np\n{loads.format(seconds)}\ndef scan(x):\n    {calls}\n    return np.cumsum(x)\n\n\n"
        f"def scan_backward(x):\n    {calls}\n    return np.cumsum(x[::-1])[::-1]\n"
    }
    for (load, loads), seconds, (call, calls) in product(_LOADS.items(), (0.05, 0.9), _CALLS.items())
}
_MANY_SLOW_FILES = {
    f"time-files-{count}": {f"m{n}.py": "import time; time.sleep(60)" for n in range(count)} | {"scan.py": SCAN}
    for count in (3, 30)
}

HONEST = {"answers": 21.0, "cells": 21.0, "threads": 20.0, "judge": 21.0, "facts": 0.0, "lines": 20.0, "time": 20.0}
"""Points of the honest part of a kind."""
CORPUS = {
    name: Variant(files, HONEST[name.partition("-")[0]])
    for table in (_THREADS, _JUDGE, _ANSWERS, _CELLS, FACTS, MORE_FACTS, _TIME, _MANY_SLOW_FILES)
    for name, files in table.items()
}


def kinds() -> Any:
    """Return the names by kind."""
    found: dict[Any, Any] = {}
    for name in CORPUS:
        found.setdefault(name.partition("-")[0], []).append(name)
    return found


def write(folder: Path, name: str) -> None:
    """Hand in a variant."""
    for file, content in CORPUS[name].files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
