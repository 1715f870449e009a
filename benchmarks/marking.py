"""Times of the marking site: `python -m benchmarks.marking [SUBMISSIONS]`.

A class is made up, served by `grader mark` in a process of its own, and asked over the network as a browser asks:
first start, a page, a page of 50 kB, 1,000 saves of ten clients on twenty answers, and, where playwright and Chromium
are there, the time from a key to the next answer on the screen.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.marking.marking_browser import Server, browser
from tests.marking.small_site import ITEM, small_site

SAVES, CLIENTS, FOUGHT_OVER = 1000, 10, 20
SHORT = "By $e^{x_i} > 0$ and $\\sum_j e^{x_j}$ it holds that the factor cancels, as does $\\log$.\n\n"


def main() -> None:
    """Print the times."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        answers = {f"s{number:04}": f"{number} {SHORT * (60 if number else 600)}" for number in range(count)}
        site = small_site(Path(folder), answers)
        long = site.number("s0000")
        site.service.close()
        server = Server(site.folder.path, site.root / "course", tuple(f"m{number}" for number in range(CLIENTS)))
        try:
            print(f"{count} submissions; first address after {server.start_again():.2f} s")
            asked = Client(server, "m0")
            asked.get(f"/q/{ITEM}/{long % count + 1}")
            pages(asked, "5 kB, for the first time", [number for number in range(1, 60) if number != long])
            pages(asked, "5 kB, rendered before", [number for number in range(1, 60) if number != long])
            pages(asked, "50 kB, for the first time", [long])
            pages(asked, "50 kB, rendered before", [long] * 10)
            keys(server, long)
            saves(server)
        finally:
            server.kill()


class Client:
    """A marker's browser, as far as it asks."""

    def __init__(self, server: Server, marker: str) -> None:
        token = server.addresses[marker].rpartition("/")[2]
        self._origin = server.address("")
        self._headers = {"Cookie": f"grader_mark_{server.port}={token}", "Origin": self._origin}

    def get(self, page: str) -> tuple[float, int]:
        """Return the seconds that a page takes, and its bytes."""
        began = time.perf_counter()
        with urllib.request.urlopen(urllib.request.Request(self._origin + page, headers=self._headers)) as response:
            size = len(response.read())
        return time.perf_counter() - began, size

    def post(self, name: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return status and answer of what changes something."""
        headers = {**self._headers, "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self._origin}/api/{name}", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def pages(client: Client, name: str, numbers: list[int]) -> None:
    """Print how long pages take."""
    times = [client.get(f"/q/{ITEM}/{number}?part&ahead")[0] * 1000 for number in numbers]
    print(f"an answer of {name}: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms")


def saves(server: Server) -> None:
    """Print how long saves wait where ten markers fight over twenty answers, and how many conflicts were shown."""
    times: list[float] = []
    conflicts: list[int] = []
    lock = threading.Lock()

    def work(worker: int) -> None:
        client = Client(server, f"m{worker}")
        for turn in range(SAVES // CLIENTS):
            number, version = 1 + (worker * 7 + turn) % FOUGHT_OVER, 0
            while True:
                content = {"items": ["there"], "comment": f"{worker} {turn}"}
                body = {"item": ITEM, "number": number, "version": version, "state": "marked", "content": content}
                began = time.perf_counter()
                status, answer = client.post("mark", {**body, "act": f"act-{worker}-{turn:06}"})
                with lock:
                    times.append(time.perf_counter() - began)
                if status == 200:
                    break
                version = answer["conflict"]["version"]
                with lock:
                    conflicts.append(number)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    waits = sorted(times)
    middle, p99, longest = (
        f"{wait * 1000:.0f}" for wait in (waits[len(waits) // 2], waits[len(waits) * 99 // 100], waits[-1])
    )
    print(f"{SAVES} saves of {CLIENTS} clients in {took:.1f} s, {len(conflicts)} conflicts shown; a request waits")
    print(f"{middle} ms (median), {p99} ms (99 of 100), {longest} ms (longest)")


KEY_TO_PAINT = """
addEventListener("keydown", (event) => {
  const began = event.timeStamp;
  const seen = new MutationObserver(() => {
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.waits ||= []).push(performance.now() - began)));
  });
  seen.observe(document.body, {childList: true, subtree: true});
}, true);
"""
READING = 1500
"""Milliseconds between two keys: nobody reads faster."""


def keys(server: Server, long: int) -> None:
    """Print how long it takes from the key for the next answer until it is painted, and the same for 50 kB."""
    with browser() as chrome:
        page = chrome.new_page()
        page.goto(server.addresses["m1"])
        for name, first, turns in (("5 kB", 100, 25), ("50 kB", max(1, long - 2), 2)):
            page.goto(server.address(f"/q/{ITEM}/{first}"))
            page.evaluate(KEY_TO_PAINT)
            for _ in range(turns):
                page.wait_for_timeout(READING)
                page.keyboard.press("j")
            page.wait_for_timeout(READING)
            waits = sorted(page.evaluate("window.waits"))
            middle, longest = waits[len(waits) // 2], waits[-1]
            print(f"from a key to the next answer of {name}: {middle:.0f} ms (median), {longest:.0f} ms (longest)")


if __name__ == "__main__":
    main()
