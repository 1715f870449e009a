"""One run of a tester: collects the tests of a task with pytest, and runs those that the judge asks for.

    judge  ->  {"op": "begin", "files": [...], ...} and the worker's channel   <-  {"collected": [...]}
           ->  {"op": "run", "test": "test_name", "operators": false}          <-  the report

Unless state is shared each test has a fork of this process.  Where there are no forks, the process is put back to where
it was before the tests were collected, and collects them again.

pytest does what it does for any test: fixtures, parameters, explanations of a failed assert.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import tempfile
from importlib.util import decode_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.tester import modules, patches, proxies, pyplot, workplace
from grader.tester.answers import AnswerKinds
from grader.tester.channel import WorkerChannel
from grader.tester.clean_slate import CleanSlate
from grader.tester.import_watch import ImportWatch
from grader.tester.library_names import LibraryNames
from grader.tester.link import MISSING, Conversation, WorkerGone
from grader.tester.memory import limit_memory
from grader.tester.notebook_tests import NotebookSuite
from grader.tester.peers.autotests import AutotestValues
from grader.tester.peers.served import serve_modules
from grader.tester.reports import TestRecorder
from grader.tester.warm import can_change_worker, change_worker, serve_forks
from grader.tester.written_files import WrittenFiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.sandbox.messages import Messages
    from grader.tester.packet_channel import PacketChannel, PacketMessages

OPTIONS = (
    "-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", "--capture=sys", "-c", os.devnull, "--tb=short",
    "--import-mode=importlib", "-o", "verbosity_assertions=2", "-W", "ignore::pytest.PytestUnknownMarkWarning",
)  # fmt: skip


def follow_seed() -> None:
    """Let random state travel from now on; called when a test seeds a generator."""
    for link in proxies.LINK:
        link.surroundings.follow_random()


def warm_up() -> None:
    """Collect nothing once: what pytest imports late is imported here and not in each fork."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main([*OPTIONS, "--collect-only", os.devnull])


def serve(messages: Messages, place: Path) -> None:
    """Serve the judge until it hangs up; the tests stand in the folder `place`, which is made."""
    try:
        request, descriptors = messages.receive()
        channel = WorkerChannel(descriptors[0])
        TaskRun(messages, request, channel, place, forks=True).run()
    except EOFError:
        return


class TaskRun:
    """The tests of one task in one process."""

    def __init__(
        self,
        messages: Messages | PacketMessages,
        request: dict[str, Any],
        channel: WorkerChannel | PacketChannel,
        place: Path,
        *,
        forks: bool,
    ) -> None:
        """`forks` says whether each test can have a fork of this process; else it collects the tests again for each."""
        self._messages = messages
        self._channel = channel
        self._forks = forks
        self._renews = not forks and not request["shared"]
        self._begin: dict[str, Any] = request
        self._next: dict[str, Any] | None = None
        """The request that the tests are collected again for."""
        self._watch: ImportWatch | None = None
        """In a process that testers of several submissions are forked from."""
        self._files = [Path(file) for file in request["files"]]
        self._written = WrittenFiles()
        self.link = self._converse()
        self._folder, self._place = Path(request["folder"]), place
        self._form, self._support = request["form"], request["support"]
        self._module = request["modules"][0]
        self.finder = modules.install(request["modules"], self._folder)
        pyplot.install()
        for file in self._files:
            with contextlib.suppress(SyntaxError, OSError):
                patches.watch(patches.modules_named(decode_source(file.read_bytes())))

    def _converse(self) -> Conversation:
        """Begin a conversation with the worker at the other end of the channel."""
        link = Conversation(self._channel.send, self._channel.receive)
        self._inform(link)
        proxies.LINK[:] = [link]
        if self._begin.get("random"):
            link.surroundings.follow_random()
        return link

    def _inform(self, link: Conversation) -> None:
        """Tell a conversation what the judge knows of the submission and of the reference."""
        link.files = self._written
        link.sources = self._begin.get("sources", {})
        shown, recording = self._begin.get("shown"), bool(self._begin.get("recording"))
        link.libraries = LibraryNames(shown and shown["names"], recording=recording)
        link.answers = AnswerKinds(recording=recording)
        link.answers.expected = self._begin.get("answers")
        link.autotests = AutotestValues((shown or {}).get("values", {}), recording=recording)

    def run(self) -> None:
        """Serve, with the tests of a notebook or those that pytest collects."""
        limit_memory()
        if not self._lay_out():
            return
        sys.path.insert(0, str(self._folder))
        for folder in self._support:
            sys.path.append(folder)
        serve_modules()
        if self._form == "notebook":
            self._run_notebook()
            return
        slate = CleanSlate(self._folder, self._place, *map(Path, self._support))
        while True:
            with contextlib.suppress(WorkerGone):
                self._run_pytest()
            if self._next is None:
                return
            slate.wipe(self.link.surroundings)
            self._written.end_test()
            self._channel.gone = False
            self.link = self._converse()

    def _lay_out(self) -> bool:
        """Go to the folder that the tests stand in, which is made; False, and the judge knows why, without one."""
        names = self._begin["support_files"]
        try:
            here = workplace.lay_out(self._place, self._folder, map(Path, self._support), names)
        except OSError as error:
            self._messages.send({"fault": f"their files cannot be copied ({error})", **self._state()})
            return False
        os.chdir(here)
        tempfile.tempdir = str(self._place / workplace.TEMPORARY)
        self._written.begin(self._place, self._folder, names)
        return True

    def _run_notebook(self) -> None:
        error, suite = "", None
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                suite = NotebookSuite(self._files, self.link, self._module)
        except Exception as caught:  # noqa: BLE001 - a test file of the course's may fail in any way
            error = f"{type(caught).__name__}: {caught}"
        self._messages.send({"collected": list(suite.tests) if suite else [], "error": error, **self._state()})
        while True:
            request, _ = self._messages.receive()
            self.link.operators, self.link.answers.expected = bool(request.get("operators")), request.get("answers")
            self.link.surroundings.begin_test()
            self.link.opened.clear()
            with contextlib.redirect_stdout(io.StringIO()):
                report = suite.run(request["test"]) if suite else {"outcome": "uncollected"}
            self._messages.send(report | {"opened": sorted(self.link.opened)} | self._state())

    def _run_pytest(self) -> None:
        """Let pytest collect the files, and serve; report what went wrong before a test could be collected."""
        plugin = _Plugin(self)
        # Nothing above the course's folder is looked at: neither a `conftest.py` there nor each of a thousand files.
        within = [f"--rootdir={self._folder.parent}", f"--confcutdir={self._folder.parent}"]
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            code = pytest.main([*OPTIONS, *within, *map(str, self._files)], plugins=[plugin])
        if not plugin.served:
            text = self._collect_error(plugin.errors) or printed.getvalue()[-4000:]
            if self._next is None:
                self._messages.send({"collected": [], "error": text or f"pytest ends with {code}", **self._state()})
            self.serve([], None)

    def _state(self) -> dict[str, Any]:
        link = self.link
        shown: dict[str, Any] = {}
        if link.libraries.recording:
            shown = {"names": link.libraries.seen, "values": link.autotests.seen, "answers": link.answers.recorded()}
        return {"gone": self._channel.gone, "forged": link.forged, "shown": shown}

    def serve(self, items: Sequence[pytest.Item], recorder: TestRecorder | None) -> None:
        """Run the tests that the judge asks for; return where the tests have to be collected again first."""
        while True:
            descriptors: list[int] = []
            if self._next is None:
                request, descriptors = self._messages.receive()
                if self._renews and not request["same_worker"]:
                    self._next, self._channel.gone = request, True  # what is torn down now has nobody to speak to
                    return
            else:
                request, self._next = self._next, None
            if recorder is None:
                self._messages.send({"outcome": "uncollected"} | self._state())
                continue
            if descriptors and not self._is_fork(descriptors[0], same=request["same_worker"]):
                continue
            self.link.operators, self.link.answers.expected = bool(request.get("operators")), request.get("answers")
            self.link.surroundings.begin_test()
            chosen = [item for item in items if identity(item) == request["test"]]
            self.link.opened.clear()
            report = recorder.run(chosen, items)
            report["opened"] = sorted(self.link.opened)
            self._messages.send(report | self._state())
            if descriptors:
                os._exit(0)

    def _is_fork(self, descriptor: int, *, same: bool) -> bool:
        """Return True in a fork that goes on with its own worker; in this process False, once the fork has ended."""
        pid = self.link.surroundings.fork()
        if not pid and same:
            return True
        if not pid:
            self._channel = WorkerChannel(descriptor)
            try:
                self.link.restart(self._channel.send, self._channel.receive)
            except WorkerGone:
                self._messages.send({"outcome": "failed"} | self._state())
                os._exit(0)
            return True
        os.close(descriptor)
        if os.waitpid(pid, 0)[1]:
            self._messages.send({"outcome": "gone"} | self._state())
        self._written.end_test()
        return False

    def watch(self) -> None:
        """Notice what importing the test files does, in a process that is to be forked from."""
        if self._begin.get("warm"):
            self._watch = ImportWatch(self._folder, self._place, *map(Path, self._support))

    def collected(self, items: Sequence[pytest.Item], errors: Sequence[str]) -> None:
        """Say what was collected; in a process that is forked from, return in each of its forks."""
        if self._next is not None:
            return
        # What was only looked up can be looked up in another worker; what was called may have left something there.
        stays = (self._renews or self._forks) and not (self.link.transcript.calls or self.link.bound_to_worker)
        names = [identity(item) for item in items]
        facts = {"collected": names, "error": self._collect_error(errors), "stays": stays}
        if self._watch is None:
            self._messages.send(facts | self._state())
            return
        warm = self._watch.is_quiet() and can_change_worker(self.link) and not errors
        self._messages.send({"warm": warm} | facts | self._state())
        control: Any = self._messages  # of a process that forks, as only those are told to be warm

        def begin(request: dict[str, Any], messages: Messages, channel: WorkerChannel) -> None:
            self._begin, self._messages, self._channel, self._watch = request, messages, channel, None
            self._begin_again(facts)

        if not warm or not serve_forks(control, begin):
            workplace.remove(self._place)
            os._exit(0)

    def _collect_error(self, errors: Sequence[str]) -> str:
        """Return why tests cannot be collected: of a submission the exceptions alone, without a line of the test."""
        text = "\n".join(errors)
        if not text or self._begin.get("recording"):
            return text
        missing = [name for (_, name), value in self.link.looked_up.items() if value is MISSING and f"'{name}'" in text]
        if missing:
            return f"`{missing[0]}` is not defined in what you handed in, and the test needs it."
        return "\n".join(line[2:].strip() for line in text.splitlines() if line.startswith("E ")) or text

    def _begin_again(self, facts: dict[str, Any]) -> None:
        """Go on in a fork, with the worker of another submission and files that nobody has written to."""
        self._inform(self.link)
        workplace.remove(self._place)
        if not self._lay_out():
            os._exit(0)
        stale = False
        with contextlib.suppress(WorkerGone):
            stale = not change_worker(self.link, self._channel)
        self._messages.send({"stale": stale} | facts | self._state())


def identity(item: pytest.Item) -> str:
    """Return `test_name` or `TestClass::test_name`, the same for all cases of one function."""
    name = getattr(item, "originalname", None) or item.name.partition("[")[0]
    parents = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    return "::".join([*parents, name])


class _Plugin:
    """Takes the place of pytest's own loop over the tests."""

    def __init__(self, run: TaskRun) -> None:
        self._run = run
        self.served = False
        self.errors: list[str] = []

    @pytest.fixture
    def student(self) -> Any:
        """Return the student's module."""
        return importlib.import_module("student")

    def pytest_sessionstart(self) -> None:
        """Look for the student's modules before pytest looks for a test file of their name."""
        modules.come_first(self._run.finder)
        self._run.watch()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Keep what goes wrong while tests are collected."""
        if report.failed:
            self.errors.append(str(report.longrepr))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve the judge."""
        self.served = True
        self._run.collected(session.items, self.errors)
        recorder = TestRecorder(self._run.link)
        session.config.pluginmanager.register(recorder)
        self._run.serve(session.items, recorder)
        return True
