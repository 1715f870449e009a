"""Every slip of an answer that needs no other answers of the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnosis.slips.call import is_small
from grader.diagnosis.slips.constants import constant_slip_of
from grader.diagnosis.slips.structures import structure_slip_of
from grader.diagnosis.slips.summaries import summary_slip_of
from grader.diagnosis.slips.text_summaries import text_summary_of
from grader.diagnosis.slips.values import argument_slip_of, value_slip_of

if TYPE_CHECKING:
    from grader.diagnosis.slips.call import Call


def answer_slip_of(call: Call) -> str:
    """Return the sentence of one answer for all, of a slip of an answer or its parts, or of a summary."""
    text = constant_slip_of(call) or value_slip_of(call)
    if text or not is_small(call):
        return text
    return structure_slip_of(call) or argument_slip_of(call) or summary_slip_of(call) or text_summary_of(call)
