"""A page opened in headless Chromium, driven through the pipe of its DevTools protocol: no driver, no web socket."""

import base64
import json
import os
import select
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")
PATIENCE = 60
# It reads commands from the first and writes answers to the second.
_READS, _WRITES = 3, 4


class Page:
    """One open page with everything it said and asked for."""

    def __init__(self, to_browser, from_browser) -> None:
        self._to, self._from, self._left, self._number = to_browser, from_browser, b"", 0
        self.events: list[dict] = []
        target = self._send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")

    def open(self, path: Path, hash_: str = "") -> None:
        self.send("Page.navigate", url=path.resolve().as_uri() + hash_)
        self._await("Page.loadEventFired")

    def run(self, script: str):
        """The value of an expression; a promise is awaited."""
        answer = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    @property
    def requests(self) -> list[str]:
        """What it asked for besides itself; what stands inside the page (data:) is no request."""
        sent = [each["params"]["request"]["url"] for each in self.named("Network.requestWillBeSent")]
        return [url for url in sent if not url.startswith("data:")]

    @property
    def complaints(self) -> list[dict]:
        """Uncaught errors and what was written to the console."""
        names = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        return [event for name in names for event in self.named(name)]

    def named(self, name: str) -> list[dict]:
        return [each for each in self.events if each.get("method") == name]

    def show(self, *, width=1440, height=900, scheme="light") -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, path: Path, top=0, height=None) -> None:
        """What the page looks like, from `top` on."""
        size = self.send("Page.getLayoutMetrics")["cssContentSize"]
        clip = {
            "x": 0,
            "y": top,
            "width": size["width"],
            "height": height or size["height"] - top,
            "scale": 1,
        }
        self._save(path, self.send("Page.captureScreenshot", clip=clip, captureBeyondViewport=True))

    def printed(self, path: Path) -> None:
        """The page as it is printed."""
        self._save(path, self.send("Page.printToPDF", preferCSSPageSize=True))

    def send(self, method: str, **parameters) -> dict:
        return self._send(method, session=self._session, **parameters)

    def _save(self, path: Path, answer: dict) -> None:
        path.write_bytes(base64.b64decode(answer["data"]))

    def _send(self, method: str, session=None, **parameters) -> dict:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        os.write(self._to, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, (method, answer)
        return answer["result"]

    def _await(self, name: str) -> None:
        while not self.named(name):
            self.events.append(self._receive())

    def _receive(self) -> dict:
        while b"\0" not in self._left:
            assert select.select([self._from], [], [], PATIENCE)[0], "Chromium does not answer"
            found = os.read(self._from, 1 << 20)
            assert found, "Chromium has closed its pipe"
            self._left += found
        message, _, self._left = self._left.partition(b"\0")
        return json.loads(message)


@contextmanager
def opened_page(profile: Path):
    """Chromium with a profile of its own, closed at the end."""
    commands, to_browser = os.pipe()
    from_browser, answers = os.pipe()

    def place_pipes() -> None:
        # Out of the way first: either may lie where the other belongs.
        first, second = os.dup2(commands, 100), os.dup2(answers, 101)
        os.dup2(first, _READS)
        os.dup2(second, _WRITES)

    process = subprocess.Popen(
        [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", "--remote-debugging-pipe"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=False,
        preexec_fn=place_pipes,
    )
    os.close(commands)
    os.close(answers)
    try:
        yield Page(to_browser, from_browser)
    finally:
        os.close(to_browser)
        os.close(from_browser)
        process.terminate()
        process.wait(timeout=30)
