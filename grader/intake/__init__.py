"""Who has handed in what: folders, archives, and the downloads of learning platforms.

archives    members of a zip or tar, read safely, whatever the archive claims
layouts     how each platform names what it packs: a name to a student and a path
sorting     which layout a download has, and what of it belongs to whom
unpacking   a student's pieces to a folder of their own
roster      the list of the class: names, groups, extensions
reading     all of it together: the hand-ins of a class
"""

from grader.intake.reading import HandIn, Intake, read

__all__ = ["HandIn", "Intake", "read"]
