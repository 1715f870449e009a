"""One submission in a worker: loaded, asked, and loaded again into a fresh worker when that one ends.

A file during whose loading a worker hangs or dies is loaded bare the next time: its imports and definitions alone.
"""

from __future__ import annotations

import math
import re
import time
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from grader.checks.question import Question, Response, Yielded
from grader.errors import WorkerError
from grader.judge.budget import Clock, GradingBudget, ReloadBudget
from grader.judge.output_capture import OutputRecorder, cut
from grader.judge.testing import TestRunner
from grader.sandbox.cleaning import clean_facts
from grader.sandbox.exits import EndReason, Reply, WorkerExit
from grader.sandbox.isolation import Isolation
from grader.submission import read_report
from grader.submission.precedence import ranked
from grader.worker.wire.answers import Answers
from grader.worker.wire.frames import FrameError, Kind
from grader.worker.wire.function_keys import name_of
from grader.worker.wire.programs import ProgramAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from grader.judge.required import RequiredFunction
    from grader.sandbox.process import Worker
    from grader.submission import LoadReport, Submission

LOAD_SECONDS = 10.0
"""Seconds on the clock that all files of a submission may take to load."""
ALL_LOAD_SECONDS = 25.0
"""Seconds after which files that nobody has blamed yet are loaded bare too."""
RETRACE_SECONDS = 3.0
"""Seconds that the failing checks of a submission may take together to raise their exceptions again."""
SPARE_ROUNDS = 90
"""Messages in which a submission's failing checks may together look for smaller cases."""
BUSY = 4
"""Seconds on the clock for a second of processor time where an answer only explains: others may use the machine."""
PRINTED_KEPT = 64 * 1024

T = TypeVar("T")


CELLS_FROM = 1 << 16
"""The worker reports the file that is being loaded, and, from this factor on, the number of the notebook's cell."""
MOST_CELLS = 3
"""Cells of a notebook that may hang or end the worker before all of it is loaded by its definitions alone."""


class Session:
    """One submission and the worker that holds it."""

    def __init__(
        self,
        submission: Submission,
        required: Mapping[str, RequiredFunction],
        start: Callable[[], Worker],
        seconds: float = math.inf,
        support: Mapping[str, bytes] | None = None,
        *,
        tests: bool = False,
    ) -> None:
        """`start` starts a worker, here and whenever one has ended; `seconds` bounds the grading, which begins now.

        `support` are files for the code to import and read; tests in Python (`tests`) find what it writes.
        """
        self.submission, self._required = submission, required
        self._support, self._for_tests = support or {}, tests
        self._shares_names = any(want.rivals for want in required.values())
        self._bare: dict[str, str] = {}
        self._printed = bytearray()
        self._start, self._worker, self._untouched = start, start(), True
        self._isolation = Isolation.PROCESS
        self.recorder = OutputRecorder()
        """Collects printed output and warnings; each check puts a new one here."""
        self.task = ""
        """The id of the task whose functions are asked; each check puts its own here."""
        self.loading = ""
        """The output while the files were loaded, before anything was asked."""
        self.spare = SPARE_ROUNDS
        """The remaining messages for finding simpler cases; 0 where nobody looks at them."""
        self.spent = 0.0
        """Processor seconds of all answers; time on the clock where it could not be read."""
        self.report: LoadReport | None = None
        self.end: WorkerExit | None = None
        """Why the submission cannot be loaded at all."""
        self.patience = 1.0
        """Times as long as a student's files that these may take to load."""
        self.reloads = ReloadBudget()
        self._given_up, self.budget = False, GradingBudget(seconds)
        self.retrace_seconds = RETRACE_SECONDS
        """The remaining time for repeating calls that have raised exceptions."""

    def load(self) -> LoadReport | None:
        """Load the files, more than once if loading them ends the worker; None if nothing helps."""
        self._worker.ready()  # what starting a process takes is no fault of the files
        began, again = time.monotonic(), self.report is not None
        try:
            return self._load(began)
        finally:
            self.reloads.record(time.monotonic() - began, again=again)

    def _reload(self) -> bool:
        """Load into a fresh worker; False, with the reason as `end`, where that is hopeless or has taken too long."""
        # A load that has failed is not tried again: each of the checks that are left would wait for it.
        if self._given_up or self.reloads.exhausted:
            self._given_up = True
            self.end = self.end or WorkerExit(EndReason.RELOADS)
            return False
        if not self.reloads.allows_whole:
            self._load_bare()
        self._renew()
        self._given_up = self.load() is None
        return not self._given_up

    def _load_bare(self) -> None:
        """Execute nothing but definitions from here on."""
        self._bare |= {file.name: "hang" for file in self.submission.files if file.name not in self._bare}

    def _load(self, began: float) -> LoadReport | None:
        # Each round either ends here or loads one more file or cell bare, so that their number bounds the rounds.
        for _ in range((MOST_CELLS + 1) * len(self.submission.files) + 1):
            if time.monotonic() - began > ALL_LOAD_SECONDS * self.patience:
                self._load_bare()
            reply = self._worker.load(*self._message(), seconds=LOAD_SECONDS * self.patience)
            if self.report is None:
                self.loading = cut(self._worker.exchange_output)
            if reply.end is None:
                return self._take(reply)
            self.end = reply.end
            if not self._blame(reply.end):
                break
            self._renew()
        return None

    @property
    def isolation(self) -> Isolation:
        """The isolation of the code from the machine, as the worker reports it.  Raises JudgeError."""
        report = self._worker.ready()
        if report is not None:
            self._isolation = report.isolation
        return self._isolation

    def _message(self) -> tuple[Any, ...]:
        files = self.submission.files
        header = {
            "files": [
                {
                    "name": file.name,
                    "size": len(file.data),
                    "notebook": file.notebook,
                    "rank": rank,
                    "versions": versions,
                }
                for file, rank, versions in ranked(files, self._names())
            ],
            "wanted": {key: want.facts for key, want in self._required.items()},
            "bare": self._bare,
            "tests": self._for_tests,
        }
        if self._support:
            header["support"] = [{"name": name, "size": len(data)} for name, data in self._support.items()]
        return header, *(file.data for file in files), *self._support.values()

    def _names(self) -> set[str]:
        """Return the names after which files may be called: tasks, and programs."""
        programs = {name_of(key) for key, want in self._required.items() if want.program}
        return programs | {want.home for want in self._required.values()}

    def _take(self, reply: Reply) -> LoadReport | None:
        try:
            report = read_report(reply.frames[-1].header)
        except WorkerError as error:
            self.end = WorkerExit(EndReason.WIRE, text=str(error))
            return None
        self.end = None
        self.report = self.report or report
        return report

    def _blame(self, end: WorkerExit) -> bool:
        """Note which file ended the worker; False if it was loaded bare already, or none was being loaded."""
        index, cell = end.call % CELLS_FROM, end.call // CELLS_FROM
        if index >= len(self.submission.files):
            return False
        name = self.submission.files[index].name
        if name in self._bare:
            return False
        ending = "hang" if end.reason is EndReason.TIME else "died"
        key = f"{name}[{cell}]"
        cells = [cell_key for cell_key in self._bare if cell_key.startswith(f"{name}[")]
        # A cell costs itself, a few times; then its notebook is loaded by its definitions.
        self._bare[key if cell and key not in self._bare and len(cells) < MOST_CELLS else name] = ending
        return True

    def _renew(self) -> None:
        self._keep_printed()
        self._worker.close()
        self._worker = self._start()
        self._untouched = True

    def run(self, asking: Generator[Question, Response, T], clock: Clock) -> T:
        """Carry questions to the worker and responses back until `asking` returns; the one loop for all of them."""
        try:
            question = next(asking)
            while True:
                limit = question.seconds
                question = asking.send(self.ask(question, clock if limit is None else Clock(BUSY * limit, limit)))
        except StopIteration as stop:
            returned: T = stop.value
            return returned

    def ask(self, question: Question, clock: Clock) -> Response:
        """Ask one stage; in a fresh worker if the last one has ended, whose loading costs the check no time."""
        if question.test is not None:
            return self.tests.ask(question.test, clock)
        self._untouched = False
        groups = tuple(Answers(group.count, group.layout) for group in question.groups)
        programs = ProgramAnswers(question.counts, question.scopes, clean_facts) if question.counts else None
        if self._worker.end is not None and not self._reload():
            return Response(groups, self.end, programs=programs)
        began = time.monotonic()
        cap, cpu = question.body_cap, max(clock.cpu, 0.0)
        # The header is written once for all submissions, and so without the task where a name says enough.
        header = {**question.header, "task": self.task} if self._shares_names else question.text
        reply = self._worker.ask(header, question.body, seconds=max(clock.wall, 0.0), body_cap=cap, cpu=cpu)
        # Transfer counts too: the student's answers decide how large it is.
        clock.wall -= time.monotonic() - began
        clock.cpu -= reply.cpu or 0.0
        try:
            end = _collect(groups, programs, reply)
        except FrameError as error:
            end = WorkerExit(EndReason.WIRE, text=str(error))
        end = end and self._believed(end)
        self.recorder.record(self._worker.exchange_output, {} if end else reply.frames[-1].header, end)
        if end:  # what such a worker still has to say must not reach the next question
            self._worker.close()
        last = {} if end else reply.frames[-1].header
        seconds = time.monotonic() - began
        self.spent += reply.cpu if reply.cpu is not None else seconds
        return Response(groups, end, _changed(last), _yields(last), reply.cpu, seconds, programs)

    @cached_property
    def tests(self) -> TestRunner:
        """Runs tests in Python on the submission."""
        return TestRunner(self)

    def sibling(self, submission: Submission) -> Session:
        """Return a session for another submission, in workers of the same origin."""
        return Session(submission, {}, self._start, support=self._support, tests=self._for_tests)

    def fresh_worker(self) -> Worker | None:
        """Return a worker that has loaded the submission and was asked nothing yet; None where it cannot be loaded."""
        if not self._untouched or self._worker.end is not None:
            if self._given_up:
                return None
            self._renew()
            self._worker.ready()
            # A load for the sake of the next test is none that the submission has made necessary.
            if self._load(time.monotonic()) is None:
                return None
        self._untouched = False
        return self._worker

    def _believed(self, end: WorkerExit) -> WorkerExit:
        """Return the end, without its place if no file of the submission has it: what is printed may say anything."""
        # faulthandler writes other letters than ASCII as escapes.
        names = {file.name.encode("ascii", "backslashreplace").decode(): file.name for file in self.submission.files}
        name = re.sub(r"\[\d{1,6}\]$", "", end.file)
        cell = end.file[len(name) :]
        return replace(end, file=names[name] + cell) if name in names else replace(end, file="", line=0)

    @property
    def printed(self) -> str:
        """The output of the submission, cut."""
        data = (bytes(self._printed) + self._worker.printed)[:PRINTED_KEPT]
        return data.decode("utf-8", "replace")

    def _keep_printed(self) -> None:
        self._printed += self._worker.printed[: PRINTED_KEPT - len(self._printed)]

    def close(self) -> None:
        """End the worker."""
        if "tests" in self.__dict__:
            self.tests.close()
        self._worker.close()


def _collect(groups: tuple[Answers, ...], programs: ProgramAnswers | None, reply: Reply) -> WorkerExit | None:
    """Sort the parts of a reply into their groups.  Raises FrameError for a part that belongs to none."""
    for frame in reply.frames:
        if frame.kind is Kind.PART and programs is not None:
            programs.add(frame.header, frame.body)
        elif frame.kind is Kind.PART:
            number = frame.header.get("group")
            if type(number) is not int or not 0 <= number < len(groups):
                raise FrameError("answers to a group that was not asked")
            # `add` checks the rest: every byte of a frame may be forged.
            groups[number].add(frame.header, frame.body)
    is_whole = programs is None or programs.complete
    if reply.end is None and not (is_whole and all(group.received == group.count for group in groups)):
        return WorkerExit(EndReason.WIRE, text="not every call was answered")
    return reply.end


def _yields(header: dict[str, Any]) -> tuple[tuple[Yielded, ...], ...]:
    """Return what the worker says about the source of derivations, as far as it is well formed."""
    value = header.get("yields")
    groups = value[:100] if isinstance(value, list) else []
    return tuple(tuple(map(_yielded, group[:100])) if isinstance(group, list) else () for group in groups)


def _yielded(entry: object) -> Yielded:
    facts = entry if isinstance(entry, dict) else {}
    line, text = facts.get("line"), facts.get("text")
    return Yielded(
        line if type(line) is int else 0,
        text[:200] if isinstance(text, str) else "",
        facts.get("bare") is not False,
        facts.get("repeats") is not False,
    )


def _changed(header: dict[str, Any]) -> tuple[tuple[int, int, int], ...]:
    """Return what the worker says about changed arguments, as far as it is well formed."""
    value = header.get("changed")
    entries = value[:100] if isinstance(value, list) else []
    return tuple(
        (entry[0], entry[1], entry[2])
        for entry in entries
        if isinstance(entry, list) and len(entry) == 3 and all(type(n) is int and n >= 0 for n in entry)
    )
