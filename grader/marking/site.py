"""The addresses of the site: pages are rendered here, and what changes something is a body of JSON (`saving`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from grader.errors import GraderError
from grader.marking.access import HEADERS
from grader.marking.actions import Actions
from grader.marking.ahead import AheadRenderer
from grader.marking.media import Media
from grader.marking.overview import overview_view, question_list
from grader.marking.second_marks import second_rows
from grader.marking.shown import show_answer
from grader.marking.student_page import student_view
from grader.marking.views import answer_view
from grader.presentation.messages import number_text
from grader.records import dataclass
from grader.report.html import environment
from grader.store.marking import FIRST

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from grader.marking.access import Access
    from grader.marking.publishing import Publisher
    from grader.marking.service import MarkingService

_HERE = Path(__file__).parent


@dataclass
class Gate:
    """Lets in who has a token, from pages of this server only, and puts the headers on every answer."""

    app: ASGIApp
    access: Access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                extra = [
                    (k.lower().encode(), v.encode()) for k, v in HEADERS.items() if k.lower().encode() not in names
                ]
                message = {**message, "headers": [*message["headers"], *extra]}
            await send(message)

        refusal = self._refusal(scope, headers)
        if isinstance(refusal, Response):
            await refusal(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> Response | None:
        reason = self.access.refusal(scope["method"], headers)
        if reason:
            return PlainTextResponse(reason + "\n", 403)
        path = str(scope["path"])
        if path.startswith("/static/"):
            return None
        if path.startswith("/enter/") and scope["method"] == "GET":
            return self._enter(path.removeprefix("/enter/"))
        marker = self.access.marker_of(headers.get("cookie", ""))
        if marker is None:
            return PlainTextResponse("Open the address that `grader mark` has printed: it holds your key.\n", 401)
        scope["state"] = {**scope.get("state", {}), "marker": marker}
        return None

    def _enter(self, token: str) -> Response:
        if self.access.marker(token) is None:
            return PlainTextResponse("This key fits nobody. Open the address that `grader mark` has printed.\n", 401)
        # The key leaves the address line, and with it every history and every picture of a screen.
        return RedirectResponse("/", 303, {"Set-Cookie": self.access.set_cookie(token)})


class Site:
    """The pages."""

    def __init__(self, service: MarkingService, access: Access, publisher: Publisher) -> None:
        self._service = service
        self._publisher = publisher
        self._templates = environment(_HERE / "templates")
        self._templates.filters["number"] = number_text
        self._actions = Actions(service, publisher)
        self._media = Media(service)
        self._ahead = AheadRenderer(service)
        routes = [
            Route("/", self.overview),
            Route("/help", self.help),
            Route("/q/{item}", self.question),
            Route("/q/{item}/next", self.first_open),
            Route("/q/{item}/{number:int}", self.answer),
            Route("/second", self.second),
            Route("/second/{item}/next", self.first_open_second),
            Route("/second/{item}/{number:int}", self.second_answer),
            Route("/s/{number:int}", self.student),
            Route("/rubric/{item}", self.rubric),
            *self._media.routes(),
            *self._actions.routes(),
            Mount("/static", _Static(directory=_HERE / "static")),
            Route("/style.css", self.style),
        ]
        app = Starlette(routes=routes, exception_handlers={GraderError: self._said})
        self.app: ASGIApp = Gate(app, access)

    async def overview(self, request: Request) -> Response:
        """Return the page of all questions, and how far each is."""
        marker = request.state.marker
        view = await self._service.ask(lambda store: overview_view(self._service, store, marker))
        return self._page("overview.html.j2", request, view=view, unpublished=self._publisher.state())

    async def help(self, request: Request) -> Response:
        """Return the page of keys, and of what counts."""
        return self._page("help.html.j2", request)

    async def question(self, request: Request) -> Response:
        """Return the list of answers to a question."""
        item = request.path_params["item"]
        if item not in self._service.questions:
            return self._missing(request)
        marker = request.state.marker
        view = await self._service.ask(lambda store: question_list(self._service, store, item, marker))
        return self._page("question.html.j2", request, view=view)

    async def first_open(self, request: Request) -> Response:
        """Lead to the first open answer of a question."""
        return await self._first_open(request, FIRST, "/q")

    async def first_open_second(self, request: Request) -> Response:
        """Lead to the first answer that waits for a blind second mark."""
        return await self._first_open(request, "second", "/second")

    async def _first_open(self, request: Request, role: str, begin: str) -> Response:
        from grader.marking.queue import next_open

        item, marker = request.path_params["item"], request.state.marker
        if item not in self._service.questions:
            return self._missing(request)
        queue = await self._service.ask(lambda store: self._service.queue(store, item, marker, role))
        next_answer = next_open(queue, 0, self._service.claims.positions_of_others(marker, item)) or next(
            iter(queue), None
        )
        if next_answer is None:
            return RedirectResponse("/second" if role == "second" else f"/q/{item}", 303)
        return RedirectResponse(f"{begin}/{item}/{next_answer.number}", 303)

    async def answer(self, request: Request) -> Response:
        """Return the page of one answer."""
        return await self._answer(request, FIRST)

    async def second_answer(self, request: Request) -> Response:
        """Return the page of one answer, without the first mark."""
        return await self._answer(request, "second")

    async def _answer(self, request: Request, role: str) -> Response:
        service, marker = self._service, request.state.marker
        item, number = request.path_params["item"], request.path_params["number"]
        if item not in service.questions:
            return self._missing(request)
        answer = await service.ask(lambda store: answer_view(service, store, item, number, marker, role))
        if answer is None:
            return self._missing(request)
        if "ahead" not in request.query_params:  # a page fetched ahead is looked at by nobody yet
            service.claims.claim(marker, item, answer.submission)
        self._ahead.follow(item, number, marker, role)
        headings = [question.heading for question in service.questions.values()]
        shown = await run_in_threadpool(show_answer, answer, headings)
        return await run_in_threadpool(self._page, "answer.html.j2", request, answer=answer, shown=shown)

    async def second(self, request: Request) -> Response:
        """Return the page of answers with two marks."""
        rows = await self._service.ask(lambda store: second_rows(self._service, store))
        return self._page("second.html.j2", request, rows=rows, questions=self._service.questions)

    async def student(self, request: Request) -> Response:
        """Return the page of one student."""
        service, marker, number = self._service, request.state.marker, request.path_params["number"]
        student = await service.ask(lambda store: student_view(service, store, number, marker))
        if student is None:
            return self._missing(request)
        return await run_in_threadpool(self._page, "student.html.j2", request, student=student)

    async def rubric(self, request: Request) -> Response:
        """Return the page on which a rubric is edited."""
        service, item = self._service, request.path_params["item"]
        if item not in service.questions:
            return self._missing(request)
        rubric, history = await service.ask(lambda store: (store.rubrics()[item], store.rubric_history(item)))
        return self._page(
            "rubric.html.j2",
            request,
            question=service.questions[item],
            rubric=rubric,
            history=history,
            version=history[-1][0] if history else 0,
            counts=service.item_counts(item),
        )

    async def style(self, _: Request) -> Response:
        """Return the style of every page of the project."""
        return Response(str(self._templates.globals["style"]), media_type="text/css")

    def _page(self, template: str, request: Request, **values: Any) -> Response:
        page = self._templates.get_template(template)
        return HTMLResponse(page.render(**values, marker=request.state.marker, part="part" in request.query_params))

    def _missing(self, request: Request) -> Response:
        response = self._page("missing.html.j2", request)
        response.status_code = 404
        return response

    async def _said(self, _: Request, error: Exception) -> Response:
        return PlainTextResponse(f"{error}\n", 500)


class _Static(StaticFiles):
    """Our own script and style; never kept longer than a start of the server."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response
