"""Platforms: whose numbers mean something elsewhere."""

from __future__ import annotations

import pytest

from grader.export.gradebooks import GRADEBOOKS, load_gradebook
from grader.intake.layouts import LAYOUTS
from grader.results.platforms import PRIVATE_IDS, Platform


@pytest.mark.parametrize("name", GRADEBOOKS)
def test_every_gradebook_is_of_a_platform(name: str) -> None:
    """The text in a result is the one that the gradebook looks for."""
    assert Platform(load_gradebook(name).platform) in Platform


def test_every_layout_of_an_lms_is_a_platform() -> None:
    """A download says where its ids come from, in the same words."""
    titles = {layout.title for layout in LAYOUTS.values()}
    assert {platform.value for platform in Platform} & titles


@pytest.mark.parametrize("platform", [Platform.BLACKBOARD, Platform.SAKAI, Platform.NBGRADER])
def test_a_login_means_the_same_elsewhere(platform: Platform) -> None:
    """Numbers that a platform made up do not."""
    assert platform not in PRIVATE_IDS
    assert {Platform.CANVAS, Platform.MOODLE, Platform.MOODLE_TEAM} < PRIVATE_IDS
