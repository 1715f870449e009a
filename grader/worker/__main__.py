"""Start of the worker process: `python -I grader/worker CHANNEL PROGRESS`, two file descriptors.

The folder is made the package `worker`, whatever it is called where it is installed, and nothing else of the project
is on the path.  The walls go up here, before the first byte of a student's code is read (docs/design/processes.md).
"""

from __future__ import annotations

import contextlib
import importlib.util
import mmap
import os
import pathlib
import sys
import traceback


def main() -> None:
    """Become a worker and serve; leave without running anything that the student registered for the end."""
    channel, progress = (int(number) for number in sys.argv[1:3])
    folder = pathlib.Path(__file__).parent
    sys.path[:] = [entry for entry in sys.path if pathlib.Path(entry) != folder]
    spec = importlib.util.spec_from_file_location(
        "worker", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None  # noqa: PT018, S101 - a file path always has a loader
    package = importlib.util.module_from_spec(spec)
    sys.modules["worker"] = package
    spec.loader.exec_module(package)

    from worker.service import Service  # type: ignore[import-not-found]

    page = mmap.mmap(progress, mmap.PAGESIZE)
    os.close(progress)
    Service(channel, memoryview(page).cast("Q")).run()


if __name__ == "__main__":
    code = 70
    try:
        main()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, nothing of the student's may run after it
        with contextlib.suppress(BaseException):
            traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):  # the student may have closed or replaced the streams
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
