"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from grader.errors import UsageError


def write(path: Path, text: str, *, private: bool = False, grades: bool = False) -> None:
    """Write `text` as UTF-8, its line ends as they are; see `write_bytes`."""
    write_bytes(path, text.encode(), private=private, grades=grades)


def write_bytes(path: Path, data: bytes, *, private: bool = False, grades: bool = False) -> None:
    """Write `data` to `path` through a file beside it and a rename; with `private`, readable by its owner only.

    With `grades` too, except that a file which is there keeps its rights: somebody has opened it to others on purpose.

    Whoever reads `path` sees the old content or the new one, and a crash leaves no half of it.  A link or a device
    (/dev/stdout, /dev/null) is written to and stays what it is.  Raises UsageError.
    """
    try:
        if not private and _leads_elsewhere(path):
            path.write_bytes(data)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise UsageError(cannot(path, error)) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.chmod(name, _mode(path, private=private, grades=grades))  # noqa: PTH101 - a name of mkstemp's
            file.write(data)
        os.replace(name, path)  # noqa: PTH105 - the same
    except BaseException as error:
        # An interrupt may come after the rename, when there is nothing left to take away.
        Path(name).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(cannot(path, error)) from error
        raise


def _mode(path: Path, *, private: bool, grades: bool) -> int:
    """Return the rights of the file that is to be at `path`."""
    if private:
        return 0o600
    if not grades:
        return 0o644
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0o600


def _leads_elsewhere(path: Path) -> bool:
    """Whether a rename onto `path` would put a file in the place of something that is none."""
    return path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir())


def cannot(path: Path, error: OSError) -> str:
    """Return the sentence for a place that cannot be written to."""
    reason = (error.strerror or str(error)).lower()
    return f"{path}: cannot be written ({reason}). Name another place, or make room or rights for it."
