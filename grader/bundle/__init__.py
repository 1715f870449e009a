"""An archive with which a platform grades on its own: this grader, a course, and the scripts that the platform calls.

wheel       the grader that runs here, as a wheel
pins        the versions of what it needs, as they are installed here
material    what the judge reads of a course, and nothing else
gradescope  the archive that Gradescope takes
scripts/    what that platform starts: setup.sh once, run_autograder for each submission
"""

from grader.bundle.gradescope import Bundle, gradescope

__all__ = ["Bundle", "gradescope"]
