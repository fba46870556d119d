"""San Francisco around the conference: the bridge, the palace, the piers and the skyline."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from .paint import Colour, Dice, Light, Mask, Picture, Point, capsule, curve, dim, mix

ORANGE: Colour = (214, 84, 56)
DUSK: tuple[tuple[float, Colour], ...] = (
    (0, (34, 32, 92)), (0.22, (92, 60, 140)), (0.4, (204, 92, 130)), (0.54, (255, 150, 104)),
    (0.62, (255, 206, 142)), (1, (255, 206, 142)),
)  # fmt: skip


def ridge(
    picture: Picture, points: Sequence[Point], base: float, paint: tuple[Colour, Colour]
) -> None:
    """A line of hills down to `base`."""
    line = curve(points, closed=False, steps=14)
    picture.polygon([*line, (line[-1][0], base), (line[0][0], base)], paint)


def clouds(picture: Picture, rows: Sequence[tuple[float, float, Colour, float]], seed: int) -> None:
    """Banks of thin clouds; each row is its height, its size, a colour and an opacity."""
    dice = Dice(seed)
    width, height = picture.size
    for y, size, colour, alpha in rows:
        for _ in range(4):
            middle, level = dice(-0.05, 1.05) * width, y + dice(-1, 1) * size * 1.2
            mask = Mask((0, max(0, level - size * 3), width, min(height, level + size * 3)))
            for bar in range(5):
                x = middle + dice(-3.4, 3.4) * size
                half = size * dice(1.6, 5.6) * (1 - abs(bar - 2) * 0.2)
                top = level + (bar - 2) * size * 0.26
                mask.rect((x - half, top, x + half, top + size * 0.3), size * 0.15)
            picture.fill(mask, (mix(colour, (255, 255, 255), 0.1), colour), alpha)


def birds(picture: Picture, at: Point, size: float, seed: int) -> None:
    """A loose flock of gulls."""
    dice = Dice(seed)
    for _ in range(9):
        x, y = at[0] + dice(-7, 7) * size, at[1] + dice(-3, 3) * size
        wing = size * dice(0.35, 0.7)
        for side in (-1, 1):
            arc = [
                (x, y),
                (x + side * wing * 0.5, y - wing * 0.38),
                (x + side * wing, y - wing * 0.1),
            ]
            picture.line(curve(arc, closed=False), max(2.0, wing * 0.12), (44, 36, 72), 0.8)


def water_glints(
    picture: Picture, box: tuple[int, int, int, int], colour: Colour, seed: int
) -> None:
    """Short bright dashes on water, denser far away."""
    dice = Dice(seed)
    left, top, right, bottom = box
    mask = Mask(box)
    for _ in range(420):
        near = dice() ** 2
        y = top + (bottom - top) * near
        x = dice(left, right)
        length = 6 + 70 * near * dice(0.3, 1)
        mask.rect((x, y, x + length, y + 1.5 + 2.5 * near), 1, round(dice(60, 210)))
    picture.fill(mask, colour, 0.6)


def _tower(mask: Mask, x: float, base: float, size: tuple[float, float], deck: float) -> None:
    """One tower of the bridge: two legs that step in, and the portals between them."""
    height, width = size
    top = base - height
    for side in (-1, 1):
        for level in range(4):
            y0, y1 = top + height * (0, 0.17, 0.36, 0.58)[level], base
            half = width * (0.085 + 0.016 * level)
            middle = x + side * width * 0.36
            mask.rect((middle - half, y0, middle + half, y1))
    for share, depth in ((0.02, 0.055), (0.19, 0.05), (0.38, 0.045), (0.585, 0.04)):
        y = top + height * share
        mask.rect((x - width * 0.4, y, x + width * 0.4, y + height * depth))
        for side in (-1, 1):  # the corner brackets under each strut
            corner = x + side * width * 0.3
            mask.polygon(
                [
                    (corner, y + height * depth),
                    (corner - side * width * 0.16, y + height * depth),
                    (corner, y + height * (depth + 0.03)),
                ]
            )
    below = deck + 8
    for step in range(2):
        y0 = below + (base - below) * step / 2
        y1 = below + (base - below) * (step + 1) / 2
        mask.line([(x - width * 0.34, y0), (x + width * 0.34, y1)], width * 0.07)
        mask.line([(x + width * 0.34, y0), (x - width * 0.34, y1)], width * 0.07)
    mask.rect((x - width * 0.62, base - height * 0.035, x + width * 0.62, base + 14))


def golden_gate(
    picture: Picture, at: tuple[float, float, float], scale: float, paint: tuple[Colour, Colour]
) -> None:
    """The bridge from the south-east: `at` is the near tower's x, the far tower's x, the water."""
    near, far, water = at
    h0, h1 = 860 * scale, 520 * scale
    deck0, deck1 = water - 262 * scale, water - 172 * scale
    left, right = near - 900 * scale, far + 760 * scale
    mask = Mask((left - 1920 * scale, water - h0 - 40, right + 20, water + 30))
    slope = (deck1 - deck0) / (far - near)

    def deck(x: float) -> float:
        return deck0 + slope * (x - near) * (1 if x > near else 0.55)

    top0, top1 = water - h0 + 22 * scale, water - h1 + 14 * scale

    def main(share: float) -> Point:
        x = near + (far - near) * share
        chord = top0 + (top1 - top0) * share
        low = deck(x) - 24 * scale
        sag = 4 * share * (1 - share)
        middle = (top0 + top1) / 2
        return (x, chord + (low - middle) * sag * 0.97)

    cables = [[main(step / 60) for step in range(61)]]
    cables.append(
        [
            (left + (near - left) * s / 30, deck(left) - 6 + (top0 - deck(left)) * (s / 30) ** 1.5)
            for s in range(31)
        ]
    )
    cables.append(
        [
            (far + (right - far) * s / 30, top1 + (deck(right) - top1) * (1 - (1 - s / 30) ** 1.6))
            for s in range(31)
        ]
    )
    for cable, width in zip(cables, (9, 10, 6), strict=True):
        mask.line(cable, width * scale + 1)
        for x, y in cable[1:-1]:
            mask.line([(x, y), (x, deck(x))], 2.6 * scale)
    shore = left - 1900 * scale  # the viaduct on land
    mask.polygon([(shore, deck(left) - 8 * scale), (shore, deck(left) + 26 * scale),
                  (left, deck(left) + 32 * scale), (left, deck(left) - 10 * scale)])  # fmt: skip
    for step in range(12):
        x = left - step * 160 * scale
        mask.rect((x - 12 * scale, deck(left), x + 12 * scale, water))
    mask.polygon([(left, deck(left) - 10 * scale), (near, deck0 - 12 * scale),
                  (far, deck1 - 7 * scale), (right, deck(right) - 6 * scale),
                  (right, deck(right) + 12 * scale), (far, deck1 + 16 * scale),
                  (near, deck0 + 30 * scale), (left, deck(left) + 32 * scale)])  # fmt: skip
    _tower(mask, near, water, (h0, 148 * scale), deck0)
    _tower(mask, far, water, (h1, 88 * scale), deck1)
    picture.fill(mask, paint)
    lights = Mask((left, deck0 - 60 * scale, right, max(deck0, deck(left), deck1) + 60 * scale))
    count = 46
    for step in range(count):
        x = left + (right - left) * step / (count - 1)
        size = (3.4 if x < near else 3.4 - 1.4 * (x - near) / (right - near)) * scale + 0.6
        lights.oval((x, deck(x) - 22 * scale), (size, size))
    picture.fill(lights, (255, 226, 164), 0.95)


def bridge() -> Image.Image:
    """The Golden Gate Bridge at dusk."""
    picture = Picture((2400, 1600), DUSK)
    sun = Light(picture.size)
    sun.glow((1290, 980), (1100, 620), (255, 170, 90), 0.55)
    sun.glow((1290, 980), (330, 300), (255, 220, 150), 0.7)
    picture.light(sun)
    picture.oval((1290, 990), (112, 112), ((255, 246, 214), (255, 214, 140)))
    clouds(
        picture,
        (
            (190, 46, (255, 130, 150), 0.22),
            (350, 40, (255, 150, 140), 0.3),
            (560, 32, (255, 200, 160), 0.34),
            (700, 24, (255, 226, 180), 0.34),
        ),
        3,
    )
    ridge(picture, [(1330, 1058), (1480, 985), (1640, 940), (1850, 850), (2100, 790), (2450, 700)],
          1060, ((168, 92, 128), (206, 122, 128)))  # fmt: skip
    picture.haze((0, 780, 2400, 1060), (255, 190, 150), (0.0, 0.35))
    ridge(picture, [(1440, 1058), (1620, 1010), (1800, 960), (2050, 860), (2300, 800), (2480, 740)],
          1060, ((106, 56, 108), (146, 82, 112)))  # fmt: skip
    golden_gate(picture, (760, 1700, 1050), 0.98, ((230, 92, 58), (148, 48, 60)))
    picture.bloom(190, 60, 0.3)
    clouds(picture, ((1004, 34, (255, 214, 190), 0.3),), 8)
    picture.reflect(1058, 542, 16, (70, 52, 112))
    water_glints(picture, (900, 1062, 2400, 1560), (255, 214, 160), 4)
    ridge(picture, [(-20, 1290), (200, 1300), (430, 1370), (640, 1450), (860, 1540), (1000, 1620)],
          1620, ((44, 28, 62), (20, 14, 36)))  # fmt: skip
    dice = Dice(5)
    grass = Mask((-20, 1200, 1040, 1600))
    for _ in range(420):
        x = dice(-20, 980)
        y = 1312 + max(0, (x - 190)) * 0.36
        blade, lean = dice(12, 44), dice(-8, 18)
        grass.polygon([(x - 4, y), (x + lean, y - blade), (x + 4, y)])
    picture.fill(grass, (42, 27, 60))
    birds(picture, (1320, 420), 44, 2)
    return picture.finish(0.32)


def _column(
    picture: Picture, box: tuple[float, float, float, float], tones: tuple[Colour, Colour]
) -> None:
    x0, y0, x1, y1 = box
    light, dark = tones
    width = x1 - x0
    picture.rect((x0, y0 + width * 0.7, x1, y1), (light, dark))
    picture.rect((x0 + width * 0.62, y0 + width * 0.7, x1, y1), dim(dark, 0.72), 0.55)
    picture.rect((x0 + width * 0.2, y0 + width * 0.7, x0 + width * 0.3, y1), (255, 226, 180), 0.35)
    picture.polygon(
        [
            (x0 - width * 0.34, y0),
            (x1 + width * 0.34, y0),
            (x1 + width * 0.05, y0 + width * 0.75),
            (x0 - width * 0.05, y0 + width * 0.75),
        ],
        (mix(light, (255, 240, 210), 0.3), dark),
    )
    picture.rect((x0 - width * 0.25, y1 - width * 0.35, x1 + width * 0.25, y1), (light, dark))


def _tree(
    picture: Picture, at: Point, size: float, tones: tuple[Colour, Colour], seed: int
) -> None:
    dice = Dice(seed)
    x, y = at
    picture.polygon(capsule((x, y), (x, y - size * 0.6), (size * 0.05, size * 0.03)), (38, 24, 40))
    for level, tone in enumerate((dim(tones[0], 0.72), tones[0], mix(*tones, 0.5))):
        mask = Mask((x - size, y - size * 1.5, x + size, y))
        for _ in range(15 - level * 3):
            turn, away = dice(0, 2 * math.pi), dice(0, 0.42 - level * 0.07) * size
            radius = size * dice(0.1, 0.2)
            mask.oval((x + away * math.cos(turn) - level * size * 0.06,
                       y - size * 0.78 + away * 0.85 * math.sin(turn) - level * size * 0.09),
                      (radius, radius * 0.92))  # fmt: skip
        picture.fill(mask, (mix(tone, tones[1], 0.25), tone))


def palace() -> Image.Image:
    """The rotunda of the Palace of Fine Arts, mirrored in its lagoon."""
    picture = Picture(
        (2400, 1600),
        [
            (0, (30, 34, 92)),
            (0.3, (110, 72, 150)),
            (0.52, (238, 128, 132)),
            (0.66, (255, 196, 140)),
            (1, (255, 196, 140)),
        ],
    )
    dice = Dice(12)
    for _ in range(70):
        x, y = dice(0, 2400), dice(0, 420)
        picture.oval((x, y), (dice(1, 2.6),) * 2, (255, 244, 226), dice(0.3, 0.9))
    moon = [(1960 + 56 * math.cos(a / 10), 260 + 56 * math.sin(a / 10)) for a in range(-14, 22)]
    moon += [
        (1936 + 56 * math.cos(a / 10), 250 + 56 * math.sin(a / 10)) for a in range(17, -11, -1)
    ]
    picture.polygon(moon, (255, 242, 216))
    clouds(picture, ((440, 34, (255, 150, 150), 0.25), (580, 30, (255, 170, 150), 0.3)), 6)
    sun = Light(picture.size)
    sun.glow((1200, 1050), (1300, 560), (255, 170, 90), 0.6)
    picture.light(sun)
    water = 1130
    for x, size, seed in ((60, 330, 1), (330, 270, 2), (2080, 300, 3), (2330, 350, 4)):
        _tree(picture, (x, water - 10), size * 1.25, ((58, 44, 84), (142, 76, 110)), seed)
    warm, shade = (250, 178, 122), (158, 84, 92)
    for side in (-1, 1):  # the colonnades, in groups of four
        for group in range(2):
            inner = 1200 + side * (430 + group * 330)
            left = inner if side > 0 else inner - 280
            picture.rect((left - 16, 690 + group * 22, left + 296, 742 + group * 22), (warm, shade))
            picture.rect((left + 6, 652 + group * 22, left + 274, 694 + group * 22),
                         (mix(warm, (255, 230, 190), 0.3), shade))  # fmt: skip
            for index in range(4):
                x = left + 12 + index * 74
                _column(picture, (x, 742 + group * 22, x + 34, water - 24), (warm, shade))
    picture.rect((330, water - 26, 2070, water), ((196, 118, 106), (96, 54, 84)))
    cx = 1200
    dome = [(cx - 330, 520), (cx - 318, 420), (cx - 262, 306), (cx - 160, 226), (cx, 196),
            (cx + 160, 226), (cx + 262, 306), (cx + 318, 420), (cx + 330, 520)]  # fmt: skip
    picture.polygon(curve(dome, closed=False), ((226, 120, 96), (176, 84, 90)))
    for share in (-0.72, -0.42, -0.14, 0.14, 0.42, 0.72):
        rib = [(cx + share * 330, 520), (cx + share * 318, 420), (cx + share * 262, 308),
               (cx + share * 160, 230)]  # fmt: skip
        picture.line(curve(rib, closed=False), 7, (255, 190, 140), 0.35)
    rim = curve(
        [(cx + 40, 200), (cx + 160, 226), (cx + 262, 306), (cx + 318, 420), (cx + 330, 520)],
        closed=False,
    )
    shade_edge = curve(
        [(cx + 150, 520), (cx + 164, 410), (cx + 130, 290), (cx + 40, 200)], closed=False
    )
    picture.polygon([*rim, *shade_edge], (110, 50, 84), 0.34)
    picture.rect((cx - 372, 506, cx + 372, 540), (mix(warm, (255, 236, 200), 0.4), shade))
    picture.rect((cx - 356, 540, cx + 356, 640), (warm, mix(warm, shade, 0.7)))
    for index in range(9):
        x = cx - 320 + index * 76
        picture.rect((x, 558, x + 44, 626), (mix(warm, shade, 0.55), shade), radius=4)
    picture.rect((cx - 384, 634, cx + 384, 690), (mix(warm, (255, 236, 200), 0.3), shade))
    for left, right in ((-372, -160), (-130, 130), (160, 372)):
        arch: list[Point] = [(cx + left, water - 20), (cx + left, 820)]
        middle, half = cx + (left + right) / 2, (right - left) / 2
        arch += [
            (
                middle - half * math.cos(a * math.pi / 18),
                820 - half * 0.98 * math.sin(a * math.pi / 18),
            )
            for a in range(19)
        ]
        arch.append((cx + right, water - 20))
        picture.rect((cx + left - 16, 690, cx + right + 16, water - 20), (warm, shade))
        picture.polygon(arch, ((92, 40, 78), (255, 168, 92)))
        hollow = [
            (middle + (x - middle) * 0.72, y + (60 if y < water - 20 else 0)) for x, y in arch
        ]
        picture.polygon(hollow, ((150, 66, 92), (255, 214, 140)))
    for x in (-384, -328, -166, -112, 74, 128, 290, 346):
        _column(picture, (cx + x, 690, cx + x + 38, water - 20),
                (mix(warm, (255, 240, 214), 0.25), shade))  # fmt: skip
    picture.rect((cx - 430, water - 30, cx + 430, water), ((214, 134, 112), (110, 60, 86)))
    lamp = Light(picture.size)
    for x in (-266, 0, 266):
        lamp.glow((cx + x, 1010), (230, 330), (255, 160, 70), 0.75)
    picture.light(lamp)
    for x, size, seed in (
        (300, 110, 6),
        (560, 84, 7),
        (1860, 92, 8),
        (2120, 120, 9),
        (1690, 66, 10),
        (720, 64, 11),
    ):
        _tree(picture, (x, water + 4), size * 1.3, ((46, 50, 76), (120, 92, 104)), seed)
    picture.rect((0, water - 8, 2400, water + 4), (60, 38, 66))
    picture.bloom(195, 60, 0.35)
    picture.reflect(water + 2, 1600 - water - 2, 11, (62, 46, 108))
    water_glints(picture, (500, water + 10, 1900, 1580), (255, 206, 150), 9)
    _swan(picture, (1780, 1330), 62)
    _swan(picture, (1930, 1390), 46)
    birds(picture, (560, 330), 40, 7)
    return picture.finish(0.32)


def _swan(picture: Picture, at: Point, size: float) -> None:
    x, y = at
    picture.soft((x, y + size * 0.35), (size * 1.9, size * 0.3), (40, 30, 80), 0.6)
    picture.blob(
        [
            (x - size, y),
            (x - size * 0.5, y - size * 0.52),
            (x + size * 0.5, y - size * 0.6),
            (x + size * 1.15, y - size * 0.72),
            (x + size * 0.8, y + size * 0.12),
            (x, y + size * 0.3),
            (x - size * 0.7, y + size * 0.24),
        ],
        ((255, 250, 240), (196, 164, 190)),
    )
    neck = curve([(x - size * 0.74, y - size * 0.1), (x - size * 0.95, y - size * 0.5),
                  (x - size * 0.72, y - size * 0.9), (x - size * 0.88, y - size * 1.3),
                  (x - size * 1.08, y - size * 1.28)], closed=False)  # fmt: skip
    picture.line(neck, size * 0.2, (252, 244, 236))
    picture.oval((x - size * 1.05, y - size * 1.25), (size * 0.17, size * 0.14), (252, 244, 236))
    picture.polygon([(x - size * 1.16, y - size * 1.3), (x - size * 1.42, y - size * 1.16),
                     (x - size * 1.14, y - size * 1.16)], (236, 128, 60))  # fmt: skip


def sailboat(picture: Picture, at: Point, size: float, sail: tuple[Colour, Colour]) -> None:
    """A small yacht under sail."""
    x, y = at
    picture.polygon(
        [(x + 2, y - size * 0.18), (x + 2, y - size * 1.5), (x + size * 0.72, y - size * 0.2)], sail
    )
    picture.polygon(
        [
            (x - size * 0.05, y - size * 0.2),
            (x - size * 0.02, y - size * 1.3),
            (x - size * 0.46, y - size * 0.2),
        ],
        (mix(sail[0], (120, 80, 120), 0.2), sail[1]),
    )
    picture.polygon(
        [
            (x - size * 0.6, y - size * 0.14),
            (x + size * 0.8, y - size * 0.14),
            (x + size * 0.58, y + size * 0.05),
            (x - size * 0.42, y + size * 0.05),
        ],
        (58, 38, 66),
    )


def piers() -> Image.Image:
    """The pier sheds of Fort Mason in the last sun."""
    picture = Picture(
        (2400, 1600),
        [
            (0, (72, 116, 176)),
            (0.34, (152, 176, 206)),
            (0.56, (252, 214, 172)),
            (1, (252, 214, 172)),
        ],
    )
    clouds(picture, ((170, 60, (255, 240, 228), 0.35), (360, 44, (255, 230, 208), 0.4),
                     (560, 30, (255, 226, 196), 0.45)), 21)  # fmt: skip
    sun = Light(picture.size)
    sun.glow((300, 760), (1200, 700), (255, 170, 90), 0.5)
    picture.light(sun)
    water = 1046
    ridge(picture, [(-30, 900), (260, 800), (520, 830), (860, 770), (1180, 850), (1500, 880),
                    (2430, 900)], water, ((128, 124, 160), (182, 156, 164)))  # fmt: skip
    golden_gate(picture, (300, 640, 1000), 0.4, ((206, 110, 92), (176, 108, 112)))
    ridge(picture, [(-30, 985), (300, 990), (620, 1000), (900, 1010), (1500, 1020), (2430, 1020)],
          water, ((104, 112, 128), (132, 128, 136)))  # fmt: skip
    picture.haze((0, 760, 2400, water), (255, 206, 160), (0.0, 0.4))
    cream, shadow = (255, 232, 196), (198, 160, 150)
    for left, right, eave, base in (
        (1950, 2500, 700, 990),
        (1360, 1990, 640, 1000),
        (620, 1430, 560, 1015),
    ):
        middle = left + (right - left) * 0.34
        rise = (middle - left) * 0.46
        gable = [(left, base), (left, eave), (middle, eave - rise), (middle * 2 - left, eave),
                 (middle * 2 - left, base)]  # fmt: skip
        far = right + 60
        picture.polygon(
            [
                (middle * 2 - left, eave + 4),
                (middle, eave - rise),
                (far - 120, eave - rise + 60),
                (far, eave + 34),
            ],
            ((206, 98, 70), (150, 66, 60)),
        )
        for step in range(1, 12):
            share = step / 12
            x0 = middle + (far - 120 - middle) * share
            x1 = middle * 2 - left + (far - middle * 2 + left) * share
            picture.line(
                [(x0, eave - rise + 60 * share), (x1, eave + 4 + 30 * share)],
                2.5,
                (120, 52, 54),
                0.5,
            )
        picture.polygon(
            [
                (middle * 2 - left, eave + 4),
                (far, eave + 34),
                (far, base),
                (middle * 2 - left, base),
            ],
            (shadow, dim(shadow, 0.8)),
        )
        picture.polygon(gable, (cream, (246, 204, 164)))
        picture.line(
            [(left - 14, eave + 6), (middle, eave - rise - 6), (middle * 2 - left + 14, eave + 6)],
            13,
            (188, 84, 62),
        )
        _facade(picture, (left, eave, middle * 2 - left, base), middle)
        windows = 6
        for index in range(windows):
            corners = []
            for edge in (0.2, 0.8):
                share = (index + edge) / windows
                x = middle * 2 - left + (far - middle * 2 + left) * share
                corners.append((x, eave + 62 + 26 * share, eave + 158 + 8 * share))
            (x0, a0, b0), (x1, a1, b1) = corners
            picture.polygon(
                [(x0, a0), (x1, a1), (x1, b1), (x0, b0)], ((255, 206, 130), (220, 140, 96))
            )
            bars = (120, 90, 100)
            picture.line([((x0 + x1) / 2, (a0 + a1) / 2), ((x0 + x1) / 2, (b0 + b1) / 2)], 3, bars)
            picture.line([(x0, (a0 + b0) / 2), (x1, (a1 + b1) / 2)], 3, bars)
    picture.polygon(
        [(560, 1012), (2460, 984), (2460, 1046), (560, 1046)], ((150, 122, 122), (88, 74, 92))
    )
    for index in range(26):
        x = 590 + index * 76
        picture.rect((x, 1040, x + 16, 1100), (64, 52, 72))
    picture.bloom(215, 60, 0.25)
    picture.reflect(1046, 554, 15, (60, 84, 128))
    water_glints(picture, (0, 1050, 1500, 1580), (255, 226, 180), 14)
    for x, y, size in ((470, 1112, 70), (600, 1180, 120), (270, 1340, 260)):
        picture.soft((x + size * 0.1, y + size * 0.1), (size * 1.1, size * 0.14), (40, 50, 90), 0.6)
        sailboat(picture, (x, y), size, ((255, 250, 238), (246, 206, 178)))
    birds(picture, (1700, 330), 46, 9)
    return picture.finish(0.25)


def _facade(picture: Picture, box: tuple[float, float, float, float], middle: float) -> None:
    left, eave, right, base = box
    glow = ((255, 220, 150), (250, 170, 104))
    width = right - left
    arch = width * 0.135
    for dx in (-0.29, 0.0, 0.29):
        x = middle + dx * width
        door = [(x - arch * 0.72, base), (x - arch * 0.72, base - width * 0.3)]
        door += [
            (
                x - arch * 0.72 * math.cos(a * math.pi / 12),
                base - width * 0.3 - arch * 0.72 * math.sin(a * math.pi / 12),
            )
            for a in range(13)
        ]
        door.append((x + arch * 0.72, base))
        picture.polygon(door, glow if dx == 0 else ((120, 112, 132), (92, 80, 104)))
        picture.line(door[1:-1], 7, (206, 150, 120))
    picture.oval(
        (middle, eave - width * 0.02),
        (width * 0.06, width * 0.06),
        ((120, 140, 170), (96, 96, 130)),
    )
    for dx in (-0.29, 0.29):
        x = middle + dx * width
        picture.rect((x - width * 0.05, eave + width * 0.06, x + width * 0.05, eave + width * 0.18),
                     ((150, 168, 190), (110, 112, 140)))  # fmt: skip
    for dx, tone in ((-0.145, (214, 74, 54)), (0.145, (36, 120, 136))):  # the banners
        x = middle + dx * width
        picture.rect(
            (x - width * 0.032, eave + width * 0.05, x + width * 0.032, base - width * 0.3),
            (tone, dim(tone, 0.75)),
        )
        picture.blob(
            [
                (x, eave + width * 0.1),
                (x + width * 0.018, eave + width * 0.15),
                (x, eave + width * 0.185),
                (x - width * 0.018, eave + width * 0.15),
            ],
            (255, 236, 200),
        )


def skyline() -> Image.Image:
    """The city at night across the water: a panorama."""
    width, height = 3600, 1100
    picture = Picture(
        (width, height),
        [
            (0, (14, 18, 62)),
            (0.3, (58, 44, 120)),
            (0.52, (188, 84, 136)),
            (0.66, (255, 160, 112)),
            (1, (255, 160, 112)),
        ],
    )
    dice = Dice(77)
    for _ in range(130):
        picture.oval(
            (dice(0, width), dice(0, 330)), (dice(0.8, 2.3),) * 2, (255, 246, 230), dice(0.3, 0.9)
        )
    clouds(picture, ((330, 30, (240, 120, 160), 0.22), (450, 26, (255, 150, 150), 0.28),
                     (560, 20, (255, 200, 160), 0.34)), 15)  # fmt: skip
    sun = Light(picture.size)
    sun.glow((700, 760), (1500, 520), (255, 150, 80), 0.65)
    picture.light(sun)
    water = 780
    ridge(picture, [(-40, 700), (180, 640), (420, 650), (700, 600), (980, 690), (1300, 740),
                    (1500, 770)], water, ((120, 62, 116), (190, 100, 122)))  # fmt: skip
    golden_gate(picture, (330, 840, 772), 0.42, ((206, 82, 66), (120, 44, 66)))
    ridge(picture, [(1240, 775), (1400, 742), (1520, 728), (1620, 745), (1760, 776)], water,
          ((84, 48, 100), (104, 60, 104)))  # fmt: skip
    picture.rect((1480, 700, 1580, 732), ((130, 80, 120), (100, 60, 104)))  # the island's prison
    picture.rect((1600, 680, 1608, 740), (120, 74, 116))
    picture.haze((0, 620, width, water), (255, 170, 130), (0.0, 0.3))
    ridge(picture, [(1640, 778), (1780, 750), (1960, 724), (2250, 640), (2420, 640), (2700, 700),
                    (3100, 690), (3400, 650), (3660, 690)], water,
          ((112, 58, 120), (96, 50, 110)))  # fmt: skip
    lights = Mask((1700, 100, width, water))
    for depth, (tone, low, high) in enumerate(
        (((128, 66, 126), 60, 200), ((86, 46, 108), 60, 260), ((50, 30, 84), 40, 190)),
    ):
        x = 1800.0 + depth * 60
        while x < width:
            hill = 100 * math.exp(-(((x - 2350) / 330) ** 2)) + 60 * math.exp(
                -(((x - 3300) / 400) ** 2)
            )
            crowd = math.exp(-(((x - 2860) / 420) ** 2))
            wide = dice(34, 86)
            edge = min(1.0, (x - 1740) / 420)
            tall = hill + edge * (low + (high - low) * dice() * (0.25 + 0.9 * crowd)) + 14
            top = water - tall
            picture.rect(
                (x, top, x + wide, water), (mix(tone, (255, 150, 120), 0.14), dim(tone, 0.8))
            )
            if dice() < 0.3:
                picture.rect((x + wide * 0.35, top - 18, x + wide * 0.6, top + 2), tone)
            _windows(lights, (x, top, x + wide, water), dice)
            x += wide + dice(-6, 16)
        if depth == 1:
            _landmarks(picture, lights, water)
    picture.fill(lights, (255, 214, 140), 0.85)
    picture.line([(1700, water - 2), (width, water - 2)], 6, (40, 24, 64))
    shine = Light(picture.size)
    for x in range(1900, width, 120):
        shine.glow((x, water - 12), (70, 30), (255, 200, 120), 0.6)
    picture.light(shine)
    picture.bloom(190, 50, 0.4)
    picture.reflect(water, height - water, 13, (34, 28, 88))
    water_glints(picture, (0, water + 6, width, height), (255, 200, 150), 33)
    for x, y, size in ((1180, 868, 84), (1420, 940, 140), (980, 830, 46)):
        picture.soft(
            (x + size * 0.1, y + size * 0.08), (size * 1.1, size * 0.13), (30, 24, 70), 0.6
        )
        sailboat(picture, (x, y), size, ((255, 226, 196), (230, 140, 130)))
    return picture.finish(0.32)


def _windows(mask: Mask, box: tuple[float, float, float, float], dice: Dice) -> None:
    left, top, right, bottom = box
    y = top + 10
    while y < bottom - 10:
        x = left + 7
        while x < right - 8:
            if dice() < 0.32:
                mask.rect((x, y, x + 4, y + 6), 0, round(dice(90, 255)))
            x += 10
        y += 13


def _landmarks(picture: Picture, lights: Mask, water: float) -> None:
    """The pyramid, the rounded tower and the column on its hill."""
    dice = Dice(5)
    dark = ((118, 60, 122), (58, 34, 90))
    picture.polygon([(2600, water), (2662, 300), (2670, 262), (2678, 300), (2740, water)], dark)
    picture.polygon([(2670, 262), (2678, 300), (2740, water), (2690, water)], (40, 24, 74), 0.45)
    for level in range(24):
        y = 400 + level * 15
        half = (y - 262) / (water - 262) * 62
        for step in range(int(half * 2 // 10)):
            if dice() < 0.42:
                x = 2670 - half + 6 + step * 10
                lights.rect((x, y, x + 4, y + 6), 0, round(dice(120, 255)))
    tower = [(2940, water), (2938, 420), (2944, 300), (2968, 232), (3000, 214), (3032, 232),
             (3056, 300), (3062, 420), (3060, water)]  # fmt: skip
    picture.polygon([tower[0], *curve(tower[1:-1], closed=False), tower[-1]], dark)
    _windows(lights, (2944, 330, 3058, water), dice)
    for level in range(6):
        y = 236 + level * 13
        half = 30 + level * 4
        lights.rect((3000 - half, y, 3000 + half, y + 4), 0, 210)
    picture.rect((2330, 520, 2366, 700), dark)
    picture.rect((2324, 512, 2372, 532), dark)
    for dx in range(4):
        lights.rect((2333 + dx * 9, 518, 2337 + dx * 9, 528), 0, 255)
