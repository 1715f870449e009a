"""`python -m grader` and the command `grader`."""

from __future__ import annotations

import os

# pydantic would look through all installed packages for plug-ins at every start, and none is wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from grader.cli import main

if __name__ == "__main__":
    main()
