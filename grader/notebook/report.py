"""The report of a check as a notebook shows it, and as text elsewhere."""

from __future__ import annotations

import base64
from typing import Any

from grader.records import dataclass, field


@dataclass(frozen=True)
class Report:
    """A report: `text` is that of the terminal, `page` the one for a browser, `result` the student's copy as data."""

    text: str
    page: str = field(repr=False)
    result: dict[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """Return the page in a frame of its own.

        Its style reaches nothing of the notebook's, nor the other way round, and the frame may do nothing: it needs no
        script, no form and no address.  As a document of its own, and not as the frame's `srcdoc`, links within it lead
        to its own places.
        """
        document = base64.b64encode(self.page.encode("utf-8")).decode("ascii")
        title = "Report of your check"
        style = f"width: 100%; height: {self._height()}em; border: 1px solid #8888; resize: vertical"
        source = f"data:text/html;charset=utf-8;base64,{document}"
        return f'<iframe sandbox="" title="{title}" style="{style}" src="{source}"></iframe>'

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002
        """Return both forms: what shows no HTML, a terminal or a page that trusts nobody, has the text."""
        return {"text/html": self._repr_html_(), "text/plain": self.text}

    def _height(self) -> int:
        """Return a height in lines for what there is to see: a frame without scripts cannot ask for more itself."""
        return min(48, 16 + self.text.count("\n") // 2)
