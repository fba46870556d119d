"""People: seen from behind as an outline, from the front as a bust, or standing and sitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .paint import Colour, Dice, Mask, Picture, Point, capsule, curve, dim, mix, tint, vertical

SKINS: tuple[Colour, ...] = (
    (246, 209, 178), (231, 184, 148), (205, 150, 110), (166, 112, 78), (122, 78, 54), (88, 56, 42),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = (
    (34, 26, 30), (58, 38, 32), (96, 58, 38), (158, 98, 52), (206, 164, 98), (150, 146, 148),
)  # fmt: skip
TOPS: tuple[Colour, ...] = (
    (38, 52, 92), (214, 84, 58), (236, 178, 88), (56, 120, 128), (120, 62, 112), (230, 224, 214),
    (52, 56, 70), (92, 132, 176), (168, 54, 70), (98, 124, 88),
)  # fmt: skip
TROUSERS: tuple[Colour, ...] = (
    (40, 46, 66), (62, 60, 70), (92, 84, 78), (34, 36, 46), (74, 88, 116),
)  # fmt: skip
STYLES = ("short", "bob", "long", "bun", "curly", "crop", "tail", "scarf", "wave", "bald")


@dataclass(frozen=True)
class Look:
    """What somebody looks like."""

    skin: Colour = SKINS[1]
    hair: Colour = HAIRS[1]
    top: Colour = TOPS[0]
    trousers: Colour = TROUSERS[0]
    style: str = "short"
    jacket: bool = False
    beard: bool = False
    glasses: bool = False
    lanyard: Colour | None = None


def some_look(dice: Dice) -> Look:
    """Somebody."""
    skin = dice.pick(SKINS)
    dark = sum(skin) < 400
    style = dice.pick(STYLES)
    top = dice.pick(TOPS)
    return Look(
        skin=skin,
        hair=top if style == "scarf" else dice.pick(HAIRS[:2] if dark else HAIRS),
        top=dice.pick(TOPS) if style == "scarf" else top,
        trousers=dice.pick(TROUSERS),
        style=style,
        jacket=dice() < 0.4,
        beard=style in {"short", "crop", "bald"} and dice() < 0.45,
        glasses=dice() < 0.3,
        lanyard=dice.pick(((240, 120, 60), (46, 150, 160), (230, 230, 230))),
    )


def _mirror(right: Sequence[Point]) -> list[Point]:
    """A closed outline from its right half, listed from top to bottom."""
    return [*right, *((-x, y) for x, y in reversed(right) if x)]


HEAD = _mirror([(0, -0.5), (0.24, -0.44), (0.355, -0.2), (0.36, 0.08), (0.29, 0.32), (0.13, 0.485),
                (0, 0.505)])  # fmt: skip
BACK_HAIR: Mapping[str, Sequence[Point]] = {
    "long": _mirror([(0, -0.6), (0.3, -0.53), (0.44, -0.2), (0.45, 0.3), (0.52, 0.8), (0.4, 1.12),
                     (0.1, 1.16)]),
    "wave": _mirror([(0, -0.6), (0.32, -0.52), (0.47, -0.2), (0.44, 0.15), (0.56, 0.45),
                     (0.5, 0.72), (0.2, 0.8)]),
    "bob": _mirror([(0, -0.58), (0.3, -0.5), (0.45, -0.18), (0.47, 0.2), (0.44, 0.46),
                    (0.25, 0.52)]),
    "scarf": _mirror([(0, -0.6), (0.3, -0.53), (0.46, -0.15), (0.45, 0.3), (0.62, 0.75),
                      (0.66, 0.98), (0.3, 1.12)]),
}  # fmt: skip
CURLS = ((0, -0.5, 0.27), (-0.27, -0.42, 0.24), (0.27, -0.42, 0.24), (-0.42, -0.16, 0.22),
         (0.42, -0.16, 0.22), (-0.41, 0.1, 0.17), (0.41, 0.1, 0.17))  # fmt: skip
CAPS: Mapping[str, Sequence[Point]] = {
    # The hair's front edge over the forehead, per style; closed over the crown.
    "short": [(-0.39, 0.02), (-0.42, -0.28), (-0.28, -0.52), (0.02, -0.6), (0.3, -0.52),
              (0.42, -0.26), (0.38, 0.02), (0.33, -0.16), (0.16, -0.29), (-0.1, -0.26),
              (-0.31, -0.2)],
    "crop": [(-0.375, -0.06), (-0.385, -0.28), (-0.26, -0.49), (0, -0.55), (0.26, -0.49),
             (0.385, -0.28), (0.375, -0.06), (0.3, -0.26), (0, -0.32), (-0.3, -0.26)],
    "long": [(-0.42, 0.3), (-0.44, -0.25), (-0.28, -0.54), (0.02, -0.6), (0.3, -0.52),
             (0.44, -0.22), (0.42, 0.3), (0.34, 0.02), (0.24, -0.24), (0.04, -0.36),
             (-0.18, -0.2), (-0.33, 0.04)],
    "tail": [(-0.39, 0.0), (-0.41, -0.28), (-0.27, -0.51), (0, -0.57), (0.27, -0.51),
             (0.41, -0.28), (0.39, 0.0), (0.3, -0.22), (0.1, -0.34), (-0.14, -0.34),
             (-0.3, -0.22)],
    "scarf": [(-0.42, 0.4), (-0.45, -0.2), (-0.29, -0.53), (0, -0.6), (0.29, -0.53),
              (0.45, -0.2), (0.42, 0.4), (0.31, 0.12), (0.25, -0.24), (0, -0.34),
              (-0.25, -0.24), (-0.31, 0.12)],
}  # fmt: skip
_CAP_OF = {"bob": "long", "wave": "long", "bun": "tail", "curly": "crop"}
SHOULDERS = [(0.17, 0.3), (0.19, 0.6), (0.42, 0.75), (0.76, 0.87), (0.93, 1.1), (1.0, 1.6),
             (1.03, 2.4), (1.0, 5.0)]  # fmt: skip


def back_view(mask: Mask, at: Point, unit: float, style: str, lean: float = 0.0) -> None:
    """Add the outline of somebody seen from behind; `unit` is the height of the head."""
    x, y = at

    def place(points: Sequence[Point], shift: float = 0.0) -> list[Point]:
        return [(x + (px + shift) * unit, y + py * unit) for px, py in points]

    body = curve(_mirror(SHOULDERS), steps=6)
    mask.polygon(place(body))
    mask.blob(place(HEAD, lean))
    if style in BACK_HAIR:
        mask.blob(place(BACK_HAIR[style], lean))
    elif style == "curly":
        for cx, cy, radius in CURLS:
            mask.oval((x + (cx + lean) * unit, y + cy * unit), (radius * unit, radius * unit))
    else:
        if style != "bald":
            mask.blob(place(_mirror([(0, -0.57), (0.27, -0.5), (0.405, -0.2), (0.385, 0.12),
                                     (0.24, 0.36)]), lean))  # fmt: skip
        for side in (-1, 1):  # the ears
            mask.oval((x + (0.385 * side + lean) * unit, y + 0.05 * unit),
                      (0.06 * unit, 0.11 * unit))  # fmt: skip
        if style == "bun":
            mask.oval((x + lean * unit, y - 0.62 * unit), (0.21 * unit, 0.19 * unit))
        elif style == "tail":
            mask.blob(place([(-0.05, -0.35), (0.12, -0.3), (0.17, 0.2), (0.06, 0.8), (-0.06, 0.8),
                             (-0.15, 0.2)], lean))  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row of an audience seen from behind."""

    baseline: float
    unit: float
    colour: Colour
    rim: Colour
    gap: float = 2.35
    strength: float = 0.8
    focus: float = 0.5  # where along the row the stage's light is strongest
    blur: float = 0.0


def audience(picture: Picture, row: Row, dice: Dice) -> None:
    """Paint a row of heads and shoulders that catch the light of the stage."""
    width = picture.size[0]
    top = row.baseline - row.unit * 1.2
    bottom = min(picture.size[1], row.baseline + row.unit * 4)
    mask = Mask((0, top, width, bottom))
    x = -dice(0, row.gap) * row.unit
    while x < width + row.unit:
        size = row.unit * dice(0.92, 1.08)
        back_view(mask, (x, row.baseline + dice(-0.16, 0.2) * row.unit), size,
                  dice.pick(STYLES), dice(-0.07, 0.07))  # fmt: skip
        x += row.unit * row.gap * dice(0.82, 1.2)
    cover = mask.done()
    if row.blur:
        cover = cover.filter(ImageFilter.GaussianBlur(row.blur))
    at = (mask.left, mask.top)
    picture.lay(cover, at, (mix(row.colour, row.rim, 0.1), row.colour))
    depth = max(2, round(row.unit * 0.045))
    shifted = Image.new("L", cover.size)
    shifted.paste(cover, (0, depth))
    rim = ImageChops.subtract(cover, shifted).filter(ImageFilter.GaussianBlur(depth * 0.35))
    reach = Image.new("L", cover.size)
    span = round(width * 0.75)
    glow = Image.radial_gradient("L").point([max(30, 255 - v) for v in range(256)])
    reach.paste(30, (0, 0, *reach.size))
    reach.paste(
        glow.resize((2 * span, cover.height * 3), Image.Resampling.BILINEAR),
        (round(width * row.focus) - span, -cover.height),
    )
    fade = vertical(cover.size, [(0, (255,) * 3), (0.3, (255,) * 3), (0.62, (0,) * 3)])
    rim = ImageChops.multiply(rim, fade.getchannel(0))  # no light between the bodies
    shine = tint(ImageChops.multiply(rim, reach), row.rim, row.strength)
    box = (at[0], at[1], at[0] + cover.width, at[1] + cover.height)
    picture.image.paste(ImageChops.screen(picture.image.crop(box), shine), at)


class _Pen:
    """Draws in head heights around an origin, three times too large."""

    def __init__(self, span: tuple[float, float, float, float], unit: float) -> None:
        self.span, self.unit = span, unit
        self.scale = 3 if unit < 120 else 2
        width = round((span[2] - span[0]) * unit)
        height = round((span[3] - span[1]) * unit)
        self.image = Image.new("RGBA", (width * self.scale, height * self.scale))
        self.draw = ImageDraw.Draw(self.image)

    def _map(self, points: Sequence[Point]) -> list[Point]:
        factor = self.unit * self.scale
        return [((x - self.span[0]) * factor, (y - self.span[1]) * factor) for x, y in points]

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        self.draw.polygon(self._map(points), fill=colour)

    def blob(self, points: Sequence[Point], colour: Colour) -> None:
        self.polygon(curve(points, steps=8), colour)

    def oval(self, centre: Point, radii: Point, colour: Colour) -> None:
        (x, y), (rx, ry) = centre, radii
        self.draw.ellipse(self._map([(x - rx, y - ry), (x + rx, y + ry)]), fill=colour)

    def limb(self, start: Point, end: Point, radii: Point, colour: Colour) -> None:
        self.polygon(capsule(start, end, radii), colour)

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        stroke = max(1, round(width * self.unit * self.scale))
        self.draw.line(self._map(points), fill=colour, width=stroke, joint="curve")

    def ring(self, centre: Point, radii: Point, width: float, colour: Colour) -> None:
        (x, y), (rx, ry) = centre, radii
        stroke = max(1, round(width * self.unit * self.scale))
        self.draw.ellipse(
            self._map([(x - rx, y - ry), (x + rx, y + ry)]), outline=colour, width=stroke
        )

    def done(self) -> Image.Image:
        return self.image.convert("RGBa").reduce(self.scale).convert("RGBA")


def _head(pen: _Pen, look: Look, at: Point, turn: float, *, behind: bool = False) -> None:
    """The head with its hair; `turn` (-1 to 1) is where the face looks."""
    x, y = at

    def place(points: Sequence[Point], shift: float = 0.0, squeeze: float = 1.0) -> list[Point]:
        return [(x + px * squeeze + shift, y + py) for px, py in points]

    if behind:
        pen.blob(place(HEAD), look.skin)
        for side in (-1, 1):
            pen.oval((x + side * 0.37, y + 0.06), (0.06, 0.11), look.skin)
        if look.style in BACK_HAIR:
            pen.blob(place(BACK_HAIR[look.style]), look.hair)
        elif look.style == "curly":
            for cx, cy, radius in CURLS:
                pen.oval((x + cx, y + cy), (radius, radius), look.hair)
            pen.oval((x, y - 0.1), (0.42, 0.42), look.hair)
        elif look.style != "bald":
            pen.blob(place(_mirror([(0, -0.57), (0.27, -0.5), (0.4, -0.2), (0.36, 0.14),
                                    (0.2, 0.32)])), look.hair)  # fmt: skip
            if look.style == "bun":
                pen.oval((x, y - 0.6), (0.2, 0.18), look.hair)
        return
    shade = mix(look.skin, (92, 40, 60), 0.17)
    lean = turn * 0.07
    for side in (-1, 1):
        pen.oval((x + side * 0.365 - lean * 0.6, y + 0.06), (0.065, 0.115), shade)
    pen.blob(place(HEAD), look.skin)
    away = -1 if turn > 0 else 1
    half = [(0, -0.5), (0.24 * away, -0.44), (0.355 * away, -0.2), (0.36 * away, 0.08),
            (0.29 * away, 0.32), (0.13 * away, 0.485), (0.03 * away, 0.5),
            (0.1 * away, 0.28), (0.17 * away, 0.0), (0.13 * away, -0.3)]  # fmt: skip
    pen.blob(place(half), shade)
    if look.beard:
        hairy = mix(look.hair, look.skin, 0.12)
        pen.blob(place([(-0.37, -0.02), (-0.3, 0.12), (-0.16, 0.2), (lean, 0.17), (0.16, 0.2),
                        (0.3, 0.12), (0.37, -0.02), (0.36, 0.24), (0.24, 0.48), (0, 0.57),
                        (-0.24, 0.48), (-0.36, 0.24)]), hairy)  # fmt: skip
    if pen.unit >= 40:
        _face(pen, look, (x + lean * 1.6, y), shade)
    if look.style == "curly":
        for cx, cy, radius in CURLS[:5]:
            pen.oval((x + cx, y + cy - 0.03), (radius, radius * 0.9), look.hair)
    if look.style == "bun":
        pen.oval((x, y - 0.62), (0.2, 0.18), look.hair)
    if look.style != "bald":
        name = _CAP_OF.get(look.style, look.style)
        pen.blob(place(CAPS[name], lean * 0.4), look.hair)
        if look.style not in {"scarf", "crop"}:
            sheen = mix(look.hair, (255, 220, 190), 0.1)
            pen.line(curve(place([(-0.26, -0.3), (-0.16, -0.42), (0.02, -0.48)]), closed=False),
                     0.035, sheen)  # fmt: skip


def _face(pen: _Pen, look: Look, at: Point, shade: Colour) -> None:
    x, y = at
    dark = mix(look.skin, (40, 18, 28), 0.8)
    brow = mix(look.hair if look.style != "scarf" else HAIRS[0], look.skin, 0.2)
    for side in (-1, 1):
        pen.oval((x + side * 0.145, y + 0.04), (0.026, 0.034), dark)
        pen.line(curve([(x + side * 0.08, y - 0.075), (x + side * 0.15, y - 0.1),
                        (x + side * 0.215, y - 0.07)], closed=False), 0.028, brow)  # fmt: skip
    pen.line(curve([(x + 0.015, y + 0.05), (x + 0.05, y + 0.17), (x - 0.015, y + 0.19)],
                   closed=False), 0.022, mix(shade, (92, 40, 60), 0.25))  # fmt: skip
    lips = mix(look.skin, (150, 40, 52), 0.55)
    pen.line(curve([(x - 0.1, y + 0.285), (x, y + 0.325), (x + 0.1, y + 0.28)], closed=False),
             0.03, lips)  # fmt: skip
    if look.glasses:
        for side in (-1, 1):
            pen.ring((x + side * 0.15, y + 0.04), (0.115, 0.1), 0.022, (42, 34, 44))
        pen.line([(x - 0.04, y + 0.03), (x + 0.04, y + 0.03)], 0.022, (42, 34, 44))


def bust(look: Look, unit: float, turn: float = 0.0) -> Image.Image:
    """Head and shoulders from the front; the head's centre is at (1.4, 0.8) head heights."""
    pen = _Pen((-1.4, -0.8, 1.4, 2.7), unit)
    if look.style in BACK_HAIR:
        pen.blob(BACK_HAIR[look.style], dim(look.hair, 0.82))
    if look.style == "tail":
        pen.blob([(0.2, 0.1), (0.42, 0.3), (0.5, 0.8), (0.4, 1.1), (0.3, 0.7)],
                 dim(look.hair, 0.82))  # fmt: skip
    pen.limb((0, 0.25), (0, 0.78), (0.18, 0.2), mix(look.skin, (92, 40, 60), 0.26))
    shoulders = [(0, 0.74), (0.2, 0.7), *SHOULDERS[2:]]
    pen.blob(_mirror(shoulders), look.top)
    pen.polygon(curve([(0.66, 1.45), (0.72, 1.9), (0.72, 2.8), (0.76, 2.8), (0.77, 1.9)]),
                dim(look.top, 0.8))  # fmt: skip
    pen.polygon(curve([(-0.66, 1.45), (-0.72, 1.9), (-0.72, 2.8), (-0.76, 2.8), (-0.77, 1.9)]),
                dim(look.top, 0.8))  # fmt: skip
    if look.jacket:
        shirt = (238, 234, 228) if sum(look.top) < 500 else (60, 70, 100)
        pen.polygon([(-0.24, 0.68), (0.24, 0.68), (0.34, 0.9), (0, 2.2), (-0.34, 0.9)], shirt)
        for side in (-1, 1):
            pen.polygon([(side * 0.2, 0.64), (side * 0.44, 0.84), (side * 0.5, 1.25),
                         (side * 0.36, 1.32), (0, 2.25), (side * 0.2, 1.0)],
                        dim(look.top, 0.84 if side > 0 else 0.9))  # fmt: skip
    pen.blob([(-0.2, 0.68), (0, 0.72), (0.2, 0.68), (0.13, 0.86), (0, 0.94), (-0.13, 0.86)],
             mix(look.skin, (92, 40, 60), 0.14))  # fmt: skip
    if look.lanyard:
        pen.line([(-0.27, 0.74), (-0.2, 1.4), (0, 2.1)], 0.06, look.lanyard)
        pen.line([(0.27, 0.74), (0.2, 1.4), (0, 2.1)], 0.06, look.lanyard)
    if look.style == "scarf":
        pen.blob([(-0.34, 0.4), (0.34, 0.4), (0.5, 0.78), (0.3, 1.0), (-0.1, 1.02), (-0.5, 0.78)],
                 dim(look.hair, 0.86))  # fmt: skip
    _head(pen, look, (0, 0), turn)
    return pen.done()


Pose = Mapping[str, Point]
STANDING: Pose = {
    "left_elbow": (-0.98, 2.25), "left_hand": (-0.86, 3.3),
    "right_elbow": (0.98, 2.25), "right_hand": (0.86, 3.3),
    "left_knee": (-0.34, 5.15), "left_foot": (-0.36, 6.85),
    "right_knee": (0.36, 5.15), "right_foot": (0.42, 6.85),
    "hip": (0, 3.45), "head": (0, 0),
}  # fmt: skip
POSES: Mapping[str, Pose] = {
    "stand": STANDING,
    "talk": {**STANDING, "right_elbow": (1.12, 2.0), "right_hand": (1.55, 1.25),
             "left_elbow": (-1.0, 2.2), "left_hand": (-0.42, 2.5)},
    "open": {**STANDING, "right_elbow": (1.2, 2.05), "right_hand": (1.95, 1.75),
             "left_elbow": (-1.2, 2.05), "left_hand": (-1.95, 1.75)},
    "point": {**STANDING, "right_elbow": (1.35, 1.35), "right_hand": (2.15, 0.7),
              "left_elbow": (-1.02, 2.2), "left_hand": (-0.55, 2.75)},
    "phone": {**STANDING, "right_elbow": (0.96, 2.15), "right_hand": (0.36, 1.7)},
    "cup": {**STANDING, "left_elbow": (-0.98, 2.2), "left_hand": (-0.42, 1.8)},
    "walk": {**STANDING, "left_knee": (-0.5, 5.1), "left_foot": (-0.95, 6.7),
             "right_knee": (0.52, 5.1), "right_foot": (0.75, 6.85),
             "left_hand": (-0.55, 3.1), "right_hand": (1.1, 3.15)},
    "cheer": {**STANDING, "left_elbow": (-1.35, 0.75), "left_hand": (-1.15, -0.45),
              "right_elbow": (1.35, 0.75), "right_hand": (1.15, -0.45)},
    "hold": {**STANDING, "left_elbow": (-1.15, 1.35), "left_hand": (-0.55, 0.45),
             "right_elbow": (1.25, 0.5), "right_hand": (0.72, -0.75)},
    "sit": {**STANDING, "hip": (0, 3.1), "left_knee": (0.62, 3.45), "left_foot": (0.55, 5.05),
            "right_knee": (1.02, 3.32), "right_foot": (1.2, 5.0),
            "left_elbow": (-0.82, 2.2), "left_hand": (0.1, 2.85),
            "right_elbow": (0.98, 2.15), "right_hand": (0.55, 2.85)},
    "cross": {**STANDING, "hip": (0, 3.1), "left_knee": (0.55, 3.45), "left_foot": (0.5, 5.05),
              "right_knee": (1.12, 3.12), "right_foot": (1.62, 4.35),
              "left_elbow": (-0.86, 2.15), "left_hand": (0.05, 2.7),
              "right_elbow": (1.06, 2.1), "right_hand": (1.02, 2.95)},
    "speak": {**STANDING, "hip": (0, 3.1), "left_knee": (0.5, 3.45), "left_foot": (0.36, 5.05),
              "right_knee": (0.98, 3.34), "right_foot": (1.3, 5.0),
              "left_elbow": (-0.86, 2.2), "left_hand": (-0.05, 1.55),
              "right_elbow": (1.16, 1.95), "right_hand": (1.72, 1.35)},
}  # fmt: skip
ORIGIN: Point = (2.6, 1.9)  # where the head's centre is in a figure's sprite, in head heights


@dataclass(frozen=True)
class Figure:
    """Somebody in a pose."""

    look: Look
    pose: str = "stand"
    turn: float = 0.0
    flip: bool = False
    behind: bool = False
    holds: str = ""
    changes: Mapping[str, Point] = field(default_factory=dict)


def figure(who: Figure, unit: float) -> Image.Image:
    """A whole person; the soles of somebody who stands are 7 head heights under the head."""
    look = who.look
    at = {**POSES[who.pose], **who.changes}
    seated = at["hip"][1] < 3.3
    pen = _Pen((-ORIGIN[0], -ORIGIN[1], 2.6, 7.3), unit)
    hx, hy = at["head"]
    if look.style in BACK_HAIR and not who.behind:
        pen.blob([(x + hx, y + hy) for x, y in BACK_HAIR[look.style]], dim(look.hair, 0.82))
    hip = at["hip"]
    _legs(pen, look, at, seated=seated)
    dark = dim(look.top, 0.82)
    _arm(pen, dark, look.skin, [(-0.64, 1.14), at["left_elbow"], at["left_hand"]])
    pen.limb((hx * 0.8, 0.25), (0, 0.85), (0.16, 0.19), mix(look.skin, (92, 40, 60), 0.26))
    waist = 0.6 if look.jacket else 0.54
    torso = [
        (0, 0.76),
        (0.2, 0.7),
        (0.45, 0.83),
        (0.72, 0.95),
        (0.83, 1.2),
        (0.68, 1.9),
        (waist, 2.5),
        (0.62, hip[1] + 0.12),
        (0.5, hip[1] + 0.26),
        (0, hip[1] + 0.28),
    ]
    shifted = [(x + hip[0] * max(0, (y - 1) / 2.4), y) for x, y in _mirror(torso)]
    pen.blob(shifted, look.top)
    if not who.behind:
        if look.jacket:
            shirt = (238, 234, 228) if sum(look.top) < 500 else (60, 70, 100)
            pen.polygon([(-0.2, 0.76), (0.2, 0.76), (0.26, 1.0), (0, 2.3), (-0.26, 1.0)], shirt)
            pen.line([(0, 2.25), (0.02, hip[1] + 0.24)], 0.035, dim(look.top, 0.7))
        pen.blob([(-0.17, 0.74), (0, 0.78), (0.17, 0.74), (0.1, 0.9), (0, 0.97), (-0.1, 0.9)],
                 mix(look.skin, (92, 40, 60), 0.12))  # fmt: skip
        if look.lanyard:
            for side in (-1, 1):
                pen.line([(0.22 * side, 0.8), (0.16 * side, 1.5), (0, 2.0)], 0.07, look.lanyard)
            pen.polygon([(-0.2, 2.0), (0.2, 2.0), (0.2, 2.5), (-0.2, 2.5)], (244, 240, 232))
            pen.polygon([(-0.2, 2.0), (0.2, 2.0), (0.2, 2.16), (-0.2, 2.16)], look.lanyard)
    _head(pen, look, (hx, hy), who.turn, behind=who.behind)
    _holding(pen, who.holds, at)
    _arm(pen, dim(look.top, 0.92), look.skin, [(0.64, 1.14), at["right_elbow"], at["right_hand"]])
    image = pen.done()
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if who.flip else image


def _arm(pen: _Pen, sleeve: Colour, skin: Colour, joints: Sequence[Point]) -> None:
    shoulder, elbow, hand = joints
    pen.limb(elbow, hand, (0.165, 0.105), skin)
    pen.oval(hand, (0.15, 0.16), skin)
    wrist = (elbow[0] + (hand[0] - elbow[0]) * 0.8, elbow[1] + (hand[1] - elbow[1]) * 0.8)
    pen.limb(elbow, wrist, (0.18, 0.145), sleeve)
    pen.limb(shoulder, elbow, (0.215, 0.18), sleeve)


def _legs(pen: _Pen, look: Look, at: Mapping[str, Point], *, seated: bool) -> None:
    hip = at["hip"]
    for side, name in ((-1, "left"), (1, "right")):
        knee, foot = at[f"{name}_knee"], at[f"{name}_foot"]
        colour = dim(look.trousers, 0.82) if side < 0 else look.trousers
        start = (hip[0] + 0.27 * side * (0.6 if seated else 1), hip[1] + 0.05)
        toe = 0.3 if seated else 0.14 * side
        pen.limb((foot[0], foot[1] - 0.02), (foot[0] + toe, foot[1] + 0.08), (0.15, 0.12),
                 (38, 32, 38))  # fmt: skip
        pen.limb(knee, foot, (0.25, 0.17), colour)
        pen.limb(start, knee, (0.35, 0.25), colour)


def _holding(pen: _Pen, what: str, at: Mapping[str, Point]) -> None:
    x, y = at["right_hand"]
    left_x, left_y = at["left_hand"]
    if what == "microphone":
        pen.limb((left_x, left_y), (left_x + 0.1, left_y - 0.42), (0.06, 0.07), (30, 30, 36))
        pen.oval((left_x + 0.12, left_y - 0.5), (0.12, 0.13), (70, 72, 80))
    elif what == "phone":
        pen.polygon([(x - 0.16, y - 0.5), (x + 0.14, y - 0.5), (x + 0.14, y + 0.1),
                     (x - 0.16, y + 0.1)], (26, 28, 40))  # fmt: skip
    elif what == "cup":
        pen.polygon([(left_x - 0.16, left_y - 0.42), (left_x + 0.2, left_y - 0.42),
                     (left_x + 0.14, left_y + 0.14), (left_x - 0.1, left_y + 0.14)],
                    (240, 236, 228))  # fmt: skip
        pen.polygon([(left_x - 0.14, left_y - 0.26), (left_x + 0.18, left_y - 0.26),
                     (left_x + 0.155, left_y - 0.02), (left_x - 0.12, left_y - 0.02)],
                    (214, 108, 62))  # fmt: skip
    elif what == "laptop":
        pen.polygon([(-0.5, 2.45), (0.6, 2.3), (0.7, 2.85), (-0.4, 3.0)], (178, 184, 194))
    elif what == "trophy":
        pen.limb((x, y - 0.1), (x, y - 0.5), (0.07, 0.07), (222, 160, 64))
        pen.polygon([(x - 0.26, y - 0.05), (x + 0.26, y - 0.05), (x + 0.2, y - 0.2),
                     (x - 0.2, y - 0.2)], (70, 48, 40))  # fmt: skip
        pen.blob([(x, y - 0.45), (x + 0.26, y - 0.6), (x + 0.36, y - 1.1), (x, y - 1.12),
                  (x - 0.36, y - 1.1), (x - 0.26, y - 0.6)], (250, 196, 92))  # fmt: skip
        pen.blob([(x + 0.02, y - 0.52), (x + 0.24, y - 0.65), (x + 0.33, y - 1.06),
                  (x + 0.1, y - 1.04)], (226, 152, 58))  # fmt: skip


@dataclass(frozen=True)
class Lighting:
    """How the surroundings colour a figure."""

    ambient: Colour = (255, 255, 255)
    ground: Colour = (255, 255, 255)
    rim: Colour = (0, 0, 0)
    side: int = -1  # the rim's side: -1 left, 1 right
    strength: float = 0.9


def lit(sprite: Image.Image, light: Lighting, edge: float) -> Image.Image:
    """`sprite` in a coloured light, with a bright edge `edge` pixels wide on one side."""
    alpha = sprite.getchannel("A")
    shade = vertical(sprite.size, [(0, light.ambient), (1, light.ground)])
    colour = ImageChops.multiply(sprite.convert("RGB"), shade)
    if sum(light.rim):
        shifted = Image.new("L", alpha.size)
        step = max(1, round(edge))
        shifted.paste(alpha, (-light.side * step, round(step * 0.5)))
        rim = ImageChops.subtract(alpha, shifted).filter(ImageFilter.GaussianBlur(step * 0.3))
        colour = ImageChops.screen(colour, tint(rim, light.rim, light.strength))
    colour.putalpha(alpha)
    return colour


def stand(picture: Picture, who: Figure, feet: Point, unit: float, light: Lighting) -> None:
    """Put somebody on the floor at `feet`, with a soft shadow."""
    x, y = feet
    ground = 6.95 if POSES[who.pose]["hip"][1] >= 3.3 else 5.15
    picture.soft((x, y), (unit * 1.5, unit * 0.3), (10, 8, 16), 0.55)
    image = lit(figure(who, unit), light, min(unit * 0.05, 2 + unit * 0.012))
    picture.sprite(image, (x - ORIGIN[0] * unit, y - (ORIGIN[1] + ground) * unit))
