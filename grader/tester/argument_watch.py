"""Arguments that the student's code has changed: undone after each test, which runs again on its noted answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.tester.fingerprints import fingerprint
from grader.tester.random_states import set_states, states_here
from grader.tester.replays import MOST_BYTES, UNNOTED, AnswerLog, Replay, fill, marks_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.tester.answers import AnswerKinds
    from grader.tester.party import TesterParty


class ArgumentWatch:
    """Notes what the student's code changes of what a test has given, and lets the test run again without that."""

    def __init__(self, party: TesterParty, ask: Callable[[Any], Any]) -> None:
        """`ask` asks the worker."""
        self._party = party
        self._ask = ask
        self.log: AnswerLog | None = None
        """None where the reference is not known, or changes such things itself."""
        self.replay: Replay | None = None

    def ask(self, question: tuple[Any, ...]) -> Any:
        """Return the answer to a question, which is noted or was."""
        if self.replay is not None:
            raised, value, texts, states = self.replay.answer(question)
            if states is not None:
                set_states(states)
            return raised, value, texts[0], (), *texts[1:], None
        if self.log is None or question[0] in UNNOTED:
            return self._ask(question)
        parts = parts_of(question)
        marks, altered_before = marks_of(parts[1]), self.log.has_altered(parts[1])
        raw = self._ask(question)
        self.log.note(parts, marks, raw, altered_before=altered_before)
        if self.log.size > MOST_BYTES:
            self.log = None
        return raw

    def note_callback(self, operation: str) -> None:
        """Note that the student's code uses an object of the test; what it reads as input is no such."""
        if self.log is not None and operation in ("get", "set", "call", "op"):
            self.log.called_back = True

    def note_states(self) -> None:
        """Note the random states that the last answer has left."""
        if self.log is not None and self.log.answers:
            self.log.answers[-1].states = states_here()

    def begin_test(self, answers: AnswerKinds) -> None:
        """Undo what was changed in the test before, and forget it."""
        if self.log is not None and not self.log.called_back:
            self.undo()
        self._party.originals.clear()
        self.log = AnswerLog(self._party) if answers.keeps_arguments() and self.replay is None else None

    def changed(self) -> set[int]:
        """Return the numbers of the test's containers that have other members than when the test gave them."""
        numbers = set()
        for number, (container, content) in self._party.originals.items():
            mark = fingerprint(container)
            if mark is None or mark != fingerprint(content):
                numbers.add(number)
        return numbers

    def undo(self) -> None:
        """Give the test's containers the members that they had."""
        for container, content in self._party.originals.values():
            fill(container, content)

    def run_again(self, link: Any, run: Callable[[], Any]) -> Any:
        """Return what a test that has passed gives when it runs again; None where that says nothing."""
        altered, log = self.changed(), self.log
        if link.answers.recording and altered:
            link.answers.note_changed_arguments()
        if log is None or not altered or log.called_back:
            return None
        transcript, now = link.transcript, states_here()
        self.undo()
        self._party.originals.clear()
        set_states(log.states)
        self.replay = replay = Replay(log, self._party, altered)
        try:
            link.begin_test()
            result = run()
        except BaseException:
            if replay.unrepeatable:
                return None
            raise
        else:
            return None if replay.unrepeatable else result
        finally:
            self.replay, link.transcript = None, transcript
            set_states(now)
