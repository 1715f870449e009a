"""Pictures of answers: decoded in a sandboxed process, kept by the content of the file, and served as new JPEGs."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import tempfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from grader.marking.handed_in import MediaKind, StudentFile, files_in, kind_of
from grader.marking.shown import written_answer
from grader.sandbox.decoding import DecodedPicture, DecodingError, decode_picture

if TYPE_CHECKING:
    from typing import IO

    from starlette.requests import Request

    from grader.marking.service import MarkingService

MOST_KEPT = 256 << 20
"""Bytes of decoded pictures that stay in memory."""
AT_ONCE = 2
"""Pictures that are decoded at a time."""
WIDTH = 1600
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""An SVG shown as a picture runs nothing and loads nothing; opened by itself, this forbids both as well."""


class Media:
    """The pictures of one class."""

    def __init__(self, service: MarkingService) -> None:
        self._service = service
        self._cache: OrderedDict[str, DecodedPicture | str] = OrderedDict()
        self._size = 0
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            Route("/picture/{item}/{number:int}/file/{index:int}", self.file),
            Route("/picture/{item}/{number:int}/attachment/{cell:int}-{entry:int}", self.attachment),
            Route("/picture/{item}/{number:int}/output/{cell:int}-{entry:int}", self.output),
            Route("/pages/{item}/{number:int}/{index:int}", self.pages),
            Route("/original/{item}/{number:int}/{index:int}", self.original),
        ]

    async def file(self, request: Request) -> Response:
        """Return a picture that was handed in, or a page of a PDF (`?page=`, from 0)."""
        file = await self._file(request)
        if file is None:
            return _missing()
        if file.kind is MediaKind.SVG:
            data = await run_in_threadpool(file.path.read_bytes)
            return Response(data, media_type="image/svg+xml", headers={"Content-Security-Policy": SVG_POLICY})
        if file.kind not in {MediaKind.PICTURE, MediaKind.PDF}:
            return _missing()
        decoded = await self._decoded(file, _number(request, "page"), _number(request, "turn"))
        return _picture(decoded)

    async def pages(self, request: Request) -> Response:
        """Return how many pages a file has."""
        file = await self._file(request)
        if file is None or file.kind not in {MediaKind.PICTURE, MediaKind.PDF}:
            return _missing()
        decoded = await self._decoded(file, 0, 0)
        return JSONResponse({"error": decoded} if isinstance(decoded, str) else {"pages": decoded.pages})

    async def attachment(self, request: Request) -> Response:
        """Return a picture that is attached to a cell of a notebook."""
        return await self._embedded(request, "attachment")

    async def output(self, request: Request) -> Response:
        """Return a picture that a cell of a notebook has put out."""
        return await self._embedded(request, "output")

    async def original(self, request: Request) -> Response:
        """Return a file as it was handed in, under a name that tells nothing."""
        file = await self._file(request)
        if file is None:
            return _missing()
        marker, path = request.state.marker, request.path_params
        submission = await self._submission(request)
        await self._service.ask(lambda store: store.log(marker, "opened the original", submission or "", path["item"]))
        data = await run_in_threadpool(file.path.read_bytes)
        suffix = Path(file.name).suffix.lower()[:8]
        safe = suffix if suffix[1:].isalnum() and suffix.isascii() else ""
        name = f"answer-{path['number']}-{path['index']}{safe}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": SVG_POLICY}
        return Response(data, media_type="application/octet-stream", headers=headers)

    async def _embedded(self, request: Request, kind: str) -> Response:
        item, submission = request.path_params["item"], await self._submission(request)
        if submission is None:
            return _missing()
        folder, pointer = await self._service.ask(
            lambda store: (store.hand_in(submission), store.fact(f"pointer:{item}:{submission}"))
        )
        heading = pointer or self._service.questions[item].heading
        written = await run_in_threadpool(lambda: written_answer(files_in(folder), heading))
        try:
            cell = written.cells[request.path_params["cell"]]
            entry = request.path_params["entry"]
            encoded = list(cell.attachments.values())[entry] if kind == "attachment" else cell.outputs[entry].content
            data = base64.b64decode(encoded, validate=False)
        except (IndexError, binascii.Error, ValueError):
            return _missing()
        if kind_of("", data[:4096], len(data)) is not MediaKind.PICTURE:
            return _missing()
        return _picture(await self._decoded_bytes(data))

    async def _submission(self, request: Request) -> str | None:
        item, number = request.path_params["item"], request.path_params["number"]
        if item not in self._service.questions:
            return None
        numbers = await self._service.ask(lambda store: self._service.numbers(store, item))
        return numbers.get(number)

    async def _file(self, request: Request) -> StudentFile | None:
        submission = await self._submission(request)
        if submission is None:
            return None
        folder = await self._service.ask(lambda store: store.hand_in(submission))
        files = await run_in_threadpool(files_in, folder)
        index = request.path_params["index"]
        return files[index] if index < len(files) else None

    async def _decoded(self, file: StudentFile, page: int, turn: int) -> DecodedPicture | str:
        kind = "pdf" if file.kind is MediaKind.PDF else "picture"
        digest = await run_in_threadpool(lambda: file.digest)

        def decode() -> DecodedPicture:
            with file.path.open("rb") as stream:
                return self._decode(stream, kind, page, turn)

        return await self._remembered(f"{digest}:{page}:{turn}", decode)

    async def _decoded_bytes(self, data: bytes) -> DecodedPicture | str:
        def decode() -> DecodedPicture:
            with tempfile.TemporaryFile() as stream:
                stream.write(data)
                stream.seek(0)
                return self._decode(stream, "picture", 0, 0)

        return await self._remembered(hashlib.sha256(data).hexdigest(), decode)

    def _decode(self, stream: IO[bytes], kind: str, page: int, turn: int) -> DecodedPicture:
        return decode_picture(stream, kind, page=page, width=WIDTH, turn=turn, walls=self._service.walls)

    async def _remembered(self, key: str, decode: object) -> DecodedPicture | str:
        """Return what was decoded before, or decode it: two at a time, and each once."""
        assert callable(decode)  # noqa: S101
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        # A page asks for a picture and for its number of pages at once, and both need it decoded.
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock, self._turns:
            if key not in self._cache:
                decoded: DecodedPicture | str
                try:
                    decoded = await run_in_threadpool(decode)
                except DecodingError as error:
                    decoded = str(error)
                except OSError:
                    return "the file cannot be read"
                self._cache[key] = decoded
                self._size += _size(decoded)
                while self._size > MOST_KEPT:
                    self._size -= _size(self._cache.popitem(last=False)[1])
            return self._cache[key]


def _size(decoded: DecodedPicture | str) -> int:
    return len(decoded.data) if isinstance(decoded, DecodedPicture) else len(decoded)


def _picture(decoded: DecodedPicture | str) -> Response:
    if isinstance(decoded, str):
        return PlainTextResponse(decoded + "\n", 422)
    return Response(decoded.data, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


def _number(request: Request, name: str) -> int:
    with suppress(ValueError):
        return min(max(int(request.query_params.get(name, "0")), 0), 10_000)
    return 0


def _missing() -> Response:
    return PlainTextResponse("There is no such file.\n", 404)
