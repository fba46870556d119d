"""Encoding: sizes, colours, metadata, formats, and pictures that are not what they seem."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat, features

from sphinx_confrecap.images import encode as encoding
from sphinx_confrecap.images.encode import Variant
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.header import parse
from sphinx_confrecap.images.naming import encoders
from sphinx_confrecap.images.recipes import Original, Recipe, Responsive, Single, Trimmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Encode = Callable[[bytes, Recipe], tuple[Variant, ...]]

RESPONSIVE = Responsive((80, 160))
NEXT = "avif" if features.check("avif") else "webp"
needs_avif = pytest.mark.skipif(not features.check("avif"), reason="Pillow without AVIF")
CREDITED = {"credit": "Jané Doe", "license": "CC-BY-4.0"}


@pytest.fixture
def variants(tmp_path: Path) -> Encode:
    """A way from the bytes of a picture and a recipe to its variants."""

    def encode(data: bytes, recipe: Recipe) -> tuple[Variant, ...]:
        path = tmp_path / "picture"
        path.write_bytes(data)
        return encoding.encode(data, recipe)

    return encode


def opened(variant: Variant) -> Image.Image:
    """Return the decoded pixels of a variant."""
    picture = Image.open(io.BytesIO(variant.data))
    picture.load()
    assert picture.size == (variant.width, variant.height)
    assert f"image/{(picture.format or '').lower()}" == variant.mime
    return picture


def corner(variant: Variant, where: tuple[float, float] = (0.05, 0.05)) -> tuple[int, ...]:
    """Return the colour at a place of a variant (shares of its width and height)."""
    picture = opened(variant).convert("RGBA")
    found = picture.getpixel((int(where[0] * picture.width), int(where[1] * picture.height)))
    assert isinstance(found, tuple)
    return found


def near(one: tuple[int, ...], other: tuple[int, ...], tolerance: int = 3) -> bool:
    """Whether two colours differ by no more than a tolerance in each channel."""
    return all(abs(a - b) <= tolerance for a, b in zip(one, other, strict=True))


def test_widths_and_formats(variants: Encode) -> None:
    """Each format comes in each width, narrow to wide, and the proportions stay."""
    found = variants(make.encoded(make.photo(400, 300)), RESPONSIVE)
    assert [(one.mime, one.width, one.height) for one in found] == [
        (f"image/{NEXT}", 80, 60),
        (f"image/{NEXT}", 160, 120),
        ("image/jpeg", 80, 60),
        ("image/jpeg", 160, 120),
    ]
    for one in found:
        opened(one)


@pytest.mark.parametrize(
    ("natural", "widths"), [(159, [80, 159]), (85, [80]), (100, [80, 100]), (60, [60]), (1, [1])]
)
def test_never_upscaled(variants: Encode, natural: int, widths: list[int]) -> None:
    """A picture between two widths comes in its own, unless one is close; a small one stays."""
    recipe = Responsive((160, 80), formats=("jpeg",))
    data = make.encoded(make.photo(natural, 40), quality=100)
    assert [one.width for one in variants(data, recipe)] == widths


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright(variants: Encode, orientation: int) -> None:
    """Whatever the orientation in EXIF, the red corner is published left above, and no tag."""
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # how a camera held so stores the pixels
    stored = make.photo(400, 300)
    if orientation > 1:
        stored = stored.transpose(Image.Transpose(undo[orientation]))
    data = make.encoded(stored, exif=make.exif(orientation))
    for recipe in (RESPONSIVE, Single(width=200), Trimmed((0, 0, 400, 300), 200, 150)):
        for one in variants(data, recipe):
            assert (one.width * 3, opened(one).getexif()) == (one.height * 4, {})
            red, _, blue, _ = corner(one)
            assert (red > 200, blue < 60) == (True, True)
            red, _, blue, _ = corner(one, (0.95, 0.05))
            assert (red < 60, blue > 200) == (True, True)


@pytest.mark.parametrize(
    ("name", "stored", "srgb"),
    [
        ("Display P3", (0, 230, 80), (0, 234, 44)),
        ("Adobe RGB (1998)", (100, 150, 100), (66, 151, 97)),
        ("Adobe RGB (1998)", (180, 90, 60), (205, 90, 56)),
        ("ProPhoto RGB", (110, 120, 100), (125, 141, 116)),
    ],
)
def test_wide_gamuts_become_srgb(
    variants: Encode, name: str, stored: tuple[int, int, int], srgb: tuple[int, int, int]
) -> None:
    """A colour is published as the one of sRGB that looks like it, within five, everywhere."""
    flat = Image.new("RGB", (400, 300), stored)
    profile = make.profile(name)
    web = Responsive((80,), (NEXT, "webp", "jpeg", "png"))
    for form in ("JPEG", "PNG", "WEBP"):
        options = {"lossless": True} if form == "WEBP" else {}
        data = make.encoded(flat, form, icc_profile=profile, **options)
        for recipe in (web, Single(), Trimmed((0, 0, 400, 300), 80, 60)):
            for one in variants(data, recipe):
                assert near(corner(one), (*srgb, 255), 5), one.mime
                assert "icc_profile" not in opened(one).info
    kept = variants(make.encoded(flat, icc_profile=profile), Original())[0]
    assert opened(kept).info["icc_profile"] == profile


def test_wrong_profiles_are_ignored(variants: Encode) -> None:
    """A profile that is broken or for another kind of picture changes nothing."""
    colour = Image.new("RGB", (100, 80), (200, 100, 50))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (b"rubbish" * 30, lab, make.srgb(), make.profile("Display P3")[:200]):
        data = make.encoded(colour, "PNG", icc_profile=profile)
        for one in variants(data, Responsive((50,), (NEXT, "png"))):
            assert near(corner(one), (200, 100, 50, 255))
            assert "icc_profile" not in opened(one).info
    grey = make.encoded(Image.new("L", (100, 80), 90), icc_profile=make.profile("Display P3"))
    assert near(corner(variants(grey, Single())[0]), (90, 90, 90, 255))


def with_alpha() -> dict[str, bytes]:
    """Return pictures, half red and half nothing, in every way there is to say so."""
    clear = Image.new("RGBA", (200, 100), (255, 0, 0, 255))
    clear.paste((0, 0, 0, 0), (100, 0, 200, 100))
    palette = Image.new("P", (200, 100), 0)
    palette.putpalette([255, 0, 0, 0, 0, 0])
    palette.paste(1, (100, 0, 200, 100))
    keyed = Image.new("RGB", (200, 100), (255, 0, 0))
    keyed.paste((1, 2, 3), (100, 0, 200, 100))
    grey = clear.convert("LA")
    return {
        "RGBA": make.encoded(clear, "PNG"),
        "palette": make.encoded(palette, "PNG", transparency=1),
        "palette of alphas": make.encoded(palette, "PNG", transparency=b"\xff\0"),
        "key colour": make.encoded(keyed, "PNG", transparency=(1, 2, 3)),
        "LA": make.encoded(grey, "PNG"),
        "WebP": make.encoded(clear, "WEBP", lossless=True),
    }


@pytest.mark.parametrize("kind", with_alpha())
def test_transparency_is_kept(variants: Encode, kind: str) -> None:
    """Transparency of any kind survives, and JPEG gives way to PNG, with no dark edge."""
    data = with_alpha()[kind]
    inked = (76, 76, 76, 255) if kind == "LA" else (255, 0, 0, 255)
    for recipe in (Responsive((50,)), Single(width=50), Trimmed((0, 0, 200, 100), 50, 25)):
        found = variants(data, recipe)
        assert found[-1].mime == "image/png"
        for one in found:
            assert near(corner(one), inked, 6), one.mime
            assert corner(one, (0.9, 0.5))[3] == 0
        edge = [opened(found[-1]).convert("RGBA").getpixel((x, 10)) for x in range(20, 30)]
        assert all(near(pixel[:3], inked[:3]) for pixel in edge if pixel[3] > 30)


def test_opaque_alpha_is_no_transparency(variants: Encode) -> None:
    """An alpha channel that hides nothing does not keep a photo from being a JPEG."""
    data = make.encoded(make.photo().convert("RGBA"), "PNG")
    assert {one.mime for one in variants(data, Single())} == {"image/jpeg"}


def deep_grey(value: int) -> bytes:
    """Return a PNG of one grey with sixteen bits."""
    picture = Image.new("I;16", (60, 40))
    picture.paste(value, (0, 0, 60, 40))
    return make.encoded(picture, "PNG")


def test_sixteen_bits(variants: Encode) -> None:
    """Sixteen-bit grey is scaled to eight bits, not clipped."""
    for value in (0, 25_700, 51_400, 65_535):
        grey = round(value / 257)
        one = variants(deep_grey(value), Responsive((30,), ("png",)))[0]
        assert near(corner(one), (grey, grey, grey, 255), 1)


def test_bitmap(variants: Encode) -> None:
    """A picture of one bit is averaged to greys when it shrinks."""
    board = Image.effect_noise((200, 200), 90).convert("1")
    shrunk = opened(variants(make.encoded(board, "PNG"), Responsive((40,), ("png",)))[0])
    assert shrunk.mode == "L"
    assert len(shrunk.getcolors() or ()) > 20


def test_cmyk(variants: Encode) -> None:
    """CMYK comes out as RGB, not inverted."""
    data = make.encoded(Image.new("CMYK", (120, 90), (0, 255, 255, 0)))
    for one in variants(data, RESPONSIVE):
        red, green, blue, _ = corner(one)
        assert red > 200
        assert max(green, blue) < 60


def cmyk_profile() -> bytes:
    """Return a CMYK profile that knows two colours: with and without ink on its first plate.

    One table (ICC.1:2010, lut8Type) from CMYK to Lab: white paper, and a mid grey wherever there
    is cyan, whatever the other plates do.
    """
    white, grey = bytes((255, 128, 128)), bytes((128, 128, 128))
    identity = bytes(range(256))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0))
    table += struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table += identity * 4 + white * 8 + grey * 8 + identity * 3
    white_point = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    entries = [(b"A2B0", table), (b"A2B1", table), (b"wtpt", white_point)]
    listed, body = struct.pack(">I", len(entries)), b""
    for name, value in entries:
        listed += struct.pack(">4sII", name, 132 + 12 * len(entries) + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    size = 128 + len(listed) + len(body)
    head = struct.pack(">I4s4s4s4s4s", size, b"test", b"\x02\x40\0\0", b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    head += struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + listed + body


def test_cmyk_with_a_profile(variants: Encode) -> None:
    """CMYK with a profile is shown as the profile says: its cyan is a grey here."""
    ink = Image.new("CMYK", (120, 90), (255, 0, 0, 0))
    data = make.encoded(ink, icc_profile=cmyk_profile())
    red, green, blue, _ = corner(variants(data, Single())[0])
    assert max(red, green, blue) - min(red, green, blue) < 6
    assert 60 < red < 160


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_leaks_but_credit(variants: Encode, form: str) -> None:
    """No output has a position or camera data; artist and copyright are there if given."""
    options = {} if form == "PNG" else {"xmp": make.xmp("alt"), "comment": make.GPS}
    data = make.encoded(make.photo(), form, exif=make.exif(artist="A camera"), **options)
    data = data + make.GPS if form == "JPEG" else data  # maker's notes behind the picture
    assert make.GPS in data
    formats = (NEXT, "webp", "jpeg", "png")
    for recipe in (Responsive((80, 160), formats), Single(), Trimmed((0, 0, 99, 99), 50, 50)):
        for one in variants(data, recipe):
            assert make.GPS not in one.data
            assert dict(opened(one).getexif()) == {}
    (one,) = variants(data, Original())
    assert make.GPS not in one.data
    assert form != "WEBP" or not one.data[20] & 0x0C  # announces neither EXIF nor XMP
    credited = (Responsive((80,), formats, **CREDITED), Single(**CREDITED), Original(**CREDITED))
    for recipe in credited:
        for one in variants(data, recipe):
            assert make.GPS not in one.data
            header = parse(io.BytesIO(one.data))
            assert (header.artist, header.copyright) == ("Jané Doe", "CC-BY-4.0"), one.mime


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_originals_are_stripped_without_loss(variants: Encode, form: str, orientation: int) -> None:
    """A download has the pixels and orientation of the original, bit for bit."""
    data = make.encoded(make.photo(), form, exif=make.exif(orientation))
    one = variants(data, Original(credit="Jane"))[0]
    stored, source = Image.open(io.BytesIO(one.data)), Image.open(io.BytesIO(data))
    assert ImageChops.difference(stored.convert("RGB"), source.convert("RGB")).getbbox() is None
    header = parse(io.BytesIO(one.data))
    assert header.orientation == orientation
    assert (one.width, one.height) == (header.width, header.height)


@needs_avif
def test_avif_originals(variants: Encode) -> None:
    """An AVIF download and an animated AVIF lose EXIF and XMP, and nothing else."""
    frames = [make.photo(60, 40).rotate(20 * turn) for turn in range(2)]
    still = make.encoded(frames[0], "AVIF", exif=make.exif(6), xmp=make.xmp("alt"))
    moving = make.encoded(  # with EXIF that turns the picture, libavif 1.4 crashes here
        frames[0], "AVIF", save_all=True, append_images=frames[1:], exif=make.exif(), xmp=make.xmp()
    )
    for data, recipe, orientation in ((still, Original(), 6), (moving, RESPONSIVE, 1)):
        assert data.count(make.GPS) >= 2
        (one,) = variants(data, recipe)
        assert make.GPS not in one.data
        header = parse(io.BytesIO(one.data))
        assert (header.orientation, header.alt) == (orientation, "")
        before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(one.data))
        for number in range(getattr(before, "n_frames", 1)):
            before.seek(number)
            after.seek(number)
            assert ImageChops.difference(before, after).getbbox() is None
        with pytest.raises(PictureError, match="is truncated or damaged"):
            variants(data[:-40], recipe)


def test_progressive_original(variants: Encode) -> None:
    """Tables between the scans of a progressive JPEG stay; a second picture behind it goes."""
    data = make.encoded(make.photo(), progressive=True)
    one = variants(data + make.encoded(make.photo(), exif=make.exif()), Original())[0]
    assert one.data == data


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_animations_are_published_as_they_are(variants: Encode, form: str) -> None:
    """An animation keeps its frames, times and loops, and loses comment, EXIF and XMP."""
    frames = [make.photo(60, 40).rotate(20 * turn) for turn in range(3)]
    options = {"GIF": {"comment": make.GPS}, "PNG": {}}.get(form, {"xmp": make.xmp()})
    if form != "GIF":
        options["exif"] = make.exif()
    data = make.encoded(
        frames[0], form, save_all=True, append_images=frames[1:], duration=70, loop=3, **options
    )
    assert make.GPS in data
    (one,) = variants(data, RESPONSIVE)
    assert make.GPS not in one.data
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(one.data))
    after.load()
    assert (after.n_frames, after.info["duration"], after.info["loop"]) == (3, 70, 3)
    for number in range(3):
        before.seek(number)
        after.seek(number)
        difference = ImageChops.difference(before.convert("RGBA"), after.convert("RGBA"))
        assert difference.getbbox() is None
    for recipe in (Single(width=30), Trimmed((0, 0, 60, 40), 30, 20)):
        assert opened(variants(data, recipe)[0]).size == (30, 20)


def test_svg_is_published_as_a_drawing(variants: Encode) -> None:
    """An SVG keeps its drawing, and gets the rights of its record; a truncated one is refused."""
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h9v9"/></svg>\n'
    )
    for recipe in (RESPONSIVE, Original()):
        (one,) = variants(data.replace(b"<path", b"<!-- by hand --><path"), recipe)
        assert (one.data, one.mime, one.width, one.height) == (data, "image/svg+xml", 40, 20)
    for recipe in (Responsive((80,), **CREDITED), Original(**CREDITED)):
        (one,) = variants(data, recipe)
        assert all(value.encode() in one.data for value in CREDITED.values())
    with pytest.raises(PictureError, match="is not a well-formed SVG"):
        variants(data[:-4], RESPONSIVE)


def test_svg_for_books(variants: Encode) -> None:
    """For a book an SVG, or a part of its user space, is drawn as a PNG."""
    square = '<rect x="20" width="20" height="20" fill="#f00"/>'
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{square}</svg>'.encode()
    (one,) = variants(data, Single(width=100))
    assert (one.mime, one.width, one.height) == ("image/png", 100, 50)
    assert (corner(one)[3], corner(one, (0.9, 0.5))) == (0, (255, 0, 0, 255))
    (one,) = variants(data, Trimmed((20, 0, 40, 20), 60, 60))
    assert ((one.width, one.height), corner(one)) == ((60, 60), (255, 0, 0, 255))


def test_variants_larger_than_their_source(variants: Encode) -> None:
    """A picture that is small in bytes is published itself, stripped, not in a larger coding."""
    data = make.encoded(make.photo(200, 150), quality=5, exif=make.exif())
    found = variants(data, Responsive((100, 400), ("jpeg",), (("jpeg", 98),)))
    assert [one.width for one in found] == [200]
    assert len(found[0].data) < len(data)
    assert make.GPS not in found[0].data
    noise = make.encoded(Image.effect_noise((200, 150), 90), quality=5)
    found = variants(noise, Responsive((200,), ("webp", "jpeg"), (("webp", 100),)))
    assert [one.mime for one in found] == ["image/jpeg"]


def test_books_get_few_bytes(variants: Encode) -> None:
    """A picture for a book stays below its number of bytes: by quality first, then by size."""
    data = make.encoded(Image.effect_noise((1300, 900), 120).convert("RGB"), quality=98)
    (one,) = variants(data, Single())
    assert 100_000 < len(one.data) < 300_000
    (free,) = variants(data, Single(width=800, max_bytes=10_000_000))
    for limit in (len(free.data) - 1, 60_000):
        (one,) = variants(data, Single(width=800, max_bytes=limit))
        assert len(one.data) <= limit
        assert (one.width == 800) == (limit > 60_000)


def test_part_of_a_picture(variants: Encode) -> None:
    """A box is cut exactly, scaled down, never up, and its proportions stay those wanted."""
    picture = Image.new("RGB", (200, 100), "white")
    picture.paste((0, 0, 255), (50, 20, 150, 70))
    data = make.encoded(picture, "PNG")
    (one,) = variants(data, Trimmed((50, 20, 150, 70), 40, 20))
    assert (one.width, one.height, one.mime) == (40, 20, "image/png")
    assert opened(one).getcolors() == [(800, (0, 0, 255))]
    (one,) = variants(data, Trimmed((50, 20, 150, 70), 400, 200))
    assert (one.width, one.height) == (100, 50)
    (one,) = variants(make.encoded(picture), Trimmed((40.5, 10.5, 160.5, 80.5), 60, 35))
    assert (one.mime, one.width, one.height) == ("image/jpeg", 60, 35)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_truncated_pictures_are_refused(variants: Encode, form: str, share: float) -> None:
    """A picture that ends early is an error in every recipe, never a half of grey."""
    data = make.encoded(Image.effect_noise((300, 200), 60), form)
    for recipe in (RESPONSIVE, Single(), Original(), Trimmed((0, 0, 99, 99), 50, 50)):
        with pytest.raises(PictureError, match=r"^is truncated"):
            variants(data[: int(len(data) * share)], recipe)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_an_end_that_comes_too_early_is_seen(variants: Encode, mode: str) -> None:
    """A JPEG that lacks data, though not its end, is refused, as decoders fill it up with grey."""
    data = make.encoded(make.photo(800, 600, mode))
    half = len(data) // 2
    for broken in (data[:half] + b"\xff\xd9", data[:half] + data[half + 1000 :]):
        for recipe in (RESPONSIVE, Responsive((800,)), Single()):
            with pytest.raises(PictureError, match=r"^is truncated$"):
                variants(broken, recipe)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_grey_pictures_are_whole(variants: Encode, options: dict[str, int]) -> None:
    """A picture that looks as if it had been filled up, and is not, is published."""
    grey = Image.new("RGB", (200, 120), (128, 128, 128))
    grey.paste(make.photo(200, 60))
    assert len(variants(make.encoded(grey, **options), RESPONSIVE)) == 4


def test_animations_are_looked_through(variants: Encode) -> None:
    """An animation with a damaged frame is refused: nobody else looks at it before the reader."""
    frames = [make.photo(200, 100 + number).quantize(32) for number in range(3)]
    data = make.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    last = data.rindex(b"\x21\xf9\x04")
    for broken in (data[: last + 100] + bytes(300), make.encoded(frames[0], "GIF")[:900] + b"\0;"):
        with pytest.raises(PictureError, match=r"is truncated|is damaged"):
            variants(broken, RESPONSIVE)


@pytest.mark.parametrize(
    "form", ["JPEG", "PNG", "WEBP", "GIF", pytest.param("AVIF", marks=needs_avif)]
)
def test_scrambled_pictures_do_not_crash(variants: Encode, form: str) -> None:
    """Bytes that are wrong anywhere give a picture or a PictureError."""
    data = make.encoded(make.photo(64, 48), form)
    for start in range(0, len(data), max(1, len(data) // 40)):
        broken = data[:start] + bytes(255 - byte for byte in data[start : start + 9])
        broken += data[start + 9 :]
        for recipe in (Responsive((32,), ("jpeg",)), Original()):
            try:
                variants(broken, recipe)
            except PictureError as error:
                assert str(error)  # noqa: PT017 (either outcome is right)


def test_same_input_same_bytes(variants: Encode) -> None:
    """Encoding twice gives the same bytes in every format."""
    data = make.encoded(make.photo(), exif=make.exif(6))
    recipe = Responsive((80, 160), (NEXT, "webp", "jpeg", "png"), **CREDITED)
    assert variants(data, recipe) == variants(data, recipe)


def test_without_an_avif_encoder(variants: Encode, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pillow cannot write AVIF its place is taken by WebP, and the file's name says so."""
    before = encoders.__wrapped__(("avif", "jpeg"))
    monkeypatch.setattr(features, "check", lambda name: name != "avif")
    found = variants(make.encoded(make.photo()), Responsive((80,)))
    assert [one.mime for one in found] == ["image/webp", "image/jpeg"]
    assert encoders.__wrapped__(("avif", "jpeg")) != before


def test_unknown_format(variants: Encode) -> None:
    """A format nobody writes is an error that lists the known ones."""
    with pytest.raises(PictureError, match=r"'bmp' \(avif, webp, jpeg and png"):
        variants(make.encoded(make.photo()), Responsive((80,), ("bmp",)))


def test_downscale_is_faithful(variants: Encode) -> None:
    """The frame from the decoder's coarse scaling is close to the one from a full decode."""
    fine = Image.effect_noise((1600, 1200), 40).resize((3200, 2400), Image.Resampling.BICUBIC)
    data = make.encoded(fine.convert("RGB"), quality=95)
    (one,) = variants(data, Responsive((600,), ("png",)))
    full = Image.open(io.BytesIO(data)).resize((600, 450), Image.Resampling.LANCZOS)
    error = ImageStat.Stat(ImageChops.difference(full, opened(one).convert("RGB"))).rms
    assert max(error) < 2
