"""The hand-ins of a class: folders, archives, and the downloads of learning platforms.

download     what was downloaded, as plain files on this disk
layouts      how each platform names what it packs: a name to a student and a path
recognition  which layout a download has, by evidence; a contradiction is a question to the user
sorting      each student's files, the last attempt of them, and a reason for everything else
unpacking    a student's files to a folder of their own
pulled       a folder that `grader pull` has written, read by its manifest
manifest     what became of every file
roster       the list of the class: names, groups, extensions
matching     hand-ins and list together
hand_in      one student's work, and the class
reading      all of it: the hand-ins of a class
"""

from grader.intake.hand_in import HandIn, Intake
from grader.intake.reading import read

__all__ = ["HandIn", "Intake", "read"]
