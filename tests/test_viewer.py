"""Galleries and their viewer in a browser: keys, swipes, history, focus, layout, and axe."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Callable, Iterator, Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

if TYPE_CHECKING:
    from conftest import Site, Traffic

SIZES = ((900, 600), (400, 600), (1200, 300), (600, 600), (900, 500))

INDEX = """
# Photos

```{photo} photos/p1.jpg
:alt: Alone
:id: alone
Nobody beside it.
```

Text after.

```{gallery}
defaults: {credit: "[Jane](https://jane.example)", license: CC-BY-4.0}
photos:
  - {src: photos/p1.jpg, alt: One, caption: "The *first* of them"}
  - {src: photos/p2.jpg, alt: Two}
  - {src: photos/p3.jpg, alt: Three, caption: Wide, download: true}
  - {src: photos/p4.jpg, alt: "", caption: A square}
  - {src: photos/p5.jpg, alt: Five}
```

```{gallery} photos/*.jpg
:layout: grid
```

```{gallery} photos/*.jpg
:layout: strip
```

```{gallery}
- {src: photos/p5.jpg, alt: Elsewhere, url: other.md, caption: This one leads away}
```
"""


def pictures() -> dict[str, bytes]:
    """Return five photos of different shapes."""
    return {
        f"photos/p{number}.jpg": make.encoded(make.photo(*size))
        for number, size in enumerate(SIZES, 1)
    }


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build a page with every layout, in the theme of the example."""
    conf = {"html_theme": "furo", "confrecap_image_widths": [320, 640, 900]}
    sources = {"index.md": INDEX, "other.md": "# Other\n\nSee {confrecap:photo}`alone`.\n"}
    return build_once({**sources, **pictures()}, conf=conf)


class _Strict(SimpleHTTPRequestHandler):
    """Serves files under the strictest policy that a site may have."""

    def end_headers(self) -> None:
        """Forbid everything from elsewhere and everything inline."""
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


@pytest.fixture
def serve_strictly() -> Iterator[Callable[[Path], str]]:
    """Serve a folder under a content security policy."""
    servers = []

    def run(folder: Path) -> str:
        handler = functools.partial(_Strict, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield run
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def url(site: Site, serve: Callable[[Path], str]) -> str:
    """Return the address of the page."""
    return serve(site.outdir) + "/index.html"


def shown(page: Page) -> Locator:
    """Return the slide that is shown."""
    return page.locator("dialog figure:not([inert])")


def alt(page: Page) -> str | None:
    """Return the alternative text of the slide that is shown."""
    return shown(page).locator("img").get_attribute("alt")


def expect_at_rest(page: Page) -> None:
    """Wait until the slide that is shown fills the screen from its left edge."""
    left = "document.querySelector('dialog figure:not([inert])').getBoundingClientRect().x"
    page.wait_for_function(f"{left} === 0")


def expect_focus(page: Page, alt: str) -> None:
    """Wait until the focus is on the photo of the page with this text."""
    expect(page.locator("a:focus img")).to_have_attribute("alt", alt)


def opened(page: Page, url: str, number: int = 0) -> None:
    """Open the page, and the viewer on a photo of the first gallery."""
    page.goto(url)
    page.locator("li a[data-pswp-width]").nth(number).click()
    expect(page.locator("dialog")).to_be_visible()


def test_keys_walk_through_the_photos(page: Page, url: str, traffic: Traffic) -> None:
    """Arrows, Home and End move, the ends hold, the position is said, and no key turns the page."""
    opened(page, url, 1)
    said = page.locator("dialog [aria-live]")
    for key, wanted, position in (
        ("ArrowRight", "Three", "3 of 5"),
        ("ArrowLeft", "Two", "2 of 5"),
        ("End", "Five", "5 of 5"),
        ("ArrowRight", "Five", "5 of 5"),
        ("Home", "One", "1 of 5"),
        ("ArrowLeft", "One", "1 of 5"),
    ):
        page.keyboard.press(key)
        expect(said).to_have_text(position)
        assert alt(page) == wanted
    assert page.url.startswith(url)
    assert not traffic.foreign
    assert not traffic.errors


@pytest.mark.one_page
def test_quick_keys_are_all_counted(page: Page, url: str) -> None:
    """Four presses in a row move by four."""
    opened(page, url)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator("dialog [aria-live]")).to_have_text("5 of 5")
    expect_at_rest(page)


@pytest.mark.one_page
def test_buttons_move_and_close(page: Page, url: str) -> None:
    """The buttons have names, move, say where they end, and are large enough to touch."""
    opened(page, url)
    previous = page.get_by_role("button", name="Previous photo")
    following = page.get_by_role("button", name="Next photo")
    assert previous.get_attribute("aria-disabled") == "true"
    following.click()
    expect(previous).to_have_attribute("aria-disabled", "false")
    assert alt(page) == "Two"
    for button in page.locator("dialog button").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.one_page
def test_escape_closes_wherever_the_focus_is(page: Page, url: str) -> None:
    """Sphinx's own Escape key does not get in the way after a click on the photo."""
    opened(page, url)
    shown(page).locator("img").click()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.one_page
def test_focus_is_trapped_and_given_back(page: Page, url: str) -> None:
    """Tab never reaches the page behind, and Escape returns to the photo."""
    page.goto(url)
    page.locator("li a[data-pswp-width]").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog:modal")).to_be_visible()
    for _ in range(24):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body"
            " || document.querySelector('dialog').contains(document.activeElement)"
        )
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect_focus(page, "Three")


@pytest.mark.one_page
@pytest.mark.parametrize("way", ["Escape", "Back"])
def test_focus_goes_to_the_photo_last_seen(page: Page, url: str, way: str) -> None:
    """Who looked through the photos and closes them stands at the last one, and sees it."""
    page.set_viewport_size({"width": 600, "height": 400})
    page.goto(url)
    page.add_style_tag(content="li { margin-block-start: 500px }")
    page.locator("li a[data-pswp-width]").first.click()
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("End")
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.evaluate("history.back()")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_url(url)
    expect_focus(page, "Five")
    page.wait_for_timeout(100)
    expect(page.locator("a:focus img")).to_be_in_viewport()
    assert page.evaluate("history.scrollRestoration") == "auto"


@pytest.mark.one_page
def test_captions_come_along_with_live_links(page: Page, url: str) -> None:
    """Caption, credit, licence and download are in the viewer; their ids are not repeated."""
    opened(page, url, 2)
    caption = shown(page).locator("figcaption")
    expect(caption).to_contain_text("Wide")
    assert caption.get_by_role("link").all_inner_texts() == ["Download", "Jane", "CC BY 4.0"]
    assert caption.get_by_role("link", name="CC BY 4.0").get_attribute("rel") == "license"
    twice = "[...document.querySelectorAll('[id]')].map(e => e.id)"
    found = page.evaluate(twice)
    assert len(found) == len(set(found))


def test_back_closes(page: Page, url: str) -> None:
    """The Back button closes the viewer and stays on the page; Forward opens it again."""
    opened(page, url, 1)
    page.wait_for_url(url + "#photo-photos-p2-jpg")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(url + "#photo-photos-p3-jpg")
    page.evaluate("history.back()")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_url(url)
    page.evaluate("history.forward()")
    expect(page.locator("dialog")).to_be_visible()
    assert alt(page) == "Three"


def test_closing_leaves_no_trace_in_the_history(page: Page, url: str) -> None:
    """After Escape the address is the page's own, and Back leads to where the reader came from."""
    page.goto(url.replace("index", "other"))
    opened(page, url)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_url(url)
    page.evaluate("history.back()")
    page.wait_for_url("**/other.html")


def test_a_link_to_a_photo_opens_it(page: Page, url: str) -> None:
    """A deep link, and a role on another page, open the viewer; Back leads to the page below."""
    page.goto(url + "#photo-photos-p4-jpg")
    expect(page.locator("dialog [aria-live]")).to_have_text("4 of 5")
    page.evaluate("history.back()")
    expect(page.locator("dialog")).to_have_count(0)
    page.wait_for_url(url)
    page.goto(url.replace("index", "other"))
    page.get_by_role("link", name="Nobody beside it.").click()
    expect(page.locator("dialog img")).to_have_attribute("alt", "Alone")
    expect(page.locator("dialog button")).to_have_count(1)


def test_focus_after_a_deep_link_is_on_the_photo(page: Page, url: str) -> None:
    """Who came by a link to a photo and closes it stands at that photo, not at the page's top."""
    page.goto(url + "#photo-photos-p5-jpg")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect_focus(page, "Five")


def test_swipe_moves(page: Page, url: str) -> None:
    """Scrolling the slides, as a finger does, moves by one and says so."""
    opened(page, url)
    page.locator("dialog > div").evaluate("(e) => e.scrollTo({left: e.clientWidth * 1.1})")
    expect(page.locator("dialog [aria-live]")).to_have_text("2 of 5")
    page.wait_for_function("document.querySelector('dialog > div').scrollLeft == innerWidth")
    page.wait_for_url("**#photo-photos-p2-jpg")


@pytest.mark.one_page
def test_right_to_left_is_mirrored(page: Page, url: str) -> None:
    """In a page that reads from the right, the left arrow is the next one, on the left."""
    page.goto(url)
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.locator("li a[data-pswp-width]").first.click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("dialog [aria-live]")).to_have_text("2 of 5")
    expect_at_rest(page)
    button = page.get_by_role("button", name="Next photo").bounding_box()
    assert button is not None
    assert button["x"] < 100


@pytest.mark.one_page
def test_double_click_zooms(page: Page, url: str) -> None:
    """A double click enlarges what is under the pointer, another one undoes it."""
    opened(page, url)
    image = shown(page).locator("img")
    before = image.bounding_box()
    assert before is not None
    image.dblclick()
    after = image.bounding_box()
    assert after is not None
    assert after["width"] > 2 * before["width"]
    assert shown(page).evaluate("(e) => e.scrollLeft") > 0
    image.dblclick()
    assert image.bounding_box() == before


class Fingers:
    """Fingers on the screen of a telephone, as the browser itself gets them."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)

    def move(self, *tracks: tuple[tuple[int, int], tuple[int, int]]) -> None:
        """Put down a finger at the start of each track, and lift it at the end."""
        self._send("touchStart", [start for start, _ in tracks])
        for step in range(1, 11):
            places = [
                (x + (to_x - x) * step / 10, y + (to_y - y) * step / 10)
                for (x, y), (to_x, to_y) in tracks
            ]
            self._send("touchMove", places)
        self._send("touchEnd", [])

    def _send(self, kind: str, places: Sequence[tuple[float, float]]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_two_fingers_zoom(browser: Browser, url: str) -> None:
    """Two fingers enlarge the photo, one then moves in it and not on to the next one."""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(url)
    page.locator("li a[data-pswp-width]").first.tap()
    expect(page.locator("dialog [aria-live]")).to_have_text("1 of 5")
    fingers = Fingers(page)
    fingers.move(((180, 400), (80, 400)), ((210, 400), (310, 400)))
    page.wait_for_function("visualViewport.scale > 2")
    before = page.evaluate("visualViewport.offsetLeft")
    fingers.move(((250, 400), (150, 400)))
    page.wait_for_function("before => visualViewport.offsetLeft > before + 10", arg=before)
    expect(page.locator("dialog [aria-live]")).to_have_text("1 of 5")
    fingers.move(((20, 400), (180, 400)), ((370, 400), (210, 400)))
    fingers.move(((20, 400), (180, 400)), ((370, 400), (210, 400)))
    page.wait_for_function("visualViewport.scale == 1")
    fingers.move(((330, 400), (60, 400)))
    expect(page.locator("dialog [aria-live]")).to_have_text("2 of 5")
    context.close()


@pytest.mark.one_page
def test_a_click_beside_the_photo_closes(page: Page, url: str) -> None:
    """The dark ground closes the viewer, the photo itself does not."""
    opened(page, url)
    shown(page).locator("img").click()
    page.wait_for_timeout(100)
    expect(page.locator("dialog")).to_be_visible()
    page.mouse.click(100, 300)
    expect(page.locator("dialog")).to_have_count(0)


@pytest.mark.one_page
def test_photos_are_never_enlarged(page: Page, url: str) -> None:
    """A photo of 400 × 600 is shown with no more pixels than it has."""
    page.set_viewport_size({"width": 1600, "height": 1400})
    opened(page, url, 1)
    page.wait_for_function("document.querySelector('dialog figure:not([inert]) img').complete")
    size = shown(page).locator("img").evaluate("(e) => [e.offsetWidth, e.offsetHeight]")
    assert size == [400, 600]


@pytest.mark.one_page
def test_the_whole_photo_is_seen(page: Page, url: str) -> None:
    """Whatever its shape, a photo fits between the edges, and its caption has room below it."""
    page.set_viewport_size({"width": 600, "height": 400})
    opened(page, url)
    for _ in SIZES:
        figure = shown(page)
        image = figure.locator("img").bounding_box()
        caption = figure.locator("figcaption").bounding_box()
        assert image is not None
        assert caption is not None
        assert image["x"] >= 0
        assert image["x"] + image["width"] <= 600
        assert image["y"] + image["height"] <= caption["y"]
        assert caption["y"] + caption["height"] <= 400
        page.keyboard.press("ArrowRight")


def test_modified_clicks_are_left_alone(page: Page, url: str) -> None:
    """A click with Control opens the large picture in a tab of its own."""
    page.goto(url)
    with page.context.expect_page() as other:
        page.locator("li a[data-pswp-width]").first.click(modifiers=["Control"])
    other.value.wait_for_url("**/*-900.jpg")
    expect(page.locator("dialog")).to_have_count(0)


def test_without_javascript_a_click_opens_the_large_picture(browser: Browser, url: str) -> None:
    """With scripts off every photo is a link to its largest JPEG."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)
    page.locator("li a[data-pswp-width]").first.click()
    page.wait_for_url("**/*-900.jpg")
    context.close()


@pytest.mark.one_page
def test_a_photo_that_leads_elsewhere_does(page: Page, url: str) -> None:
    """`url` takes the place of the viewer."""
    page.goto(url)
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_url("**/other.html")


@pytest.mark.one_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_no_complaint(page: Page, url: str, scheme: str) -> None:
    """Every layout passes axe, closed and open."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
    opened(page, url, 2)
    options = {"rules": {"color-contrast": {"enabled": True}}}
    found = Axe().run(page, context="dialog", options=options)
    assert not found.response["violations"], found.generate_report()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    for part in (".confrecap-gallery", ".confrecap-photo"):
        found = Axe().run(page, context=part, options=options)
        assert not found.response["violations"], found.generate_report()


def test_a_strict_policy_is_kept(
    page: Page, site: Site, serve_strictly: Callable[[Path], str]
) -> None:
    """Under `default-src 'self'` the viewer works and nothing of ours is refused."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    base = serve_strictly(site.outdir)
    opened(page, f"{base}/index.html")
    page.keyboard.press("ArrowRight")
    shown(page).locator("img").dblclick()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    ours = [text for text in refused if "confrecap" in text or "_images" in text]
    assert not ours


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_and_nothing_overflows(page: Page, url: str, width: int) -> None:
    """Pictures that load move nothing, no page scrolls sideways, and all of them are there.

    What moves while a slow page is still parsed is not meant: a row of one photo gets its second.
    """
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script("""
        window.shifted = [];
        new PerformanceObserver(list => {
          const [{ domInteractive }] = performance.getEntriesByType("navigation");
          const parsed = domInteractive || Infinity;
          for (const { sources, startTime } of list.getEntries())
            for (const { node } of sources)
              if (startTime > parsed && node?.parentElement?.closest("article"))
                shifted.push(node.outerHTML);
        }).observe({ type: "layout-shift", buffered: true })
    """)
    page.goto(url)
    for image in page.locator("figure img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].every(i => i.complete && i.naturalWidth)")
    assert page.evaluate("shifted") == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.one_page
def test_a_row_has_one_height(page: Page, url: str) -> None:
    """The photos of a row are equally high, fill it, and the last row is not stretched."""
    page.goto(url)
    boxes = page.locator("[data-layout=rows] img").evaluate_all(
        "list => list.map(e => e.getBoundingClientRect()).map(b => [b.top, b.height, b.right])"
    )
    rows: dict[int, list[list[float]]] = {}
    for box in boxes[:5]:
        rows.setdefault(round(box[0]), []).append(box)
    edge = page.locator("[data-layout=rows] > ul").first.bounding_box()
    assert edge is not None
    assert len(rows) > 1
    for row in rows.values():
        assert max(box[1] for box in row) - min(box[1] for box in row) < 0.5
    first, *_, last = rows.values()
    assert first[-1][2] == pytest.approx(edge["x"] + edge["width"], abs=0.5)
    assert last[0][1] <= 221


def test_the_browser_takes_small_variants(page: Page, url: str, traffic: Traffic) -> None:
    """A page of small photos loads AVIF of 320 pixels, and no large picture."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(url)
    for image in page.locator("[data-layout=grid] img").all():
        image.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].some(i => i.complete && i.naturalWidth)")
    loaded = [name for name in traffic.requests if "_images/" in name]
    assert loaded
    assert all(name.endswith(".avif") for name in loaded)
    assert not [name for name in loaded if "-900" in name]


@pytest.mark.one_page
def test_forced_colours_and_motion_are_respected(page: Page, url: str) -> None:
    """With forced colours the buttons have edges; nothing is animated for those who mind."""
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    opened(page, url)
    style = "(e) => getComputedStyle(e).borderTopColor"
    assert page.locator("dialog .close").evaluate(style) != "rgba(0, 0, 0, 0)"
    assert page.locator("dialog").evaluate("(e) => getComputedStyle(e).animationName") == "none"
    page.emulate_media(reduced_motion="no-preference")
    appears = page.locator("dialog").evaluate("(e) => getComputedStyle(e).animationName")
    assert appears == "confrecap-appear"


def test_the_script_is_small() -> None:
    """The viewer's script is at most 2.3 kB, compressed as shipped."""
    script = files("sphinx_confrecap") / "static" / "confrecap" / "viewer.js"
    assert len(gzip.compress(script.read_bytes(), 9)) <= 2300
