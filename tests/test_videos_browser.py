"""Videos in a real browser, with every other host blocked and a stand-in for the player."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Site, Traffic
    from playwright.sync_api import Browser, Frame, Page, Route

PLAYER = "https://www.youtube-nocookie.com"
POLICY = f"default-src 'self'; frame-src {PLAYER}"
PAGE = """
# Videos

```{youtube} https://youtu.be/YWDzHGx8PrY?t=1m30s
:title: Compilers
:poster: posters/one.jpg
:speakers: Ada Lovelace
:duration: 28:41
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
FILES = {
    "index.md": PAGE,
    "talks.yaml": TALKS,
    "posters/one.jpg": encoded(photo(640, 360)),
}
# The stand-in tells what a player would need: permissions, and who sent the reader.
STAND_IN = """<!doctype html><html lang="en"><title>Player</title><h1>Player</h1><pre></pre><script>
document.querySelector("pre").textContent = JSON.stringify({
  referrer: document.referrer,
  allowed: document.featurePolicy.allowedFeatures(),
})</script>"""


def stand_in(page: Page) -> None:
    """Answer for the player's host."""
    page.route(f"{PLAYER}/**", lambda route: route.fulfill(body=STAND_IN, content_type="text/html"))


def player(page: Page, number: int = 1) -> Frame:
    """Return one of the page's players, in the order of the page."""
    frame = page.frame(name=f"confrecap-player-{number}")
    assert frame is not None
    return frame


def wait_for_player(page: Page, number: int = 1, video: str = "") -> dict[str, Any]:
    """Wait until a frame shows the stand-in; return what that tells."""
    player(page, number).wait_for_url(f"{PLAYER}/embed/{video}**")
    told: dict[str, Any] = player(page, number).evaluate(
        "JSON.parse(document.querySelector('pre').textContent)"
    )
    return told


def look_at_everything(page: Page) -> None:
    """Scroll through the page, point at every link that plays, and print."""
    for _ in range(12):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(40)
    for link in page.locator(".confrecap-play").all()[:5]:
        link.hover()
    page.pdf()
    page.wait_for_timeout(200)


def no_icon(page: Page) -> None:
    """Answer for the icon, whose absence is an error on the console."""
    page.route("**/favicon.ico", lambda route: route.fulfill(body=b""))


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build the pages that most tests look at."""
    return build_once(FILES)


LAYOUTS = ("player", "grid", "list")


@pytest.fixture(scope="module")
def furo(build_once: Callable[..., Site]) -> Site:
    """Build the page in furo: as it is, in each layout, with a long word, and with long lists."""
    files = {**FILES, "long.md": LONG_LISTS, "l.yaml": LONG}
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau" * 2
    files["wide.yaml"] = TALKS.replace("Second", long)
    for layout in LAYOUTS:
        page = PAGE.replace("talks.yaml\n", f"talks.yaml\n:layout: {layout}\n")
        files[f"{layout}.md"] = page
        files[f"wide-{layout}.md"] = page.replace("talks.yaml", "wide.yaml")
    return build_once(files, conf={"html_theme": "furo"})


def test_nobody_is_asked_before_the_click(
    site: Site, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """Loading, scrolling, pointing and printing ask no other host, and run no script of ours.

    The browser has nothing to say about the page on its console either.
    """
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    no_icon(page)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    look_at_everything(page)
    assert traffic.foreign == []
    assert traffic.errors == said == []
    assert not [url for url in traffic.requests if "confrecap" in url and url.endswith(".js")]
    assert page.locator("iframe").count() == 3
    assert all(url.startswith("about:srcdoc") for url in (frame.url for frame in page.frames[1:]))


def test_nobody_is_asked_before_the_click_of_sixty_videos(
    build: Callable[..., Site], serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """A page of sixty videos asks nobody either, and has ten frames: the rest are links."""
    videos = "".join(f"```{{youtube}} aaaaaaaaa{n:02}\n:title: T{n}\n```\n" for n in range(60))
    site = build({"index.md": f"# Videos\n\n{videos}"})
    no_icon(page)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    look_at_everything(page)
    assert traffic.foreign == []
    assert page.locator("iframe").count() == 10
    last = page.locator(".confrecap-play").last
    assert last.get_attribute("href") == "https://www.youtube.com/watch?v=aaaaaaaaa59"


def test_nobody_is_asked_without_javascript(
    site: Site, serve: Callable[[Path], str], browser: Browser
) -> None:
    """With scripts off nobody is asked before the click, and a click plays."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
            return
        asked.append(route.request.url)
        route.fulfill(body="<!doctype html><title>Player</title>", content_type="text/html")

    page.route("**/*", gate)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    page.wait_for_timeout(300)
    assert asked == []
    page.get_by_role("link", name="Compilers", exact=True).click()
    player(page).wait_for_url(f"{PLAYER}/**")
    assert len(asked) == 1
    context.close()


def test_one_click_plays_and_keeps_the_focus(
    site: Site, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """A click loads the player from its place in the video, with all a player may do."""
    stand_in(page)
    no_icon(page)
    base = serve(site.outdir)
    page.goto(base + "/index.html", wait_until="load")
    page.get_by_role("link", name="Compilers", exact=True).click()
    told = wait_for_player(page)
    assert {"autoplay", "fullscreen", "encrypted-media", "picture-in-picture"} <= set(
        told["allowed"]
    )
    assert told["referrer"] == base + "/"
    assert page.evaluate("document.activeElement.className") == "confrecap-play"
    (asked,) = traffic.foreign
    assert urlsplit(asked).path == "/embed/YWDzHGx8PrY"
    query = parse_qs(urlsplit(asked).query)
    assert query == {"autoplay": ["1"], "start": ["90"], "hl": ["en"]}
    assert traffic.errors == []


def test_the_poster_plays_too(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """A click on the picture in the frame loads the player there, and not in the whole page."""
    stand_in(page)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    frame = player(page)
    frame.wait_for_function("document.images[0]?.complete && document.images[0].naturalWidth > 0")
    frame.locator("a").click()
    wait_for_player(page)
    assert page.url.endswith("/index.html")


def test_the_keyboard_plays(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """The link plays with Enter; from it Tab leads to its player, then on to what follows."""
    stand_in(page)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    link = page.get_by_role("link", name="Compilers", exact=True)
    link.focus()
    outline = link.evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"
    for stop in ("confrecap-player", "confrecap-watch", "confrecap-play"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == stop
    link.focus()
    page.keyboard.press("Enter")
    wait_for_player(page)
    assert page.evaluate("document.activeElement.className") == "confrecap-play"


def test_talks_share_one_player(
    site: Site, serve: Callable[[Path], str], page: Page, traffic: Traffic
) -> None:
    """Each talk of a playlist is played in the one frame of its stage; no tab is opened."""
    stand_in(page)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    frames = len(page.frames)
    for number, title in ((0, "First"), (2, "Third"), (1, "Second")):
        page.get_by_role("link", name=title, exact=True).click()
        wait_for_player(page, 3, f"aaaaaaaaaa{number}")
    assert len(page.frames) == frames
    assert len(page.context.pages) == 1
    assert [urlsplit(url).path[-1] for url in traffic.foreign] == ["0", "2", "1"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_strict_policy_is_kept(
    builder: str, build: Callable[..., Site], serve: Callable[[Path], str], page: Page
) -> None:
    """Under the documented policy nothing is blocked; poster and sheet reach into the frame."""
    files = dict(FILES)
    files["deep/er/page.md"] = (
        files.pop("index.md").replace("posters/", "/posters/").replace("talks.yaml", "/talks.yaml")
    )
    files["index.md"] = "# Home\n"
    # The search box of the basic theme comes with a script of its own.
    site = build(files, builder, conf={"html_sidebars": {"**": []}, "html_baseurl": "https://x.y/"})
    stand_in(page)
    no_icon(page)

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": POLICY}
        route.fulfill(response=answer, headers=headers)

    page.route("http://127.0.0.1:*/**", with_policy)
    page.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation', event => "
        "violations.push([event.violatedDirective, event.blockedURI, event.lineNumber]))"
    )
    name = "deep/er/page.html" if builder == "html" else "deep/er/page/"
    page.goto(f"{serve(site.outdir)}/{name}", wait_until="load")
    frame = player(page)
    frame.wait_for_function("getComputedStyle(document.querySelector('a')).position === 'absolute'")
    frame.wait_for_function("document.images[0]?.complete && document.images[0].naturalWidth > 0")
    page.get_by_role("link", name="Compilers", exact=True).click()
    wait_for_player(page)
    for one in page.frames[1:]:
        assert one.evaluate("violations") == []
    lines = site.page("deep/er/page").splitlines()
    blocked = [(what, by, lines[line - 1]) for what, by, line in page.evaluate("violations")]
    # The basic theme has two inline styles of its own.
    assert [one for one in blocked if 'class="right" style=' not in one[2]] == []


def test_nothing_moves(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """Neither loading nor scrolling nor playing shifts anything."""
    stand_in(page)
    page.add_init_script(
        "window.shifts = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => { shifts += entry.value })).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    page.get_by_role("link", name="Compilers", exact=True).click()
    wait_for_player(page)
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(400)
    assert page.evaluate("shifts") == 0


def test_posters_have_their_place_before_they_come(
    build: Callable[..., Site], serve: Callable[[Path], str], page: Page
) -> None:
    """A link with a poster, small or large, is as high before its picture is there as after."""
    video = "```{youtube} aaaaaaaaaa%d\n:title: T\n:load: link\n:poster: %s.jpg\n```\n"
    files = {
        "index.md": "# T\n\n" + video % (0, "small") + video % (1, "large"),
        "small.jpg": encoded(photo(320, 180)),
        "large.jpg": encoded(photo(1280, 720)),
    }
    site = build(files)
    pictures: list[Route] = []
    held = True

    def hold(route: Route) -> None:
        if held:
            pictures.append(route)
        else:
            route.continue_()

    page.route("**/_images/**", hold)
    page.goto(serve(site.outdir) + "/index.html", wait_until="domcontentloaded")
    heights = "[...document.querySelectorAll('figure')].map(e => e.offsetHeight)"
    before = page.evaluate(heights)
    page.wait_for_timeout(100)
    held = False
    for route in pictures:
        route.continue_()
    page.evaluate(
        "Promise.all([...document.images].map(e => { e.loading = 'eager'; return e.decode() }))"
    )
    assert page.evaluate(heights) == before


@pytest.mark.parametrize("layout", LAYOUTS)
def test_axe_has_no_complaint(
    layout: str, furo: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Videos and each layout of a playlist pass axe, before a click and after it."""
    stand_in(page)
    page.goto(f"{serve(furo.outdir)}/{layout}.html", wait_until="load")
    complain_about_nothing(page)
    page.get_by_role("link", name="Compilers", exact=True).click()
    wait_for_player(page)
    complain_about_nothing(page)


def complain_about_nothing(page: Page) -> None:
    """Ask axe about videos and playlists."""
    scope: Any = {"include": [[".confrecap-video"], [".confrecap-playlist"]]}
    found = Axe().run(page, context=scope)
    assert found.violations_count == 0, found.generate_report()


# The theme opens files without naming their encoding.
@pytest.mark.filterwarnings("ignore:'encoding' argument not specified:EncodingWarning")
def test_a_theme_bends_neither_colours_nor_sizes(
    build: Callable[..., Site], serve: Callable[[Path], str], page: Page
) -> None:
    """Where a theme has pale links, and small thin captions, ours are readable, pointed at too."""
    site = build(FILES, conf={"html_theme": "pydata_sphinx_theme"})
    base = serve(site.outdir)
    stand_in(page)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{base}/index.html", wait_until="load")
        font = "e => [getComputedStyle(e).fontSize, getComputedStyle(e).fontWeight]"
        for small in (".confrecap-notice", "figcaption .confrecap-facts", "li .confrecap-facts"):
            assert page.locator(small).first.evaluate(font) == ["14px", "400"], scheme
        complain_about_nothing(page)
        page.get_by_role("link", name="Compilers", exact=True).hover()
        complain_about_nothing(page)


@pytest.mark.parametrize(("mode", "ink"), [("light", 0), ("dark", 255)])
def test_a_title_card_follows_the_theme(
    mode: str, ink: int, furo: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Where the reader has switched the theme to dark, the card in the frame is dark as well."""
    # An emulated preference would reach into the frame past the page.
    page.emulate_media(color_scheme="no-preference")
    page.add_init_script(f"localStorage.setItem('theme', '{mode}')")
    page.goto(serve(furo.outdir) + "/index.html", wait_until="load")
    card = player(page, 2).locator("a")
    assert card.inner_text() == "A video without a poster"
    colour = f"rgb({ink}, {ink}, {ink})"
    assert card.evaluate("e => getComputedStyle(e).color") == colour


@pytest.mark.one_page
def test_a_theme_without_dark_mode_stays_light(
    site: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """A reader who prefers dark pages gets light frames in a theme that knows no dark mode."""
    page.emulate_media(color_scheme="dark")
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    scheme = page.locator("iframe").first.evaluate("e => getComputedStyle(e).colorScheme")
    assert scheme == "light"


@pytest.mark.one_page
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_phone_needs_no_sideways_scrolling(
    layout: str, furo: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """At 360 px no layout is wider than the screen, be a word ever so long."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{serve(furo.outdir)}/wide-{layout}.html", wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.one_page
def test_paper_shows_the_address(site: Site, serve: Callable[[Path], str], page: Page) -> None:
    """On paper the link to YouTube is followed by its address, and the whole list is there."""
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    page.emulate_media(media="print")
    watch = page.locator(".confrecap-video .confrecap-watch").first
    after = watch.evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://www.youtube.com/watch?v=YWDzHGx8PrY" in after
    assert page.locator(".confrecap-talks").evaluate("e => getComputedStyle(e).overflowY") == (
        "visible"
    )


@pytest.mark.one_page
def test_a_width_in_steps(
    build: Callable[..., Site], serve: Callable[[Path], str], page: Page
) -> None:
    """Each step of `:width:` is that part of the text's width, and pixels are pixels."""
    widths = ["50%", "75%", "95%", "400", "640px"]
    videos = "".join(
        f"```{{youtube}} aaaaaaaaaa{n}\n:title: T{n}\n:width: {width}\n```\n"
        for n, width in enumerate(widths)
    )
    site = build({"index.md": f"# Videos\n\n{videos}"})
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    whole = page.locator("section#videos").bounding_box()
    assert whole is not None
    boxes = [one.bounding_box() for one in page.locator("figure").all()]
    shares = [round(box["width"] / whole["width"], 2) for box in boxes[:3] if box]
    assert shares == [0.5, 0.75, 0.95]
    players = [one.bounding_box() for one in page.locator("iframe").all()[3:]]
    assert [round(box["width"]) for box in players if box] == [400, 640]
    assert [round(box["height"]) for box in players if box] == [225, 360]


LONG = "\n".join(
    f"- {{url: https://youtu.be/aaaaaaaaa{n}, title: Talk {n}, speakers: [Ada], track: T{n % 2}}}"
    for n in range(10, 40)
)


LONG_LISTS = "# Videos\n\n```{playlist} l.yaml\n```\n\n```{playlist} l.yaml\n:group: track\n```\n"


@pytest.mark.one_page
@pytest.mark.parametrize("width", [1280, 360])
def test_a_player_shows_five_talks_and_groups_do_not_scroll(
    width: int, furo: Site, serve: Callable[[Path], str], page: Page
) -> None:
    """Five lines of a long list are in sight in its box; below headings there is no box."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(serve(furo.outdir) + "/long.html", wait_until="load")
    boxes = page.locator(".confrecap-talks").all()
    heights = [box.evaluate("e => [e.clientHeight, e.scrollHeight]") for box in boxes]
    assert heights[0][0] < heights[0][1]
    assert all(seen == whole for seen, whole in heights[1:])
    fifth = boxes[0].locator("li").nth(4).evaluate("e => e.offsetTop + e.offsetHeight")
    assert fifth - boxes[0].evaluate("e => e.offsetTop") <= heights[0][0]


def test_a_drawn_card_is_small_and_grows_on_the_click(
    build: Callable[..., Site], serve: Callable[[Path], str], page: Page
) -> None:
    """A card for want of a poster is at most 480 px wide; what plays there has the whole width."""
    site = build("# Videos\n\n```{youtube} aaaaaaaaaa0\n:title: One\n```\n")
    stand_in(page)
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    frame = page.locator("iframe")
    before = frame.bounding_box()
    page.get_by_role("link", name="One", exact=True).click()
    wait_for_player(page)
    after = frame.bounding_box()
    page.wait_for_timeout(300)
    page.mouse.click(5, 5)
    page.wait_for_timeout(200)
    later = frame.bounding_box()
    assert before is not None
    assert after is not None
    assert before["width"] <= 480 < after["width"]
    assert later == after


@pytest.mark.one_page
@pytest.mark.parametrize("theme", ["alabaster", "sphinx_rtd_theme"])
def test_titles_look_like_links(
    theme: str, build: Callable[..., Site], serve: Callable[[Path], str], page: Page
) -> None:
    """What leads somewhere is underlined in themes that give us no colour; the rest is not."""
    if theme != "alabaster":  # which comes with Sphinx
        pytest.importorskip(theme)
    text = "# Videos\n\n```{playlist}\n- {url: aaaaaaaaaa0, title: One}\n- {title: Two}\n```\n"
    site = build(text, conf={"html_theme": theme})
    page.goto(serve(site.outdir) + "/index.html", wait_until="load")
    line = "e => getComputedStyle(e).textDecorationLine"
    lines = [title.evaluate(line) for title in page.locator(".confrecap-talk-title").all()]
    assert lines == ["underline", "none"]
