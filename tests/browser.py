"""Find a Chromium for the browser tests, or install one, or say in one sentence what to install.

Run as a program it makes sure that one is there. The tests call `find` and never install anything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
)
ADVICE = (
    "No Chromium for the browser tests: install Chromium or Google Chrome so that one of "
    f"{', '.join(NAMES)} is on the PATH, or set CONFRECAP_CHROMIUM to its full path."
)


def find() -> str | None:
    """Return the full path of a Chromium, or None.

    Looked for in this order: `CONFRECAP_CHROMIUM`, the PATH, Playwright's own download.
    """
    for name in (os.environ.get("CONFRECAP_CHROMIUM"), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    return _downloaded()


def _downloaded() -> str | None:
    """Return the Chromium that Playwright downloaded earlier, or None."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - find needs it last, if at all

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _install_debian_package() -> bool:
    """Install Debian's package where there is apt and the right to use it without a question."""
    apt = shutil.which("apt-get")
    if apt is None:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or subprocess.run([sudo, "-n", "true"], check=False).returncode != 0:
            return False
        prefix = [sudo, "-n", "env"]
    else:
        prefix = ["env"]
    quiet = [*prefix, "DEBIAN_FRONTEND=noninteractive", apt, "--yes", "--quiet"]
    return (
        subprocess.run([*quiet, "update"], check=False).returncode == 0
        and subprocess.run(
            [*quiet, "install", "--no-install-recommends", "chromium"], check=False
        ).returncode
        == 0
        # On Ubuntu the package is a stub that points to a snap: only a browser counts.
        and find() is not None
    )


def _install_playwright_download() -> bool:
    """Let Playwright download the Chromium that it was made for."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Make sure that a Chromium is there; return 1 and print what to install if that fails."""
    for attempt in (lambda: True, _install_debian_package, _install_playwright_download):
        if attempt() and (path := find()):
            print(f"Browser tests use {path}")
            return 0
    print(ADVICE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
