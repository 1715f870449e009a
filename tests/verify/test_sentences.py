"""Sentences: told for a known mistake and its rewrites, refused by name where one is told another's or none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from grader.judge import Preparation
from grader.verify.sentences import (
    OtherSentence,
    SentenceFinding,
    SentenceTester,
    _gives_the_same,
    names_with_sentences,
)
from grader.verify.table import sentences_table
from grader.verify.verdicts import sentence_item
from tests.samples.families import some_of
from tests.verify.small_verify import SPEC, WRONG, edited, task_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.sandbox.factory import WorkerFactory

    Findings = Callable[..., dict[str, SentenceFinding]]

SQUARED = "  - {wrong: twice_squared, fails: [values], tells: Do not square.}\n"


@pytest.fixture
def findings(cell: WorkerFactory) -> Findings:
    """Return a function that returns what is found of the wrong solutions of a small task."""

    def findings(root: Path, names: list[str] | None = None, **texts: Any) -> dict[str, SentenceFinding]:
        task, prepared = task_of(root, **texts), dict[int, Preparation]()
        tester = SentenceTester(root, task, cell, lambda seed: prepared.setdefault(seed, Preparation(seed)))
        return {name: tester.finding(name) for name in names or names_with_sentences(root, task)}

    return findings


def test_known_mistakes_and_their_rewrites_are_told_their_sentence(findings: Findings, tmp_path: Path) -> None:
    """Both of the small task, in the check that catches them."""
    found = findings(tmp_path)
    assert all(finding.good for finding in found.values())
    assert {name: finding.checks for name, finding in found.items()} == {
        "twice_squared": ("values",),
        "total_of_sizes": ("sums",),
    }
    assert found["total_of_sizes"].told >= 3
    assert found["total_of_sizes"].untold == 0


TWIN = "\ndef twice_to_a_power(x):\n    return x * x\n"
TWIN_LINE = "  - {wrong: twice_to_a_power, fails: [values], tells: No powers.}\n"
CASES = {
    "one sentence for both": (
        TWIN_LINE.replace("No powers.", "Do not square."),
        TWIN,
        {"twice_squared": "", "twice_to_a_power": ""},
    ),
    "two sentences for the same answers": (
        TWIN_LINE,
        TWIN,
        {"twice_squared": "its answers in `values` are also those of `twice_to_a_power`"},
    ),
    "no misconception, and the sentence of one": (
        "",
        TWIN,
        {"twice_to_a_power": "the sentence of `twice_squared` (check `values`, seed 1). Name it in `rewrites`"},
    ),
    "an answer that changes from call to call": (
        "  - {wrong: twice_by_chance, fails: [values], tells: No dice.}\n",
        "\ndef twice_by_chance(x):\n    return np.random.default_rng().normal(size=len(x)) + 40\n",
        {"twice_by_chance": "in no check that it fails are its answers those that are expected of it"},
    ),
}


@pytest.mark.parametrize("name", some_of([*CASES], 2))
def test_what_is_wrong_with_a_sentence_is_said(findings: Findings, tmp_path: Path, name: str) -> None:
    """By name, with what to do."""
    lines, code, expected = CASES[name]
    found = findings(tmp_path, list(expected), spec=edited(SPEC, (SQUARED, SQUARED + lines)), wrong=WRONG + code)
    for wrong, text in expected.items():
        item = sentence_item(found[wrong])
        assert (item.name, item.good) == (f"sentence: {wrong}", not text)
        assert text in item.text


def test_a_rewrite_that_is_listed_is_handed_in(findings: Findings, tmp_path: Path) -> None:
    """It is no wrong solution of its own any more."""
    line = SQUARED.replace("fails:", "rewrites: [twice_to_a_power], fails:")
    texts = {"spec": edited(SPEC, (SQUARED, line)), "wrong": WRONG + TWIN}
    before = findings(tmp_path / "before", ["twice_squared"])["twice_squared"].told
    assert findings(tmp_path / "after", ["twice_squared"], **texts)["twice_squared"].told == before + 1
    assert "twice_to_a_power" not in names_with_sentences(tmp_path, task_of(tmp_path, **texts))


def test_wrong_solutions_with_a_byte_order_mark_are_rewritten_too(findings: Findings, tmp_path: Path) -> None:
    """Editors on Windows write one, and Python takes such a file."""
    found = findings(tmp_path, ["twice_squared"], wrong="\ufeff" + WRONG)
    assert found["twice_squared"].good
    assert found["twice_squared"].told > 1


NEAR = "\ndef twice_nearly(x):\n    return x ** 2 + (np.abs(x) == 9) * 0.5\n"


def test_a_rival_without_a_sentence_is_told_none(findings: Findings, tmp_path: Path) -> None:
    """Whoever has the rival's answers is told nothing, and whoever has the misconception's its sentence."""
    line = SQUARED.replace("fails:", "rivals: [twice_nearly], fails:")
    found = findings(tmp_path, spec=edited(SPEC, (SQUARED, line)), wrong=WRONG + NEAR)
    assert found["twice_squared"].good
    assert found["twice_nearly"].good
    assert found["twice_squared"].checks == ("values",)


OTHER = OtherSentence("written with einsum", "values", 1, ("f_other",))
TEXTS = {
    "good": (SentenceFinding("f_a", "A.", ("values",), told=4), True, "it is told its own sentence"),
    "another's": (
        SentenceFinding("f_a", "A.", others=(OTHER,)),
        False,
        "written with einsum, it is told the sentence of",
    ),
    "another's without a sentence": (
        SentenceFinding("f_a", others=(OTHER,)),
        False,
        "Name it in `rewrites` of `f_other`",
    ),
    "silent": (
        SentenceFinding("f_a", "A.", silent=((2, "it passes every check"),)),
        False,
        "(seed 2), since it passes",
    ),
    "fault": (SentenceFinding("f_a", "A.", fault="no reference"), False, "cannot be tried: no reference"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_finding_in_words(name: str) -> None:
    """As an item and as a line of the table."""
    finding, good, text = TEXTS[name]
    item = sentence_item(finding)
    assert (item.good, finding.good) == (good, good)
    assert text in item.text
    (line,) = (line for line in sentences_table([finding]).splitlines() if "f_a" in line)
    assert ("NOT AS IT MUST BE" in line) is not good


def test_what_ends_at_another_call_does_not_give_the_same() -> None:
    """Of a worker that ended there is no answer to the later calls."""
    first, second = (SimpleNamespace(answers=dict.fromkeys(calls), cases=None) for calls in (("f", "g"), ("f",)))
    assert not _gives_the_same(first, second)  # type: ignore[arg-type]
    assert not _gives_the_same(second, first)  # type: ignore[arg-type]
