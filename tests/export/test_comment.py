"""The comment on a result, where a person has marked it."""

from __future__ import annotations

from grader.export.comment import comment_html, comment_text
from grader.results import Outcome, Rubric, RubricItem
from grader.results.hand_marks import HandMark, decided
from tests.results.small_results import check, result, task

ITEM = RubricItem(id="good", points=1.5, says="the factor <c> cancels", note="be lenient")


def test_items_points_and_comment_of_a_mark_are_in_the_comment() -> None:
    """Also where the check holds; a note for markers is not."""
    written = check(kind="written", outcome=Outcome.PENDING, points=0, max_points=1.5)
    mark = HandMark(items=(ITEM,), comment="Nice & short.", note="ask Eva", by="Ada", at="")
    whole = result(task(decided(written, mark, Rubric(items=(ITEM,)))))
    html, text = comment_html(whole), comment_text(whole)
    assert "+1.5 the factor &lt;c&gt; cancels; Nice &amp; short." in html
    assert "+1.5 the factor <c> cancels; Nice & short." in text
    for note in ("lenient", "Eva"):
        assert note not in html + text
