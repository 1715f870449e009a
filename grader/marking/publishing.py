"""Pages and tables that follow the marks: a student's page soon after a mark, the tables when somebody asks for them.

The store says which pages are older than their result, so nothing is forgotten when the server is killed: the next
start, and the next batch, write what is listed there.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from grader.errors import GraderError, UsageError
from grader.records import dataclass
from grader.report.html import render
from grader.results import Audience, for_audience
from grader.results.files import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.marking.service import MarkingService

PAUSE = 2.0
"""Seconds between two looks at what is to be written."""


@dataclass
class Publisher:
    """Writes what is older than the marks."""

    service: MarkingService
    tables: Callable[[], None]
    """Writes the tables of the class.  Raises UsageError where a batch is running, which writes them itself."""
    _problem: str = ""

    async def follow(self) -> None:
        """Write pages as they become old, and read what has changed, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                await self.service.read_answers()
                await loop.run_in_executor(None, self.publish_pages)
                self._problem = ""
            except GraderError as error:
                self._problem = str(error)
            await asyncio.sleep(PAUSE)

    def publish_pages(self) -> int:
        """Write the pages that are older than their result, and return how many."""
        waiting = self.service.ask_from_outside(lambda store: store.unpublished())
        for submission in waiting:
            self._page(submission)
        return len(waiting)

    def _page(self, submission: str) -> None:
        service = self.service
        stored = service.ask_from_outside(lambda store: store.newest(submission))
        if stored is not None:
            statements = {task.id: task.spec.statement for task in service.course.tasks}
            page = render(for_audience(stored.result, Audience.STUDENT), statements)
            write(service.folder.report(submission), page, grades=True)
        # A mark that was saved since then has made another page old, and this one is listed again.
        unchanged = service.ask_from_outside(lambda store: store.newest(submission)) == stored
        if unchanged:
            service.ask_from_outside(lambda store: store.published(submission))

    def publish_all(self) -> str:
        """Write pages and tables; return what was done, in a sentence."""
        count = self.publish_pages()
        folder = self.service.folder
        try:
            self.tables()
        except UsageError:
            return f"{count} pages written. A batch is running here: it writes {folder.grades.name} when it ends."
        return f"{count} pages, {folder.grades.name} and {folder.index.name} are up to date."

    def state(self) -> str:
        """Return why pages are not written; empty where all is well."""
        return self._problem
