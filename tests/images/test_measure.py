"""Ink: where a logo's is, whether it can be seen, and that no file can harm the build."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import logo_maker
import pytest
from PIL import Image, ImageDraw

from sphinx_confrecap.images import header, measure, plates
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.ink import Ink, svg_view

if TYPE_CHECKING:
    from pathlib import Path

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BAR = '<rect x="20" y="40" width="60" height="20"/>'  # the ink in a view of 100 × 100
BAR_BOX = (20, 40, 80, 60)
DARK = plates.GROUNDS["dark"]
WHOLE = (0, 0, 100, 100)


def ink_of(path: Path) -> Ink:
    """Measure a file."""
    return measure.measure(path, header.read(path))


def svg_ink(folder: Path, body: str, root: str = 'viewBox="0 0 100 100"') -> Ink:
    """Measure an SVG with a body."""
    path = folder / "logo.svg"
    path.write_text(f"<svg {SVG} {root}>{body}</svg>", encoding="utf-8")
    return ink_of(path)


def picture_ink(
    folder: Path, picture: Image.Image, name: str = "logo.png", **options: object
) -> Ink:
    """Measure a picture saved under a name."""
    picture.save(folder / name, **options)  # type: ignore[arg-type] # options of any format
    return ink_of(folder / name)


def box(ink: Ink) -> tuple[float, float, float, float]:
    """The box of the ink."""
    return ink.left, ink.top, ink.right, ink.bottom


def near(ink: Ink, truth: tuple[float, ...], tolerance: float = 0.01) -> bool:
    """Whether a box is right to a share of the file's size."""
    sides = (ink.width, ink.height) * 2
    return all(
        abs(found - true) <= tolerance * side
        for found, true, side in zip(box(ink), truth, sides, strict=True)
    )


def on(colour: str, size: tuple[int, int] = (200, 100), mode: str = "RGB") -> Image.Image:
    """An empty picture."""
    return Image.new(mode, size, colour)


def drawn(picture: Image.Image, *shapes: tuple[str, tuple[int, int, int, int], str]) -> Image.Image:
    """The picture with shapes on it: name of the method, box without its last pixels, colour."""
    pen = ImageDraw.Draw(picture)
    for shape, (left, top, right, bottom), colour in shapes:
        getattr(pen, shape)((left, top, right - 1, bottom - 1), fill=colour)
    return picture


# --- where the ink is


@pytest.mark.parametrize("kind", logo_maker.KINDS)
def test_the_ink_is_found_in_every_kind_of_file(tmp_path: Path, kind: str) -> None:
    """The box of known ink is right to 1 % of the file's size, whatever its border and format."""
    logos = [logo for logo in logo_maker.logos(120) if logo.kind == kind]
    assert len(logos) == 15
    for logo in logos:
        ink = ink_of(logo_maker.write(logo, tmp_path))
        assert (ink.width, ink.height) == (logo.width, logo.height)
        assert near(ink, logo.ink), logo


def test_the_generator_covers_what_it_claims() -> None:
    """The test logos reach from 1:3 to 12:1, from no border to 60 %, and stand off centre."""
    logos = logo_maker.logos(120)
    aspects = [logo.aspect for logo in logos]
    assert min(aspects) < 0.36
    assert max(aspects) > 11.5
    borders = {round(1 - (logo.ink[2] - logo.ink[0]) / logo.width, 1) for logo in logos}
    assert borders >= {0.0, 0.1, 0.6}
    assert logo_maker.logos(120) == logos


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "logo.webp"])
def test_one_colour_is_all_ink(tmp_path: Path, name: str) -> None:
    """A picture without anything on its ground is that ground."""
    ink = picture_ink(tmp_path, on("#336699"), name)
    assert box(ink) == (0, 0, 200, 100)
    assert ink.opaque


@pytest.mark.parametrize("quality", [20, 50, 95])
def test_noise_of_jpeg_is_not_ink(tmp_path: Path, quality: int) -> None:
    """Ripples around black ink on white do not widen its box by more than a block's worth."""
    picture = drawn(on("#fff", (400, 200)), ("ellipse", (100, 60, 300, 140), "#000"))
    assert near(picture_ink(tmp_path, picture, "logo.jpg", quality=quality), (100, 60, 300, 140))


def test_a_large_jpeg_is_measured_on_a_reduced_copy(tmp_path: Path) -> None:
    """A decoder that works at an eighth is still right to 1 %."""
    truth = (1013, 507, 3821, 1391)
    picture = drawn(on("#fff", (4400, 2300)), ("rectangle", truth, "#146"))
    ink = picture_ink(tmp_path, picture, "logo.jpg")
    assert (ink.width, ink.height) == (4400, 2300)
    assert near(ink, truth)


def test_ink_stands_upright(tmp_path: Path) -> None:
    """The box is that of the picture turned by its EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn clockwise
    picture = drawn(on("#fff", (400, 200)), ("rectangle", (0, 150, 100, 200), "#000"))
    ink = picture_ink(tmp_path, picture, "logo.jpg", exif=exif)
    assert (ink.width, ink.height) == (200, 400)
    assert near(ink, (0, 0, 50, 100))


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16"])
def test_every_mode_of_png(tmp_path: Path, mode: str) -> None:
    """Grey, grey with alpha, indexed, one bit and sixteen bits are measured alike."""
    if mode == "I;16":
        picture = Image.new(mode, (200, 100), 0xFFFF)
        picture.paste(0x1000, (50, 25, 150, 75))
    elif mode == "LA":
        picture = on("#fff0", mode="RGBA")
        drawn(picture, ("rectangle", (50, 25, 150, 75), "#000f"))
        picture = picture.convert(mode)
    else:
        picture = drawn(on("#fff"), ("rectangle", (50, 25, 150, 75), "#000")).convert(mode)
    assert box(picture_ink(tmp_path, picture)) == (50, 25, 150, 75)


def test_cmyk_is_measured(tmp_path: Path) -> None:
    """A JPEG for the printing press has a white border too."""
    picture = drawn(on("#fff"), ("rectangle", (48, 24, 152, 72), "#000")).convert("CMYK")
    assert near(picture_ink(tmp_path, picture, "logo.jpg"), (48, 24, 152, 72))


def test_nothing_but_transparency_is_said(tmp_path: Path) -> None:
    """A picture without ink is no logo; a drawing that we cannot draw is shown as it is."""
    with pytest.raises(PictureError, match="nothing to see"):
        picture_ink(tmp_path, on("#0000", mode="RGBA"))
    assert box(svg_ink(tmp_path, "")) == WHOLE


def test_a_picture_up_to_its_edge_is_all_ink(tmp_path: Path) -> None:
    """A border of many colours is no border."""
    picture = Image.linear_gradient("L").resize((200, 100)).point(lambda v: v // 2)
    assert box(picture_ink(tmp_path, picture)) == (0, 0, 200, 100)


def test_a_sign_at_the_edge_is_not_the_border(tmp_path: Path) -> None:
    """The white right of a wide blue sign is trimmed, not the sign."""
    picture = drawn(on("#fff"), ("rectangle", (0, 0, 150, 100), "#0055a4"))
    assert box(picture_ink(tmp_path, picture)) == (0, 0, 150, 100)


def test_ink_on_a_coloured_ground_keeps_a_margin(tmp_path: Path) -> None:
    """A wide coloured border is narrowed, and the ink does not touch the edge it then shows."""
    picture = drawn(on("#0055a4"), ("rectangle", (60, 30, 140, 70), "#fff"))
    ink = picture_ink(tmp_path, picture)
    assert box(ink) == (55, 25, 145, 75)
    assert (ink.opaque, ink.paper) == (True, False)


def test_a_white_half_is_no_paper(tmp_path: Path) -> None:
    """Of a block that is half black and half white, nothing is cut away."""
    block = drawn(on("#0000", mode="RGBA"), ("rectangle", (20, 10, 90, 90), "#000"))
    ink = picture_ink(tmp_path, drawn(block, ("rectangle", (90, 10, 180, 90), "#fff")))
    assert box(ink) == (20, 10, 180, 90)


def test_a_yellow_ground_is_no_paper(tmp_path: Path) -> None:
    """A bright colour around ink is a colour, whatever its luminance."""
    ink = picture_ink(tmp_path, drawn(on("#f7df1e"), ("rectangle", (60, 30, 140, 70), "#000")))
    assert box(ink) == (55, 25, 145, 75)
    assert (ink.opaque, ink.paper) == (True, False)


def test_white_paper_below_ink_is_not_ink(tmp_path: Path) -> None:
    """A white sheet, drawn or transparent around, is trimmed as the border of a picture is."""
    ink = svg_ink(tmp_path, f'<rect x="-1" y=".3" width="102" height="99" fill="#fff"/>{BAR}')
    assert near(ink, BAR_BOX, 0.006)
    assert (ink.opaque, ink.paper) == (True, True)
    ink = svg_ink(tmp_path, BAR, 'viewBox="0 0 100 100" style="margin:0;background: #FFFFFF"')
    assert near(ink, BAR_BOX, 0.006)
    assert ink.paper
    sheet = drawn(on("#0000", mode="RGBA"), ("rectangle", (20, 10, 180, 90), "#fff"))
    ink = picture_ink(tmp_path, drawn(sheet, ("rectangle", (60, 30, 140, 70), "#0055a4")))
    assert box(ink) == (60, 30, 140, 70)
    assert (ink.opaque, ink.paper) == (True, True)


def test_a_coloured_sign_keeps_its_shape(tmp_path: Path) -> None:
    """A filled square with letters in a corner is a drawing: nothing of it is cut away."""
    letters = '<rect x="50" y="60" width="40" height="30"/>'
    ink = svg_ink(tmp_path, f'<rect width="100" height="100" fill="#f7df1e"/>{letters}')
    assert box(ink) == WHOLE
    ink = svg_ink(tmp_path, letters, 'viewBox="0 0 100 100" style="background-color:#f7df1e"')
    assert box(ink) == WHOLE
    assert ink.opaque
    sign = drawn(on("#0000", mode="RGBA"), ("rectangle", (20, 10, 180, 90), "#f7df1e"))
    ink = picture_ink(tmp_path, drawn(sign, ("rectangle", (140, 50, 170, 80), "#000")))
    assert box(ink) == (20, 10, 180, 90)


def test_a_halo_is_not_ink(tmp_path: Path) -> None:
    """Alpha that nobody sees does not widen the box."""
    picture = on("#0000", mode="RGBA")
    drawn(picture, ("rectangle", (5, 5, 195, 95), "#00000008"))
    drawn(picture, ("rectangle", (50, 25, 150, 75), "#000000ff"))
    assert box(picture_ink(tmp_path, picture)) == (50, 25, 150, 75)


@pytest.mark.parametrize(
    ("root", "body", "truth"),
    [
        ('viewBox="0 0 100 100"', BAR, BAR_BOX),
        ('viewBox="0,0,100,100" width="40" height="90"', BAR, BAR_BOX),
        ('viewBox="0 0 100 100" preserveAspectRatio="none"', BAR, BAR_BOX),
        ('width="100" height="100px"', BAR, BAR_BOX),
        ('width="75pt" height="75pt"', BAR, BAR_BOX),
        ('viewBox="nonsense" width="100" height="100"', BAR, BAR_BOX),
        ('viewBox="-50 -20 200 100"', BAR, BAR_BOX),
        ('viewBox="0 0 100 100"', f'<g transform="translate(5 -7)">{BAR}</g>', (25, 33, 85, 53)),
        ('viewBox="0 0 100 100"', (f"<style>.a{{display:none}}</style>{BAR}"
         '<rect class="a" width="100" height="100"/>'), BAR_BOX),
        ('viewBox="0 0 100 100"', '<rect x="-50" y="40" width="100" height="20"/>',
         (0, 40, 50, 60)),
        ('viewBox="0 0 100 100" style="enable-background:new 0 0 100 100"', BAR, BAR_BOX),
        ('viewBox="0 0 100 100" style="background:none"', BAR, BAR_BOX),
        ('viewBox="0 0 100 100" transform="scale(.5)"', BAR, WHOLE),  # browsers differ
        ('viewBox="0 0 100000 100000"', f'<g transform="scale(1000)">{BAR}</g>',
         (20_000, 40_000, 80_000, 60_000)),
        ('viewBox="0 0 1 1"', '<rect x=".2" y=".4" width=".6" height=".2"/>', (0.2, 0.4, 0.8, 0.6)),
    ],
)  # fmt: skip
def test_svg_in_every_frame(tmp_path: Path, root: str, body: str, truth: tuple[float, ...]) -> None:
    """The box is in the user units of the root, with a viewBox and without."""
    assert near(svg_ink(tmp_path, body, root), truth, 0.004)


@pytest.mark.parametrize(
    ("ink", "fragment"),
    [
        ((20, 40, 80, 60), "svgView(viewBox(20,40,60,20))"),
        ((-40, 25.5, 60, 75.25), "svgView(viewBox(-40,25.5,100,49.75))"),
        ((1e-4, 0, 0.5, 0.25), "svgView(viewBox(0.0001,0,0.4999,0.25))"),
        ((1e6, 0, 9e6, 2e6), "svgView(viewBox(1000000,0,8000000,2000000))"),
    ],
)
def test_view_fragment(ink: tuple[float, ...], fragment: str) -> None:
    """The fragment names the ink's box in plain decimals."""
    assert svg_view(Ink(1, 1, *ink, opaque=False)) == fragment


def test_text_is_never_cut(tmp_path: Path) -> None:
    """The reader's font may be wider than ours: with text the whole view is kept."""
    ink = svg_ink(tmp_path, '<text x="30" y="50" font-size="9" font-family="Any">Acme</text>')
    assert box(ink) == WHOLE
    assert plates.plates(ink) == plates.Plates("", "light")  # drawn, in black


def test_facts_survive_json(tmp_path: Path) -> None:
    """What is cached as JSON comes back equal."""
    ink = svg_ink(tmp_path, BAR)
    assert Ink.from_dict(json.loads(json.dumps(ink.to_dict()))) == ink


# --- whether it can be seen


@pytest.mark.parametrize(
    ("colour", "light", "dark"),
    [
        ("#000000", "", "light"),
        ("#ffffff", "dark", ""),
        ("#e4002b", "", ""),
        ("#f7b600", "", ""),  # 1.8:1 on white
        ("#f4f4f4", "dark", ""),  # 1.1:1
        ("#002244", "", "light"),
        ("#00224480", "", "light"),  # half of it shines through
        ("#ffffff80", "dark", ""),
        ("#ff00ff22", "", ""),  # thin as air
    ],
)
def test_contrast_of_one_colour(tmp_path: Path, colour: str, light: str, dark: str) -> None:
    """Ink needs a plate by its colour over the page: below 1.3:1 on light, below 3:1 on dark."""
    picture = drawn(on("#0000", mode="RGBA"), ("rectangle", (50, 25, 150, 75), colour))
    ink = picture_ink(tmp_path, picture)
    found = plates.plates(ink)
    assert (found.on_light, found.on_dark) == (light, dark)
    assert not ink.opaque


def test_any_ground_can_be_asked_for(tmp_path: Path) -> None:
    """A logo is judged on the colour that it is said to stand on."""
    picture = drawn(on("#0000", mode="RGBA"), ("rectangle", (50, 25, 150, 75), "#0055a4"))
    ink = picture_ink(tmp_path, picture)
    assert plates.plate(ink, (255, 255, 255)) == ""
    assert plates.plate(ink, (0, 80, 160)) == "light"
    assert plates.plates(ink, light=(0, 80, 160), dark=(120, 0, 0)) == plates.Plates(
        "light", "light"
    )


def test_a_black_name_beside_a_bright_sign_needs_a_plate(tmp_path: Path) -> None:
    """A sign that can be seen does not excuse a name that cannot."""
    picture = on("#0000", (400, 100), "RGBA")
    drawn(picture, ("ellipse", (0, 0, 100, 100), "#ff7f00"))
    drawn(picture, *(("rectangle", (x, 30, x + 20, 70), "#000") for x in range(120, 400, 40)))
    assert plates.plates(picture_ink(tmp_path, picture)) == plates.Plates("", "light")


def test_letters_on_a_shape_are_read_against_it(tmp_path: Path) -> None:
    """White letters inside blue shapes need no dark plate on a light page."""
    picture = on("#0000", (400, 100), "RGBA")
    for x in (0, 140, 280):
        drawn(picture, ("ellipse", (x, 0, x + 100, 100), "#0055a4"))
        drawn(picture, ("rectangle", (x + 25, 30, x + 75, 70), "#fff"))
    assert plates.plates(picture_ink(tmp_path, picture)) == plates.Plates("", "")


@pytest.mark.parametrize("colour", ["#ffffff", "#101418"])
def test_a_filled_shape_is_a_ground(tmp_path: Path, colour: str) -> None:
    """A transparent file with a filled box under its ink needs no plate on any page."""
    picture = on("#0000", mode="RGBA")
    ImageDraw.Draw(picture).rounded_rectangle((0, 0, 199, 99), 20, fill=colour)
    other = "#101418" if colour == "#ffffff" else "#ffffff"
    ink = picture_ink(tmp_path, drawn(picture, ("rectangle", (40, 40, 160, 60), other)))
    assert ink.opaque
    assert plates.plates(ink) == plates.Plates("", "")


def test_a_blot_is_no_ground(tmp_path: Path) -> None:
    """A black disc and nothing on it vanishes on a dark page, and gets its plate."""
    picture = drawn(on("#0000", mode="RGBA"), ("ellipse", (50, 0, 150, 100), "#000"))
    assert plates.plates(picture_ink(tmp_path, picture)) == plates.Plates("", "light")


def test_a_file_with_its_own_dark_look_needs_no_plate(tmp_path: Path) -> None:
    """An SVG that follows the reader's mode by itself is left alone."""
    style = "<style>rect{fill:#000}@media(prefers-color-scheme:dark){rect{fill:#fff}}</style>"
    assert plates.plates(svg_ink(tmp_path, style + BAR)) == plates.Plates("", "")


def test_plates_save_the_logos_that_vanish(tmp_path: Path) -> None:
    """More than half of the transparent test logos vanish on a dark page, none behind plates."""
    inks = [
        ink_of(logo_maker.write(logo, tmp_path)) for logo in logo_maker.logos(120)
        if logo.transparent
    ]  # fmt: skip
    vanish = [ink for ink in inks if any(plates.seen(one, DARK) < 1.3 for one in ink.parts)]
    assert len(vanish) / len(inks) > 0.5
    assert all(plates.plates(ink).on_dark == "light" for ink in vanish)
    clear = [ink for ink in inks if all(plates.seen(one, DARK) >= 3 for one in ink.parts)]
    assert clear
    assert not any(plates.plates(ink).on_dark for ink in clear)


# --- files that are broken


def test_a_truncated_picture_is_said(tmp_path: Path) -> None:
    """A file that ends in its pixels is an error, not a crash."""
    path = tmp_path / "logo.png"
    Image.effect_noise((200, 100), 50).save(path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(PictureError, match="is truncated"):
        ink_of(path)
