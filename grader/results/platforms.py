"""Platforms whose downloads carry ids, by the names under which results store them."""

from __future__ import annotations

from enum import StrEnum


class Platform(StrEnum):
    """Where the id of a submission comes from."""

    BLACKBOARD = "Blackboard"
    BRIGHTSPACE = "Brightspace"
    CANVAS = "Canvas"
    MOODLE = "Moodle"
    MOODLE_TEAM = "Moodle, a team"
    """The number of a Moodle group, which is not a participant's."""
    NBGRADER = "nbgrader"
    SAKAI = "Sakai"


PRIVATE_IDS = frozenset({Platform.CANVAS, Platform.MOODLE, Platform.MOODLE_TEAM, Platform.BRIGHTSPACE})
"""Platforms that number students themselves: such a number means nothing on another platform."""
