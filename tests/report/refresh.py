"""Write the golden reports anew: `python tests/report/refresh.py`; read the difference before you keep it."""

from report_samples import GOLDEN, rendered

if __name__ == "__main__":
    for name, content in rendered().items():
        (GOLDEN / name).write_text(content, encoding="utf-8", newline="\n")
