"""How platforms name what they pack: one module a layout, and one line of it here.

What is known of each, and how surely, stands in docs/assistants.md.
"""

from grader.intake.layouts.blackboard import BLACKBOARD
from grader.intake.layouts.brightspace import BRIGHTSPACE
from grader.intake.layouts.canvas import CANVAS
from grader.intake.layouts.canvas_quiz import CANVAS_QUIZ
from grader.intake.layouts.folders import FOLDERS
from grader.intake.layouts.gradescope import GRADESCOPE
from grader.intake.layouts.layout import DownloadEntry, LayoutReading, Listing, PlatformLayout
from grader.intake.layouts.moodle import MOODLE
from grader.intake.layouts.nbgrader import NBGRADER
from grader.intake.layouts.sakai import SAKAI

PLATFORMS: tuple[PlatformLayout, ...] = (
    GRADESCOPE, MOODLE, BLACKBOARD, BRIGHTSPACE, SAKAI, NBGRADER, CANVAS_QUIZ, CANVAS,
)  # fmt: skip
"""The most specific first: Canvas's pattern is the loosest."""
LAYOUTS: dict[str, PlatformLayout] = {layout.key: layout for layout in (*PLATFORMS, FOLDERS)}

__all__ = ["FOLDERS", "LAYOUTS", "PLATFORMS", "DownloadEntry", "LayoutReading", "Listing", "PlatformLayout"]
