"""The names of the LMSs alone: `--help` needs no client, and no library for requests."""

from __future__ import annotations

from typing import Final

CLIENT_MODULES: Final = {"canvas": "grader.lms.canvas", "moodle": "grader.lms.moodle"}
LMS_NAMES: Final = tuple(CLIENT_MODULES)
