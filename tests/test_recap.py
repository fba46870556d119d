"""The example site opens with a recap that a reader can trust."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Traffic
    from playwright.sync_api import Page

DOCS = Path(__file__).parent.parent / "example_docs"
PLAYER = "https://www.youtube-nocookie.com/**"

SPONSORS = (
    "AMD",
    "Cloud Native Computing Foundation",
    "IBM",
    "Intel – PyTorch",
    "Lightning.ai",
    "Meta – PyTorch",
    "Arm",
    "Google",
    "Lambda Labs",
    "Nvidia",
    "Anyscale – PyTorch",
    "Baseten",
    "Chainguard",
    "Databricks",
    "Fal",
    "FuriosaAi",
    "HPE",
    "Jane Street",
    "Microsoft – PyTorch",
    "MinIO",
    "Outerbounds",
    "Together.AI",
    "d-Matrix",
    "MemVerge",
    "Perforated AI",
    "Quansight",
    "Rotational Labs",
    "ScaleGenAI",
    "Hugging Face",
    "Mayfield",
    "AWS",
)
FACTS = (
    "CTGT",
    "Palace of Fine Arts",
    "Fort Mason",
    "PyTorch Flare Party",
    "Women and Non-Binary in PyTorch Lunch",
)


def read_through(page: Page) -> None:
    """Scroll to the end, as somebody who reads everything."""
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 700):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(40)
        assert top < height
    page.wait_for_timeout(300)


def test_the_recap_is_whole_and_keeps_to_itself(
    tmp_path: Path, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """It says every fact, asks no other host, fits a telephone, and plays when it is asked to."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html"]
    # AVIF takes its time, and shows nothing here that JPEG does not.
    command += ["-D", "confrecap_image_formats=jpeg", str(DOCS), str(tmp_path)]
    command += [str(DOCS / "index.md")]  # the other pages are read, and not written
    subprocess.run(command, check=True, capture_output=True)
    page.goto(serve(tmp_path) + "/index.html", wait_until="load")
    text = page.locator("article").inner_text()
    assert [fact for fact in (*SPONSORS, *FACTS) if fact not in text] == []

    read_through(page)
    assert traffic.foreign == []
    page.set_viewport_size({"width": 360, "height": 740})
    read_through(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert traffic.foreign == []
    assert traffic.errors == []

    body = "<!doctype html><title>Player</title>"
    page.route(PLAYER, lambda route: route.fulfill(body=body, content_type="text/html"))
    showcase, summit = page.locator(".confrecap-video a.confrecap-play").all()[:2]
    showcase.click()
    page.wait_for_timeout(500)
    summit.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    asked = [urlsplit(url).path for url in traffic.foreign]
    assert asked == ["/embed/xAePG2YVz7c", "/embed/YWDzHGx8PrY"]
    assert traffic.errors == []
