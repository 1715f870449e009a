"""Start of the worker process.

    python -s -P grader/worker serve CHANNEL PAGE PARENT        serve one submission, on Linux
    python -s -P grader/worker zygote CONTROL [MODULE...]       fork such workers, with modules imported, on Linux
    python -s -P grader/worker pipes FILE PARENT                serve one submission by the standard streams, anywhere
    python -s -P grader/worker decode CONFIG                    turn a picture or a page of a PDF into pixels

CHANNEL, PAGE and CONTROL are file descriptors, FILE is the name of a page that is a file, PARENT is the process that
this one must not outlive; a zygote, which never runs a student's code, ends with its CONTROL.  The folder is made the
package `worker`, whatever it is called where it is installed; nothing else of the project is on the path.
The walls go up when the first frame asks for them, before the first byte of a student's code.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import importlib.util
import mmap
import os
import pathlib
import signal
import sys
import traceback


def main() -> None:
    """Become a worker and serve; leave without running anything that the student registered for the end."""
    folder = pathlib.Path(__file__).parent
    # Nor the project's own folder, which an editable installation puts on the path: the course may lie there.
    hidden = {folder, folder.parent.parent} if folder.parent.parent.name != "site-packages" else {folder}
    sys.path[:] = [entry for entry in sys.path if pathlib.Path(entry) not in hidden]
    spec = importlib.util.spec_from_file_location(
        "worker", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None and spec.loader is not None  # noqa: PT018, S101 - a file path always has a loader
    package = importlib.util.module_from_spec(spec)
    sys.modules["worker"] = package
    spec.loader.exec_module(package)

    command, *words = sys.argv[1:]
    if command == "decode":
        from worker.decoding import decode  # type: ignore[import-not-found]

        decode(words[0])
        return None
    if command == "pipes":
        return _serve_by_pipes(words[0], int(words[1]))
    if command == "zygote":
        return _serve_by_socket(*_wait_to_be_forked(int(words[0]), words[1:]))
    return _serve_by_socket(int(words[0]), int(words[1]))


def _serve_by_pipes(name: str, parent: int) -> None:
    from worker.standard_streams import take_over  # type: ignore[import-not-found]

    endpoint = take_over()
    from worker.hang_watch import HangWatch, ProcessorLimit, end_with  # type: ignore[import-not-found]
    from worker.service import Service  # type: ignore[import-not-found]

    with contextlib.suppress(Exception):
        faulthandler.enable(all_threads=False)
    watch = HangWatch(name, ProcessorLimit())
    end_with(parent)
    Service(endpoint, watch.slot, _without_walls, watch).run()


def _without_walls(config: dict[str, object]) -> dict[str, object]:
    """Return the report of a worker that has none, whatever it is asked for."""
    reason = "the portable link has none" if config["walls"] else "not asked for"
    return {"layers": {name: {"held": False, "says": reason} for name in ("rights", "landlock", "seccomp")}}


def _serve_by_socket(channel: int, progress: int) -> None:
    from worker.endpoint import SocketEndpoint  # type: ignore[import-not-found]
    from worker.service import Service
    from worker.walls.apply import apply_sandbox  # type: ignore[import-not-found]

    with contextlib.suppress(Exception):  # where it was when the judge ends it; see grader/sandbox/socket_link.py
        faulthandler.enable(all_threads=False)
        faulthandler.register(signal.SIGUSR1, all_threads=False)
    page = mmap.mmap(progress, mmap.PAGESIZE)
    os.close(progress)
    Service(SocketEndpoint(channel), memoryview(page).cast("Q"), apply_sandbox).run()


def _wait_to_be_forked(control: int, modules: list[str]) -> tuple[int, int]:
    """Be the zygote; return the descriptors in a worker that was forked, and never in the zygote itself."""
    # What every fork would import again.
    import worker.endpoint  # type: ignore[import-not-found]
    import worker.service  # noqa: F401
    from worker.walls import apply, rights  # type: ignore[import-not-found]
    from worker.zygote import serve  # type: ignore[import-not-found]

    for name in modules:
        with contextlib.suppress(Exception):  # a module that cannot be imported fails where a student imports it
            importlib.import_module(name)
    if sys.platform.startswith("linux"):
        rights.close_to_debuggers()
        apply.prepare()
    child = serve(control)
    if child is None:
        os._exit(0)
    return child.channel, child.page


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
