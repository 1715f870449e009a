"""Write the golden reports and the examples of docs/feedback.md anew: `python tests/report/refresh.py`.

Read the difference before you keep it.
"""

import sys
from pathlib import Path

from report_feedback import PAGE, with_examples

sys.path.append(str(Path(__file__).parent.parent / "samples"))
from report_samples import GOLDEN, rendered

if __name__ == "__main__":
    for name, content in rendered().items():
        (GOLDEN / name).write_text(content, encoding="utf-8", newline="\n")
    PAGE.write_text(with_examples(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
