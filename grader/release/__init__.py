"""The students' kit: what a task says and asks in public, with the reference's answers and nothing of its code.

recordable  which checks can be asked where only the reference's answers to the inputs are known
recording   these answers, noted while the checks are prepared
public      the part of a task file that students get
pages       a page a task, and the README
notebook    all tasks as one notebook
kit         all of it in one folder, tried before it is handed out
"""

from grader.release.kit import TaskKit, release

__all__ = ["TaskKit", "release"]
