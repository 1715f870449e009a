"""Whole downloads as data: reads `corpus/*.toml`, builds each tree, and says what became of every file of it."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import zstandard

from grader.batch.handins import handins
from grader.intake.manifest import rows_of
from grader.store import Folder
from grader.submission import collect

from .downloads import CODE, tarred, zipped

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Download:
    """One download: `tree` are its files, `rows` what is to become of each, `error` what is said instead."""

    about: str
    tree: list[str]
    rows: list[str] = field(default_factory=list)
    packed: bool = False
    """Whether it is one zip."""
    name: str = "download"
    roster: str = ""
    layout: str = ""
    assignment: str = ""
    error: str = ""


def cases() -> list[tuple[str, Download]]:
    """Return every download with the name of its file before its own."""
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["download"], 1):
            found.append((f"{path.stem}-{number}", Download(**case)))
    return found


def content(token: str) -> bytes:
    """Return the bytes that a word of the corpus stands for; `zip: a.py, b.py` is an archive of these."""
    kind, colon, rest = token.partition(":")
    if colon and kind in ARCHIVES:
        members = dict(map(entry, rest.split(", ")))
        return bytes(ARCHIVES[kind](members))
    return WORDS[token] if token in WORDS else token.encode().replace(b"\\n", b"\n")


def entry(line: str) -> tuple[str, bytes]:
    """Return the name and the bytes of one line of a tree: `name <- word`; code where no word stands there."""
    name, arrow, token = line.partition(" <- ")
    return name.strip(), content(token) if arrow else CODE


ARCHIVES: dict[str, Any] = {
    "zip": zipped,
    "tar": lambda members: tarred(members, "w"),
    "tgz": tarred,
    "txz": lambda members: tarred(members, "w:xz"),
    "zst": lambda members: zstandard.compress(tarred(members, "w")),
    "cut": lambda members: zipped(members)[:-30],
}
WORDS = {
    "code": CODE,
    "empty": b"",
    "pdf": b"%PDF-1.7",
    "rar": b"Rar!\x1a\x07",
    "html": b"<html><body>typed</body></html>",
    "notebook": b'{"nbformat": 4, "metadata": {}, "cells": []}',
    "gz": gzip.compress(CODE),
    "bz2": bz2.compress(CODE),
    "xz": lzma.compress(CODE),
    "zst1": zstandard.compress(CODE),
    "utf16": "# Assignment 1\nyes\n".encode("utf-16"),
    "cp1252": "# Assignment 1\nsch\xf6n\n".encode("cp1252"),
}


def build(download: Download, root: Path) -> Path:
    """Write the tree below `root` and return the source of a batch."""
    members = dict(map(entry, download.tree))
    if download.packed:
        source = root / f"{download.name}.zip"
        source.write_bytes(zipped(members))
        return source
    source = root / download.name
    source.mkdir()
    for name, data in members.items():
        path = source / name
        if name.endswith("/"):
            path.mkdir(parents=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return source


def outcome(source: Path, download: Download, root: Path) -> list[str]:
    """Return what became of every file, one line each: `student | status | file -> the name it is read under`."""
    roster = root / "roster.csv"
    if download.roster:
        roster.write_text(download.roster, encoding="utf-8")
    intake = handins(
        source, Folder(root / "out"), roster if download.roster else None,
        layout=download.layout or None, assignment=download.assignment or None,
    )  # fmt: skip
    lines = [f"{row.status} | {row.file}" for row in intake.rows]
    for hand_in in intake.hand_ins:
        read = collect([hand_in.path], named=False).handed_in if hand_in.path is not None else ()
        rows = rows_of(hand_in, read)
        lines += [
            f"{hand_in.id} | {row.status} | {row.file}{f' -> {row.read_as}' if row.read_as else ''}" for row in rows
        ]
        lines += [] if rows else [f"{hand_in.id} | nothing"]
    return sorted(lines)
