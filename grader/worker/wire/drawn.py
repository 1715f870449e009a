"""Parts of figures between two processes: what of them is asked for, and plain values for it.

A figure, its axes and what is drawn in them stay with the student's code; the test holds a handle of each.  Every
getter of matplotlib's is asked for when the test reads it, and its value crosses as plain data, in which only parts of
figures are handles again:

    ("v", plain)   ("a", part)   ("l", values)   ("t", values)   ("d", keys and values)   ("x", the reason why not)
    ("n", type, shape, bytes)    ("o", shape, values)   an array of numbers or texts, of dates
    ("r", kind, names and values)   a record: `box`, `path`, `colormap`
"""

from __future__ import annotations

MAX_BYTES = 1 << 26
"""Bytes of all arrays of one answer."""
MAX_PARTS = 20_000
"""Values of one answer, those within others included."""
MAX_TEXT = 100_000

ROOTS = frozenset({"matplotlib", "mpl_toolkits"})
"""The libraries whose classes a part of a figure can have for a test."""

PREFIXES = ("get_", "has_", "is_")
"""How the names of getters begin."""
ATTRIBUTES = frozenset({
    "artists", "axes", "axison", "baseline", "center", "cmap", "collections", "colorbar", "containers", "dataLim",
    "datavalues", "dpi", "errorbar", "figure", "gridline", "height", "images", "label", "label1", "label2", "legend_",
    "legend_handles", "legends", "levels", "lines", "markerline", "name", "norm", "number", "orientation", "origin",
    "patch", "patches", "r", "spines", "stemlines", "subfigs", "tables", "texts", "theta1", "theta2", "title", "U", "V",
    "viewLim", "width", "xaxis", "xy", "xyann", "yaxis", "zaxis", "zorder", "_A", "_left_title", "_loc",
    "_major_tick_kw", "_minor_tick_kw", "_right_title", "_suptitle", "_supxlabel", "_supylabel", "_x", "_y",
})  # fmt: skip
"""Attributes that a test can read."""
ITEMS = "items"
"""The question for the members of a container (the bars of `plt.bar`)."""
DRAW = "draw"
"""The question that has a figure drawn, which sets positions and texts of ticks."""

PYPLOT = frozenset({
    "axes", "cla", "clf", "close", "delaxes", "draw", "fignum_exists", "figure", "gca", "gcf", "get_figlabels",
    "get_fignums", "sca", "subplot", "subplot_mosaic", "subplots", "twinx", "twiny",
})  # fmt: skip
"""Functions of pyplot that are about the figures of the student's code, also where a test calls them."""


def is_getter(name: str) -> bool:
    """Whether a name is that of a getter of matplotlib's."""
    return name.startswith(PREFIXES)
