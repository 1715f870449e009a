"""A small course with everything that may lie in one's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import load_course

if TYPE_CHECKING:
    from grader.course.course import Course

SCAN = """\
id: scan
title: Backprop of scan
statement: The inclusive cumulative sum.
sizes: {n: [1, 9]}
functions:
  scan: {args: [x], returns: {array: [n]}}
inputs:
  x: {vector: n, uniform: [-8, 8], grid: 1/64}
cases: 20
checks:
  - {id: forward, title: the sums are right, points: 2, expect: "close(scan(x), ref.scan(x), scale=sum(abs(x)))"}
  - {id: secret, title: longer, points: 1, visibility: hidden, sizes: {n: [30, 40]},
     expect: "close(scan(x), ref.scan(x), scale=sum(abs(x)))"}
misconceptions:
  - {wrong: scan_backwards, fails: [forward], tells: Start with the first number.}
"""
DOUBLE = """\
id: double
title: Double
statement: Twice as much.
functions: {double: {args: [a]}}
inputs: {a: {real: [-8, 8], grid: 1/8}}
checks: [{id: twice, title: twice as much, points: 1, expect: "close(double(a), ref.double(a))"}]
"""
FILES = {
    "tasks/scan.yaml": SCAN,
    "tasks/double.yaml": DOUBLE,
    "reference/scan.py": "import numpy as np\n\n\ndef scan(x):\n    return np.cumsum(x)\n",
    "reference/double.py": "def double(a):\n    return 2 * a\n",
    "reference/wrong/scan.py": "import numpy as np\n\n\ndef scan_backwards(x):\n    return np.cumsum(x[::-1])[::-1]\n",
    "reference/right/scan.py": "import numpy as np\n\n\ndef scan(x):\n    return np.add.accumulate(x)\n",
    "reference/weights.csv": "1,2\n",
    "reference/.DS_Store": "junk",
    "reference/__pycache__/scan.cpython-311.pyc": "junk",
    "tests/test_scan.py": "def test_secret(): ...\n",
    "README.md": "# Ours\n",
    ".git/config": "[core]\n",
}


def write_course(folder: Path, **more: Any) -> Course:
    """Write the course into a folder, with other files or without some (None); return it loaded."""
    for name, text in {**FILES, **{key.replace("__", "/"): value for key, value in more.items()}}.items():
        if text is not None:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
    return load_course(Path(folder))
