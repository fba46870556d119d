"""Videos and playlists as each builder writes them: addresses, structure, mistakes."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

LIST = "PL_lsbAsL_o2B_znuvm-pDtV_cRhpqZb8l"
WATCH = "https://www.youtube.com/watch?v="
PLAYER = "https://www.youtube-nocookie.com/embed/"
TALKS = f"""
url: https://www.youtube.com/playlist?list={LIST}
title: All sessions
videos:
- url: https://youtu.be/aaaaaaaaaa0
  title: "Keynote: <One> & more"
  speakers: [Ada Lovelace, Grace Hopper]
  duration: 1:02:03
  date: 2024-09-18
  poster: posters/one.jpg
  text: A tour of *three* compilers.
  slides: slides.pdf
  tags: [day-1]
  track: Main
- {{url: https://youtu.be/aaaaaaaaaa1, title: Second, date: 2024-09-19, tags: [d2, fun], id: two}}
- https://youtu.be/aaaaaaaaaa2
- {{url: https://vimeo.com/76979871, title: Elsewhere, speakers: Katherine Johnson, track: Main}}
"""
PAGE = """
# Videos

```{youtube} https://youtu.be/YWDzHGx8PrY?t=1m30s&si=tracking
:title: Compilers & <kernels>
:poster: posters/one.jpg
:speakers: Ada Lovelace
:duration: 28:41
:date: 2024-09-18
:name: the-video
A *caption*.
```

## Sessions

```{playlist} talks.yaml
```

{confrecap:video}`YWDzHGx8PrY`, {confrecap:video}`two`, {confrecap:video}`elsewhere`,
{ref}`the-video`
"""
FILES: dict[str, str | bytes] = {
    "index.md": PAGE,
    "talks.yaml": TALKS,
    "posters/one.jpg": encoded(photo(1280, 720)),
    "slides.pdf": b"%PDF-1.4\n%%EOF\n",
}


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build a video and a playlist once."""
    return build_once(FILES, conf={"html_baseurl": "https://conf.example/docs"})


@pytest.fixture(scope="module")
def soup(site: Site) -> BeautifulSoup:
    """Return their page."""
    return site.soup()


def one(build: Builds, argument: str, *options: str, **more: Any) -> BeautifulSoup:  # noqa: ANN401 (as of `Builds`)
    """Build one `youtube` directive and return its page."""
    return build(
        f"# T\n\n```{{youtube}} {argument}\n" + "\n".join(options) + "\n```\n", **more
    ).soup()


def test_a_video_has_the_promised_structure(soup: BeautifulSoup) -> None:
    """The figure has a link, then the frame that it targets, with title and permissions."""
    (figure,) = soup.select("figure.confrecap-video")
    link, frame = figure.select_one("a.confrecap-play"), figure.select_one("iframe")
    assert link is not None
    assert frame is not None
    assert figure["id"] == "video-YWDzHGx8PrY"
    assert link in frame.find_all_previous("a")
    assert link["target"] == frame["name"]
    assert link["href"] == f"{PLAYER}YWDzHGx8PrY?autoplay=1&start=90&hl=en"
    assert link["referrerpolicy"] == frame["referrerpolicy"] == "strict-origin-when-cross-origin"
    assert link.get_text() == "Compilers & <kernels>"
    assert frame["title"] == "Video: Compilers & <kernels>"
    assert "src" not in frame.attrs
    for feature in ("autoplay", "fullscreen", "encrypted-media", "picture-in-picture"):
        assert f"{feature} https://www.youtube-nocookie.com" in str(frame["allow"])
    watch = figure.select_one("a.confrecap-watch")
    assert watch is not None
    assert watch["href"] == f"{WATCH}YWDzHGx8PrY&t=90s"
    assert watch.get_text() == "Watch on YouTube: Compilers & <kernels>"
    assert "tracking" not in str(figure)


def test_the_frame_has_a_document_of_its_own(soup: BeautifulSoup) -> None:
    """Escaped twice and read twice, the document has the poster and a link out of the tab order."""
    frame = soup.select_one("figure iframe")
    assert frame is not None
    inside = BeautifulSoup(str(frame["srcdoc"]), "html.parser")
    link, image = inside.a, inside.img
    assert link is not None
    assert image is not None
    assert link["href"] == f"{PLAYER}YWDzHGx8PrY?autoplay=1&start=90&hl=en"
    assert link["tabindex"] == "-1"
    assert link["aria-label"] == "Play: Compilers & <kernels>"
    assert "target" not in link.attrs
    assert image["alt"] == ""
    assert (image["width"], image["height"]) == ("640", "360")
    assert inside.html is not None
    assert inside.html["lang"] == "en"


def test_a_poster_is_printed_once(soup: BeautifulSoup) -> None:
    """A video's poster stands in the frame alone; a playlist's first one in stage and list."""
    assert soup.select("figure img") == []
    assert len(soup.select(".confrecap-talk img")) == 1
    (stage,) = soup.select(".confrecap-stage iframe")
    assert str(stage["srcdoc"]).count("<img ") == 1


def test_a_playlist_has_one_stage(soup: BeautifulSoup) -> None:
    """Talks that YouTube has are played in the one frame; the others are links."""
    (section,) = soup.select("section.confrecap-playlist")
    (frame,) = section.select("iframe.confrecap-player")
    links = section.select("ol.confrecap-talks > li.confrecap-talk > a.confrecap-play")
    assert [link.get_text() for link in links] == [
        "Keynote: <One> & more",
        "Second",
        "Video 3",
        "Elsewhere",
    ]
    assert [link.get("target") for link in links] == [frame["name"]] * 3 + [None]
    assert links[0]["href"] == f"{PLAYER}aaaaaaaaaa0?list={LIST}&autoplay=1&hl=en"
    assert links[3]["href"] == "https://vimeo.com/76979871"
    everything = section.select_one(".confrecap-stage a.confrecap-play")
    assert everything is not None
    assert everything["href"] == f"{PLAYER}videoseries?list={LIST}&autoplay=1&hl=en"
    assert section["aria-label"] == "All sessions"
    names = [frame["name"] for frame in soup.select("iframe")]
    assert len(set(names)) == len(names)


def test_two_playlists_of_one_title_are_told_apart(build: Callable[..., Site]) -> None:
    """Regions and frames have names of their own on a page, and so have their ids."""
    body = "title: Talks\nvideos: [{url: 'https://youtu.be/aaaaaaaaaa0', title: One}]"
    playlist = f"```{{playlist}}\n{body}\n```\n"
    video = "```{youtube} aaaaaaaaaa1\n:title: Twice\n```\n"
    soup = build({"index.md": f"# Videos\n\n{playlist}\n{playlist}\n{video}\n{video}"}).soup()
    regions = [found["aria-label"] for found in soup.select("section.confrecap-playlist")]
    assert regions == ["Talks", "Talks (2)"]
    frames = soup.select("iframe")
    assert [frame["title"] for frame in frames] == [
        "Video player: Talks",
        "Video player: Talks (2)",
        "Video: Twice",
        "Video: Twice (2)",
    ]
    assert len({frame["name"] for frame in frames}) == 4
    ids = [found["id"] for found in soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_talk_has_its_facts(soup: BeautifulSoup) -> None:
    """Speakers, duration, date, slides and text are there, times for machines too."""
    talk = soup.select_one("li#video-aaaaaaaaaa0")
    assert talk is not None
    assert talk.select_one(".confrecap-speakers").get_text() == "Ada Lovelace, Grace Hopper"
    assert [name.text for name in talk.select(".confrecap-speakers > bdi")] == [
        "Ada Lovelace",
        "Grace Hopper",
    ]
    length, day = talk.select("time")
    assert (length["datetime"], length.get_text()) == ("PT1H2M3S", "1:02:03")
    assert (day["datetime"], day.get_text()) == ("2024-09-18", "September 18, 2024")
    assert talk.select_one(".confrecap-slides a")["href"].endswith("slides.pdf")
    assert talk.select_one(".confrecap-talk-text em").get_text() == "three"


def test_roles_and_references_find_videos(soup: BeautifulSoup) -> None:
    """A video is known by YouTube's id, its own and its title; a bare reference says the title."""
    links = soup.select("section#sessions > p a")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("#video-YWDzHGx8PrY", "Compilers & <kernels>"),
        ("#video-aaaaaaaaaa1", "Second"),
        ("#video-elsewhere", "Elsewhere"),
        ("#video-YWDzHGx8PrY", "Compilers & <kernels>"),
    ]


def test_nothing_of_ours_is_inline(soup: BeautifulSoup) -> None:
    """No style, no handler and no script stands in the markup, data blocks apart."""
    ours = [*soup.select("figure"), *soup.select("section.confrecap-playlist")]
    for node in (each for top in ours for each in [top, *top.find_all()]):
        assert not any(name == "style" or name.startswith("on") for name in node.attrs), node
    scripts = soup.select("section#videos script")
    assert {script["type"] for script in scripts} == {"application/ld+json"}


def test_structured_data_has_what_is_known(soup: BeautifulSoup) -> None:
    """A video with poster and date is a VideoObject; of the talks only one has both."""
    video, talks = (json.loads(script.get_text()) for script in soup.select("section script"))
    assert video["@type"] == "VideoObject"
    assert video["name"] == "Compilers & <kernels>"
    assert re.fullmatch(
        r"https://conf\.example/docs/_images/one-\w+-640\.jpg", video["thumbnailUrl"]
    )
    assert (video["uploadDate"], video["duration"]) == ("2024-09-18", "PT28M41S")
    assert talks["@type"] == "ItemList"
    (item,) = talks["itemListElement"]
    assert item["item"]["name"] == "Keynote: <One> & more"
    assert [who["name"] for who in item["item"]["actor"]] == ["Ada Lovelace", "Grace Hopper"]


def test_structured_data_cannot_end_its_block(build: Builds) -> None:
    """A title that closes a script stays a title."""
    files = {**FILES, "index.md": PAGE.replace("<kernels>", "</script><b>")}
    conf = {"html_baseurl": "https://conf.example/"}
    soup = build(files, conf=conf).soup()
    assert soup.select("b") == []
    assert json.loads(soup.select("section script")[0].get_text())["name"].endswith("<b>")


@pytest.mark.parametrize(
    "conf",
    [{}, {"html_baseurl": "https://conf.example/", "confrecap_json_ld": False}],
    ids=["without base", "switched off"],
)
def test_structured_data_needs_its_facts(conf: dict[str, Any], build: Builds) -> None:
    """Without the site's address, or switched off, there is none."""
    assert "ld+json" not in build(FILES, conf=conf).page()


def test_search_finds_titles_and_speakers(site: Site) -> None:
    """Words of titles and names of speakers are in the search index."""
    index = (site.outdir / "searchindex.js").read_text(encoding="utf-8")
    for word in ("lovelac", "elsewher", "compil"):
        assert f'"{word}"' in index or f"{word}:" in index


@pytest.mark.parametrize("builder", ["text", "man", "texinfo", "latex", "pseudoxml", "epub"])
def test_other_builders_say_it_all(builder: str, build: Builds) -> None:
    """Each format has titles, speakers, durations and the addresses written out, and no player."""
    site = build(FILES, builder)
    text = unescape(site.page())
    text = text.replace("\\_", "_").replace("\\-", "-").replace(r"\sphinxhyphen{}", "-")
    text = text.replace("\\:", "").replace("@/", "").replace("\\%", "%").replace("{\\&}", "&")
    for said in ("Compilers", "Ada Lovelace", "28:41", "Second", "1:02:03", "Katherine Johnson"):
        assert said in text
    for address in (f"{WATCH}YWDzHGx8PrY", f"{WATCH}aaaaaaaaaa1", "https://vimeo.com/76979871"):
        assert address in text
    assert "iframe" not in text
    assert "nocookie" not in text or builder == "pseudoxml"


def test_paper_has_the_address_in_print(build: Builds) -> None:
    """A PDF shows the address, which a reader of paper cannot click."""
    assert (
        r"\sphinxurl{https://www.youtube.com/watch?v=aaaaaaaaaa1}" in build(FILES, "latex").page()
    )


def test_plain_text_breaks_no_address(build: Builds) -> None:
    """An address with hyphens is in one piece."""
    assert f"https://www.youtube.com/playlist?list={LIST}\n" in build(FILES, "text").page()


def test_books_have_the_poster(build: Builds) -> None:
    """LaTeX gets one JPEG for each poster; the number of a talk stands beside its title."""
    site = build(FILES, "latex")
    tex = site.page()
    assert tex.count(r"\sphinxincludegraphics") == 2
    for item in tex.split(r"\item")[1:]:
        assert r"\sphinxincludegraphics" not in item.partition(r"\sphinxhref")[0]
    assert r"\sphinxincludegraphics" in tex.partition(r"\item")[2]
    assert [path.suffix for path in site.outdir.glob("one-*")] == [".jpg"]


def test_catalogues_have_what_the_site_wrote(build: Builds) -> None:
    """Titles of page, playlist and talks, captions and texts are for translators."""
    messages = build(FILES, "gettext").page()
    for text in ("Compilers & <kernels>", "All sessions", "A *caption*.", "A tour of *three*"):
        assert text in messages
    places = re.findall(r"talks\.yaml:(\d+)", messages)
    assert places == ["2", "5", "10", "14", "16"]
    for name in ("Lovelace", "Johnson", "28:41"):
        assert f'msgid "{name}' not in messages


@pytest.mark.parametrize("builder", ["html", "text", "latex", "epub"])
def test_no_typography_touches_what_is_no_markup(builder: str, build: Builds) -> None:
    """Addresses, titles and names stay as they were written; markup has a book's quotes."""
    page = build(
        """
# T

```{youtube} a--bCdEf_h-
:title: "pip install --user"
:speakers: O'Neill
It's a *caption*.
```

```{playlist}
title: All -- of them
videos:
- {url: https://youtu.be/b--bCdEf_h-, title: "python -m 'x'", text: "It's `--user`."}
```
""",
        builder,
    ).page()
    page = page.replace("\\sphinxhyphen{}", "-").replace("\\_", "_")
    page = page.replace("\\textquotesingle{}", "'").replace("&#39;", "'").replace("&#x27;", "'")
    for text in ("a--bCdEf_h-", "pip install --user", "O'Neill", "All -- of them", "-m 'x'"):
        assert text in page
    quoted = "It's" if builder == "text" else "It’s"  # plain text has none, for Sphinx itself
    assert page.count(quoted) == 2


def test_a_text_is_blocks(build: Builds) -> None:
    """Paragraphs and a list of a text are shown as such, in HTML and on paper."""
    source = """
# T

```{playlist}
videos:
- url: https://youtu.be/aaaaaaaaaa0
  title: One
  text: |
    First.

    Second:

    - a
    - b
```

```{sponsors}
tiers:
  Gold:
    - name: Halyard
      text: |
        First.

        Second:

        - a
        - b
```
"""
    soup = build(source).soup()
    for text in soup.select(".confrecap-talk-text, .confrecap-sponsor-text"):
        assert [part.name for part in text.find_all(recursive=False)] == ["p", "p", "ul"]
    assert len(soup.select(".confrecap-talk-text, .confrecap-sponsor-text")) == 2
    words = build(source, "text").page()
    assert words.count("First.\n\n") == 2
    assert words.count("* a\n") == 2


def test_each_address_is_checked_once(build: Builds) -> None:
    """The link checker sees the addresses for readers, and never a player's."""
    site = build({**FILES, "index.md": PAGE}, "dummy")
    found = [
        node["refuri"]
        for node in site.doctree().findall(nodes.reference)
        if node.get("refuri", "").startswith("http")
    ]
    assert len(found) == len(set(found)) == 6
    assert not any("embed" in uri for uri in found)


def test_one_page_of_all_documents_has_unique_names(build: Builds) -> None:
    """In singlehtml two documents with one video share neither its id nor the name of a frame."""
    files = {
        **FILES,
        "index.md": PAGE + "\n```{toctree}\nother\n```\n",
        "other.md": PAGE.replace("# Videos", "# Other").replace("the-video", "same-video"),
    }
    soup = build(files, "singlehtml").soup()
    ids = [node["id"] for node in soup.find_all(id=True) if "video" in node["id"]]
    assert len(ids) == len(set(ids))
    names = [frame["name"] for frame in soup.select("iframe")]
    assert len(names) == len(set(names)) == 4


def test_both_markups_give_one_tree(build: Builds) -> None:
    """A video and a playlist in reStructuredText are what they are in MyST."""
    rest = """
.. youtube:: https://youtu.be/YWDzHGx8PrY
   :title: Title
   :width: 50%

   A *caption*.

.. playlist::

   title: Talks
   videos:
     - {url: aaaaaaaaaa0, title: One, text: Some *text*.}
"""
    myst = """
```{youtube} https://youtu.be/YWDzHGx8PrY
:title: Title
:width: 50%

A *caption*.
```

```{playlist}

title: Talks
videos:
  - {url: aaaaaaaaaa0, title: One, text: Some *text*.}
```
"""
    site = build({"index.md": "# T\n" + myst, "rest.rst": "T\n=\n" + rest})
    trees = [
        re.sub(r' (ids|names|file|at)="[^"]*"', "", site.doctree(name)[0].pformat())
        for name in ("index", "rest")
    ]
    assert trees[0].split("\n", 1)[1] == trees[1].split("\n", 1)[1]


# -- options -------------------------------------------------------------------------------------


def test_load_link_has_no_frame(build: Builds) -> None:
    """With `:load: link` the poster and the title lead to YouTube, and there is no player."""
    soup = build({**FILES, "index.md": PAGE.replace(":name:", ":load: link\n:name:")}).soup()
    (link,) = soup.select("figure a.confrecap-play")
    assert link["href"] == f"{WATCH}YWDzHGx8PrY&t=90s"
    assert len(link.select("img")) == 1
    assert soup.select("figure iframe") == []


def test_load_eager_is_a_plain_frame(build: Builds) -> None:
    """With `:load: eager` the player comes with the page, and starts nothing."""
    soup = one(build, "YWDzHGx8PrY", ":title: T", ":load: eager")
    (frame,) = soup.select("iframe")
    assert frame["src"] == f"{PLAYER}YWDzHGx8PrY?hl=en"
    assert frame["loading"] == "lazy"
    assert "srcdoc" not in frame.attrs


def test_the_site_says_how_players_load(build: Builds) -> None:
    """`confrecap_video_load` holds for all that does not say otherwise, and so does the notice."""
    page = (
        "# T\n\n```{youtube} YWDzHGx8PrY\n:title: A\n```\n"
        "```{youtube} aaaaaaaaaa0\n:title: B\n:load: click\n```\n"
    )
    conf = {"confrecap_video_load": "link", "confrecap_video_notice": "Asks <YouTube>"}
    soup = build(page, conf=conf).soup()
    assert len(soup.select("iframe")) == 1
    assert [note.get_text() for note in soup.select(".confrecap-notice")] == ["Asks <YouTube>"]


def test_ten_players_a_page(build: Builds) -> None:
    """After ten players the rest are links, whatever they ask for."""
    videos = "".join(f"```{{youtube}} aaaaaaaaa{n}\n:title: T{n}\n```\n" for n in range(10, 22))
    videos += "```{youtube} bbbbbbbbbbb\n:title: Asked\n:load: click\n```\n"
    soup = build(f"# T\n\n{videos}").soup()
    assert len(soup.select("iframe")) == 10
    assert not soup.select("figure#video-bbbbbbbbbbb iframe")


@pytest.mark.parametrize(
    ("before", "load", "frames", "in_stage"),
    [
        (0, "click", 3, 0),
        (7, "click", 3, 0),
        (8, "click", 1, 1),
        (9, "eager", 1, 1),
        (10, "click", 0, 0),
        (0, "eager", 3, 0),
        (0, "link", 0, 0),
    ],
)
def test_a_grid_plays_in_place_or_in_a_stage(
    before: int, load: str, frames: int, in_stage: int, build: Builds
) -> None:
    """Cards have a frame each while a page has ten at most, else one stage; after ten, links."""
    videos = "".join(
        f"```{{youtube}} aaaaaaaaa{n}\n:title: T{n}\n```\n" for n in range(10, 10 + before)
    )
    page = f"# T\n\n{videos}\n```{{playlist}} talks.yaml\n:layout: grid\n:load: {load}\n```\n"
    grid = build({**FILES, "index.md": page}).soup().select_one(".confrecap-playlist")
    found = grid.select("iframe")
    assert len(found) == frames
    assert len(grid.select(".confrecap-stage iframe")) == in_stage
    assert all(frame.get("src", "").startswith(PLAYER) == (load == "eager") for frame in found)
    links = grid.select(".confrecap-talk > a.confrecap-play")
    names = {frame["name"] for frame in found}
    assert {link.get("target") for link in links[:3]} <= (names or {None})
    # A poster is on the card, or in the document of its frame.
    assert bool(grid.select(".confrecap-talk img")) is bool(in_stage or not frames)


@pytest.mark.parametrize("load", ["click", "link"])
def test_a_list_plays_in_its_stage(load: str, build: Builds) -> None:
    """The lines of a list lead into one frame at its head, or to the site of the video."""
    page = f"# T\n\n```{{playlist}} talks.yaml\n:layout: list\n:load: {load}\n```\n"
    soup = build({**FILES, "index.md": page}).soup()
    frames = [frame["name"] for frame in soup.select(".confrecap-stage iframe")]
    links = soup.select(".confrecap-talk > a.confrecap-play")
    assert len(soup.select("iframe")) == len(frames) == (load == "click")
    assert [link.get("target") for link in links] == (frames * 3 or [None] * 3) + [None]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([":start: 1:02:03", ":end: 1h3m"], "autoplay=1&start=3723&end=3780&hl=en"),
        ([":lang: pt_BR", ":captions: de"], "autoplay=1&hl=pt-BR&cc_load_policy=1&cc_lang_pref=de"),
        ([":url_parameters: ?start=43&rel=0"], "autoplay=1&start=43&hl=en&rel=0"),
    ],
)
def test_options_reach_the_player(options: list[str], expected: str, build: Builds) -> None:
    """Times and languages are the player's parameters."""
    (link,) = one(build, "YWDzHGx8PrY", ":title: T", *options).select("a.confrecap-play")
    assert link["href"] == f"{PLAYER}YWDzHGx8PrY?{expected}"


def test_the_player_speaks_the_language_of_the_site(build: Builds) -> None:
    """Without `:lang:` the player's own words are in the language of the pages."""
    (link,) = one(build, "YWDzHGx8PrY", ":title: T", conf={"language": "de"}).select(
        "a.confrecap-play"
    )
    assert str(link["href"]).endswith("hl=de")


@pytest.mark.parametrize(
    ("address", "options", "looks"),
    [
        ("https://www.youtube.com/shorts/aaaaaaaaaa0", [], {"data-aspect": "9-16"}),
        ("aaaaaaaaaa0", [":aspect: 4:3"], {"data-aspect": "4-3"}),
        ("aaaaaaaaaa0", [":width: 640", ":height: 480"], {"data-aspect": "4-3"}),
        ("aaaaaaaaaa0", [":width: 42%"], {"data-width": "40"}),
        ("aaaaaaaaaa0", [":width: 100%", ":align: center"], {"data-align": "center"}),
        ("aaaaaaaaaa0", [":privacy_mode:"], {}),
        ("aaaaaaaaaa0", [":width: 80%", ":height: 100%"], {"data-width": "80"}),
        (
            '<iframe width="400" height="400" src="//www.youtube.com/embed/aaaaaaaaaa0"></iframe>',
            [],
            {"data-aspect": "1-1"},
        ),
    ],
)
def test_looks_are_attributes(
    address: str, options: list[str], looks: dict[str, str], build: Builds
) -> None:
    """Shape, width and place of a video are attributes for the style sheet."""
    (figure,) = one(build, address, ":title: T", *options).select("figure")
    assert {name: value for name, value in figure.attrs.items() if "data-" in name} == looks


def test_a_pasted_iframe_gives_its_title(build: Builds) -> None:
    """What a pasted iframe is called is the title, if there is no better one."""
    frame = f'<iframe width="560" height="315" src="{PLAYER}aaaaaaaaaa0?start=9" title="A talk">'
    soup = one(build, f"{frame}</iframe>")
    assert soup.select_one("iframe")["title"] == "Video: A talk"
    assert soup.select_one("iframe")["width"] == "560"


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (":limit: 2", ["Keynote: <One> & more", "Second"]),
        (":tags: fun, day-1", ["Keynote: <One> & more", "Second"]),
        (":sort: title", ["Elsewhere", "Keynote: <One> & more", "Second", "Video 3"]),
        (":sort: date", ["Keynote: <One> & more", "Second", "Video 3", "Elsewhere"]),
        (":group: track", ["Keynote: <One> & more", "Elsewhere", "Second", "Video 3"]),
    ],
)
def test_talks_are_chosen_and_sorted(options: str, titles: list[str], build: Builds) -> None:
    """Each option of a playlist chooses or sorts its talks."""
    page = f"# T\n\n```{{playlist}} talks.yaml\n{options}\n```\n"
    soup = build({**FILES, "index.md": page}).soup()
    assert [node.get_text() for node in soup.select(".confrecap-talk-title")] == titles


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        ("track", ["Main", "Other talks"]),
        ("date", ["September 18, 2024", "September 19, 2024", "Other talks"]),
    ],
)
def test_talks_are_grouped(by: str, headings: list[str], build: Builds) -> None:
    """A group has a heading below the playlist's, and the rest stands last."""
    page = f"# T\n\n```{{playlist}} talks.yaml\n:group: {by}\n```\n"
    soup = build({**FILES, "index.md": page}).soup()
    assert [node.get_text() for node in soup.select("h3.confrecap-group-title")] == headings
    assert [node.get_text() for node in soup.select("h2.confrecap-playlist-title")] == [
        "All sessions"
    ]
    # What the heading says, its talks do not repeat.
    assert bool(soup.select(".confrecap-date")) == (by == "track")


@pytest.mark.parametrize(("layout", "posters"), [("grid", 1), ("list", 0)])
def test_cards_and_lists_have_no_player(layout: str, posters: int, build: Builds) -> None:
    """Cards and compact lists that are links lead to the sites of the videos."""
    page = f"# T\n\n```{{playlist}} talks.yaml\n:layout: {layout}\n:load: link\n```\n"
    soup = build({**FILES, "index.md": page}).soup()
    assert soup.select("iframe") == []
    assert len(soup.select(".confrecap-talk img")) == posters
    links = soup.select(".confrecap-talk > a.confrecap-play")
    assert links[1]["href"] == f"{WATCH}aaaaaaaaaa1"
    # The address is linked once: beside it stands the name of the site alone.
    assert soup.select(".confrecap-talk .confrecap-watch") == []
    sites = [node.get_text() for node in soup.select(".confrecap-site")]
    assert sites == ["YouTube", "YouTube", "YouTube", "Vimeo"]


def test_a_playlist_by_its_address(build: Builds) -> None:
    """An address makes a stage without a list; videos in it come from YouTube when asked for."""
    page = (
        f"# T\n\n```{{playlist}} https://youtube.com/playlist?list={LIST}&feature=shared\n"
        ":title: Mini-summit\n```\n"
    )
    soup = build(page).soup()
    (link,) = soup.select("a.confrecap-play")
    assert link["href"] == f"{PLAYER}videoseries?list={LIST}&autoplay=1&hl=en"
    assert soup.select("ol.confrecap-talks") == []
    assert soup.select_one("h2").get_text() == "Mini-summit"


def test_a_page_written_for_another_extension(build: Builds) -> None:
    """What the documentation of sphinxcontrib-youtube shows builds unchanged."""
    page = """
Demo
====

..  youtube:: dQw4w9WgXcQ
   :align: center
   :aspect: 16:9

..  youtube:: dQw4w9WgXcQ
   :width: 640
   :height: 480

..  youtube:: dQw4w9WgXcQ
   :aspect: 4:3

..  youtube:: dQw4w9WgXcQ
   :width: 100%

..  youtube:: dQw4w9WgXcQ
   :height: 200px

..  youtube:: dQw4w9WgXcQ
   :align: center

..  youtube:: dQw4w9WgXcQ
   :privacy_mode:

..  youtube:: dQw4w9WgXcQ
   :url_parameters: ?start=43

.. vimeo:: 148751763

.. vimeo:: 486557682
   :align: center
   :aspect: 16:9

.. vimeo:: 486557682
   :url_parameters: ?dnt=1

.. vimeo:: 486557682
   :url_parameters: "#t=0m43s"

.. peertube:: 327a21b3-374e-4373-8b2c-494c9f5e1f19
   :align: center
   :aspect: 16:9

.. peertube:: 46d6ac9c-5298-4124-b003-0053d3e253ef
   :instance: tube.kockatoo.org

.. peertube:: 486557682
   :instance: "peertube.tv"
"""
    soup = build({"index.rst": page}).soup()
    frames = soup.select("iframe")
    assert len(frames) == 8
    assert [frame.get("width") for frame in frames] == [None, "640", None, None, "356"] + [None] * 3
    links = [str(link["href"]) for link in soup.select("a.confrecap-play")]
    assert "start=43" in links[7]
    assert links[8:] == [
        "https://vimeo.com/148751763",
        "https://vimeo.com/486557682",
        "https://vimeo.com/486557682",
        "https://vimeo.com/486557682#t=0m43s",
        "https://peertube.tv/w/327a21b3-374e-4373-8b2c-494c9f5e1f19",
        "https://tube.kockatoo.org/w/46d6ac9c-5298-4124-b003-0053d3e253ef",
        "https://peertube.tv/w/486557682",
    ]


@pytest.mark.parametrize(
    ("directive", "link"),
    [
        ("{vimeo} 148751763\n:start: 1:30", "https://vimeo.com/148751763#t=90s"),
        (
            "{vimeo} https://vimeo.com/148751763/abcdef1234",
            "https://vimeo.com/148751763/abcdef1234",
        ),
        (
            "{peertube} kkGMgK9ZtnKfYAgnEtQxbv\n:start: 9\n:instance: https://video.example/",
            "https://video.example/w/kkGMgK9ZtnKfYAgnEtQxbv?start=9s",
        ),
        (
            "{peertube} 486557682\n:start: 1:30\n:instance: peertube.tv",
            "https://peertube.tv/w/486557682?start=90s",
        ),
        (
            "{youtube} https://media.ccc.de/v/38c3-opening\n:start: 90",
            "https://media.ccc.de/v/38c3-opening#t=90",
        ),
    ],
)
def test_videos_of_other_sites_are_cards(directive: str, link: str, build: Builds) -> None:
    """A number or an address makes a link with its title, from the start that is asked for."""
    soup = build(f"# T\n\n```{directive}\n:title: A talk\n```\n").soup()
    (play,) = soup.select("figure.confrecap-video a.confrecap-play")
    assert (play["href"], play.get_text()) == (link, "A talk")
    assert not soup.select("iframe")


@pytest.mark.parametrize(
    ("directive", "told"),
    [
        ("{vimeo} a-user", "is a page of vimeo.com without a video"),
        ("{vimeo} 12", "the address 'https://vimeo.com/12' is a page of vimeo.com without a video"),
        ("{vimeo}", "'vimeo' needs the address of a video, or its id"),
        ("{vimeo} 148751763\n:lang: de", "unknown option 'lang'"),
        ("{peertube} nothing", "the address 'https://peertube.tv/videos/watch/nothing' is"),
        ("{peertube} 5\n:instance: a b", "contains a space"),
        ("{youtube} https://vimeo.com/148751763\n:end: 9", "a link to Vimeo has no end"),
        ("{vimeo} 148751763\n:url_parameters: a b#c d", "the address with url_parameters is"),
    ],
)
def test_mistakes_in_other_sites_are_said(directive: str, told: str, build: Builds) -> None:
    """What is no video of the other site, or what a link cannot do, is one warning."""
    warnings = build(f"# T\n\n```{directive}\n```\n", warnings=True).warnings
    assert told in warnings
    assert warnings.count("WARNING") == 1


# -- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "warning", "link"),
    [
        ("https://www.youtube.com/@PyTorch", "is a channel", "https://www.youtube.com/@PyTorch"),
        ("https://www.youtube.com/results?search_query=x", "is a search", "https://www.youtube."),
        ("http://example.com/video", "on example.com, not a video", "http://example.com/video"),
        ("short", "5 characters long, which is no id", ""),
        (f"https://youtube.com/playlist?list={LIST}", "a playlist, not a video", "https://www."),
        ("https://youtube.com.evil.example/watch?v=aaaaaaaaaa0", "not on one of YouTube's", ""),
        ("javascript:alert(1)", "a javascript: address", ""),
    ],
)
def test_a_wrong_address_is_said_once(
    argument: str, warning: str, link: str, build: Builds
) -> None:
    """The warning names the address at its line; title and caption stay, with a safe link."""
    site = build(
        f"# T\n\n```{{youtube}} {argument}\n:title: The title\nThe caption.\n```\n", warnings=True
    )
    (said,) = site.warnings.splitlines()
    assert said.startswith("index.md:3: WARNING: ")
    assert warning in said
    assert said.endswith("[confrecap.url]")
    (figure,) = site.soup().select("figure")
    assert "The title" in figure.get_text()
    assert "The caption." in figure.get_text()
    links = [str(a["href"]) for a in figure.select("a")]
    assert all(href.startswith(link or "nothing") for href in links)
    assert bool(links) == bool(link)
    assert figure.select("iframe") == []


@pytest.mark.parametrize(
    ("poster", "code", "warning"),
    [
        ("posters/tow.jpg", "file", "did you mean 'two.jpg'?"),
        ("https://i.ytimg.com/vi/x/hq.jpg", "image", "is on another site"),
        ("posters/broken.jpg", "image", "broken.jpg"),
        ("../../secret.jpg", "file", "outside the source folder"),
    ],
)
def test_a_wrong_poster_leaves_the_video(
    poster: str, code: str, warning: str, build: Builds
) -> None:
    """A poster that is missing, remote, broken or outside costs itself alone."""
    files = {
        "index.md": f"# T\n\n```{{youtube}} aaaaaaaaaa0\n:title: T\n:poster: {poster}\n```\n",
        "posters/two.jpg": encoded(photo(64, 36)),
        "posters/broken.jpg": b"\xff\xd8\xff\xe0nothing",
    }
    site = build(files, warnings=True)
    (said,) = site.warnings.splitlines()
    assert said.startswith("index.md:3: WARNING: ")
    assert warning in said
    assert said.endswith(f"[confrecap.{code}]")
    assert len(site.soup().select("iframe")) == 1


@pytest.mark.parametrize(
    ("option", "warning"),
    [
        (":width: 3%", "the option 'width' must be between 5 and 100"),
        (":aspect: wide", "the option 'aspect' must be a ratio such as 16:9, not 'wide'"),
        (":start: soon", "the option 'start' is left out: 'soon' is not a time"),
        (":lang: klingon!", "the option 'lang' is left out: 'klingon!' is not a language"),
        (":load: later", "must be one of click, link, eager, not 'later'"),
        (":end: 0:00", "the end (0 s) is not after the start (0 s)"),
        (":url_parameters: ?autoplay=1", "'autoplay' is not one that a page may set"),
        (":tilte: T", "unknown option 'tilte'; did you mean 'title'?"),
    ],
)
def test_a_wrong_option_leaves_the_video(option: str, warning: str, build: Builds) -> None:
    """A bad option is one warning at the directive, and the video is shown without it."""
    page = f"# T\n\n```{{youtube}} aaaaaaaaaa0\n:title: T\n{option}\n```\n"
    site = build(page, warnings=True)
    (said,) = site.warnings.splitlines()
    assert said.startswith("index.md:3: WARNING: ")
    assert warning in said
    (link,) = site.soup().select("a.confrecap-play")
    assert link["href"] == f"{PLAYER}aaaaaaaaaa0?autoplay=1&hl=en"


def test_mistakes_in_a_playlist_cost_themselves(build: Builds) -> None:
    """Each wrong talk is one warning at its line in the data, and its neighbours stand."""
    talks = """
url: https://www.youtube.com/@channel
videos:
- {url: nonsense, title: No address, speakers: [Ada]}
- {title: Nothing}
- {url: https://youtu.be/aaaaaaaaaa1, title: Right, duration: long, date: someday}
- {url: https://youtu.be/aaaaaaaaaa2?t=x, title: Odd time}
- {speakers: [Ada]}
"""
    files = {"index.md": "# T\n\n```{playlist} t.yaml\n```\n", "t.yaml": talks[1:]}
    site = build(files, warnings=True)
    said = [line.partition(": WARNING: ") for line in site.warnings.splitlines()]
    assert sorted((place, what.rpartition("[")[2]) for place, _, what in said) == [
        ("t.yaml:1:6", "confrecap.url]"),
        ("t.yaml:3:9", "confrecap.url]"),
        ("t.yaml:5:63", "confrecap.time]"),
        ("t.yaml:5:75", "confrecap.time]"),
        ("t.yaml:6:9", "confrecap.url]"),
        ("t.yaml:7:3", "confrecap.schema]"),
    ]
    assert all("(used at index.md:3)" in what for _, _, what in said)
    soup = site.soup()
    assert [node.get_text() for node in soup.select(".confrecap-talk-title")] == [
        "No address",
        "Nothing",
        "Right",
        "Odd time",
    ]
    wrong = soup.select("li span.confrecap-play")
    assert [talk.get_text() for talk in wrong] == ["No address", "Nothing"]


def test_an_empty_playlist_is_said(build: Builds) -> None:
    """A playlist of nothing is a warning and no markup."""
    site = build("# T\n\n```{playlist}\ntitle: Empty\nvideos: []\n```\n", warnings=True)
    assert "a playlist needs 'url' or 'videos' [confrecap.schema]" in site.warnings
    assert "confrecap-playlist" not in site.page()


def test_an_unknown_tag_is_said(build: Builds) -> None:
    """A tag that no talk has is a warning with the nearest one that is there."""
    page = "# T\n\n```{playlist} talks.yaml\n:tags: dya-1\n```\n"
    site = build({**FILES, "index.md": page}, warnings=True)
    assert "no talk has the tag 'dya-1'; did you mean 'day-1'?" in site.warnings


def test_a_title_alone_is_no_id(build: Builds) -> None:
    """Talks without a recording may be called the same on two pages; a role finds the nearest."""
    page = "# T\n\n```{playlist}\n- {title: Keynote}\n```\n\n{confrecap:video}`keynote`\n"
    site = build({"index.md": page, "other.md": page})
    assert site.soup("other").select_one("p > a.reference")["href"] == "#video-keynote"


def test_one_title_in_two_years_is_fine(build: Builds) -> None:
    """Two videos with one title on two pages are no duplicates; one id for both would be."""
    page = (
        "# T\n\n```{{playlist}}\nvideos: [{{url: aaaaaaaaaa{0}, title: Keynote, id: {1}}}]\n```\n"
    )
    files = {"index.md": page.format(0, "a"), "other.md": page.format(1, "b")}
    build(files)
    site = build({"other.md": page.format(1, "a")}, warnings=True)
    assert "the video id 'a' stands for two different things" in site.warnings


def test_five_hundred_talks_are_light(build: Builds) -> None:
    """A talk of a long list costs at most 700 bytes of compressed HTML, and no frame of its own."""
    lines = [
        f"- {{url: 'https://youtu.be/{n:011}', title: Talk {n * 7919 % 1000} of many,"
        f" speakers: [Person {n}, Other {n * 31 % 97}], duration: {n % 60}:3{n % 10}}}\n"
        for n in range(500)
    ]
    empty = build("# T\n").page()
    soup = build(
        {"index.md": "# T\n\n```{playlist} t.yaml\n```\n", "t.yaml": "videos:\n" + "".join(lines)}
    )
    page = soup.page()
    assert page.count("<iframe") == 1
    assert page.count('<li class="confrecap-talk"') == 500
    cost = len(gzip.compress(page.encode())) - len(gzip.compress(empty.encode()))
    assert cost / 500 <= 700


def test_a_translated_title_reaches_the_player(build: Builds) -> None:
    """A translated site says the translated title on the link, on the frame and in it."""
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Compilers & <kernels>"\nmsgstr "Übersetzer"\n\n'
        'msgid "A *caption*."\nmsgstr "Eine *Unterschrift*."\n\n'
        'msgid "All sessions"\nmsgstr "Alle Vorträge"\n'
    )
    files = {**FILES, "locales/de/LC_MESSAGES/index.po": po}
    soup = build(files, conf={"language": "de", "locale_dirs": ["locales"]}).soup()
    (figure,) = soup.select("figure")
    assert figure.select("a.confrecap-play")[0].get_text() == "Übersetzer"
    assert str(figure.select("iframe")[0]["title"]).endswith("Übersetzer")
    assert "Übersetzer" in str(figure.select("iframe")[0]["srcdoc"])
    assert "Übersetzer" in figure.select("a.confrecap-watch")[0].get_text()
    assert figure.select("figcaption em")[0].get_text() == "Unterschrift"
    assert soup.select("section.confrecap-playlist")[0]["aria-label"] == "Alle Vorträge"
    assert soup.select("h3.confrecap-playlist-title")[0].get_text() == "Alle Vorträge"


def test_a_playlist_of_the_event_file(build: Builds) -> None:
    """Without argument and body the talks come from `confrecap_data`."""
    data = f"event: {{name: Conf}}\nplaylist:\n  videos: [{WATCH}aaaaaaaaaa0]\n"
    files = {"index.md": "# T\n\n```{playlist}\n```\n", "conf.yaml": data}
    soup = build(files, conf={"confrecap_data": "conf.yaml"}).soup()
    assert [link.get_text() for link in soup.select(".confrecap-talk a.confrecap-play")] == [
        "Video 1"
    ]


def test_a_talk_takes_what_its_session_says(build: Builds) -> None:
    """In an event file a talk is shown with title, speakers and day of the session it names."""
    data = """
playlist:
  videos: [opening, {id: dl, url: bbbbbbbbbbb}, coffe]
speakers: [{name: Ada Lovelace, id: ada}]
schedule:
  - date: 2025-10-22
    sessions:
      - {title: Opening, speakers: [ada], video: youtu.be/aaaaaaaaaa0, slides: talk.pdf}
      - {title: Compilers, id: dl, speakers: [adda, Grace Hopper]}
      - {title: Coffee, kind: break}
"""
    page = "# T\n\n```{playlist} conf.yaml\n```\n\n{confrecap:video}`dl`\n"
    files = {"index.md": page, "conf.yaml": data, "talk.pdf": b"%PDF"}
    site = build(files, warnings=True)
    first, second = site.soup().select("li.confrecap-talk")
    for text in ("Opening", "Ada Lovelace", "October 22, 2025", "Slides"):
        assert text in first.get_text()
    assert second["id"] == "video-bbbbbbbbbbb"
    assert site.soup().select_one('p a[href="#video-bbbbbbbbbbb"]').get_text() == "Compilers"
    told = [line.partition(" (used at")[0] for line in site.warnings.splitlines()]
    assert told == [
        "conf.yaml:2:49: WARNING: there is no session 'coffe'; did you mean 'coffee'?",
        "conf.yaml:8:47: WARNING: there is no speaker 'adda'; did you mean 'ada'?",
    ]


def test_videos_inside_other_directives_and_included_files(build: Builds) -> None:
    """A video stands in a note and in an included file; its poster is where the document is."""
    video = ".. youtube:: aaaaaaaaaa0\n   :title: T\n   :poster: one.jpg\n"
    inside = video.replace("..", "   ..").replace("   :", "      :")
    files = {
        "docs/page.rst": f"T\n=\n\n.. note::\n\n{inside}\n.. include:: ../parts/more.txt\n",
        "parts/more.txt": video.replace("aaaaaaaaaa0", "aaaaaaaaaa1"),
        "docs/one.jpg": encoded(photo(320, 180)),
        "index.md": "# Home\n",
    }
    soup = build(files).soup("docs/page")
    assert len(soup.select(".note figure iframe")) == 1
    assert [figure["id"] for figure in soup.select("figure")] == [
        "video-aaaaaaaaaa0",
        "video-aaaaaaaaaa1",
    ]
    assert all("../_images/one-" in str(frame["srcdoc"]) for frame in soup.select("iframe"))


def test_a_site_overrides_the_markup(build: Builds) -> None:
    """A template of the site takes the place of ours, and may build on it."""
    files = {
        **FILES,
        "_templates/confrecap/video.html": '<hr>{% include "!confrecap/video.html" %}',
    }
    soup = build(files, conf={"templates_path": ["_templates"]}).soup()
    assert len(soup.select("figure > hr + .confrecap-video-head")) == 1


def test_talks_that_share_a_video_have_ids_of_their_own(build: Builds) -> None:
    """A talk from a second of a shared video is found by both; the first one by the video."""
    soup = build(
        """
# T

```{playlist}
- {url: https://youtu.be/YWDzHGx8PrY, title: Opening}
- {url: https://youtu.be/YWDzHGx8PrY?t=90, title: Keynote}
```

{confrecap:video}`YWDzHGx8PrY` {confrecap:video}`YWDzHGx8PrY-90`
"""
    ).soup()
    ids = [talk["id"] for talk in soup.select(".confrecap-talk")]
    assert ids == ["video-YWDzHGx8PrY", "video-YWDzHGx8PrY-90"]
    links = [
        (link.text, link["href"])
        for link in soup.select("div.body > section > p a, p > a.reference")
    ]
    assert ("Opening", "#video-YWDzHGx8PrY") in links
    assert ("Keynote", "#video-YWDzHGx8PrY-90") in links


VTT = """WEBVTT - made by hand

NOTE This is nobody's word.

STYLE
::cue { color: red }

1
00:00.000 --> 00:02.000 line:0
<v Ada>Good <i>morning</i>, Rotterdam &amp; all

00:02.000 --> 00:04.000
<v Ada>Good morning, Rotterdam &amp; all
and <00:03.000><c>welcome</c>.

00:05.000 --> 00:06.000
<v Grace>Thank--you
"""
RICH = {
    "index.md": """
# T

```{playlist}
- url: https://youtu.be/aaaaaaaaaa0?end=600
  title: One
  kind: keynote
  language: pt
  links: {Code: https://code.example, Notes: notes.md}
  transcript: one.vtt
  chapters: {0:00: Intro, "12:30": Questions}
  abstract: |
    First *part*.

    - a
    - b
- {title: Not recorded, speakers: [Ada], kind: Fishbowl, chapters: {1:00: Start}}
- {url: https://youtu.be/aaaaaaaaaa1, title: Gone, hidden: true}
```
""",
    "notes.md": "# Notes\n",
    "one.vtt": VTT,
}


def test_a_talk_has_all_there_is_to_read(build: Builds) -> None:
    """Abstract, chapters and transcript are folded; kind, language and links are facts."""
    site = build(RICH)
    first, second = site.soup().select(".confrecap-talk")
    assert [fold["data-part"] for fold in first.select("details")] == [
        "abstract",
        "chapters",
        "transcript",
    ]
    assert not first.select("details[open]")
    names = [summary.get_text() for summary in first.select("summary")]
    assert names == ["Abstract: One", "Chapters: One", "Transcript: One"]
    assert [part.name for part in first.details.find_all(recursive=False)] == ["summary", "p", "ul"]
    said = [part.get_text(" ", strip=True) for part in first.select("[data-part=transcript] p")]
    assert said == [
        "Ada Good morning, Rotterdam & all and welcome .".replace(" .", "."),
        "Grace Thank--you",
    ]
    facts = first.select_one(".confrecap-facts")
    assert facts.select_one(".confrecap-kind").text == "Keynote"
    assert facts.select_one(".confrecap-language").text == "Portuguese"
    links = {link.text: link["href"] for link in facts.select(".confrecap-talk-link a")}
    assert links == {"Code": "https://code.example", "Notes": "notes.html"}
    assert first["data-kind"] == "keynote"
    assert second.select_one(".confrecap-kind").text == "Fishbowl"
    assert second.select("a, iframe") == []
    assert second.select_one(".confrecap-chapters").get_text(" ", strip=True) == "1:00 Start"
    index = site.outdir.joinpath("searchindex.js").read_text(encoding="utf-8")
    assert "rotterdam" in index


def test_chapters_lead_into_the_video(build: Builds) -> None:
    """A chapter plays in the frame of its talk, from its second on; elsewhere it is a link.

    Where an address ends before a chapter begins, that has no end.
    """
    soup = build(RICH).soup()
    chapters = soup.select("a.confrecap-chapter")
    (frame,) = soup.select("iframe")
    assert {link["target"] for link in chapters} == {frame["name"]}
    assert [link["href"] for link in chapters] == [
        f"{PLAYER}aaaaaaaaaa0?autoplay=1&end=600&hl=en",
        f"{PLAYER}aaaaaaaaaa0?autoplay=1&start=750&hl=en",
    ]
    text = build(RICH, "text").page()
    assert f"12:30 Questions <{WATCH}aaaaaaaaaa0&t=750s>" in " ".join(text.split())
    assert "First *part*." in text
    assert "Rotterdam" not in text


@pytest.mark.parametrize("builder", ["latex", "epub", "man", "texinfo", "gettext", "linkcheck"])
def test_every_builder_takes_a_rich_talk(builder: str, build: Builds) -> None:
    """No builder stumbles over parts of talks; catalogues have the names of chapters and links."""
    page = "# T\n\n" + RICH["index.md"].partition("# T")[2].replace(
        "https://code.example", "notes.md"
    )
    site = build({**RICH, "index.md": page}, builder, conf={"linkcheck_ignore": [".*"]})
    if builder == "gettext":
        messages = site.page()
        for name in ("Questions", "Notes", "First *part*."):
            assert f'"{name}"' in messages
        assert "Rotterdam" not in messages
    if builder == "linkcheck":
        checked = site.outdir.joinpath("output.json").read_text(encoding="utf-8")
        assert checked.count("watch?v=") == 1


def test_a_player_says_how_many_talks_it_has(build: Builds) -> None:
    """The number of talks stands at the head of their list."""
    soup = build({**FILES, "index.md": "# T\n\n```{playlist} talks.yaml\n```\n"}).soup()
    assert soup.select_one(".confrecap-stage-head .confrecap-count").text == "Talks: 4"


def test_a_drawn_card_says_what_the_talk_is(build: Builds) -> None:
    """Title, speakers and length are on a card for want of a poster, in a frame and in a grid."""
    talk = "{url: https://youtu.be/aaaaaaaaaa0, title: One, speakers: [Ada, Bo], duration: 28:41}"
    page = f"# T\n\n```{{playlist}}\n:layout: grid\n:load: LOAD\n\n[{talk}]\n```\n"
    alone = (
        "```{youtube} bbbbbbbbbbb\n:title: One\n:speakers: Ada, Bo\n:duration: 28:41\n"
        ":load: link\n```\n"
    )
    soup = build(page.replace("LOAD", "link") + alone).soup()
    cards = soup.select(".confrecap-talk .confrecap-card, .confrecap-video .confrecap-card")
    assert len(cards) == 2
    for card in cards:
        assert (card["data-title"], card["data-facts"]) == ("One", "Ada, Bo · 28:41")
    (frame,) = build(page.replace("LOAD", "click")).soup().select(".confrecap-talk > iframe")
    inside = BeautifulSoup(frame["srcdoc"], "lxml").select_one(".card")
    assert inside.get_text("|") == "One|Ada, Bo · 28:41"
    assert "data-drawn" in frame.attrs


HOSTS = ["vimeo", "media.ccc.de", "peertube.tv"]


@pytest.mark.parametrize(
    ("address", "play"),
    [
        (
            "https://vimeo.com/148751763/abcdef1234",
            "https://player.vimeo.com/video/148751763?h=abcdef1234&dnt=1&autoplay=1",
        ),
        ("https://media.ccc.de/v/38c3-opening", "https://media.ccc.de/v/38c3-opening/oembed"),
        (
            "https://peertube.tv/w/kkGMgK9ZtnKfYAgnEtQxbv",
            "https://peertube.tv/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?autoplay=1",
        ),
        ("https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv", ""),
        ("https://www.youtube.com/watch?v=YWDzHGx8PrY", ""),
        ("https://conf.example/talks/one", ""),
    ],
)
def test_sites_that_are_named_play(address: str, play: str, build: Builds) -> None:
    """Where conf.py names a site its player is loaded on a click; any other address is a link."""
    page = f"# T\n\n```{{youtube}} {address}\n:title: A talk\n```\n"
    soup = build(page, conf={"confrecap_video_hosts": HOSTS}).soup()
    link = soup.select_one("a.confrecap-play")
    assert link["href"] == (play or address)
    frames = soup.select("iframe")
    assert len(frames) == bool(play)
    if frames:
        assert f"autoplay {'/'.join(play.split('/')[:3])};" in frames[0]["allow"]
