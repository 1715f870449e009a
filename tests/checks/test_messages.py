"""The sentences: what each says, and that nothing a student's process sends can be more than text in them."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.checks import messages, suite
from grader.sandbox.exits import EndReason, WorkerExit

FRAMES = {"frames": [{"file": "other.py", "line": 1}, {"file": "softmax.py", "line": 7}]}


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        (messages.raised("f", {"type": "KeyError", **FRAMES}), "`f` raises KeyError (softmax.py, line 7)."),
        (messages.raised("f", {"type": "KeyError", "text": "'a'"}), "`f` raises KeyError: 'a'."),
        (messages.raised("f", {"type": "KeyError", "text": ""}), "`f` raises KeyError."),
        (messages.raised("f", {}), "`f` raises an exception."),
        (messages.raised("f", {"type": 3, "text": None, "frames": [None]}), "`f` raises 3: None."),
        (messages.unequal("f(x)", "g(x)", 1.0, -0.0, ()), "`f(x)` is 1 and `g(x)` is 0; they should be equal."),
        (
            messages.unequal("f(x)", "y", 1.0, 2.0, (3,)),
            "`f(x)` is 1 at position 3 and `y` is 2; they should be equal.",
        ),
        (messages.differs(1.0, 2.5, ()), "It is 1 and should be 2.5, so it is too small by 1.5."),
        (messages.differs(-0.0, 2.5, ()), "It is 0 and should be 2.5, so it is too small by 2.5."),
        (messages.differs(1.0, 2.5, (0,)), "Position 0 is 1 and should be 2.5, so it is too small by 1.5."),
        (messages.differs(3.0, 2.0, (0, 2)), "Position (0, 2) is 3 and should be 2, so it is too large by 1."),
        (
            messages.differs(3.0, 2.0, (1,), "f(x)"),
            "`f(x)` at position 1 is 3 and should be 2, so it is too large by 1.",
        ),
        (messages.differs(3.0, 2.0, (), "f(x)"), "`f(x)` is 3 and should be 2, so it is too large by 1."),
        (messages.differs(3.0, math.inf, (), "f(x)"), "`f(x)` is 3 and should be inf."),
        (messages.ended("f", WorkerExit(EndReason.SIGNAL, 11), 5),
         "`f` crashes the Python process (segmentation fault) on this input."),
        (messages.ended("f", WorkerExit(EndReason.THREADS), 5),
         "`f` starts far too many threads. Do the work in one, or in a few that end."),
        (messages.ended("f", WorkerExit(EndReason.FLOOD), 5),
         "`f` prints far too much. Take the print statements out."),
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_a_sentence_says_what_happened(sentence: str, due: str) -> None:
    """To the letter, where the letter matters."""
    assert sentence == due


@pytest.mark.parametrize(
    ("closed", "does"),
    [
        ("closed_file", "`f` opens or changes a file or folder (softmax.py, line 7), which is closed where your code"),
        ("closed_network", "`f` talks to another machine (softmax.py, line 7), and there is no network where your"),
        ("closed_program", "`f` starts another program or process (softmax.py, line 7), which is closed where your"),
        ("input", "`f` asks for keyboard input (softmax.py, line 7), and nobody is there to type (here: OSError: no)"),
    ],
)
def test_what_the_sandbox_closes_is_said_as_that(closed: str, does: str) -> None:
    """With the line, the reason, what Python calls it, and what to do."""
    sentence = messages.raised("f", {"type": "OSError", "text": "no", "closed": closed, **FRAMES})
    assert sentence.startswith(does)
    assert sentence.endswith("(here: OSError: no). Take this out of what is called.")


@pytest.mark.parametrize("closed", ["raised", "", None, 3, ["input"], {"input": 1}, "closed_file\n"])
def test_no_other_word_of_a_worker_is_a_kind(closed: object) -> None:
    """It may say anything."""
    assert messages.raised("f", {"type": "OSError", "closed": closed}) == "`f` raises OSError."


@pytest.mark.parametrize("how", EndReason, ids=lambda how: how.value)
def test_every_end_has_a_sentence_that_names_the_function(how: EndReason) -> None:
    """However the process ended."""
    assert messages.ended("softmax", WorkerExit(how, 9), 2.5).count("`softmax`") == 1


def test_a_slow_call_is_told_in_round_numbers() -> None:
    """Sizes, seconds, and how many times more."""
    text = messages.too_steep("f", "n", 1000, 0.01, 4000, 0.161)
    assert text.startswith(
        "`f` takes 0.01 s for n = 1000 and 0.161 s for n = 4000: 4 times as many numbers take 16 times"
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {}, optional={"type": JSON, "text": JSON, "dtype": JSON, "frames": JSON | st.lists(st.dictionaries(
        st.sampled_from(["file", "line", "name"]), JSON), max_size=2)},
)  # fmt: skip


@settings(deadline=None)
@given(FACTS)
def test_facts_from_a_worker_are_short_printable_text_and_nothing_else(facts: Any) -> None:
    """No line break, no control character, no half of a surrogate pair, no length without end."""
    text = messages.raised("f", facts)
    assert text.isprintable()
    assert len(text) < 1200
    assert text.startswith("`f` raises ")
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("NameError: name 'f' is not defined", "The test needs `f`, and your code defines nothing of this name."),
        ("AttributeError: module 'work' has no attribute 'f'", "The test needs `f`, and your code defines nothing of"),
        ("ImportError: cannot import name 'f' from 'work' (work.py)", "The test needs `f`, and your code defines"),
        ("NameError: name 'f' is not defined. Did you mean: 'g'?", "The test cannot go on with what your code gives: "),
        ("TypeError: 'NoneType' object is not iterable", "The test cannot go on with what your code gives: TypeError"),
    ],
)
def test_a_name_that_a_test_needs_and_nobody_has_defined(text: str, sentence: str) -> None:
    """Is said as such, and not as an exception of Python's."""
    assert messages.test_failed(suite.TestReport("failed", text)).startswith(sentence)
