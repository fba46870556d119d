"""Drive a Firefox of the system over Marionette, the protocol that it speaks without a driver.

Protocol: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html. A message is
its length in ASCII, a colon, and JSON: `[0, id, command, parameters]`, `[1, id, error, result]`.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("firefox", "firefox-esr")
KEYS = {"ArrowLeft": "\ue012", "ArrowRight": "\ue014", "Escape": "\ue00c", "End": "\ue010"}


def program() -> str | None:
    """Return the path of Firefox; None if there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Firefox:
    """One browser with one page."""

    def __init__(self, path: str, profile: Path) -> None:
        """Start the browser with a profile of its own and connect to it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        profile.mkdir()
        preferences = f'user_pref("marionette.port", {port});\n'
        (profile / "user.js").write_text(preferences, encoding="utf-8")
        self.process = subprocess.Popen(
            [path, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.socket = self._connect(port)
        self.number = 0
        self._receive()  # a greeting
        self("WebDriver:NewSession", capabilities={})

    @staticmethod
    def _connect(port: int) -> socket.socket:
        for _ in range(300):
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=60)
            except OSError:
                time.sleep(0.1)
        message = "Firefox does not answer"
        raise TimeoutError(message)

    def _receive(self) -> Any:  # noqa: ANN401 (whatever JSON holds)
        length = b""
        while not length.endswith(b":"):
            length += self.socket.recv(1)
        data = b""
        while len(data) < int(length[:-1]):
            data += self.socket.recv(int(length[:-1]) - len(data))
        return json.loads(data)

    def __call__(self, command: str, **parameters: object) -> Any:  # noqa: ANN401 (as above)
        """Send a command and return its value."""
        self.number += 1
        data = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(str(len(data)).encode() + b":" + data)
        _, _, error, result = self._receive()
        assert error is None, error
        return result.get("value") if isinstance(result, dict) else result

    def open(self, url: str) -> None:
        """Load a page."""
        self("WebDriver:Navigate", url=url)

    def run(self, script: str) -> Any:  # noqa: ANN401 (as above)
        """Return the value of an expression."""
        return self("WebDriver:ExecuteScript", script=f"return {script}", args=[])

    def wait(self, script: str) -> None:
        """Wait until an expression is true."""
        for _ in range(100):
            if self.run(script):
                return
            time.sleep(0.05)
        message = f"never true: {script}"
        raise AssertionError(message)

    def press(self, key: str) -> None:
        """Press and release a key."""
        steps = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        actions = [{"type": "key", "id": "keys", "actions": steps}]
        self("WebDriver:PerformActions", actions=actions)

    def click(self, selector: str, times: int = 1) -> None:
        """Click on the first element that a selector finds."""
        element = self("WebDriver:FindElement", using="css selector", value=selector)
        where: list[dict[str, object]] = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": element}
        ]
        where += [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")] * times
        actions = [{"type": "pointer", "id": "mouse", "actions": where}]
        self("WebDriver:PerformActions", actions=actions)

    def close(self) -> None:
        """End the browser."""
        self.socket.close()
        self.process.terminate()
        self.process.wait()
