"""The members of one archive as numbered files in a folder; runs in a process of its own, whose limits it sets itself.

A header's word about sizes is not believed: bytes are counted while they are read, in all and against the packed ones.
What goes on is said line by line as JSON, so that what was read before a limit ends the process is not lost.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import json
import lzma
import math
import os
import signal
import stat
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from grader.archives import clutter
from grader.archives.formats import SINGLE, stem, suffix
from grader.archives.names import LONGEST, refusal, relative, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LARGEST = 50 << 20
"""Bytes of one member."""
RATIO = 200
"""The largest ratio of a member to its packed bytes, above `RATIO_FROM`."""
RATIO_FROM = 1 << 20
LONGEST_HEADER = 16 << 10
"""Bytes of a tar's header of names; the standard library takes a time that grows with the square of them."""
MOST_LISTED = 20
"""Members of a tar that are named, as a multiple of those that are taken."""
_FIRST = (".py", ".ipynb", ".md", ".txt")
"""Endings of files that data must not displace."""
_CHUNK = 1 << 18


class RefusedError(Exception):
    """An archive, or a member of it, that is not taken; the text says why."""


def reason(error: BaseException) -> str:
    """Return what an error says, for a sentence."""
    return shown(str(error) or type(error).__name__, 120)


class Extraction:
    """One archive on its way to files: `limits` are `members`, `bytes` and `every`."""

    def __init__(
        self, path: Path, into: Path, limits: dict[str, int], report: Callable[[dict[str, Any]], None]
    ) -> None:
        self.path, self.into, self.limits, self.tell = path, into, limits, report
        self.count = self.size = self._code_beyond = 0

    def run(self, name: str) -> None:
        """Read the archive, which is called `name`.  Raises RefusedError."""
        ending = suffix(name)
        with self.path.open("rb") as stream:
            try:
                if ending == ".zip":
                    self._zip(stream)
                elif ending in SINGLE:
                    self._single(stream, ending, name)
                else:
                    self._tar(stream, ending)
            except RefusedError:
                raise
            except Exception as error:
                raise RefusedError(f"cannot be read ({reason(error)})") from error

    def _zip(self, stream: IO[bytes]) -> None:
        with zipfile.ZipFile(stream) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir() and not _decoded(info).endswith("\\")]
            self._refuse_overlaps(infos)
            names = {id(info): relative(_decoded(info)) for info in infos}
            members, left = clutter.sort_out(list(names.values()))
            self._leave(left)
            self._leave_empty(archive, names.values())
            first_members, keep = self._first(members), set(members)
            for info in infos:
                name = names[id(info)]
                if name not in keep:
                    continue
                refused = _zip_refusal(info) or refusal(name)
                if name not in first_members:
                    refused = f"is one of more than {self.limits['members']:,} files"
                opening = None if refused else (lambda info=info: archive.open(info))
                self._member(name, refused, opening, packed=info.compress_size, at=_seconds(info.date_time))

    def _first(self, names: list[str]) -> set[str]:
        """Return the names that are taken where there are too many: code first, since data must not displace it."""
        limit = self.limits["members"]
        if len(names) <= limit:
            return set(names)
        if self.limits.get("every"):
            raise RefusedError(f"has {len(names):,} members (at most {limit:,} are read)")
        ranked = sorted(names, key=lambda name: (not name.lower().endswith(_FIRST), name.count("/")))
        return set(ranked[:limit])

    def _beyond(self, name: str) -> str:
        """Return why a member of a tar is one too many; nothing for code, of which as much again is taken.

        A tar is read from its beginning, so what is behind its data is not known before.  Raises RefusedError.
        """
        limit = self.limits["members"]
        if self.limits.get("every") or self.count >= MOST_LISTED * limit:
            raise RefusedError(f"has more than {limit:,} files")
        self._code_beyond += name.lower().endswith(_FIRST)
        is_taken = name.lower().endswith(_FIRST) and self._code_beyond <= limit
        return "" if is_taken else f"is one of more than {limit:,} files"

    def _refuse_overlaps(self, infos: list[zipfile.ZipInfo]) -> None:
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise RefusedError("has members that overlap, as no program packs them")
            end = info.header_offset + 30 + info.compress_size

    def _tar(self, stream: IO[bytes], ending: str) -> None:
        decompressed = _Counted(_decompressed(stream, ending), self.path.stat().st_size, self.limits["bytes"])
        left: dict[str, tuple[str, int]] = {}
        with tarfile.open(fileobj=cast("IO[bytes]", decompressed), mode="r|", tarinfo=_TarInfo) as archive:
            for info in archive:
                if info.isdir():
                    continue
                name = relative(info.name)
                members, clutters = clutter.sort_out([name])
                for path, (reason, _) in clutters.items():
                    left[path] = (reason, left.get(path, ("", 0))[1] + 1)
                if not members:
                    continue
                refused = refusal(name) if info.isreg() else "is a link or a device"
                if self.count >= self.limits["members"]:
                    refused = self._beyond(name) or refused
                opening = None if refused else (lambda info=info: archive.extractfile(info) or io.BytesIO())
                at = float(info.mtime) if math.isfinite(info.mtime) else 0.0  # a header may say `nan`
                self._member(name, refused, opening, packed=LARGEST, at=at)
        self._leave(left)

    def _single(self, stream: IO[bytes], ending: str, name: str) -> None:
        inner = stem(name).rpartition("/")[2]
        packed = self.path.stat().st_size
        at = self.path.stat().st_mtime
        self._member(inner, refusal(inner), lambda: _decompressed(stream, ending), packed=packed, at=at)

    def _leave_empty(self, archive: zipfile.ZipFile, names: Iterable[str]) -> None:
        """Tell of the folders of a class with nothing in them: they may be somebody's."""
        if not self.limits.get("every"):
            return
        folders = {relative(_decoded(info)) for info in archive.infolist() if info.is_dir()}
        # The folders above a longer name are not listed: that takes a time which grows with its square.
        above = {part for name in (*names, *folders) if len(name) <= LONGEST for part in _folders_above(name)}
        for folder in sorted(folders - above):
            if folder and not clutter.sort_out([f"{folder}/-"])[1] and not refusal(folder):
                self.tell({"name": f"{folder}/", "empty": True})

    def _leave(self, left: dict[str, tuple[str, int]]) -> None:
        for path, (reason, count) in left.items():
            self.tell({"name": path, "ignored": reason, "count": count})

    def _member(
        self, name: str, refused: str, opening: Callable[[], IO[bytes]] | None, *, packed: int, at: float
    ) -> None:
        self.count += 1
        if opening is None:
            self.tell({"name": name, "refused": refused})
            return
        target = self.into / str(self.count)
        try:
            with opening() as member, target.open("wb") as out:
                for piece in self._pieces(member, packed):
                    out.write(piece)
        except RefusedError as error:
            target.unlink(missing_ok=True)
            self.tell({"name": name, "refused": str(error)})
        except Exception as error:
            target.unlink(missing_ok=True)
            if isinstance(error, OSError) and error.errno in {28, 122}:
                raise SystemExit(28) from error
            self.tell({"name": name, "refused": f"cannot be unpacked ({reason(error)})"})
        else:
            self.tell({"name": name, "file": str(self.count), "size": target.stat().st_size, "at": at})

    def _pieces(self, member: IO[bytes], packed: int) -> Iterator[bytes]:
        """Yield a member's bytes, counting.  Raises RefusedError."""
        size = 0
        while piece := member.read(_CHUNK):
            size += len(piece)
            self.size += len(piece)
            if size > LARGEST:
                raise RefusedError(f"is larger than {LARGEST >> 20} MiB")
            if size > RATIO_FROM and size > RATIO * max(packed, 1):
                raise RefusedError(f"unpacks to more than {RATIO} times its size")
            if self.size > self.limits["bytes"]:
                raise RefusedError(f"would make more than {self.limits['bytes'] >> 20} MiB")
            yield piece


def _folders_above(name: str) -> Iterator[str]:
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


class _TarInfo(tarfile.TarInfo):
    """Refuses headers that take the memory or the time of whoever reads them."""

    def _proc_member(self, tarfile_: tarfile.TarFile) -> tarfile.TarInfo:
        special = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME)
        if self.type in (*special, tarfile.GNUTYPE_LONGLINK) and self.size > LONGEST_HEADER:
            raise tarfile.ReadError("a header of names is too long")
        return super()._proc_member(tarfile_)  # type: ignore[misc, no-any-return]


class _Counted:
    """A stream that ends the reading where it gives more bytes than an archive of its size can honestly hold."""

    def __init__(self, stream: BinaryIO, packed: int, limit: int) -> None:
        self._stream, self._packed, self._most, self._size = stream, packed, limit, 0

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._size += len(piece)
        if self._size > self._most + (64 << 20):
            raise RefusedError(f"unpacks to more than {self._most >> 20} MiB")
        if self._size > 16 * RATIO_FROM and self._size > RATIO * self._packed:
            raise RefusedError(f"unpacks to more than {RATIO} times its size")
        return piece


def _decompressed(stream: IO[bytes], ending: str) -> BinaryIO:
    if ending in {".tar.gz", ".tgz", ".gz"}:
        return cast("BinaryIO", gzip.GzipFile(fileobj=cast("BinaryIO", stream)))
    if ending in {".tar.bz2", ".tbz2", ".tbz", ".bz2"}:
        return cast("BinaryIO", bz2.BZ2File(stream))
    if ending in {".tar.xz", ".txz", ".tar.lzma", ".tlz", ".xz", ".lzma"}:
        return cast("BinaryIO", lzma.LZMAFile(stream))
    if ending in {".tar.zst", ".tzst", ".zst"}:
        return _zstandard(stream)
    return cast("BinaryIO", stream)


def _zstandard(stream: IO[bytes]) -> BinaryIO:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]

        return cast("BinaryIO", zstd.ZstdFile(stream))
    except ImportError:
        import zstandard

        # A frame may ask for a window of two gigabytes.
        return cast("BinaryIO", zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream))


def _decoded(info: zipfile.ZipInfo) -> str:
    """Return a member's name; one without the mark of UTF-8 is often UTF-8 all the same."""
    # The library turns `\` into `/` on Windows alone, and cuts a name at a zero byte, which hides its suffix.
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _zip_refusal(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "is a link or a device"
    return "is encrypted: its password is not known here" if info.flag_bits & 0x1 else ""


def _seconds(moment: tuple[int, int, int, int, int, int]) -> float:
    """Return a zip's time, which names no zone, as seconds that compare; 0 where the packer wrote none."""
    import calendar

    if moment[0] <= 1980:
        return 0.0
    with contextlib.suppress(ValueError, OverflowError):
        return float(calendar.timegm((*moment, 0, 0, 0)))
    return 0.0


def _limit(memory: int) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has none, and macOS not all
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve() -> None:
    """Answer requests, one line of JSON each, until there are none: `archive`, `name`, `into`, `limits`, `seconds`."""
    reply = os.fdopen(os.dup(1), "w", buffering=1, encoding="ascii")
    os.dup2(2, 1)

    def tell(fact: dict[str, Any]) -> None:
        reply.write(json.dumps(fact) + "\n")

    for line in sys.stdin:
        request = json.loads(line)
        _limit(request["memory"])
        _start_clock(request["seconds"])
        work = Extraction(Path(request["archive"]), Path(request["into"]), request["limits"], tell)
        try:
            work.run(request["name"])
        except RefusedError as error:
            tell({"failed": str(error)})
        _start_clock(0)
        tell({"done": True})
        reply.flush()


def _start_clock(seconds: float) -> None:
    """Let the system end this process after so many seconds of processor time."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
