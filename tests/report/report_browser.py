"""Chromium without a window, driven over its debugging pipe: two file descriptors and JSON, so no library is needed.

Selenium and Playwright do the same behind a driver of their own, which would have to fit the browser's version.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess  # noqa: TID251 (a browser and npm, and no code of a student)
from collections import deque
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> Any:
    """Return the path of a Chromium, None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """A browser with one page."""

    def __init__(self, path: Any, profile: Any) -> None:
        """Start it with an empty profile in the folder `profile`."""
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        wrapped = f'exec {path} "$@" 3<&{theirs_in} 4>&{theirs_out}'
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", wrapped, "browser", *flags, f"--user-data-dir={profile}"],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._pending = b""
        self._number = 0
        self._session = None
        self.events: deque[Any] = deque()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: Any, **params: Any) -> Any:
        """Call a method of the protocol and return its result; what happens meanwhile is kept in `events`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.events.append(answer)

    def _read(self) -> Any:
        while b"\0" not in self._pending:
            data = os.read(self._in, 1 << 20)
            assert data, "the browser has ended"
            self._pending += data
        message, _, self._pending = self._pending.partition(b"\0")
        return json.loads(message)

    def open(
        self, path: Any, *, width: int = 900, height: int = 1200, scheme: str = "light", medium: str = "screen"
    ) -> None:
        """Open a file, `width` CSS pixels wide, in a light or dark scheme."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=medium, features=features)
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.events.clear()
        self.call("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._read())

    def evaluate(self, script: Any) -> Any:
        """Return the value of a script, awaited; the page's own policy does not bind the debugger."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def complaints(self) -> Any:
        """Return what the browser has logged since the page was opened."""
        return [event["params"]["entry"]["text"] for event in self.events if event.get("method") == "Log.entryAdded"]

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(OSError):
            os.close(self._out)
        os.close(self._in)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def unpacked(package: Any, folder: Any) -> Any:
    """Return the folder of an npm package, fetched by its name; None where npm or the registry cannot be had."""
    if not shutil.which("npm"):
        return None
    done = subprocess.run(["npm", "pack", "--silent", package], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    shutil.unpack_archive(folder / done.stdout.split()[-1], folder / package, filter="data")
    return folder / package / "package"
