"""`python -m grader` and the command `grader`."""

from __future__ import annotations

import gc
import os

# What is imported stays, and is most of what there is: looking through it for garbage again and again takes a twentieth
# of a short command.
gc.set_threshold(100_000, 20, 20)
# pydantic would look through all installed packages for plug-ins at every start, and none is wanted here.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from grader.cli import main  # noqa: E402 - what stands above is for this import

if __name__ == "__main__":
    main()
