"""Write the golden reports and the examples of docs/feedback.md anew: `python -m tests.report.refresh`.

Read the difference before you keep it.
"""

from __future__ import annotations

from tests.report.report_feedback import PAGE, with_examples
from tests.samples.report_samples import GOLDEN, rendered

if __name__ == "__main__":
    for name, content in rendered().items():
        (GOLDEN / name).write_text(content, encoding="utf-8", newline="\n")
    PAGE.write_text(with_examples(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
