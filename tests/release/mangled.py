"""What happens to a notebook between the student who wrote it and whoever grades it: one function a form.

Each takes a filled notebook, changes it or not, and returns the files of the hand-in by their names.
"""

from __future__ import annotations

import json
import random
import re
from copy import deepcopy
from typing import Any

import nbformat

FORMS: dict[Any, Any] = {}
STARTERS: list[Any] = []
"""The cells as they were handed out; set by the test."""


def form(function: Any) -> Any:
    """Enter a form into the table, under the function's name."""
    FORMS[function.__name__.replace("_", "-")] = function
    return function


def text(content: dict[Any, Any], **options: Any) -> bytes:
    """Return a notebook as bytes."""
    return json.dumps(content, **{"indent": 1, **options}).encode()


def work(content: dict[Any, Any], **options: Any) -> dict[str, bytes]:
    """Return the hand-in of one notebook."""
    return {"work.ipynb": text(content, **options)}


def code(
    content: Any,
) -> Any:
    """Return the code cells."""
    return [cell for cell in content["cells"] if cell["cell_type"] == "code"]


def source(cell: Any) -> str:
    """Return the text of a cell."""
    return "".join(cell["source"])


def functions(content: Any) -> Any:
    """Return the cells with functions in them."""
    return [cell for cell in code(content) if source(cell).startswith("def ")]


def cell(text_of_it: str, kind: str = "code") -> Any:
    """Return a new cell."""
    made = {"cell_type": kind, "id": f"n{abs(hash(text_of_it)) % 10**9}", "metadata": {}, "source": text_of_it}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def rewritten(content: Any, change: Any, which: Any = functions) -> Any:
    """Change the text of every cell of a kind."""
    for one in which(content):
        one["source"] = change(source(one))
    return content


def indented(body: Any) -> Any:
    """Return a text four columns to the right."""
    return re.sub(r"^(?=.)", "    ", body, flags=re.MULTILINE)


# Names.


@form
def untouched(content: Any) -> Any:
    """As it was saved."""
    return work(content)


@form
def renamed(content: Any) -> dict[str, bytes]:
    """By a browser, with blanks and a bracket."""
    return {"Seminar 2 - final (3).ipynb": text(content)}


@form
def renamed_in_another_script(content: Any) -> Any:
    """In letters that are not ASCII."""
    return {"семинар_2_решение.ipynb": text(content)}


@form
def saved_as_json(content: Any) -> Any:
    """By a browser that knows better."""
    return {"work.ipynb.json": text(content)}


@form
def saved_as_text(content: Any) -> Any:
    """Under an ending that every editor opens."""
    return {"work.ipynb.txt": text(content)}


@form
def saved_as_py(content: Any) -> Any:
    """Under the ending that the task asks for."""
    return {"work.py": text(content)}


@form
def suffix_in_capitals(content: Any) -> Any:
    """As some systems write it."""
    return {"WORK.IPYNB": text(content)}


@form
def named_like_a_task(content: Any) -> Any:
    """One notebook with all tasks, called like one of them."""
    return {"softmax.ipynb": text(content)}


@form
def in_a_folder(content: Any) -> Any:
    """Below others, with blanks in their names."""
    return {"hand in/week 2/work.ipynb": text(content)}


@form
def beside_an_old_checkpoint(content: Any) -> Any:
    """Which Jupyter leaves, with nothing written in it yet."""
    old = deepcopy(content)
    old["cells"] = deepcopy(STARTERS)
    return {**work(content), ".ipynb_checkpoints/work-checkpoint.ipynb": text(old)}


@form
def beside_empty_modules(content: Any) -> Any:
    """Beside the kit's other half, as it was handed out."""
    handed = {"softmax.py": b"", "scan.py": b""}
    for one in STARTERS:
        name = "scan.py" if "scan" in source(one) else "softmax.py"
        handed[name] += (source(one) + "\n\n").encode()
    return {**work(content), **handed}


@form
def in_two_notebooks(content: Any) -> Any:
    """In two files, with all that a task needs in one."""
    later = [one for one in content["cells"] if one["id"].split("-")[0] in {"scan", "softmax"}]
    earlier = [one for one in content["cells"] if one not in later]
    head = code(content)[0]
    return {
        "part1.ipynb": text({**content, "cells": earlier}),
        "part2.ipynb": text({**content, "cells": [head, *later]}),
    }


# Cells: where they stand, and how often.


@form
def cells_reversed(content: Any) -> Any:
    """From the last cell to the first."""
    content["cells"].reverse()
    return work(content)


@form
def cells_shuffled(content: Any) -> dict[str, bytes]:
    """In an order that nobody wrote them in."""
    random.Random(7).shuffle(content["cells"])
    return work(content)


@form
def imports_at_the_end(content: Any) -> Any:
    """At the bottom, where they run last."""
    first = code(content)[0]
    content["cells"].remove(first)
    content["cells"].append(first)
    return work(content)


@form
def functions_first(content: Any) -> Any:
    """Before the text and the imports."""
    moved = functions(content)
    content["cells"] = moved + [one for one in content["cells"] if one not in moved]
    return work(content)


@form
def every_cell_twice(content: Any) -> Any:
    """Each with its copy below it."""
    content["cells"] = [again for one in content["cells"] for again in (one, deepcopy(one))]
    return work(content)


@form
def the_whole_notebook_twice(content: Any) -> Any:
    """With its own copy below it."""
    content["cells"] += deepcopy(content["cells"])
    return work(content)


@form
def starters_left_below(content: Any) -> dict[str, bytes]:
    """Written in new cells above those that were handed out."""
    content["cells"] += deepcopy(STARTERS)
    return work(content)


@form
def starters_left_above(content: Any) -> Any:
    """Written in new cells below those that were handed out."""
    content["cells"] = deepcopy(STARTERS) + content["cells"]
    return work(content)


@form
def text_cells_deleted(content: Any) -> Any:
    """Code alone."""
    content["cells"] = code(content)
    return work(content)


@form
def check_cells_deleted(content: Any) -> Any:
    """Without the calls of `check`."""
    content["cells"] = [one for one in content["cells"] if "check(" not in source(one)]
    return work(content)


@form
def only_functions_left(content: Any) -> Any:
    """Each with its own import."""
    rewritten(content, lambda body: f"import numpy as np\n{body}")
    content["cells"] = [one for one in content["cells"] if "import numpy as np\ndef" in source(one)]
    return work(content)


@form
def empty_cells_between(content: Any) -> Any:
    """Three around each cell."""
    content["cells"] = [new for one in content["cells"] for new in (cell(""), cell("\n\n"), one, cell("", "markdown"))]
    return work(content)


@form
def split_into_one_function_a_cell(content: Any) -> Any:
    """Helpers in cells of their own."""
    parts = []
    for one in content["cells"]:
        pieces = re.split(r"\n{2,}(?=def )", source(one)) if one["cell_type"] == "code" else []
        parts += [{**one, "source": piece} for piece in pieces] or [one]
    content["cells"] = parts
    return work(content)


@form
def merged_into_one_cell(
    content: Any,
) -> dict[str, bytes]:
    """With everything in it."""
    content["cells"] = [cell("\n\n".join(map(source, code(content))))]
    return work(content)


@form
def merged_with_the_check_first(content: Any) -> Any:
    """Before anything is defined."""
    bodies = [source(one) for one in functions(content)]
    content["cells"] = [cell("from grader import check\ncheck()\nimport numpy as np\n" + "\n\n".join(bodies))]
    return work(content)


@form
def turned_to_text_and_back(content: Any) -> Any:
    """Without outputs and counts, with an attachment."""
    for one in code(content):
        for key in ("outputs", "execution_count"):
            one.pop(key)
        one["attachments"] = {}
    return work(content)


@form
def check_cells_turned_to_text(content: Any) -> Any:
    """So that they no longer run."""
    for one in code(content):
        if "check(" in source(one):
            one["cell_type"] = "markdown"
            for key in ("outputs", "execution_count"):
                one.pop(key)
    return work(content)


@form
def statements_turned_to_raw(content: Any) -> Any:
    """Text that is not Markdown any more."""
    for one in content["cells"]:
        if one["cell_type"] == "markdown":
            one["cell_type"] = "raw"
    return work(content)


# The file.


@form
def metadata_stripped(content: Any) -> Any:
    """Empty, of the notebook and of the cells."""
    content["metadata"] = {}
    for one in content["cells"]:
        one["metadata"] = {}
    return work(content)


@form
def no_metadata_at_all(content: Any) -> Any:
    """Not even the keys."""
    del content["metadata"]
    for one in content["cells"]:
        del one["metadata"]
    return work(content)


@form
def no_ids(content: Any) -> Any:
    """As before version 4.5."""
    content["nbformat_minor"] = 4
    for one in content["cells"]:
        del one["id"]
    return work(content)


@form
def equal_ids(content: Any) -> Any:
    """From a tool that does not look."""
    for one in content["cells"]:
        one["id"] = "same"
    return work(content)


@form
def another_kernel(content: Any) -> Any:
    """Of somebody's own environment."""
    content["metadata"] = {"kernelspec": {"name": "conda-env-dl-py", "display_name": "dl", "language": "python"}}
    return work(content)


@form
def from_colab(content: Any) -> Any:
    """With its metadata and its titles of forms."""
    content["metadata"] = {"colab": {"provenance": [], "collapsed_sections": ["a"]}, "accelerator": "GPU"}
    for number, one in enumerate(content["cells"]):
        one["metadata"] = {"id": f"x{number}", "colab": {"base_uri": "https"}, "cellView": "form"}
    return work(rewritten(content, lambda body: "#@title Your function { display-mode: 'form' }\n" + body))


@form
def outputs_kept(content: Any) -> Any:
    """Two hundred kilobytes of image a cell, and code in the printed text."""
    image = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "iVBORw0KGgo" * 20_000}}
    shown = {"output_type": "stream", "name": "stdout", "text": ["def softmax(x): return 0\n"] * 500}
    for number, one in enumerate(code(content)):
        one["outputs"], one["execution_count"] = [image, shown], number
    return work(content)


@form
def outputs_cleared(content: Any) -> Any:
    """By a tool that leaves no list."""
    for one in code(content):
        one["outputs"], one["execution_count"] = None, "*"
    return work(content)


@form
def downgraded_to_3(content: Any) -> dict[str, bytes]:
    """By nbformat: worksheets, `input`, a prompt number."""
    old = nbformat.convert(nbformat.from_dict(deepcopy(content)), 3)
    return {"work.ipynb": nbformat.writes(old, 3).encode()}


@form
def downgraded_to_2(content: Any) -> Any:
    """To the version before that."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        third = nbformat.convert(nbformat.from_dict(deepcopy(content)), 3)
        sheets = [{"cells": [_of_2(one) for one in sheet.cells], "metadata": {}} for sheet in third.worksheets]
    return work({"nbformat": 2, "metadata": {"name": "work"}, "worksheets": sheets})


def _of_2(one: Any) -> Any:
    kind = "code" if one.cell_type == "code" else "markdown"
    told = one.input if kind == "code" else one.source
    lines = {"input": told, "language": "python", "outputs": [], "collapsed": False}
    return {"cell_type": kind, **(lines if kind == "code" else {"source": told})}


@form
def oldest_minor_version(content: Any) -> Any:
    """4.0."""
    content["nbformat_minor"] = 0
    return no_ids(content)


@form
def sources_as_one_string(content: Any) -> Any:
    """And not as lists of lines."""
    return work(rewritten(content, lambda body: body, lambda content: content["cells"]))


@form
def on_one_line(content: Any) -> Any:
    """Without a blank."""
    return work(content, indent=None, separators=(",", ":"))


@form
def keys_sorted_and_escaped(content: Any) -> Any:
    """ASCII alone."""
    return work(content, indent=4, sort_keys=True, ensure_ascii=True)


@form
def with_a_byte_order_mark(content: Any) -> Any:
    """From an editor on Windows."""
    return {"work.ipynb": b"\xef\xbb\xbf" + text(content)}


@form
def in_utf_16(content: Any) -> Any:
    """From another one."""
    return {"work.ipynb": json.dumps(content).encode("utf-16")}


@form
def line_ends_of_windows(content: Any) -> Any:
    """In the file and in the code."""
    rewritten(content, lambda body: body.replace("\n", "\r\n"), code)
    return {"work.ipynb": text(content).replace(b"\n", b"\r\n")}


@form
def blank_lines_in_front(content: Any) -> Any:
    """Before the bracket."""
    return {"work.ipynb": b"\n\n   \n" + text(content)}


# Code.


@form
def prefixed_with_a_cell_that_raises(content: Any) -> Any:
    """About a file that is not there."""
    content["cells"].insert(0, cell("open('data.csv').read()\nnp.random.seed(0)"))
    return work(content)


@form
def prefixed_with_nonsense(content: Any) -> Any:
    """No Python."""
    content["cells"].insert(0, cell("here I try things ((\n  def broken(:\n"))
    return work(content)


@form
def errors_between(content: Any) -> dict[str, bytes]:
    """With a cell that stops after each."""
    noise = ["1 / 0", "print(undefined)", "for i in range(3) print(i)", "assert softmax(3) == 4", "raise SystemExit"]
    mixed = []
    for number, one in enumerate(content["cells"]):
        mixed += [one, cell(noise[number % len(noise)])]
    content["cells"] = mixed
    return work(content)


@form
def magics_and_shell_lines(content: Any) -> Any:
    """At the top, and a time in front of each function."""
    content["cells"].insert(0, cell("%matplotlib inline\n!pip install numpy\n%load_ext autoreload\nnp?"))
    return work(rewritten(content, lambda body: f"%%time\n{body}"))


@form
def captured_cells(content: Any) -> Any:
    """With a comment after the magic."""
    return work(rewritten(content, lambda body: f"%%capture out --no-stderr\n# mine\n{body}"))


@form
def wrapped_in_if(content: Any) -> Any:
    """All functions indented."""
    return work(rewritten(content, lambda body: f"if True:\n{indented(body)}"))


@form
def wrapped_in_try(content: Any) -> Any:
    """With the exception printed."""
    return work(rewritten(content, lambda body: f"try:\n{indented(body)}\nexcept Exception as e:\n    print(e)"))


@form
def wrapped_in_a_loop(content: Any) -> Any:
    """With every function defined twice."""
    return work(rewritten(content, lambda body: f"for _ in range(2):\n{indented(body)}"))


@form
def wrapped_in_a_main_guard(content: Any) -> Any:
    """Which holds in a notebook."""
    return work(rewritten(content, lambda body: f'if __name__ == "__main__":\n{indented(body)}'))


@form
def scratch_code_around(content: Any) -> Any:
    """Before and after each function."""
    before = "x = np.array([1.0, 2.0])\nprint('trying', x)\n\n"
    after = "\n\nfor n in range(3):\n    print(n, x.sum())\nx = 'something else'\n"
    return work(rewritten(content, lambda body: before + body + after))


@form
def tests_that_fail_below(content: Any) -> Any:
    """An assertion after each function."""
    return work(rewritten(content, lambda body: body + "\n\nassert 1 + 1 == 3, 'why?'\nprint('fine')\n"))


@form
def earlier_attempts_kept(content: Any) -> Any:
    """Above each function, under its name."""

    def twice(body: Any) -> Any:
        names = re.findall(r"^def (\w+)\((.*)\):$", body, re.MULTILINE)
        return "".join(f"def {name}({args}):\n    return 0  # first try\n\n\n" for name, args in names) + body

    return work(rewritten(content, twice))


@form
def indented_as_a_whole(content: Any) -> Any:
    """As a notebook allows."""
    return work(rewritten(content, indented))


@form
def tabs_for_spaces(content: Any) -> Any:
    """In all code."""
    return work(rewritten(content, lambda body: body.replace("    ", "\t")))


@form
def blanks_at_the_ends(content: Any) -> Any:
    """Of lines and of cells."""
    return work(rewritten(content, lambda body: "\n\n" + body.replace("\n", "   \n") + "   \n\n"))


@form
def annotated(content: Any) -> Any:
    """With what is returned."""

    def told(body: Any) -> Any:
        return re.sub(
            r"^def (\w+)\((.*)\):$", lambda m: f"def {m[1]}({m[2]}) -> 'np.ndarray':", body, flags=re.MULTILINE
        )

    return work(rewritten(content, told))


@form
def decorated(content: Any) -> Any:
    """By a timer of one's own."""
    timer = (
        "import functools, time\n\n\ndef timed(f):\n    @functools.wraps(f)\n    def inner(*args, **kwargs):\n"
        "        start = time.time()\n        return f(*args, **kwargs)\n    return inner\n"
    )
    content["cells"].insert(1, cell(timer))
    return work(rewritten(content, lambda body: re.sub(r"^def ", "@timed\ndef ", body, flags=re.MULTILINE)))


@form
def plotting_and_asking(content: Any) -> Any:
    """With a library that may be missing, and a question to nobody."""
    plots = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
    content["cells"].insert(2, cell(plots))
    content["cells"].insert(5, cell("name = input('Your name? ')\nprint('Hello', name)"))
    return work(content)


@form
def prompts_pasted(content: Any) -> Any:
    """From a session of Python."""

    def pasted(body: Any) -> Any:
        first, *rest = body.split("\n")
        return "\n".join([f">>> {first}", *(f"... {line}" for line in rest)])

    return work(rewritten(content, pasted))


@form
def exported_as_a_script(content: Any) -> Any:
    """By nbconvert."""
    lines = ["#!/usr/bin/env python", "# coding: utf-8", ""]
    for number, one in enumerate(content["cells"]):
        if one["cell_type"] == "code":
            lines += [f"# In[{number}]:", "", source(one), "", ""]
        else:
            lines += [*(f"# {line}" for line in source(one).split("\n")), ""]
    return {"work.py": "\n".join([*lines, "get_ipython().run_line_magic('matplotlib', 'inline')"]).encode()}


@form
def exported_in_percent_format(content: Any) -> Any:
    """By jupytext."""
    kinds = {"code": "# %%", "markdown": "# %% [markdown]"}
    parts = []
    for one in content["cells"]:
        body = source(one) if one["cell_type"] == "code" else re.sub(r"^", "# ", source(one), flags=re.MULTILINE)
        parts.append(f"{kinds[one['cell_type']]}\n{body}\n")
    return {"work.py": "\n".join(parts).encode()}


@form
def handed_in_with_the_kit(content: Any) -> Any:
    """With the folder as it is and the kit's other files."""
    told = b'{"format": 1}'
    return {**work(content), "README.md": b"# Your kit", "grader-kit/kit.json": told, "statements/softmax.md": b"# S"}
