"""Names of files that a student's code may give to a test: those of data, and of nothing that a program would obey.

Allowed is what is listed.  Tests read and compare such files; nothing looks for code, settings or plugins in them.
"""

from __future__ import annotations

import io
import re
import zipfile

import numpy as np

from grader.worker.memory_files import MOST_BYTES, MOST_FILES

DATA_SUFFIXES = frozenset({
    "", ".a3m", ".aln", ".ascii", ".asc", ".bed", ".bib", ".bin", ".bmp", ".cif", ".clean", ".css", ".csv", ".dat",
    ".data", ".dot", ".dna", ".err", ".fa", ".faa", ".fasta", ".fastq", ".fna", ".fq", ".geojson", ".gff", ".gif",
    ".gml", ".gpx", ".graphml", ".gv", ".htm", ".html", ".ics", ".input", ".jpeg", ".jpg", ".json", ".jsonl", ".kml",
    ".log", ".md", ".ndjson", ".npy", ".npz", ".orig", ".out", ".output", ".pbm", ".pdb", ".pdf", ".pgm", ".png",
    ".pnm", ".ppm", ".res", ".result", ".rna", ".rst", ".rtf", ".sam", ".srt", ".stl", ".svg", ".tab", ".tex", ".text",
    ".tif", ".tiff", ".tmp", ".tsv", ".txt", ".vcf", ".vtt", ".wav", ".xhtml", ".xml", ".yaml", ".yml",
})  # fmt: skip
"""No `.py`, no settings (`.cfg`, `.ini`, `.toml`), no pickles, no archives but those of arrays, no libraries."""
LONGEST_NAME = 120
_PLAIN = re.compile(r"[^\W_.][\w .,+=@()\[\]#-]*")
"""Begins with a letter or a digit; no backslash, colon or other sign that some system reads differently."""
_OF_WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_READ_BY_PROGRAMS = re.compile(
    r"(?i).*rc|(gnu)?make(file)?|(pip|docker|container|vagrant|jenkins|gem|rake|proc|brew|snake|just|fast)file|config"
    r"|sconstruct|sconscript|wscript|cmakelists|build|workspace"
)
"""Names without a suffix that programs look for."""


def is_folder_name(name: str) -> bool:
    """Whether a student's code may make a folder of this name: none with a suffix, as those of installed packages."""
    return _is_plain(name) and "." not in name


def is_file_name(name: str) -> bool:
    """Whether a student's code may write a file of this name."""
    stem, dot, suffix = name.rpartition(".")
    if not _is_plain(name) or _READ_BY_PROGRAMS.fullmatch(name):
        return False
    # `a.py.txt` is a text; `a.py` in whatever letters is none.
    return not dot or (bool(stem) and f".{suffix.lower()}" in DATA_SUFFIXES)


def is_data(name: str, content: bytes) -> bool:
    """Whether a file may be given to a test: arrays of Python objects may not, which `np.load` can be told to run."""
    kind = name.lower()[-4:]
    if kind not in (".npy", ".npz"):
        return is_file_name(name)
    return is_file_name(name) and (_has_numbers_alone if kind == ".npy" else _has_arrays_alone)(content)


def _is_plain(name: str) -> bool:
    is_short = len(name) <= LONGEST_NAME and name == name.rstrip(" .")
    return is_short and _PLAIN.fullmatch(name) is not None and _OF_WINDOWS.fullmatch(name) is None


def _has_numbers_alone(content: bytes) -> bool:
    stream = io.BytesIO(content)
    try:
        version = np.lib.format.read_magic(stream)
        if version not in ((1, 0), (2, 0)):
            return False
        reader = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        return not reader(stream)[2].hasobject
    except Exception:  # noqa: BLE001 - a forged header may fail in any way
        return False


def _has_arrays_alone(content: bytes) -> bool:
    """Whether an archive has arrays of numbers alone, together no larger than all files may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            room = MOST_BYTES
            for member in members[: MOST_FILES + 1]:
                with archive.open(member) as file:
                    data = file.read(room + 1)
                room -= len(data)
                if room < 0 or not member.filename.endswith(".npy") or not _has_numbers_alone(data):
                    return False
            return len(members) <= MOST_FILES
    except Exception:  # noqa: BLE001 - a forged archive may fail in any way
        return False
