"""Videos, logos, the photo viewer and sponsors in a stock Firefox, such as Debian's."""

from __future__ import annotations

import base64
import io
import wave
from itertools import product
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import bidi
import picture_maker as make
import pytest
import sponsor_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Site

HOST = "www.youtube-nocookie.com"
PLAYER = f"https://{HOST}"
# Without the search box, whose script is the theme's own.
BARE: dict[str, Any] = {"html_sidebars": {"**": []}}

VIOLATIONS = """() => {
  window.violations = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, target }) =>
    violations.push([violatedDirective, blockedURI, target.outerHTML ?? ""]));
}"""


def sound() -> str:
    """Return a second of a tone as a URL."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(1)
        tone.setframerate(8000)
        tone.writeframes(bytes(128 + 60 * (n // 10 % 2) for n in range(8000)))
    return "data:audio/wav;base64," + base64.b64encode(stream.getvalue()).decode()


# The stand-in does what a player does, and tells who sent the reader.
STAND_IN = f"""<!doctype html><html lang="en"><title>Player</title><h1>Player</h1><script>
const told = new Audio("{sound()}").play().then(() => "played", error => error.name).then(
  sound => ({{ sound, fullscreen: document.fullscreenEnabled, referrer: document.referrer }}));
</script>"""


def blocked(tab: bidi.Tab, frame: int | None = None) -> list[list[str]]:
    """Return what a policy kept from the page or from a frame, the theme's own things apart."""
    found: list[list[str]] = tab.evaluate("violations", frame)
    if frame is None:
        # The basic theme has two inline styles, which show that the policy is there.
        theme = [one for one in found if one[2].startswith('<li class="right" style=')]
        assert len(theme) == 2
        found = [one for one in found if one not in theme]
    return found


# -- the browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def firefox() -> Iterator[bidi.Firefox]:
    """Start Firefox."""
    try:
        with bidi.launch() as started:
            yield started
    except bidi.NoFirefoxError as error:
        pytest.fail(str(error))


@pytest.fixture(scope="module")
def firefox_without_javascript() -> Iterator[bidi.Firefox]:
    """Start Firefox with scripts switched off."""
    try:
        with bidi.launch(javascript__enabled=False) as started:
            yield started
    except bidi.NoFirefoxError as error:
        pytest.fail(str(error))


@pytest.fixture
def tab(firefox: bidi.Firefox) -> Iterator[bidi.Tab]:
    """Open a tab."""
    with bidi.tab(firefox) as opened:
        yield opened


@pytest.fixture
def tab_without_javascript(firefox_without_javascript: bidi.Firefox) -> Iterator[bidi.Tab]:
    """Open a tab where scripts are switched off."""
    with bidi.tab(firefox_without_javascript) as opened:
        yield opened


def test_the_record_finds_what_it_looks_for(
    tmp_path: Path, serve: Callable[..., str], tab: bidi.Tab
) -> None:
    """Requests to other hosts are recorded, and errors; no picture comes, and no sound unasked."""
    tab.stand_in(HOST, STAND_IN)
    (tmp_path / "index.html").write_text(
        "<!doctype html><link rel=icon href=data:,><img src='http://elsewhere.example/pixel.png'>"
        "<iframe srcdoc='<img src=https://elsewhere.example/frame.png>'></iframe>"
        f"<iframe src='{PLAYER}/' allow='autoplay'></iframe>"
        "<script>throw new Error('thrown')</script>",
        encoding="utf-8",
    )
    tab.goto(serve(tmp_path) + "/index.html")
    assert sorted(tab.foreign) == [
        "http://elsewhere.example/pixel.png",
        "https://elsewhere.example/frame.png",
        f"{PLAYER}/",
    ]
    assert tab.evaluate("told", 1)["sound"] == "NotAllowedError"
    assert tab.evaluate("document.images[0].naturalWidth") == 0
    (error,) = tab.errors
    assert "thrown" in error


# -- videos --------------------------------------------------------------------------------------

VIDEOS = """
# Videos

```{youtube} https://youtu.be/YWDzHGx8PrY?t=1m30s
:title: Compilers
:poster: posters/one.jpg
A caption.
```

```{youtube} bbbbbbbbbbb
:title: A video without a poster
```

```{playlist} talks.yaml
```
"""
TALKS = """
title: All sessions
videos:
- {url: https://youtu.be/aaaaaaaaaa0, title: First, speakers: [Ada], poster: posters/one.jpg}
- {url: https://youtu.be/aaaaaaaaaa1, title: Second, speakers: [Grace], duration: 1:02:03}
- {url: https://youtu.be/aaaaaaaaaa2, title: Third, poster: posters/one.jpg}
"""
PLAY = "a.confrecap-play"
POSTER = "document.images[0]?.complete && document.images[0].naturalWidth > 0"
FOCUS = "document.activeElement.className"


@pytest.fixture(scope="module")
def videos(build_once: Callable[..., Site]) -> Site:
    """Build a page of two videos and a playlist."""
    poster = make.encoded(make.photo(640, 360))
    files = {"index.md": VIDEOS, "talks.yaml": TALKS, "posters/one.jpg": poster}
    return build_once(files, conf=BARE)


def talk(number: int) -> str:
    """Return the selector of a talk's link."""
    return f"a[href*='embed/aaaaaaaaaa{number}']"


def wait_for_player(tab: bidi.Tab, number: int, video: str) -> dict[str, Any]:
    """Wait until a frame shows the stand-in; return what that tells."""
    tab.wait(
        lambda: tab.frames[number].startswith(f"{PLAYER}/embed/{video}"), f"{video} is not played"
    )
    tab.wait(
        lambda: tab.evaluate("document.readyState === 'complete'", number),
        "the player is not there",
    )
    told: dict[str, Any] = tab.evaluate("told", number)
    return told


def test_nobody_is_asked_before_the_click(
    videos: Site, serve: Callable[..., str], tab: bidi.Tab
) -> None:
    """Loading and scrolling ask no other host, run no script of ours, and cause no error."""
    tab.goto(serve(videos.outdir) + "/index.html")
    for _ in range(6):
        tab.scroll(600)
    tab.settle()
    assert tab.evaluate("scrollY") > 0
    assert tab.frames == ["about:srcdoc"] * 3
    assert tab.foreign == []
    assert tab.errors == []
    assert not [url for url in tab.requests if "confrecap" in url and url.endswith(".js")]
    tab.wait(lambda: tab.evaluate(POSTER, 0), "there is no poster")


def test_nobody_is_asked_without_javascript(
    videos: Site, serve: Callable[..., str], tab_without_javascript: bidi.Tab
) -> None:
    """With scripts off nobody is asked before the click, and one click plays."""
    tab = tab_without_javascript
    tab.stand_in(HOST, "<!doctype html><title>Player</title><script>location = '/ran'</script>")
    tab.goto(serve(videos.outdir) + "/index.html")
    for _ in range(6):
        tab.scroll(600)
    tab.press("Home")
    tab.settle()
    assert tab.frames == ["about:srcdoc"] * 3
    assert tab.foreign == []
    tab.click(PLAY)
    tab.wait(lambda: tab.frames[0].startswith(PLAYER), "nothing is played")
    tab.settle()
    (asked,) = tab.foreign
    assert urlsplit(asked).path == "/embed/YWDzHGx8PrY"


def test_one_click_plays_and_keeps_the_focus(
    videos: Site, serve: Callable[..., str], tab: bidi.Tab
) -> None:
    """A click loads the player from its place in the video, with all that a player may do."""
    tab.stand_in(HOST, STAND_IN)
    base = serve(videos.outdir)
    tab.goto(base + "/index.html")
    tab.click(PLAY)
    told = wait_for_player(tab, 0, "YWDzHGx8PrY")
    assert told == {"sound": "played", "fullscreen": True, "referrer": base + "/"}
    assert tab.evaluate(FOCUS) == "confrecap-play"
    (asked,) = tab.foreign
    query = parse_qs(urlsplit(asked).query)
    assert query == {"autoplay": ["1"], "start": ["90"], "hl": ["en"]}
    assert tab.url == base + "/index.html"
    assert tab.errors == []


def test_the_poster_plays_too(videos: Site, serve: Callable[..., str], tab: bidi.Tab) -> None:
    """A click on the picture in the frame loads the player there, and not in the whole page."""
    tab.stand_in(HOST, STAND_IN)
    tab.goto(serve(videos.outdir) + "/index.html")
    tab.click("iframe")
    wait_for_player(tab, 0, "YWDzHGx8PrY")
    assert tab.url.endswith("/index.html")


def test_the_keyboard_plays(videos: Site, serve: Callable[..., str], tab: bidi.Tab) -> None:
    """Enter on the link plays and keeps the focus; Tab leads on to the player and beyond it."""
    tab.stand_in(HOST, STAND_IN)
    tab.goto(serve(videos.outdir) + "/index.html")
    tab.evaluate(f"document.querySelector('{PLAY}').focus()")
    for stop in ("confrecap-player", "confrecap-watch", "confrecap-play"):
        tab.press("Tab")
        assert tab.evaluate(FOCUS) == stop
    tab.evaluate(f"document.querySelector('{PLAY}').focus()")
    tab.press("Enter")
    wait_for_player(tab, 0, "YWDzHGx8PrY")
    assert tab.evaluate(FOCUS) == "confrecap-play"


def test_talks_share_one_player(videos: Site, serve: Callable[..., str], tab: bidi.Tab) -> None:
    """Each talk is played in the one frame of its playlist; Back returns to the talk before."""
    tab.stand_in(HOST, STAND_IN)
    tab.goto(serve(videos.outdir) + "/index.html")
    tab.evaluate("document.querySelector('.confrecap-playlist').scrollIntoView()")
    for number in (0, 2, 1):
        tab.evaluate(
            f'document.querySelector("{talk(number)}").scrollIntoView({{block: "center"}})'
        )
        tab.click(talk(number))
        wait_for_player(tab, 2, f"aaaaaaaaaa{number}")
        assert tab.evaluate(f"{FOCUS}.split(' ')[0]") == "confrecap-play"
    assert len(tab.frames) == 3
    assert [urlsplit(url).path[-1] for url in tab.foreign] == ["0", "2", "1"]
    tab.back()
    wait_for_player(tab, 2, "aaaaaaaaaa2")


def test_a_strict_policy_is_kept(videos: Site, serve: Callable[..., str], tab: bidi.Tab) -> None:
    """Under the documented policy nothing of ours is blocked, in the page or in its frames."""
    tab.stand_in(HOST, STAND_IN)
    tab.preload(VIOLATIONS)
    policy = f"default-src 'self'; frame-src {PLAYER}"
    tab.goto(serve(videos.outdir, policy=policy) + "/index.html")
    styled = "[...document.links].some(link => getComputedStyle(link).position === 'absolute')"
    tab.wait(lambda: tab.evaluate(styled, 0), "the frame has no style sheet")
    tab.wait(lambda: tab.evaluate(POSTER, 0), "there is no poster")
    tab.click(PLAY)
    wait_for_player(tab, 0, "YWDzHGx8PrY")
    for frame in (None, 0, 1, 2):
        assert blocked(tab, frame) == []


# -- logos ---------------------------------------------------------------------------------------

# Four colours, right and below the middle of the picture.
INK = (
    '<path fill="#ff0000" d="M100 40h40v15h-40z"/><path fill="#00ff00" d="M140 40h40v15h-40z"/>'
    '<path fill="#0000ff" d="M100 55h40v15h-40z"/><path fill="#000000" d="M140 55h40v15h-40z"/>'
)
ROOTS = {
    "viewbox": 'viewBox="0 0 200 80"',
    "viewbox-and-size": 'viewBox="0 0 200 80" width="400" height="160"',
    "size": 'width="200" height="80"',
    "slice": 'viewBox="0 0 200 80" width="300" height="300" preserveAspectRatio="xMinYMin slice"',
    "none": 'viewBox="0 0 200 80" width="90" height="90" preserveAspectRatio="none"',
}
"""Attributes of an SVG's root, by the name of the logo."""
COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0))


@pytest.fixture(scope="module")
def logos(build_once: Callable[..., Site]) -> Site:
    """Build a page of logos whose ink is off the centre."""
    files = {
        f"{name}.svg": f'<svg xmlns="http://www.w3.org/2000/svg" {root}>{INK}</svg>'
        for name, root in ROOTS.items()
    }
    sponsors = "".join(f"    - {{name: {name}, logo: {name}.svg}}\n" for name in ROOTS)
    page = f"# Logos\n\n```{{sponsors}}\ntiers:\n  Gold:\n{sponsors}```\n"
    return build_once({"index.md": page, **files}, conf=BARE)


@pytest.mark.parametrize("name", ROOTS)
def test_a_logo_is_shown_as_its_ink(
    name: str, logos: Site, serve: Callable[..., str], tab: bidi.Tab
) -> None:
    """The picture's box is filled by the ink, whole and undistorted, up to its four corners."""
    tab.goto(serve(logos.outdir) + "/index.html")
    image = f"document.querySelector('img[src*=\"/{name}\"]')"
    tab.wait(
        lambda: tab.evaluate(f"{image}.decode().then(() => true, () => false)"),
        f"{name} is not loaded",
    )
    box = tab.evaluate(
        f"(r => [r.left, r.top, r.width, r.height])({image}.getBoundingClientRect())"
    )
    shot = tab.screenshot()
    left, top, width, height = box
    # Right within the four corners, and right around the point where the four colours meet.
    for x, y in ((2, 2), (width / 2 - 3, height / 2 - 3)):
        points = product((top + y, top + height - y), (left + x, left + width - x))
        assert tuple(shot.getpixel((int(x), int(y))) for y, x in points) == COLOURS
    around = ((left - 2, top), (left, top - 2), (left + width + 1, top), (left, top + height + 1))
    assert {shot.getpixel((round(x), round(y))) for x, y in around} == {(255, 255, 255)}


# -- photos --------------------------------------------------------------------------------------

PHOTOS = """
# Photos

```{gallery}
- {src: p1.jpg, alt: One, caption: "The [first](https://first.example) of them"}
- {src: p2.jpg, alt: Two}
- {src: p3.jpg, alt: Three, caption: Wide}
```
"""
SHOWN = "document.querySelector('dialog figure:not([inert]) img')"


@pytest.fixture(scope="module")
def photos(build_once: Callable[..., Site]) -> Site:
    """Build a page of three photos."""
    sizes = ((900, 600), (400, 600), (1200, 300))
    files = {f"p{n}.jpg": make.encoded(make.photo(*size)) for n, size in enumerate(sizes, 1)}
    return build_once({"index.md": PHOTOS, **files}, conf=BARE)


@pytest.fixture
def gallery(photos: Site, serve: Callable[..., str]) -> str:
    """Return the address of the photos, under the strictest policy that a site may have."""
    return serve(photos.outdir, policy="default-src 'self'") + "/index.html"


def wait_for_viewer(tab: bidi.Tab, alt: str | None) -> None:
    """Wait until the viewer shows a photo, all of it, or until it is closed."""
    if alt is None:
        tab.wait(lambda: tab.evaluate("!document.querySelector('dialog')"), "not closed")
        return
    tab.wait(lambda: tab.evaluate(f"{SHOWN}?.alt") == alt, f"{alt} is not shown")
    assert tab.evaluate("document.querySelector('dialog').matches(':modal')")
    tab.wait(
        lambda: tab.evaluate(f"{SHOWN}.closest('figure').getBoundingClientRect().left") == 0,
        f"{alt} is not in sight",
    )
    tab.wait(lambda: tab.evaluate(f"{SHOWN}.naturalWidth"), f"{alt} is not loaded")


def test_a_row_has_one_height(tab: bidi.Tab, gallery: str) -> None:
    """Two photos of different shapes stand in a row, equally high, as AVIF."""
    tab.goto(gallery)
    (top, height), other, _ = tab.evaluate(
        "[...document.querySelectorAll('figure img')].map(image => [image.y, image.height])"
    )
    assert other == [top, height]
    assert tab.evaluate("document.querySelector('figure img').currentSrc").endswith(".avif")


def test_a_double_click_zooms(tab: bidi.Tab, gallery: str) -> None:
    """A double click on a photo in the viewer enlarges it, another one undoes that."""
    tab.goto(f"{gallery}#photo-p1-jpg")
    wait_for_viewer(tab, "One")
    width = f"{SHOWN}.getBoundingClientRect().width"
    before = tab.evaluate(width)
    tab.click("dialog figure:not([inert]) img", times=2)
    tab.wait(lambda: tab.evaluate(width) > 2 * before, "it is not enlarged")
    tab.click("dialog figure:not([inert]) img", times=2)
    tab.wait(lambda: tab.evaluate(width) == before, "it is not as before")


def test_the_viewer_opens_moves_and_closes(tab: bidi.Tab, gallery: str) -> None:
    """A click opens a photo, keys walk through them all, and Escape leads to the last one.

    The policy keeps nothing of it back.
    """
    tab.preload(VIOLATIONS)
    tab.goto(gallery)
    tab.click("figure img")
    wait_for_viewer(tab, "One")
    said = "document.querySelector('dialog [aria-live]').textContent"
    for key, alt, position in (
        ("ArrowRight", "Two", "2 of 3"),
        ("ArrowRight", "Three", "3 of 3"),
        ("ArrowRight", "Three", "3 of 3"),
        ("ArrowLeft", "Two", "2 of 3"),
        ("Home", "One", "1 of 3"),
        ("End", "Three", "3 of 3"),
    ):
        tab.press(key)
        wait_for_viewer(tab, alt)
        assert tab.evaluate(said) == position
    assert tab.url == f"{gallery}#photo-p3-jpg"
    tab.press("Escape")
    wait_for_viewer(tab, None)
    tab.wait(lambda: tab.url == gallery, "the address is not as before")
    assert tab.evaluate("document.activeElement.querySelector('img').alt") == "Three"
    assert blocked(tab) == []
    assert tab.foreign == []


def test_the_viewer_keeps_the_focus(tab: bidi.Tab, gallery: str) -> None:
    """The keyboard opens the viewer, and Tab never reaches the page behind it."""
    tab.goto(gallery)
    tab.evaluate("document.querySelectorAll('a[data-pswp-width]')[2].focus()")
    tab.press("Enter")
    wait_for_viewer(tab, "Three")
    seen = set()
    for _ in range(8):
        tab.press("Tab")
        assert tab.evaluate(
            "document.activeElement === document.body"
            " || document.querySelector('dialog').contains(document.activeElement)"
        )
        seen.add(tab.evaluate(FOCUS))
    assert {"close", "previous", "next"} <= seen


def test_back_closes_the_viewer(tab: bidi.Tab, gallery: str) -> None:
    """The Back button closes the viewer and stays on the page."""
    tab.goto(gallery)
    tab.click("figure img")
    wait_for_viewer(tab, "One")
    tab.press("ArrowRight")
    wait_for_viewer(tab, "Two")
    tab.back()
    wait_for_viewer(tab, None)
    assert tab.url == gallery


def test_a_link_to_a_photo_opens_it(tab: bidi.Tab, gallery: str) -> None:
    """Who comes by a link to a photo sees it in the viewer, and the page after Escape."""
    tab.goto(f"{gallery}#photo-p2-jpg")
    wait_for_viewer(tab, "Two")
    tab.press("Escape")
    wait_for_viewer(tab, None)
    assert tab.evaluate("document.activeElement.querySelector('img')?.alt") == "Two"


def test_without_javascript_a_click_opens_the_large_photo(
    tab_without_javascript: bidi.Tab, gallery: str
) -> None:
    """With scripts off a photo is a link to its largest JPEG."""
    tab = tab_without_javascript
    tab.goto(gallery)
    tab.click("figure img")
    tab.wait(lambda: tab.url.endswith("-900.jpg"), "the large photo is not shown")


# -- sponsors ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sponsors(build_once: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the sponsor section in all its looks."""
    files = sponsor_pages.files(tmp_path_factory.mktemp("logos"), 30)
    return build_once(files, conf={"html_theme": "furo"})


@pytest.mark.parametrize("name", ["index", "wall"])
@pytest.mark.parametrize("width", [360, 1280])
def test_sponsors_need_no_sideways_scrolling(
    name: str, width: int, sponsors: Site, serve: Callable[..., str], tab: bidi.Tab
) -> None:
    """No sponsor reaches beyond the screen, and every logo is there with the size it was given."""
    tab.size(width, 800)
    tab.goto(f"{serve(sponsors.outdir)}/{name}.html")
    tab.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
    tab.wait(
        lambda: tab.evaluate("[...document.images].every(image => image.complete)"),
        "not all logos are loaded",
    )
    logos = tab.evaluate(
        "Promise.all([...document.querySelectorAll('.confrecap-logo')].map(async image => {"
        "  const given = image.getAttribute('width') / image.getAttribute('height');"
        "  return [image.naturalWidth, image.width && image.width / image.height / given]"
        "}))"
    )
    assert len(logos) > 5
    assert all(natural for natural, _ in logos)
    # A logo of the other mode is not shown and has no size.
    assert [shape for _, shape in logos if shape] == pytest.approx(
        [1 for _, shape in logos if shape], rel=0.05
    )
    root = "document.documentElement"
    assert tab.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0
    out_of_sight = tab.evaluate(
        "[...document.querySelectorAll('.confrecap-sponsors *')].filter(element => {"
        "  const { left, right, width } = element.getBoundingClientRect();"
        "  return width && !element.closest('.confrecap-hidden')"
        "    && (left < -0.5 || right > innerWidth + 0.5)"
        "}).map(element => element.outerHTML.slice(0, 80))"
    )
    assert out_of_sight == []
    assert tab.errors == []
