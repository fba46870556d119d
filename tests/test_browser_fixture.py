"""The browser tests prove absence, so the instrument that looks must be seen to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Traffic
    from playwright.sync_api import Page

ELSEWHERE = "http://elsewhere.example/pixel.png"


def test_a_request_to_another_host_is_seen_and_blocked(
    tmp_path: Path, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """A page that asks another host for a picture is caught, and the picture does not come."""
    (tmp_path / "index.html").write_text(
        f'<!doctype html><img src="{ELSEWHERE}">', encoding="utf-8"
    )
    page.goto(serve(tmp_path) + "/index.html", wait_until="load")
    assert traffic.foreign == [ELSEWHERE]
    assert page.evaluate("document.images[0].naturalWidth") == 0


def test_an_exception_and_a_console_error_are_seen(
    tmp_path: Path, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """A script that throws and one that logs an error both end up among the errors."""
    (tmp_path / "index.html").write_text(
        "<!doctype html><link rel=icon href=data:,>"
        "<script>console.error('logged')</script><script>throw new Error('thrown')</script>",
        encoding="utf-8",
    )
    page.goto(serve(tmp_path) + "/index.html", wait_until="load")
    assert len(traffic.errors) == 2
    assert "logged" in traffic.errors[0]
    assert "thrown" in traffic.errors[1]


def test_a_stand_in_answers_for_another_host(
    tmp_path: Path, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """A route of the page comes before the block, and its request is still on the record."""
    page.route(ELSEWHERE, lambda route: route.fulfill(body="hello", content_type="text/plain"))
    (tmp_path / "index.html").write_text(
        f'<!doctype html><iframe src="{ELSEWHERE}"></iframe>', encoding="utf-8"
    )
    page.goto(serve(tmp_path) + "/index.html", wait_until="load")
    assert page.frames[1].inner_text("body") == "hello"
    assert traffic.foreign == [ELSEWHERE]
