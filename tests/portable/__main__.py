"""Run the suites that hold on every system, with the portable link: `python -m tests.portable [PYTEST ARGUMENTS]`.

Paths among the arguments are run instead of all suites.
"""

import sys
from pathlib import Path

import pytest

SUITES = (
    "tests/portable",
    "tests/sandbox/test_conformance.py",
    "tests/cli/test_check.py",
    "tests/cli/test_check_run.py",
    "tests/cli/test_encoding.py",
    "tests/notebook",
    "tests/release",
    "tests/judge",
    "tests/domains",
    "tests/expressions",
    "tests/presentation",
    "tests/results",
)
"""Check, notebook and kit, what they stand on, and what starts no worker."""

if __name__ == "__main__":
    root = str(Path(__file__).parents[2])
    arguments = sys.argv[1:]
    suites = () if any(Path(argument.partition("::")[0]).exists() for argument in arguments) else SUITES
    sys.exit(pytest.main(["-p", "tests.portable.plugin", "--rootdir", root, *suites, *arguments]))
