"""The `photo` and `gallery` directives in real builds: markup, builders, rebuilds, bad input."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from PIL import Image

from sphinx_confrecap.data.licenses import License, LicenseError, license_of
from sphinx_confrecap.directives import photo_nodes

if TYPE_CHECKING:
    from conftest import Site

Build = Callable[..., "Site"]


def photo(width: int = 400, height: int = 300, **options: bytes) -> bytes:
    """Return a JPEG."""
    return make.encoded(make.photo(width, height), **options)


def photos(count: int = 3, folder: str = "photos") -> dict[str, bytes]:
    """Return photos named p1.jpg and so on."""
    return {f"{folder}/p{number}.jpg": photo(400 + number) for number in range(1, count + 1)}


def shape(site: Site) -> str:
    """Return a page's tree without what differs between two markups."""
    text = site.doctree().asdom().documentElement.toxml()
    return re.sub(
        r' (?:at|used_at|file|source|line|uri|refdoc)="[^"]*"|\'at\': \'[^\']*\'', "", text
    )


def test_the_markup_is_the_one_promised(build: Build) -> None:
    """A gallery is a list of figures with a link, a picture, a caption and a credit."""
    site = build(
        {
            "index.md": """
                ```{gallery} recap.yaml
                :class: wide
                ```
                """,
            "recap.yaml": """
                defaults: {credit: Jane Doe, license: CC-BY-4.0}
                photos:
                  - {src: photos/p1.jpg, alt: The stage, caption: The *stage*, focus: 52% 17%}
                  - {src: photos/p2.jpg, alt: "", credit: "", license: MIT}
                  - {src: photos/p3.jpg, alt: Three, url: "https://example.com/?a=1&b=2"}
                  - {src: photos/p4.jpg, alt: Four, download: true}
                """,
            **photos(4),
        }
    )
    soup = site.soup()
    gallery = soup.select_one("div.confrecap-gallery.wide[data-layout=rows]")
    assert gallery is not None
    first, second, third, fourth = gallery.select("ul[role=list] > li > figure.confrecap-photo")
    assert first["id"] == "photo-photos-p1-jpg"
    assert gallery.li is not None
    assert gallery.li["data-ratio"] == "1.35"
    link, image = first.a, first.img
    assert link is not None
    assert image is not None
    assert (image["alt"], image["width"], image["height"]) == ("The stage", "401", "300")
    assert (image["decoding"], image.get("loading"), image["data-focus"]) == ("async", None, "5 2")
    assert (link["data-pswp-width"], link["data-pswp-height"]) == ("401", "300")
    assert (site.outdir / str(link["href"])).is_file()
    source = first.select_one("picture > source[type='image/avif'][srcset][sizes]")
    assert source is not None
    for variant in str(source["srcset"]).split(", "):
        assert (site.outdir / variant.split()[0]).is_file()
    caption = first.figcaption
    assert caption is not None
    assert caption.em is not None
    credit = caption.select_one(".confrecap-credit")
    assert credit is not None
    assert credit.get_text() == "Jane Doe, CC BY 4.0"
    assert credit.bdi is not None
    assert credit.bdi.get_text() == "Jane Doe"
    licence = credit.select_one("a[rel=license]")
    assert licence is not None
    assert licence["href"] == "https://creativecommons.org/licenses/by/4.0/"
    assert second.get_text(strip=True) == "MIT"
    assert second.a is not None
    assert second.a["aria-label"] == "Photo 2"
    assert third.a is not None
    assert third.a["href"] == "https://example.com/?a=1&b=2"
    assert "data-pswp-width" not in third.a.attrs
    assert fourth.img is not None
    assert fourth.img["loading"] == "lazy"
    assert str(fourth.img["sizes"]).startswith("auto, ")
    original = fourth.select_one("a.confrecap-download[download]")
    assert original is not None
    assert (site.outdir / str(original["href"])).is_file()
    assert "style=" not in str(gallery)


SHARED = """
defaults: {credit: "[Jane](https://jane.example)", license: CC-BY-4.0}
photos:
  - {src: photos/p1.jpg, alt: One}
  - {src: photos/p2.jpg, alt: Two, caption: Two%s}
  - {src: photos/p3.jpg, alt: Three, hidden: true, credit: Nobody}
"""

MADE = {"index.md": "# T\n\n```{gallery} g.yaml\n```\n", **photos(3)}


@pytest.mark.parametrize(
    ("more", "below", "own"),
    [
        ("", "Jane, CC BY 4.0", [None, None]),
        (", credit: Roe", "CC BY 4.0", ["Jane", "Roe"]),
        (", license: MIT", "Jane", ["CC BY 4.0", "MIT"]),
        (', credit: ""', "CC BY 4.0", ["Jane", None]),
        (", credit: Roe, license: MIT", None, ["Jane, CC BY 4.0", "Roe, MIT"]),
    ],
)
def test_what_all_photos_share_stands_once_below(
    build: Build, more: str, below: str | None, own: list[str | None]
) -> None:
    """A photo keeps the part of credit and licence that is its own; its files carry both."""
    site = build({**MADE, "g.yaml": SHARED % more}, conf={"confrecap_image_formats": ["jpeg"]})
    gallery = site.soup().select_one(".confrecap-gallery")
    assert gallery is not None
    common = gallery.select_one(":scope > ul + p.confrecap-credit")
    assert (common and common.text) == below
    said = [figure.select_one(".confrecap-credit") for figure in gallery.select("figure")]
    assert [credit and credit.text.strip() for credit in said] == own
    first = next((site.outdir / "_images").glob("p1-*.jpg"))
    with Image.open(first) as picture:
        assert picture.getexif()[0x013B] == "Jane"
        assert "CC BY 4.0" in picture.getexif()[0x8298]


def test_both_markups_give_one_tree(build: Build) -> None:
    """MyST and reStructuredText write the same gallery and the same photo."""
    myst = build(
        {
            "index.md": """
                ```{photo} photos/p1.jpg
                :alt: The stage
                :width: 62%
                :credit: Jane Doe
                :license: CC0-1.0
                :download: yes
                The stage, *full*.

                And more about it.
                ```

                ```{gallery}
                :layout: grid
                :columns: 2
                - {src: photos/p2.jpg, alt: Two, caption: A *caption*}
                - photos/p3.jpg
                ```
                """,
            **photos(),
        }
    )
    one = shape(myst)
    rest = build(
        {
            "index.rst": """
                .. photo:: photos/p1.jpg
                   :alt: The stage
                   :width: 62%
                   :credit: Jane Doe
                   :license: CC0-1.0
                   :download: yes

                   The stage, *full*.

                   And more about it.

                .. gallery::
                   :layout: grid
                   :columns: 2

                   - {src: photos/p2.jpg, alt: Two, caption: A *caption*}
                   - photos/p3.jpg
                """,
            **photos(),
        },
        srcdir="rest",
    )
    assert shape(rest) == one
    figure = rest.soup().select_one("figure[data-width='60']")
    assert figure is not None
    assert figure.get_text(" ", strip=True) == (
        "The stage, full . And more about it. Jane Doe , CC0 1.0 Download"
    )


def test_a_body_without_a_blank_line_is_a_caption(build: Build) -> None:
    """ReStructuredText takes the caption for the argument: a line break there means body."""
    site = build(
        {
            "index.rst": ".. photo:: photos/p1.jpg\n   The *stage*.\n\n"
            ".. photo:: photos/p2.jpg\n   :alt: Two\n",
            **photos(),
            "photos/p1.jpg": photo() + b"",
        },
        warnings=True,
    )
    caption = site.soup().select_one("figcaption")
    assert caption is not None
    assert caption.get_text().strip() == "The stage."
    assert "no alternative text: photos/p1.jpg" in site.warnings


def test_patterns_are_sorted_as_people_count(build: Build) -> None:
    """`p2` comes before `p10`; a pattern without an ending takes pictures alone."""
    site = build(
        {
            "index.md": "```{gallery} photos/*\n```\n",
            **photos(11),
            "photos/notes.txt": "no picture",
        }
    )
    ids = [str(figure["id"]) for figure in site.soup().select("figure")]
    assert ids == [f"photo-photos-p{number}-jpg" for number in range(1, 12)]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("**/*.jpg", "a1 a2 a10 b1 top"),
        ("**", "a1 a2 a10 b1 top"),
        ("/2024/**/*.jpg", "a1 a2 a10 b1"),
        ("*/day-[12]/**/?[0-9].jpg", "a1 a2 b1"),
        ("2024/**/evening/*", "b1"),
        ("2024/*/*.jpg", "a1 a2 a10"),
    ],
)
def test_patterns_go_through_folders(
    build: Build, tmp_path: Path, pattern: str, names: str
) -> None:
    """`**` finds photos at any depth, each once: not in hidden folders, nor by links in circles."""
    places = [f"2024/day-1/{name}.jpg" for name in ("a1", "a2", "a10", "evening/b1")]
    files = dict.fromkeys(["top.jpg", *places, "2024/.thumbs/c1.jpg", "2024/.c2.jpg"], photo())
    (tmp_path / "src/2024").mkdir(parents=True)
    (tmp_path / "src/2024/here").symlink_to(".")
    site = build({"index.md": f"```{{gallery}} {pattern}\n```\n", **files})
    ids = [str(figure["id"]) for figure in site.soup().select("figure")]
    assert [name.split("-")[-2] for name in ids] == names.split()


def test_sort_limit_and_tags(build: Build) -> None:
    """Names sort naturally, dates by the camera, undated ones last; tags choose; limit cuts."""
    files = {
        f"photos/{name}.jpg": photo(exif=make.exif(date=date))
        for name, date in (
            ("b10", "2024:09:18 10:00:00"),
            ("b2", "2024:09:19 10:00:00"),
            ("a", "2024:09:17 10:00:00"),
        )
    }
    site = build(
        {
            "index.md": """
                ```{gallery} recap.yaml
                :sort: date
                ```
                ```{gallery} recap.yaml
                :sort: name
                :limit: 2
                ```
                ```{gallery} recap.yaml
                :tags: Hall
                ```
                """,
            "recap.yaml": """
                defaults: {tags: [stage]}
                photos:
                  - {src: photos/none.jpg, alt: none}
                  - {src: photos/b10.jpg, alt: b10, tags: [hall]}
                  - {src: photos/b2.jpg, alt: b2}
                  - {src: photos/a.jpg, alt: a}
                """,
            **files,
            "photos/none.jpg": photo(),
        }
    )
    found = [
        [str(image["alt"]) for image in gallery.select("img")]
        for gallery in site.soup().select(".confrecap-gallery")
    ]
    assert found == [["a", "b10", "b2", "none"], ["a", "b2"], ["b10"]]


def test_alternative_text_is_asked_for_once(build: Build) -> None:
    """Records without it are a warning a gallery; embedded text serves; bare paths say nothing."""
    site = build(
        {
            "index.md": """
                ```{gallery} recap.yaml
                ```
                ```{photo} photos/p3.jpg
                ```
                """,
            "recap.yaml": """
                - {src: photos/p1.jpg, credit: Jane}
                - {src: photos/p2.jpg, caption: Two}
                - {src: photos/said.jpg, caption: Said}
                - {src: photos/p4.jpg, alt: ""}
                - photos/p5.jpg
                - {src: "photos/p*.jpg", credit: Jane}
                """,
            **photos(5),
            "photos/said.jpg": photo(xmp=make.xmp("Embedded text")),
        },
        warnings=True,
    )
    alone, line = sorted(site.warnings.splitlines())
    assert alone.startswith("index.md:3:1: WARNING: no alternative text: photos/p3.jpg; ")
    assert line.startswith("recap.yaml:1:9: WARNING: no alternative text: ")
    assert "photos/p1.jpg, photos/p2.jpg; " in line
    assert line.endswith("(used at index.md:1) [confrecap.alt]")
    assert site.soup().select_one("img[alt='Embedded text']") is not None


def test_the_first_three_are_loaded_at_once(build: Build) -> None:
    """Across all directives of a page, the first three photos are eager and the others lazy."""
    site = build(
        {
            "index.md": "```{photo} photos/p1.jpg\n:alt: x\n```\n```{gallery} photos/*.jpg\n```\n",
            **photos(4),
        }
    )
    lazy = ["loading" in image.attrs for image in site.soup().select("img")]
    assert lazy == [False, False, False, True, True]


def test_ids_and_roles(build: Build) -> None:
    """A photo is found by id, path, slug and `:name:`."""
    site = build(
        {
            "sub/index.md": "# Sub\n",
            "index.md": """
                # Top

                ```{gallery} data/recap.yaml
                ```
                ```{photo} data/photos/p2.jpg
                :alt: Two
                :name: second
                ```
                """,
            "other.md": """
                # Other

                {confrecap:photo}`Panel` {confrecap:photo}`data/photos/p1.jpg`
                {confrecap:photo}`photos/p1.jpg` {confrecap:photo}`photos-p1-jpg`
                {confrecap:photo}`words <panel>` {ref}`second` {ref}`more <second>`
                """,
            "data/recap.yaml": """
                - {src: photos/p1.jpg, alt: One, id: panel, caption: The *closing* panel}
                - {src: photos/p1.jpg, tags: [again]}
                - {src: photos/p2.jpg, alt: Two}
                """,
            **photos(folder="data/photos"),
        }
    )
    ids = [figure.get("id") for figure in site.soup().select("figure")]
    assert ids == ["photo-panel", "photo-photos-p2-jpg", "second"]
    links = site.soup("other").select("[role=main] a, .body a")
    found = {(a.get_text(), str(a["href"])) for a in links if "index" in str(a["href"])}
    assert ("The closing panel", "index.html#photo-panel") in found
    assert ("words", "index.html#photo-panel") in found
    assert ("Two", "index.html#second") in found
    assert ("more", "index.html#second") in found
    assert len(found) == 4


def test_one_id_for_two_photos_is_said(build: Build) -> None:
    """An id that stands for two photos is warned about; one photo on two pages is not."""
    files = {"index.md": "```{photo} photos/p1.jpg\n:alt: x\n:id: a\n```\n", **photos()}
    build({**files, "other.md": files["index.md"]})
    site = build({"other.md": "```{photo} photos/p2.jpg\n:alt: x\n:id: a\n```\n"}, warnings=True)
    assert "the photo id 'a' stands for two different things" in site.warnings
    assert "[confrecap.duplicate]" in site.warnings


def test_the_viewer_can_be_turned_off(build: Build) -> None:
    """`:viewer: no` and `confrecap_viewer` leave the script out; another option brings it back."""
    text = "```{gallery} photos/*.jpg\n:viewer: no\n```\n"
    site = build({"index.md": text, **photos()})
    assert "viewer" not in site.page()
    assert "gallery.css" in site.page()
    site = build({"index.md": text.replace("no", "yes")}, conf={"confrecap_viewer": False})
    assert 'type="module"' in site.page()
    site = build({"index.md": text.replace(":viewer: no\n", "")}, conf={"confrecap_viewer": False})
    assert "viewer" not in site.page()
    site = build({"index.md": "nothing"}, conf={})
    assert "confrecap/" not in site.page()


@pytest.mark.parametrize("around", ["- {}", "````{{sponsored-by}} A\n:data: s.yaml\n\n{}\n````"])
def test_a_gallery_brings_its_sheet_wherever_it_stands(build: Build, around: str) -> None:
    """What an author wrote into a list, or among thanks, needs what it needs elsewhere."""
    gallery = "```{gallery} photos/*.jpg\n```".replace("\n", "\n  " if around[0] == "-" else "\n")
    site = build({"index.md": around.format(gallery), "s.yaml": "- A\n", **photos(1)})
    assert "gallery.css" in site.page()
    assert "viewer.js" in site.page()


def test_other_formats_and_widths(build: Build) -> None:
    """The widths and formats of conf.py are used; a picture with transparency falls back to PNG."""
    picture = make.photo(500, 500, "RGBA")
    picture.putalpha(picture.getchannel("R"))
    clear = make.encoded(picture, "PNG")
    site = build(
        {
            "index.md": "```{photo} a.png\n:alt: x\n```\n```{photo} b.jpg\n:alt: y\n```\n",
            "a.png": clear,
            "b.jpg": photo(500),
        },
        conf={"confrecap_image_widths": [100, 300], "confrecap_image_formats": ["webp", "jpeg"]},
    )
    first, second = site.soup().select("picture")
    for picture, ending in ((first, ".png"), (second, ".jpg")):
        assert picture.source is not None
        assert picture.img is not None
        assert picture.source["type"] == "image/webp"
        widths = re.findall(r"(\d+)w", str(picture.source["srcset"]))
        assert widths == ["100", "300"]
        assert str(picture.img["src"]).endswith(ending)


def test_svg_and_gif_are_shown_but_svg_is_no_link(build: Build) -> None:
    """An SVG is published as it is and never opened by itself; an animation keeps moving."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><path d="M0 0h60v40z"/></svg>'
    )
    site = build(
        {
            "index.md": "```{gallery}\n- {src: a.svg, alt: x}\n- {src: b.gif, alt: y}\n```\n",
            "a.svg": drawing,
            "b.gif": out.getvalue(),
        }
    )
    first, second = site.soup().select("figure")
    assert first.a is None
    assert first.img is not None
    assert str(first.img["src"]).endswith(".svg")
    assert second.a is not None
    with Image.open(site.outdir / str(second.a["href"])) as published:
        assert getattr(published, "n_frames", 1) == 2


def test_nothing_published_says_where(build: Build) -> None:
    """Positions are in no published file, downloads included; credit and licence are."""
    secret = photo(700, exif=make.exif(), xmp=make.xmp("alt"))
    site = build(
        {
            "index.md": "```{photo} a.jpg\n:credit: Jane\n:license: CC-BY-4.0\n:download:\n```\n",
            "a.jpg": secret,
        }
    )
    published = list((site.outdir / "_images").iterdir())
    assert len(published) == 5
    for path in published:
        data = path.read_bytes()
        assert make.GPS not in data
        assert b"Jane" in data
        assert b"CC BY 4.0" in data


FILES = {
    "index.md": """
        # Recap

        ```{photo} photos/p1.jpg
        :alt: The stage
        :credit: Jane Doe
        The *stage*.
        ```

        ```{gallery} recap.yaml
        ```
        """,
    "recap.yaml": """
        defaults: {credit: Jane Doe, license: CC-BY-4.0}
        photos:
          - {src: photos/p1.jpg, alt: One, caption: First *caption*}
          - {src: photos/p2.jpg, alt: Two, url: "https://example.com/two", license: MIT}
          - {src: photos/p3.jpg, alt: "", caption: Third, download: true}
        """,
    **photos(),
}


@pytest.mark.parametrize("builder", ["text", "man"])
def test_plain_text_has_sentences(build: Build, builder: str) -> None:
    """Without pictures a photo is `alt - caption (credit)`, with its address; all share a name."""
    text = build(FILES, builder).page()
    # Sphinx 8.2 writes links of manual pages for terminals.
    text = re.sub(r"\\X'tty: link ([^']+)'(.*?)\\X'tty: link'", r"\2 <\1>", text)
    text = re.sub(r"\\[%:&/]|\\f.|\s+", "", text).replace(r"\-", "-")
    assert "Thestage-The" in text
    assert "One-First" in text
    assert "Two<https://example.com/two>(MIT" in text
    licence = "(CCBY4.0<https://creativecommons.org/licenses/by/4.0/>)"
    assert f"Third{licence}JaneDoe" in text.replace(".UNINDENT.sp", "")
    assert text.count("JaneDoe") == 2


@pytest.mark.parametrize("builder", ["latex", "texinfo"])
def test_books_get_one_jpeg_a_photo(build: Build, builder: str) -> None:
    """LaTeX and Texinfo publish one JPEG for each photo, with captions and credits."""
    site = build(FILES, builder)
    pictures = sorted(path for path in site.outdir.rglob("p[0-9]*.*"))
    assert {path.suffix for path in pictures} == {".jpg"}
    assert len(pictures) == 4  # the first photo has two licences, so two files
    for word in ("First", "Third", "Jane Doe", "CC BY 4.0", "https://example.com/two"):
        assert word in site.page()


def test_epub_gets_one_moderate_jpeg_a_photo(build: Build) -> None:
    """An epub holds JPEGs under 300 kB, no AVIF, no script, and no link to a picture."""
    noisy = make.encoded(Image.effect_noise((3000, 2000), 80).convert("RGB"), quality=95)
    site = build({**FILES, "photos/p3.jpg": noisy}, "epub", conf={"epub_show_urls": "no"})
    (book,) = site.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
        page = archive.read("index.xhtml").decode()
    images = {name: size for name, size in sizes.items() if name.startswith("_images/")}
    assert images
    assert all(name.endswith(".jpg") and size <= 300_000 for name, size in images.items())
    for absent in ("srcset", "<picture", "viewer", 'href="_images', "loading="):
        assert absent not in page
    assert 'alt="One"' in page


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "json", "xml", "pseudoxml", "linkcheck", "dummy"]
)
def test_no_builder_warns(build: Build, builder: str) -> None:
    """Every other builder takes photos without a word."""
    build(FILES, builder, conf={"linkcheck_ignore": [".*"]})


def test_translators_get_alt_texts_and_captions(build: Build) -> None:
    """The catalogue has alternative texts and captions with their lines in the YAML, no names."""
    site = build(FILES, "gettext")
    catalogue = site.page()
    for line, text in ((3, "One"), (3, "First *caption*"), (4, "Two"), (5, "Third")):
        assert re.search(rf"recap\.yaml:{line}\n(?:#.*\n)*msgid \"{re.escape(text)}\"", catalogue)
    assert 'msgid "The *stage*."' in catalogue
    assert 'msgid "The stage"' in catalogue
    assert "Jane Doe" not in catalogue


def test_a_translated_gallery(build: Build) -> None:
    """Alternative texts and captions come back translated, markup included; credits stay."""
    catalogue = """
        msgid ""
        msgstr "Content-Type: text/plain; charset=UTF-8\\n"

        msgid "One"
        msgstr "Eins"

        msgid "First *caption*"
        msgstr "Erste *Unterschrift*"
        """
    conf = {"language": "de", "locale_dirs": ["locales"]}
    site = build({**FILES, "locales/de/LC_MESSAGES/index.po": catalogue}, conf=conf)
    figure = site.soup().select("figure")[1]
    assert figure.img is not None
    assert figure.img["alt"] == "Eins"
    assert figure.select_one(".confrecap-caption em") is not None
    assert "Erste Unterschrift" in figure.get_text()
    assert "CC BY 4.0" in figure.get_text()
    assert site.soup().select_one(".confrecap-gallery > p.confrecap-credit").text == "Jane Doe"


def test_pages_are_read_again_for_what_they_use(build: Build) -> None:
    """A new, removed or changed photo re-reads exactly the pages that show it."""
    index = {"index.md": "```{gallery} photos/*.jpg\n```\n", "other.md": "# Other\n"}
    build({**index, **photos()})
    assert build().read == frozenset()
    site = build({"photos/p9.jpg": photo()})
    assert site.read == {"index"}
    assert len(site.soup().select("figure")) == 4
    site = build({"photos/p9.jpg": None})
    assert site.read == {"index"}
    assert len(site.soup().select("figure")) == 3
    before = site.page()
    path = site.srcdir / "photos/p1.jpg"
    path.write_bytes(photo(333))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    site = build()
    assert site.read == {"index"}
    assert site.page() != before
    assert build().read == frozenset()


def test_a_missing_photo_that_appears_is_read(build: Build) -> None:
    """Putting a missing file in its place re-reads the page, and so does the pattern's first."""
    text = "```{photo} photos/p1.jpg\n:alt: x\n```\n```{gallery} more/*.jpg\n```\n"
    site = build(text, warnings=True)
    assert site.warnings.count("[confrecap.file]") == 2
    assert site.warnings.count("\n") == 2
    site = build({"photos/p1.jpg": photo()}, warnings=True)
    assert site.read == {"index"}
    site = build({"more/p1.jpg": photo()})
    assert site.read == {"index"}
    assert len(site.soup().select("figure")) == 2


def test_the_output_is_no_source(build: Build) -> None:
    """A pattern through all folders does not find what the build itself published."""
    files = {"index.md": "```{gallery} **/*.jpg\n```\n", **photos()}
    build(files)
    site = build()
    assert site.read == frozenset()
    site = build(freshenv=True)
    assert len(site.soup().select("figure")) == 3


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.jpg": (b"", "is empty"),
    "text.jpg": (b"This is a text, whatever its name says.", "is not a picture"),
    "bomb.png": (make.huge_png(), "more than 200,000,000"),
    "truncated.jpg": (photo(1200, 900)[:9000], "is truncated"),
    "phone.heic": (b"\0\0\0\x18ftypheic" + b"\0" * 40, "is a HEIC picture"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_photo_is_one_warning(build: Build, name: str) -> None:
    """It is left out, or only its caption stays; its neighbours are there; nothing is empty."""
    data, sentence = BROKEN[name]
    files = {
        "index.md": "```{gallery} recap.yaml\n```\n",
        "recap.yaml": f"""
            - {{src: photos/p1.jpg, alt: One}}
            - {{src: photos/{name}, alt: Broken}}
            - {{src: photos/{name}, alt: Broken, caption: Its caption, credit: Jane}}
            - {{src: photos/p2.jpg, alt: Two}}
            """,
        f"photos/{name}": data,
        **photos(2),
    }
    site = build(files, warnings=True)
    lines = site.warnings.splitlines()
    assert lines
    assert all(sentence in line and "[confrecap.image]" in line for line in lines)
    assert {line.split(":")[1] for line in lines} <= {"2", "3"}
    figures = site.soup().select("figure")
    assert [figure.get_text(strip=True) for figure in figures] == ["", "Its caption", ""]
    assert [image["alt"] for image in site.soup().select("img")] == ["One", "Two"]
    assert len(site.soup().select("figure a")) == 2
    assert len(site.soup().select("li > figure")) == 3


def test_a_gallery_of_broken_photos_leaves_nothing(build: Build) -> None:
    """If no photo is left, there is no empty list and no empty box."""
    data = photo(1200, 900)[:9000]
    text = "Before.\n\n```{gallery} *.jpg\n```\n```{photo} a.jpg\n:alt: x\n```\n\nAfter.\n"
    site = build({"index.md": text, "a.jpg": data}, warnings=True)
    assert site.warnings.count("is truncated") == 1
    for absent in ("<ul role", "<figure", "confrecap-photo"):
        assert absent not in site.page()


GOOD = {
    "cmyk.jpg": make.encoded(make.photo(mode="CMYK")),
    "grey.png": make.encoded(make.photo(mode="L").convert("I;16"), "PNG"),
    "palette.png": make.encoded(make.photo(mode="RGBA").quantize(16), "PNG"),
    "broken-exif.jpg": photo(exif=b"Exif\0\0II*\0\xff\xff\xff\xff"),
    "really-a-png.jpg": make.encoded(make.photo(), "PNG"),
    "upright.jpg": photo(exif=make.exif(orientation=6)),
    "two words & a #.jpg": photo(),
    "100%.jpg": photo(),  # in an address it is percent-encoded
    "quo\"te's.jpg": photo(),
    "emoji-🎉.jpg": photo(),
    "cafe\u0301.jpg": photo(),
    "caf\u00e9.jpg": photo(390),
    "x" * 200 + ".jpg": photo(),
    "Case.jpg": photo(380),
    "case.jpg": photo(370),
    "photo [1].jpg": photo(),
}


def test_every_odd_picture_and_name_is_shown(build: Build) -> None:
    """Colour spaces, profiles, wrong endings and strange names: each is published and linked."""
    entries = "".join(f"- {{src: {_quoted(name)}, alt: {_quoted(name)}}}\n" for name in GOOD)
    files = {f"odd/{name}": data for name, data in GOOD.items()}
    site = build(
        {"index.md": "```{gallery} odd/recap.yaml\n```\n", "odd/recap.yaml": entries, **files}
    )
    figures = site.soup().select("figure")
    assert [figure.img["alt"] for figure in figures if figure.img] == list(GOOD)
    assert len({figure["id"] for figure in figures}) == len(GOOD)
    for figure in figures:
        assert figure.a is not None
        assert figure.img is not None
        path = site.outdir / str(figure.a["href"])
        with Image.open(path) as published:
            size = published.size
        assert [str(side) for side in size] == [figure.img["width"], figure.img["height"]]
    assert figures[5].img is not None
    assert (figures[5].img["width"], figures[5].img["height"]) == ("300", "400")


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def test_nothing_outside_the_source_folder_is_read(build: Build, tmp_path: Path) -> None:
    """Neither `..`, nor a pattern with it, nor a link leads out; a link inside is followed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.jpg").write_bytes(photo(123, 77))
    files = {
        "index.md": """
            ```{gallery}
            - ../outside/secret.jpg
            - ../outside/*.jpg
            - /../outside/secret.jpg
            - photos/*.jpg
            - photos/link.jpg
            - https://example.com/a.jpg
            ```
            """,
        **photos(1),
    }
    (tmp_path / "src/photos").mkdir(parents=True)
    (tmp_path / "src/photos/link.jpg").symlink_to(outside / "secret.jpg")
    (tmp_path / "src/photos/within.jpg").symlink_to("p1.jpg")
    site = build(files, warnings=True)
    lines = site.warnings.splitlines()
    assert len(lines) == 6
    assert sum("outside the source folder, and is not read" in line for line in lines) == 5
    assert "is on another site" in lines[-1]
    places = [line.split(":")[1] for line in lines]
    assert sorted(places) == ["2", "3", "4", "5", "6", "7"]
    shown = [str(image["width"]) for image in site.soup().select("img")]
    assert shown == ["401", "401"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{src: photos/p1.jpg, alt: x, license: CC-BY-5}", "is no licence known here"),
        ("{src: photos/p1.jpg, alt: x, focus: middle}", "must be two percentages"),
        ("{src: photos/p1.jpg, alt: x, focus: 50% 200%}", "must be two percentages"),
        ("{src: photos/p1.jpg, alt: x, url: 'javascript:1'}", "is refused"),
        ("{src: photos/p1.jpg, alt: x, captoin: x}", "did you mean 'caption'?"),
        ("{src: photos/p1.jpg, alt: x, download: maybe}", "must be true or false"),
    ],
)
def test_a_bad_field_costs_only_itself(build: Build, line: str, sentence: str) -> None:
    """The photo is shown without the field, and the sentence says what to write."""
    site = build({"index.md": f"```{{gallery}}\n- {line}\n```\n", **photos(1)}, warnings=True)
    assert sentence in site.warnings
    assert site.warnings.startswith("index.md:2:")
    assert site.warnings.count("\n") == 1
    assert len(site.soup().select("figure a img")) == 1


@pytest.mark.parametrize(
    "option",
    ["layout: row", "height: 90", "columns: 13", "limit: none", "sort: size", "viewer: maybe"],
)
def test_a_bad_option_costs_only_itself(build: Build, option: str) -> None:
    """The gallery is shown as if the option were not there."""
    text = f"```{{gallery}} photos/*.jpg\n:{option}\n```\n"
    site = build({"index.md": text, **photos(1)}, warnings=True)
    assert f"the option '{option.partition(':')[0]}' must be" in site.warnings
    assert len(site.soup().select("[data-layout=rows] img")) == 1


def test_photo_needs_a_picture(build: Build) -> None:
    """Without an argument, or with a pattern that means several, there is one warning."""
    site = build("```{photo}\nA caption\n```\n", warnings=True)
    assert site.warnings.count("\n") == 1
    assert "index.md:1: WARNING: " in site.warnings
    text = "```{photo} photos/*.jpg\n:alt: x\n```\n"
    site = build({"index.md": text, **photos()}, warnings=True)
    assert "matches 3 pictures; use 'gallery'" in site.warnings
    assert len(site.soup().select("img")) == 1


def test_licences() -> None:
    """Identifiers in any spelling and addresses get a label; what is neither says so."""
    by = "https://creativecommons.org/licenses/by/4.0/"
    assert license_of("CC-BY-4.0") == license_of("cc by 4.0") == License("CC BY 4.0", by)
    assert license_of(by + "deed.de").label == "CC BY 4.0"
    assert license_of("CC-BY-NC-SA-3.0-DE").url.endswith("/by-nc-sa/3.0/de/")
    assert license_of("CC0-1.0").label == "CC0 1.0"
    assert license_of("https://example.com/terms") == License("", "https://example.com/terms")
    for bad in ("CC-BY", "free", "javascript://x"):
        with pytest.raises(LicenseError):
            license_of(bad)


@pytest.mark.parametrize(
    ("size", "step"),
    [((3, 2), "1.50"), ((9, 1), "4.00"), ((1, 9), "0.40"), ((0, 0), "1.50"), ((4, 3), "1.35")],
)
def test_ratio_steps(size: tuple[int, int], step: str) -> None:
    """Ratios are rounded to 0.05 between 0.4 and 4; an unknown size counts as 3 by 2."""
    assert photo_nodes.ratio_step(*size) == step


@pytest.mark.parametrize("folder", ["photos", "photos/", "photos/*.jpg"])
def test_a_photo_stands_once_with_all_that_is_said_of_it(build: Build, folder: str) -> None:
    """A folder, a pattern and records of the same photos: where first named, with every field."""
    data = f"""
photos:
- {{src: {folder}, tags: [hall], alt: A hall}}
- ./photos/b.jpg
- {{src: photos/b.jpg, alt: Five people, caption: The panel}}
- {{src: photos/b.jpg, alt: Six people, id: panel}}
- {{src: photos/c.jpg, hidden: true}}
"""
    photos = {f"photos/{name}.jpg": make.encoded(make.photo(60, 40)) for name in "abc"}
    files = {"index.md": "# T\n\n```{gallery} g.yaml\n```\n", "g.yaml": data, **photos}
    site = build(files, conf={"confrecap_image_formats": ["jpeg"]}, warnings=True)
    shown = site.soup().select("figure.confrecap-photo")
    assert [figure.select_one("img")["alt"] for figure in shown] == ["A hall", "Five people"]
    assert shown[1]["id"] == "photo-panel"
    assert shown[1].select_one("figcaption").text.strip() == "The panel"
    assert site.warnings.splitlines() == [
        (
            "g.yaml:5:28: WARNING: 'photos/b.jpg' has another 'alt' before; that one counts "
            "(used at index.md:3) [confrecap.schema]"
        )
    ]
