"""A class's results on disk: the only code that reads and writes `results.sqlite`.

folder      the files in the folder of a class, and their names
schema      the tables, and the migrations between their versions
result_key  everything that decides a result, and the key made of it
records     a stored result, and a superseded one with date and reason
lock        one writing process at a time
reading     queries
writing     the only writer: one transaction per result
marks       what people decided: statements on a connection
marking     marks saved beside a batch that may be running
"""

from grader.store.folder import Folder
from grader.store.lock import FolderLock
from grader.store.reading import Store
from grader.store.records import StoredResult, SupersededResult
from grader.store.result_key import ResultKey
from grader.store.writing import Writer

__all__ = ["Folder", "FolderLock", "ResultKey", "Store", "StoredResult", "SupersededResult", "Writer"]
