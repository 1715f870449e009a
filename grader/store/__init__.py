"""What a class has got, kept on disk: the one place that reads and writes `results.sqlite`.

folder    what lies in the folder of a class, and under which names
schema    the tables, and the steps from one version of them to the next
decisive  everything that decides a result, and the key made of it
records   a result as it is kept, and an older one with when and why
holding   one process at a time
reading   looking things up
writing   the one writer: a transaction a result
"""

from grader.store.decisive import Decisive
from grader.store.folder import Folder
from grader.store.holding import Hold
from grader.store.reading import Store
from grader.store.records import Earlier, Kept
from grader.store.writing import Writer

__all__ = ["Decisive", "Earlier", "Folder", "Hold", "Kept", "Store", "Writer"]
