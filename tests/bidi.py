"""Drive a stock Firefox over WebDriver BiDi, which it speaks itself.

Playwright drives a Firefox of its own, which is not the one that readers have, and asks a stock one
for what an ESR cannot do. The protocol: https://www.w3.org/TR/webdriver-bidi/.
"""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from browser import FIREFOXES, firefoxes
from PIL import Image
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from websockets.sync.client import ClientConnection

PATIENCE = 30.0
"""Seconds for one command, for one condition, and for the start: a busy machine is slow."""

PREFERENCES: dict[str, bool | int | str] = {
    # Every host but this one is behind a proxy that is not there.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
    # The browser itself asks nobody for anything, and shows nothing of its own.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-GB",
    "media.gmp-manager.updateEnabled": False,
    "messaging-system.rsexperimentloader.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "data:,",
    # What makes a sound is blocked until the reader has done something, as for every reader.
    "media.autoplay.default": 1,
    "general.smoothScroll": False,
    # Tab reaches links wherever the tests run.
    "accessibility.tabfocus": 7,
    "ui.prefersReducedMotion": 1,
}

KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
}
"""The keys of https://www.w3.org/TR/webdriver2/#keyboard-actions by their usual names."""


class NoFirefoxError(Exception):
    """No Firefox starts; the message says what to install and what was tried."""

    def __init__(self, tried: list[str]) -> None:
        """Take one sentence for each browser that was tried."""
        super().__init__(
            "No Firefox for the browser tests: install Firefox 129 or newer (on Debian the package "
            f"firefox-esr) so that one of {', '.join(FIREFOXES)} is on the PATH, or set "
            "CONFRECAP_FIREFOX to its full path. "
            f"Tried: {'; '.join(tried) or 'nothing, there is none'}."
        )


class BidiError(Exception):
    """Firefox answers a command with an error."""


class Firefox:
    """A running Firefox and the connection to it; one thread speaks at a time."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.number = 0
        self.listeners: dict[str, Callable[[dict[str, Any]], None]] = {}
        """What is done with an event, by its name."""
        told = self.command("session.new", capabilities={})
        self.version = str(told["capabilities"]["browserVersion"])

    def send(self, method: str, /, **params: object) -> int:
        """Send a command, and return its number without waiting for the answer."""
        self.number += 1
        command = {"id": self.number, "method": method, "params": params}
        self.socket.send(json.dumps(command))
        return self.number

    def command(self, method: str, /, **params: object) -> dict[str, Any]:
        """Send a command and return its result; events that come before it are handled.

        Raises:
            BidiError: Firefox refuses it.
            TimeoutError: There is no answer.
        """
        number = self.send(method, **params)
        while True:
            message = json.loads(self.socket.recv(timeout=PATIENCE))
            if listener := self.listeners.get(message.get("method", "")):
                listener(message["params"])
            if message.get("id") != number:
                continue
            if message["type"] == "error":
                raise BidiError(f"{method}: {message['error']}: {message['message']}")
            result: dict[str, Any] = message["result"]
            return result

    def close(self) -> None:
        """Ask the browser to end."""
        with suppress(BidiError, WebSocketException, TimeoutError):
            self.command("browser.close")


@dataclass
class Tab:
    """A page of 1280 × 800 in a profile of its own, and the record of what it did."""

    firefox: Firefox
    context: str
    requests: list[str] = field(default_factory=list)
    """The URL of every request of the page and its frames, `data:` and `blob:` apart."""
    errors: list[str] = field(default_factory=list)
    """Errors of the console and exceptions that nobody caught."""
    stand_ins: dict[str, str] = field(default_factory=dict)
    """The HTML that answers for another host, by the name of that."""

    @property
    def foreign(self) -> list[str]:
        """The requests to any host but 127.0.0.1."""
        return [url for url in self.requests if urlsplit(url).hostname != "127.0.0.1"]

    def record(self, event: dict[str, Any]) -> None:
        """Keep a request; answer it where it waits for that."""
        request = event["request"]
        if urlsplit(request["url"]).scheme not in {"data", "blob"}:
            self.requests.append(request["url"])
        if event["isBlocked"]:
            self.firefox.send(
                "network.provideResponse",
                request=request["request"],
                statusCode=200,
                headers=[
                    {"name": "Content-Type", "value": {"type": "string", "value": "text/html"}}
                ],
                body={"type": "string", "value": self.stand_ins[urlsplit(request["url"]).netloc]},
            )

    def complain(self, event: dict[str, Any]) -> None:
        """Keep an error."""
        if event["level"] == "error":
            self.errors.append(str(event["text"]))

    def stand_in(self, host: str, html: str) -> None:
        """Answer every request to a host with a page."""
        self.stand_ins[host] = html
        self.firefox.command(
            "network.addIntercept",
            phases=["beforeRequestSent"],
            contexts=[self.context],
            urlPatterns=[{"type": "pattern", "hostname": host}],
        )

    def preload(self, function: str) -> None:
        """Call a function in the page and its frames before any script of theirs."""
        self.firefox.command(
            "script.addPreloadScript", functionDeclaration=function, contexts=[self.context]
        )

    def goto(self, url: str) -> None:
        """Open an address and wait until everything in the page is loaded."""
        self.firefox.command(
            "browsingContext.navigate", context=self.context, url=url, wait="complete"
        )

    def back(self) -> None:
        """Press the browser's Back button."""
        self.firefox.command("browsingContext.traverseHistory", context=self.context, delta=-1)

    def size(self, width: int, height: int) -> None:
        """Give the page a size in CSS pixels."""
        self.firefox.command(
            "browsingContext.setViewport",
            context=self.context,
            viewport={"width": width, "height": height},
        )

    def tree(self) -> dict[str, Any]:
        """Return what the protocol says of the page, and of its frames as `children`."""
        told = self.firefox.command("browsingContext.getTree", root=self.context)
        (tree,) = told["contexts"]
        page: dict[str, Any] = tree
        return page

    @property
    def url(self) -> str:
        """The address of the page."""
        return str(self.tree()["url"])

    @property
    def frames(self) -> list[str]:
        """The addresses of the page's frames, in the order of the page."""
        return [str(child["url"]) for child in self.tree()["children"]]

    def evaluate(self, expression: str, frame: int | None = None) -> Any:  # noqa: ANN401 (any JSON)
        """Return the value of an expression or a promise, in the page or in a frame of it.

        Raises:
            BidiError: It throws.
        """
        context = self.context if frame is None else self.tree()["children"][frame]["context"]
        told = self.firefox.command(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})) ?? 'null')()",
            target={"context": context},
            awaitPromise=True,
        )
        if told["type"] == "exception":
            raise BidiError(f"{expression}: {told['exceptionDetails']['text']}")
        return json.loads(told["result"]["value"])

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition holds; `what` is what the failure says has not happened."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"{what}, for {PATIENCE:.0f} seconds"
            self.settle(0.05)

    def settle(self, seconds: float = 0.3) -> None:
        """Let pass the time in which the page could do what it must not do; hear what it did."""
        time.sleep(seconds)
        self.tree()

    def find(self, selector: str) -> dict[str, Any]:
        """Return the protocol's reference to the first element that a selector matches."""
        told = self.firefox.command(
            "browsingContext.locateNodes",
            context=self.context,
            locator={"type": "css", "value": selector},
            maxNodeCount=1,
        )
        assert told["nodes"], f"nothing matches {selector}"
        return {"sharedId": told["nodes"][0]["sharedId"]}

    def click(self, selector: str, times: int = 1) -> None:
        """Click on the middle of the first element that a selector matches, which is in sight."""
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        place = {"type": "element", "element": self.find(selector)}
        self.firefox.command(
            "input.performActions",
            context=self.context,
            actions=[
                {
                    "type": "pointer",
                    "id": "mouse",
                    "actions": [
                        {"type": "pointerMove", "x": 0, "y": 0, "origin": place},
                        *button * times,
                    ],
                }
            ],
        )

    def scroll(self, distance: int) -> None:
        """Turn the wheel in the middle of the page by CSS pixels."""
        turn = {"type": "scroll", "x": 640, "y": 400, "deltaX": 0, "deltaY": distance}
        self.firefox.command(
            "input.performActions",
            context=self.context,
            actions=[{"type": "wheel", "id": "wheel", "actions": [turn]}],
        )

    def press(self, key: str) -> None:
        """Press a key of `KEYS` and let it go."""
        actions = [{"type": kind, "value": KEYS[key]} for kind in ("keyDown", "keyUp")]
        self.firefox.command(
            "input.performActions",
            context=self.context,
            actions=[{"type": "key", "id": "keys", "actions": actions}],
        )

    def screenshot(self) -> Image.Image:
        """Return what is in sight."""
        told = self.firefox.command("browsingContext.captureScreenshot", context=self.context)
        return Image.open(io.BytesIO(base64.b64decode(told["data"]))).convert("RGB")


@contextmanager
def tab(firefox: Firefox) -> Iterator[Tab]:
    """Open a tab with a profile of its own, and close it with all that it stored."""
    user = firefox.command("browser.createUserContext")["userContext"]
    context = firefox.command("browsingContext.create", type="tab", userContext=user)["context"]
    page = Tab(firefox, context)
    firefox.listeners = {
        "network.beforeRequestSent": page.record,
        "log.entryAdded": page.complain,
    }
    firefox.command("session.subscribe", events=list(firefox.listeners), contexts=[context])
    page.size(1280, 800)
    try:
        yield page
    finally:
        firefox.command("browser.removeUserContext", userContext=user)
        firefox.listeners = {}


def address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Wait until Firefox says where it listens.

    Raises:
        OSError: It ends, or says nothing.
    """
    end = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8", errors="replace")
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", text):
            return found[1]
        if process.poll() is not None:
            lines = text.strip().splitlines()
            raise OSError(lines[-1] if lines else f"it ends with {process.returncode}")
        time.sleep(0.05)
    raise OSError("it does not listen")


@contextmanager
def running(path: str, preferences: Mapping[str, bool | int | str]) -> Iterator[Firefox]:
    """Start a Firefox with a fresh profile; end it and forget that.

    Raises:
        OSError: It does not start.
        BidiError: It does not speak the protocol as it should.
        WebSocketException: The same.
    """
    with ExitStack() as stack:
        # The last writes of a process that was ended may come after it.
        temporary = tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        profile = folder / "profile"
        profile.mkdir()
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in preferences.items()]
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        log = folder / "log"
        process = subprocess.Popen(
            [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile],
            stdin=subprocess.DEVNULL,
            stdout=stack.enter_context(log.open("wb")),
            stderr=subprocess.STDOUT,
            # Where it keeps what is no part of a profile; also, root has no session to ask.
            env={**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        stack.callback(end, process)
        where = address(log, process)
        socket = connect(f"{where}/session", max_size=None, compression=None, proxy=None)
        stack.enter_context(socket)
        firefox = Firefox(socket)
        stack.callback(firefox.close)
        yield firefox


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has ended; end it if it does not."""
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def launch(**preferences: bool | int | str) -> Iterator[Firefox]:
    """Start the first Firefox that starts.

    Args:
        preferences: Set beside `PREFERENCES`, with `__` for each point.

    Raises:
        NoFirefoxError: None starts.
    """
    chosen = PREFERENCES | {name.replace("__", "."): value for name, value in preferences.items()}
    tried = []
    with ExitStack() as stack:
        for path in firefoxes():
            try:
                # A name on the PATH may be a stub that only points to a package.
                firefox = stack.enter_context(running(path, chosen))
            except (OSError, BidiError, WebSocketException) as error:
                tried.append(f"{path} ({error})")
            else:
                yield firefox
                return
    raise NoFirefoxError(tried)
