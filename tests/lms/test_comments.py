"""Comments and their tags: one that is there is not sent again, one on the same attempt is replaced."""

from __future__ import annotations

import pytest

from grader.lms.comments import Tag, carries, has_tag, replaced_by
from grader.lms.records import LmsComment

TAG = Tag("0a1b2c3d", "11112222")


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        pytest.param(f"Well done.\n{TAG.text}", True, id="ours"),
        pytest.param(f"<p>{TAG.text}</p>", True, id="html"),
        pytest.param("Well done.", False, id="of-a-person"),
        pytest.param("(grader 0a1b2c3d)", False, id="half-a-tag"),
        pytest.param("(grader 0A1B2C3D-11112222)", False, id="capitals"),
    ],
)
def test_a_comment_of_ours_is_known_by_its_tag(text: str, tagged: bool) -> None:
    """Whatever an LMS makes of the rest."""
    assert has_tag(text) is tagged
    assert carries([LmsComment("1", "x"), LmsComment("2", text)], TAG) is (tagged)


@pytest.mark.parametrize(
    ("comment", "replaced"),
    [
        pytest.param(LmsComment("1", "old\n(grader 0a1b2c3d-99999999)"), True, id="another-content"),
        pytest.param(LmsComment("1", f"same\n{TAG.text}"), False, id="the-same"),
        pytest.param(LmsComment("1", "old\n(grader ffffffff-99999999)"), False, id="another-attempt"),
        pytest.param(LmsComment("1", "old\n(grader 0a1b2c3d-99999999)", is_own=False), False, id="another-grader"),
        pytest.param(LmsComment("1", "by hand"), False, id="no-tag"),
        pytest.param(
            LmsComment("1", f"quotes (grader 0a1b2c3d-99999999)\n{TAG.text}"), False, id="the-last-tag-counts"
        ),
    ],
)
def test_an_older_comment_on_the_attempt_is_replaced(comment: LmsComment, replaced: bool) -> None:
    """Only where it may be deleted, and never a person's."""
    assert (replaced_by([comment], TAG) == (comment,)) is replaced
