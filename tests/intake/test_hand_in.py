"""A hand-in: which facts about the student go into the result, and which stay with the intake."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from grader.intake.hand_in import HandIn
from grader.results import Member, SubmissionFacts

FULL = HandIn(
    "ana", Path("ana"), "Ana", "Foxes", True, "2 h", ("late",), "Canvas", ("ana", "17"), ("a.zip",),
    (Member(ids=("ana",)),), "2026-01-01T00:00:00", 2,
)  # fmt: skip
INTAKE_ONLY = {"id", "path", "notes", "rows", "placed", "prefix"}


def test_every_fact_goes_into_the_result() -> None:
    """A new field is a fact, or is named here as one of the intake alone."""
    assert set(FULL.facts) == {field.name for field in fields(FULL)} - INTAKE_ONLY


@pytest.mark.parametrize("hand_in", [FULL, HandIn("ben", None)], ids=["full", "nothing-handed-in"])
def test_a_result_takes_the_facts_as_they_are(hand_in: HandIn) -> None:
    """Under the same names."""
    facts = SubmissionFacts(id=hand_in.id, files=(), **hand_in.facts)
    assert all(getattr(facts, name) == value for name, value in hand_in.facts.items())
