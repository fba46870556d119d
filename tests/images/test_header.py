"""Headers: what is known about a picture without its pixels, and what is said of bad files."""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

import picture_maker as make
import pytest
from PIL import Image, features

from sphinx_confrecap.images import header
from sphinx_confrecap.images.errors import PictureError

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}><path d="M0 0"/></svg>'


def read(folder: Path, data: bytes | str, name: str = "picture") -> header.Header:
    """Write a file and read its header; every warning is an error."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return header.read(path)


def refusal(folder: Path, data: bytes | str, name: str = "picture") -> str:
    """Return what is said of a bad file."""
    with pytest.raises(PictureError) as error:
        read(folder, data, name)
    return str(error.value)


FORMS = ["JPEG", "PNG", "GIF", "WEBP"] + (["AVIF"] if features.check("avif") else [])


@pytest.mark.parametrize("form", FORMS)
def test_content_decides_not_the_extension(tmp_path: Path, form: str) -> None:
    """Size and format come from the content of every raster format, whatever the name says."""
    found = read(tmp_path, make.encoded(make.photo(40, 30), form), "logo.svg")
    assert (found.width, found.height, found.format) == (40, 30, form)
    assert found.mime == f"image/{form.lower()}"
    assert not found.alpha
    assert not found.animated


@pytest.mark.parametrize("form", [form for form in FORMS if form != "GIF"])
def test_embedded_facts(tmp_path: Path, form: str) -> None:
    """Orientation turns the size, and date, artist, copyright and alt are read, in every format."""
    block = make.exif(6, artist="Jane Doe", copyright="CC BY", date="2024:09:18 10:20:30")
    options: dict[str, Any] = {"exif": block}
    if form != "PNG":  # whose writer in Pillow knows no XMP
        options["xmp"] = make.xmp("The stage")
    found = read(tmp_path, make.encoded(make.photo(40, 30), form, **options))
    assert (found.width, found.height, found.orientation) == (30, 40, 6)
    assert (found.artist, found.copyright) == ("Jane Doe", "CC BY")
    assert found.date == "2024-09-18T10:20:30"
    assert found.alt == ("" if form == "PNG" else "The stage")


def test_alt_text_in_png(tmp_path: Path) -> None:
    """The IPTC alternative text of a PNG is read from plain and from compressed text chunks."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 (for this test alone)

    for packed in (False, True):
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", make.xmp("A hall").decode(), zip=packed)
        assert read(tmp_path, make.encoded(make.photo(), "PNG", pnginfo=info)).alt == "A hall"


def test_alt_text_without_default_language(tmp_path: Path) -> None:
    """Without a default language the first text serves."""
    data = make.encoded(make.photo(), xmp=make.xmp("Une salle", language="fr"))
    assert read(tmp_path, data).alt == "Ein anderer Text"


@pytest.mark.parametrize(
    "packet",
    [
        make.xmp("<broken"),
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + make.xmp("&a;"),
        b"AltTextAccessibility \xff\xfe\0",
    ],
)
def test_bad_xmp_is_no_alt_text(tmp_path: Path, packet: bytes) -> None:
    """XMP that is broken or declares entities counts as none, and the picture is read."""
    assert read(tmp_path, make.encoded(make.photo(), xmp=packet)).alt == ""


@pytest.mark.parametrize(
    "block",
    [
        b"Exif\0\0",
        b"Exif\0\0II*\0\xff\xff\xff\xff",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03" * 3,
        b"Exif\0\0rubbish",
        make.exif(3)[:20],
        make.exif(77),
    ],
)
def test_broken_exif_is_forgiven(tmp_path: Path, block: bytes) -> None:
    """EXIF that points nowhere, ends early or holds nonsense leaves a picture that is upright."""
    found = read(tmp_path, make.encoded(make.photo(40, 30), exif=block))
    assert (found.width, found.height, found.orientation, found.date) == (40, 30, 1, "")


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday", ""])
def test_unset_dates_are_unknown(tmp_path: Path, text: str) -> None:
    """What cameras write when their clock was never set is no date."""
    assert read(tmp_path, make.encoded(make.photo(), exif=make.exif(date=text))).date == ""


def test_transparency(tmp_path: Path) -> None:
    """Alpha channels and key colours are seen in the header."""
    clear = Image.new("RGBA", (8, 8), (1, 2, 3, 40))
    for form in ("PNG", "WEBP", "AVIF"):
        if form in FORMS:
            assert read(tmp_path, make.encoded(clear, form)).alpha, form
    keyed = make.photo(8, 8).quantize(4)
    assert read(tmp_path, make.encoded(keyed, "PNG", transparency=1)).alpha
    assert read(tmp_path, make.encoded(keyed, "GIF", transparency=1)).alpha


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_animation(tmp_path: Path, form: str) -> None:
    """A second frame is noticed in GIF, WebP and PNG."""
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    data = make.encoded(frames[0], form, save_all=True, append_images=frames[1:])
    assert read(tmp_path, data).animated


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="120" height="80"', (120, 80)),
        ('width="1.5in" height="36pt"', (144, 48)),
        ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="2em" height="1pc"', (32, 16)),
        ('viewBox="0 0 300 100"', (300, 100)),
        ('viewBox="-5,-5,30.0,10.0"', (48, 16)),
        ('width="100%" height="100%" viewBox="0 0 30 60"', (30, 60)),
        ('width="60" viewBox="0 0 300 100"', (60, 20)),
        ('height="60" viewBox="0 0 300 100"', (180, 60)),
        ('width="100%" height="50"', (0, 0)),
        ('width="auto" height="-3"', (0, 0)),
        ('viewBox="0 0 0 10"', (0, 0)),
        ('width="0" height="nan"', (0, 0)),
        ("", (0, 0)),
    ],
)
def test_svg_size(tmp_path: Path, attributes: str, size: tuple[int, int]) -> None:
    """The size of an SVG is its width and height in any unit, else its view box, else nothing."""
    found = read(tmp_path, SVG.format(attributes))
    assert (found.width, found.height) == size
    assert (found.format, found.mime) == ("SVG", "image/svg+xml")


def test_svg_of_an_editor(tmp_path: Path) -> None:
    """Byte order mark, comment, document type and short entities of editors do no harm."""
    text = (
        "\ufeff<?xml version='1.0'?>\n<!-- made by hand -->\n"
        "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/svg11.dtd' ["
        "<!ENTITY ns_svg 'http://www.w3.org/2000/svg'>]>\n"
        "<svg xmlns='&ns_svg;' width='4' height='3'/>"
    )
    assert read(tmp_path, text).height == 3
    assert read(tmp_path, text[1:].encode("utf-16")).width == 4


def test_svg_that_would_grow(tmp_path: Path) -> None:
    """Entities that refer to entities, or are long, are refused before they are expanded."""
    nested = "<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>" + SVG.format("class='&b;'")
    long = f"<!DOCTYPE svg [<!ENTITY a '{'ha' * 200}'>]>" + SVG.format("class='&a;'")
    assert "entities" in refusal(tmp_path, nested)
    assert "entities" in refusal(tmp_path, long)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"not a picture at all", "is not a picture (JPEG, PNG, GIF, WebP, AVIF or SVG)"),
        (b"hm", "is not a picture (2 bytes)"),
        ("<!doctype html><html><body>404</body></html>", "is not a picture (a web page)"),
        ("<html>404</html>", "is not a picture (a web page)"),
        ("<note/>", "is not a picture (XML with the root element 'note')"),
        ("<svg width='1' height='1'/>", "xmlns="),
        ("<svg", "is not a well-formed SVG"),
        (b"\xff\xd8\xff", "is truncated"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC picture; save it as JPEG"),
        (b"II*\0\x08\0\0\0" * 4, "TIFF"),
        (b"%PDF-1.7 and so on", "is a PDF"),
        (b"\0\0\1\0\1\0\x10\x10", "is an icon file"),
        (b"\x1f\x8b" + b"\0" * 20, "gzip"),
        (make.huge_png(), "60000 × 60000 pixels"),
        (make.encoded(make.photo())[:300], "is truncated"),
        (make.encoded(make.photo(), "PNG")[:30], "is truncated"),
        (make.encoded(make.photo(), "GIF")[:12], "is truncated"),
        (make.encoded(make.photo(), "WEBP")[:-9], "is truncated"),
        (b"RIFF\x04\0\0\0WEBP", "is damaged"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes | str, said: str) -> None:
    """Every kind of bad file is refused with what is wrong with it."""
    assert said in refusal(tmp_path, data)


@pytest.mark.skipif(not features.check("avif"), reason="Pillow without AVIF")
def test_truncated_avif(tmp_path: Path) -> None:
    """An AVIF file that ends in its header is refused."""
    assert refusal(tmp_path, make.encoded(make.photo(), "AVIF")[:100]) == "is truncated or damaged"


def test_limit_of_pixels_is_ours(tmp_path: Path) -> None:
    """A size between Pillow's own limits and ours passes, without Pillow's warning."""
    assert read(tmp_path, make.huge_png(15_000, 13_000)).width == 15_000
    assert "more than 200,000,000" in refusal(tmp_path, make.huge_png(15_000, 13_400))


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    """A folder, a pipe and nothing at all are named as such, and the pipe is not opened."""
    os.mkfifo(tmp_path / "pipe")
    for path, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", "is not a regular file"),
        (tmp_path / "none.jpg", "does not exist"),
        (tmp_path / "no\0name", "does not exist"),
        (tmp_path / ("x" * 300), "cannot be opened (File name too long)"),
    ):
        with pytest.raises(PictureError) as error:
            header.read(path)
        assert str(error.value) == said


@pytest.mark.parametrize("form", FORMS)
def test_every_prefix_is_read_or_refused(tmp_path: Path, form: str) -> None:
    """Wherever a file is cut or scrambled, there is a header or a PictureError, nothing else."""
    data = make.encoded(make.photo(24, 16), form)
    step = max(1, len(data) // 60)
    for end in range(1, len(data), step):
        for broken in (data[:end], data[:end] + b"\xff\x00" * 8 + data[end + 16 :]):
            try:
                read(tmp_path, broken)
            except PictureError as error:
                assert str(error)  # noqa: PT017 (either outcome is right)
