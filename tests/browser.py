"""Start a Chromium for the browser tests, or install one, or say in one sentence what to install.

Run as a program it makes sure that one starts. The tests call `launch` and install nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Playwright

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
FLAGS = (
    # The browser itself must ask nobody for anything.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
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


def install_debian_package() -> None:
    """Install Debian's package where there is apt and the right to use it without a question."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    prefix = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], check=False).returncode != 0:
            return
        prefix = [sudo, "-n", *prefix]
    # Of what Debian recommends beside it, the sandbox and a font are needed here.
    packages = ["chromium", "chromium-sandbox", "fonts-liberation"]
    for command in (["update"], ["install", "--no-install-recommends", *packages]):
        subprocess.run([*prefix, apt, "--yes", "--quiet", *command], check=False)


def install_playwright_download() -> None:
    """Let Playwright download the Chromium that it was made for."""
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    subprocess.run(command, check=False)


def main() -> int:
    """Make sure that a Chromium starts; return 1 and print what to install if none does."""
    problem = ""
    for install in (None, install_debian_package, install_playwright_download):
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
