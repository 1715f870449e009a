"""The pytest plugin of the portable run: on Linux, a system that is not POSIX; elsewhere, the system as it is.

python -m tests.portable
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.portable.blocking import block_for_grader

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
VARIABLE = "GRADER_TEST_PORTABLE"
_INTERPRETER = """#!/bin/sh
exec "{python}" -s -P -X utf8 "{main}" "$@"
"""


def pytest_configure(config: Any) -> None:
    """Choose the portable link for every worker, and block what only POSIX has."""
    os.environ["GRADER_LINK"] = "portable"
    if not sys.platform.startswith("linux"):
        return
    folder = tempfile.TemporaryDirectory(prefix="grader-portable-")
    config.add_cleanup(folder.cleanup)
    interpreter = Path(folder.name, "python")
    interpreter.write_text(_INTERPRETER.format(python=sys.executable, main=HERE / "worker_main.py"))
    interpreter.chmod(0o755)
    os.environ |= {VARIABLE: "1", "GRADER_PYTHON": str(interpreter), "PYTHONPATH": f"{HERE / 'site'}{os.pathsep}{ROOT}"}
    block_for_grader()
