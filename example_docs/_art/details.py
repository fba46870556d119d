"""Around the talks: the hallway, the workshop, lunch, and things seen close up."""

from __future__ import annotations

import math
from dataclasses import replace

from PIL import Image, ImageFilter

from .city import clouds, golden_gate, ridge, sailboat, water_glints
from .figures import (
    HAIRS,
    SKINS,
    Figure,
    Lighting,
    Look,
    bust,
    figure,
    lit,
    some_look,
    stand,
)
from .paint import Box, Colour, Dice, Light, Mask, Picture, Point, curve, dim, mix
from .stage import CREAM, FLAME, GOLD, MAGENTA, NIGHT, TEAL, VIOLET, flame

MARKS = ("ring", "bars", "peak", "dots", "drop", "wave")


def mark(picture: Picture, at: Point, size: float, kind: str, colour: Colour) -> None:
    """A made-up company's symbol."""
    x, y = at
    mask = Mask((x - size, y - size, x + size, y + size))
    if kind == "ring":
        mask.oval(at, (size * 0.8, size * 0.8))
        mask.oval((x + size * 0.18, y - size * 0.1), (size * 0.45, size * 0.45), 0)
    elif kind == "bars":
        for index, tall in enumerate((0.5, 0.9, 1.4)):
            left = x - size * 0.75 + index * size * 0.55
            mask.rect(
                (left, y + size * 0.7 - size * tall, left + size * 0.38, y + size * 0.7), size * 0.1
            )
    elif kind == "peak":
        mask.polygon(
            [
                (x - size * 0.9, y + size * 0.7),
                (x - size * 0.15, y - size * 0.7),
                (x + size * 0.3, y + size * 0.1),
                (x + size * 0.5, y - size * 0.2),
                (x + size * 0.95, y + size * 0.7),
            ]
        )
    elif kind == "dots":
        for row in range(3):
            for column in range(3):
                if (row, column) != (1, 1):
                    mask.oval(
                        (x + (column - 1) * size * 0.6, y + (row - 1) * size * 0.6),
                        (size * 0.22,) * 2,
                    )
    elif kind == "drop":
        mask.blob(
            [
                (x, y - size * 0.95),
                (x + size * 0.5, y - size * 0.1),
                (x + size * 0.45, y + size * 0.55),
                (x, y + size * 0.85),
                (x - size * 0.45, y + size * 0.55),
                (x - size * 0.5, y - size * 0.1),
            ]
        )
    else:
        for row in range(3):
            line = [
                (
                    x + (step - 4) * size * 0.22,
                    y + (row - 1) * size * 0.5 + math.sin(step * 0.8) * size * 0.16,
                )
                for step in range(9)
            ]
            mask.line(curve(line, closed=False), size * 0.2)
    picture.fill(mask, colour)


def _words(
    picture: Picture, at: Point, size: tuple[float, float], colour: Colour, seed: int
) -> None:
    """Lines of abstract text."""
    dice = Dice(seed)
    x, y = at
    width, line = size
    for row in range(int(dice(3, 5))):
        length = width * (dice(0.72, 1) if row < 2 else dice(0.4, 0.8))
        top = y + row * line * 2.1
        picture.rect((x, top, x + length, top + line), colour, 0.85, line / 2)


def _booth(picture: Picture, light: Light, box: Box, tone: Colour, kind: str) -> None:
    """A sponsor's stand: a back wall, a lit header, a screen and a counter."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    picture.rect((x0, y0, x1, y1), (mix(tone, CREAM, 0.18), dim(tone, 0.6)))
    picture.rect((x0, y0, x1, y0 + height * 0.2), (mix(tone, CREAM, 0.82), mix(tone, CREAM, 0.6)))
    mark(picture, (x0 + width * 0.2, y0 + height * 0.1), height * 0.065, kind, dim(tone, 0.8))
    picture.rect((x0 + width * 0.32, y0 + height * 0.075, x0 + width * 0.78, y0 + height * 0.125),
                 dim(tone, 0.8), radius=height * 0.02)  # fmt: skip
    picture.rect((x0 + width * 0.12, y0 + height * 0.28, x0 + width * 0.56, y0 + height * 0.58),
                 ((24, 26, 44), (40, 40, 66)), radius=6)  # fmt: skip
    base = y0 + height * 0.54
    for index in range(5):
        tall = height * (0.05 + 0.035 * index)
        left = x0 + width * (0.17 + 0.075 * index)
        picture.rect(
            (left, base - tall, left + width * 0.045, base), mix(tone, GOLD, 0.55), radius=3
        )
    for row in range(4):
        top = y0 + height * (0.3 + 0.075 * row)
        picture.rect(
            (x0 + width * 0.64, top, x0 + width * (0.9 - 0.05 * (row % 2)), top + height * 0.03),
            mix(tone, CREAM, 0.7),
            0.8,
            height * 0.015,
        )
    left, right, top = x0 + width * 0.48, x1 + width * 0.02, y1 - height * 0.32
    picture.rect(
        (left, top, right, y1 + height * 0.03), (mix(tone, CREAM, 0.32), dim(tone, 0.5)), radius=8
    )
    picture.rect(
        (left - 10, top - 8, right + 10, top + 10), (CREAM, mix(tone, CREAM, 0.5)), radius=6
    )
    mark(picture, ((left + right) / 2, top + height * 0.16), height * 0.07, kind, CREAM)
    for share in (0.25, 0.5, 0.75):
        light.glow(
            (x0 + width * share, y0 + height * 0.1),
            (width * 0.24, height * 0.4),
            (255, 226, 180),
            0.32,
        )


def hallway() -> Image.Image:
    """The hallway track between the sponsors' booths."""
    x: float
    picture = Picture(
        (2400, 1600),
        [(0, (60, 54, 84)), (0.45, (142, 112, 124)), (0.58, (202, 158, 140)), (1, (112, 82, 96))],
    )
    light = Light(picture.size)
    cx = 1200
    picture.polygon(
        [(0, 0), (2400, 0), (cx + 520, 330), (cx - 520, 330)], ((52, 46, 74), (104, 84, 108))
    )
    picture.rect((cx - 520, 330, cx + 520, 800), ((255, 222, 176), (214, 150, 128)))
    for index in range(5):
        x = cx - 420 + index * 210
        picture.rect((x - 78, 380, x + 78, 560), ((255, 244, 218), (255, 214, 160)))
        for bar in (-26, 26):
            picture.line([(x + bar, 380), (x + bar, 560)], 4, (170, 120, 112))
        picture.line([(x - 78, 470), (x + 78, 470)], 4, (170, 120, 112))
        light.glow((x, 470), (260, 260), (255, 206, 140), 0.3)
    for depth in range(5):  # the roof's steel frames come nearer
        share = (0.0, 0.16, 0.36, 0.62, 0.95)[depth]
        half, top = 520 + 760 * share, 330 - 400 * share
        tone = mix((112, 84, 104), (38, 34, 58), share)
        weight = 8 + 18 * share
        tall = 80 + 110 * share
        picture.line(
            [(cx - half, top + tall), (cx, top - tall * 0.1), (cx + half, top + tall)], weight, tone
        )
        picture.line([(cx - half, top + tall), (cx + half, top + tall)], weight * 0.8, tone)
        for step in range(-4, 5):
            x = cx + step * half / 5
            y = top + tall * (0.9 * abs(step) / 5 - 0.05)
            picture.line([(x, y), (x, top + tall)], weight * 0.5, tone)
        picture.line([(cx - half, top + tall), (cx - half, 800 + 500 * share)], weight, tone)
        picture.line([(cx + half, top + tall), (cx + half, 800 + 500 * share)], weight, tone)
    picture.polygon(
        [(cx - 520, 800), (cx + 520, 800), (2800, 1600), (-400, 1600)],
        ((206, 150, 128), (96, 66, 84)),
    )
    for step in range(-9, 10):
        picture.line([(cx + step * 60, 800), (cx + step * 200, 1600)], 3, (120, 84, 92), 0.35)
    for box, tone, kind in (
        ((700, 520, 960, 830), (88, 96, 168), "dots"),
        ((1450, 520, 1710, 830), (190, 84, 96), "wave"),
        ((330, 450, 690, 920), (30, 118, 130), "peak"),
        ((1730, 450, 2090, 920), (128, 70, 140), "ring"),
        ((-160, 350, 330, 1050), (214, 96, 60), "drop"),
        ((2090, 350, 2580, 1050), (40, 62, 124), "bars"),
    ):
        _booth(picture, light, box, tone, kind)
    picture.light(light)
    picture.haze((0, 300, 2400, 900), (255, 214, 176), (0.0, 0.16))
    for x in (1040, 1360):
        picture.polygon(
            [
                (x - 60, 800),
                (x + 60, 800),
                (x + (x - cx) * 2 + 330, 1600),
                (x + (x - cx) * 2 - 330, 1600),
            ],
            ((255, 226, 176), (150, 104, 104)),
            0.22,
        )
    dice = Dice(52)
    people = sorted(
        [
            (880, 40, "stand", 1),
            (1010, 43, "cup", 1),
            (1120, 42, "talk", -1),
            (1300, 40, "walk", 1),
            (1400, 44, "phone", -1),
            (1560, 47, "talk", 1),
            (1680, 46, "stand", -1),
            (700, 52, "talk", 1),
            (560, 54, "cup", 1),
            (1850, 56, "open", -1),
            (1990, 60, "cup", -1),
            (310, 68, "talk", 1),
            (480, 70, "stand", -1),
            (1250, 66, "walk", -1),
            (2210, 74, "stand", -1),
            (2060, 76, "talk", 1),
            (900, 82, "cup", 1),
            (1120, 84, "talk", -1),
            (1570, 88, "open", 1),
            (1810, 90, "phone", -1),
            (190, 96, "stand", 1),
            (420, 98, "talk", -1),
        ],
        key=lambda item: item[1],
    )
    for index, (x, unit, pose, turn) in enumerate(people):
        look = replace(
            some_look(dice), trousers=dice.pick(((40, 46, 66), (62, 60, 70), (92, 84, 78)))
        )
        share = (unit - 40) / 60
        tone = mix((255, 226, 206), (246, 224, 216), share)
        y = 860 + (unit - 40) * 10.6
        behind = index % 6 == 3 and pose in {"stand", "walk"}
        stand(picture, Figure(look, pose, turn * 0.8, flip=turn < 0, behind=behind,
                              holds={"cup": "cup", "phone": "phone"}.get(pose, "")),
              (x, y), unit, Lighting(tone, dim(tone, 0.8), (255, 220, 170), turn, 0.6))  # fmt: skip
        if index == 10:
            picture.haze((0, 0, 2400, 1600), (255, 206, 170), (0.06, 0.05))
    picture.bloom(205, 70, 0.35)
    return picture.finish(0.32, 0.3)


def _laptop(picture: Picture, at: Point, size: float, tone: Colour, kind: str) -> None:
    """The back of an open laptop."""
    x, y = at
    picture.polygon(
        [
            (x - size * 0.52, y - size * 0.66),
            (x + size * 0.52, y - size * 0.66),
            (x + size * 0.56, y),
            (x - size * 0.56, y),
        ],
        (mix(tone, (255, 255, 255), 0.25), tone),
    )
    picture.rect(
        (x - size * 0.66, y - 4, x + size * 0.66, y + size * 0.05), dim(tone, 0.7), radius=4
    )
    mark(picture, (x, y - size * 0.34), size * 0.11, kind, mix(tone, CREAM, 0.75))


def workshop() -> Image.Image:
    """People at long desks with their laptops, a bay window behind them."""
    x: float
    picture = Picture(
        (2400, 1600), [(0, (226, 206, 190)), (0.6, (206, 176, 166)), (1, (140, 106, 110))]
    )
    picture.rect((0, 90, 2400, 700), ((122, 168, 208), (252, 220, 186)))
    view = Picture(
        (2400, 610), [(0, (112, 162, 206)), (0.6, (246, 222, 196)), (1, (246, 222, 196))]
    )
    clouds(view, ((120, 46, (255, 246, 238), 0.5), (260, 34, (255, 236, 220), 0.5)), 4)
    ridge(view, [(-20, 430), (300, 370), (700, 400), (1100, 350), (1500, 400), (2420, 380)], 470,
          ((132, 150, 168), (176, 170, 172)))  # fmt: skip
    golden_gate(view, (1560, 1990, 470), 0.42, ((214, 108, 84), (190, 110, 100)))
    view.rect((0, 470, 2400, 610), ((150, 176, 190), (104, 136, 166)))
    water_glints(view, (0, 474, 2400, 606), (255, 240, 214), 3)
    sailboat(view, (420, 520), 70, ((255, 252, 244), (250, 226, 204)))
    view.blur(2.4)
    picture.image.paste(view.image, (0, 90))
    for index in range(7):
        x = index * 400
        picture.rect((x - 17, 60, x + 17, 720), ((112, 82, 84), (84, 60, 68)))
        picture.line([(x, 300), (x + 400, 300)], 12, (98, 72, 78))
    picture.rect((0, 40, 2400, 96), ((128, 96, 92), (98, 72, 78)))
    picture.rect((0, 690, 2400, 760), ((146, 110, 104), (118, 86, 90)))
    light = Light(picture.size)
    for index in range(5):
        x = 260 + index * 470
        picture.line([(x, 0), (x, 230)], 5, (60, 46, 56))
        picture.polygon(
            [(x - 34, 226), (x + 34, 226), (x + 84, 306), (x - 84, 306)],
            ((52, 58, 84), (34, 38, 60)),
        )
        picture.oval((x, 306), (62, 13), (255, 240, 206))
        light.glow((x, 330), (330, 330), (255, 214, 150), 0.4)
    for index in range(3):
        light.beam(
            (600 + index * 700, 90), (100 + index * 760, 1500), (260, 620), (255, 206, 150), 0.22
        )
    dice = Dice(63)
    for row in range(3):
        unit = (78, 104, 140)[row]
        desk = (830, 1090, 1440)[row]
        x = (150.0, 60.0, 170.0)[row]
        seats = []
        while x < 2400 + unit:
            seats.append((x, dice(-1, 1)))
            x += unit * dice(3.0, 3.5)
        tone = ((238, 214, 206), (248, 232, 220), (255, 244, 234))[row]
        for x, turn in seats:
            look = some_look(dice)
            image = lit(
                bust(look, unit, turn),
                Lighting(tone, dim(tone, 0.72), (255, 226, 180), 1, 0.6),
                unit * 0.03,
            )
            picture.sprite(image, (x - 1.4 * unit, desk - unit * 2.75 - unit * 0.15))
        top = (mix((214, 160, 112), (255, 230, 200), 0.3), (176, 116, 84))
        picture.rect((-10, desk - unit * 0.28, 2410, desk + unit * 0.16), top)
        picture.rect(
            (-10, desk + unit * 0.16, 2410, desk + unit * 1.3), ((128, 82, 72), (86, 56, 62))
        )
        for index, (x, _) in enumerate(seats):
            shell = ((176, 180, 190), (66, 70, 88), (214, 206, 198))[(index + row) % 3]
            picture.soft((x, desk + unit * 0.05), (unit * 1.3, unit * 0.2), (70, 40, 40), 0.5)
            _laptop(
                picture,
                (x + unit * 0.1, desk + unit * 0.04),
                unit * 1.75,
                shell,
                MARKS[(index + row) % 6],
            )
            if index % 2:
                cup = x + unit * 1.45
                picture.polygon(
                    [
                        (cx, cy)
                        for cx, cy in (
                            (cup - unit * 0.2, desk - unit * 0.55),
                            (cup + unit * 0.2, desk - unit * 0.55),
                            (cup + unit * 0.15, desk + unit * 0.06),
                            (cup - unit * 0.15, desk + unit * 0.06),
                        )
                    ],
                    ((252, 246, 236), (214, 196, 184)),
                )
        if row == 0:
            picture.blur(1.6, (0, 400, 2400, 950))
    picture.light(light)
    picture.bloom(225, 60, 0.22)
    return picture.finish(0.26, 0.4)


def _strings(picture: Picture, light: Light, seed: int, rows: tuple[float, ...]) -> None:
    """Strings of lamps across the sky."""
    dice = Dice(seed)
    width = picture.size[0]
    for row, y in enumerate(rows):
        count = 6
        for span in range(count):
            x0, x1 = width * span / (count - 1) - 60, width * (span + 1) / (count - 1) - 60
            sag = dice(50, 84)
            line = [
                (x0 + (x1 - x0) * s / 12, y + sag * 4 * (s / 12) * (1 - s / 12) + row * 16)
                for s in range(13)
            ]
            picture.line(line, 4, (44, 30, 52))
            for point in line[1::2]:
                picture.oval((point[0], point[1] + 15), (11, 15), (255, 238, 196))
                light.glow((point[0], point[1] + 16), (95, 95), (255, 186, 96), 0.75)


def lunch() -> Image.Image:
    """Lunch in the sun at long tables by the water."""
    x: float
    picture = Picture(
        (2400, 1600),
        [(0, (92, 156, 204)), (0.4, (196, 216, 216)), (0.5, (250, 226, 190)), (1, (214, 180, 150))],
    )
    clouds(picture, ((150, 60, (255, 250, 244), 0.5), (330, 44, (255, 244, 232), 0.5)), 13)
    ridge(picture, [(-20, 640), (300, 590), (800, 610), (1300, 560), (1800, 600), (2420, 570)], 720,
          ((120, 150, 160), (176, 180, 172)))  # fmt: skip
    golden_gate(picture, (1640, 2090, 716), 0.46, ((216, 104, 78), (190, 100, 90)))
    picture.rect((0, 712, 2400, 860), ((150, 186, 196), (98, 146, 172)))
    water_glints(picture, (0, 716, 2400, 850), (255, 246, 224), 6)
    sailboat(picture, (520, 770), 90, ((255, 252, 244), (250, 226, 204)))
    sailboat(picture, (930, 744), 46, ((255, 252, 244), (250, 226, 204)))
    picture.rect((0, 850, 2400, 1600), ((226, 184, 144), (150, 104, 92)))
    for index in range(9):
        y = 870 + index * index * 10
        picture.line([(0, y), (2400, y)], 3, (140, 98, 84), 0.5)
    picture.rect((0, 818, 2400, 832), (110, 78, 74))
    for index in range(25):
        picture.rect((index * 100, 818, index * 100 + 10, 880), (110, 78, 74))
    dice = Dice(71)
    for x, tone in ((300, (226, 92, 64)), (1180, (36, 128, 138)), (2060, (238, 180, 86))):
        picture.rect((x - 9, 420, x + 9, 1010), ((250, 236, 214), (170, 130, 110)))
        for panel in range(6):
            x0, x1 = x - 400 + panel * 133.4, x - 400 + (panel + 1) * 133.4
            colour = tone if panel % 2 == 0 else (255, 244, 226)
            picture.polygon(
                [(x, 300), (x1, 470), (x1 - 66, 492), (x0, 470)], (colour, dim(colour, 0.86))
            )
    sun = Lighting((255, 246, 232), (226, 206, 200), (255, 236, 200), -1, 0.7)
    for row, (unit, desk) in enumerate(((84, 1060), (126, 1400))):
        x = (170.0, 60.0)[row]
        while x < 2400 + unit:
            look = replace(some_look(dice), lanyard=(240, 120, 60))
            image = lit(bust(look, unit, dice.pick((-1, 1)) * dice(0.4, 1)), sun, unit * 0.03)
            picture.sprite(image, (x - 1.4 * unit, desk - 2.7 * unit))
            x += unit * dice(2.5, 3.2)
        picture.rect(
            (-10, desk - unit * 0.3, 2410, desk + unit * 0.2), ((246, 214, 172), (214, 164, 122))
        )
        cloth = ((250, 238, 220), (204, 170, 156)) if row else ((52, 138, 148), (34, 96, 112))
        picture.rect((-10, desk + unit * 0.2, 2410, desk + unit * 1.7), cloth)
        for fold in range(40):
            left = fold * 62 + dice(-8, 8)
            picture.polygon(
                [
                    (left, desk + unit * 0.2),
                    (left + 14, desk + unit * 0.2),
                    (left + 30, desk + unit * 1.7),
                    (left - 6, desk + unit * 1.7),
                ],
                (70, 40, 50),
                0.1,
            )
        x = 60.0
        while x < 2400:
            _dish(picture, (x, desk - unit * 0.06), unit * 0.62, dice)
            x += unit * dice(1.3, 1.9)
    light = Light(picture.size)
    light.glow((260, 60), (1500, 1100), (255, 214, 150), 0.4)
    picture.light(light)
    picture.bloom(230, 60, 0.2)
    return picture.finish(0.24, 0.3)


def _dish(picture: Picture, at: Point, size: float, dice: Dice) -> None:
    x, y = at
    kind = dice()
    picture.soft((x, y + size * 0.06), (size, size * 0.2), (90, 50, 40), 0.5)
    if kind < 0.5:  # a bowl of salad
        for _ in range(9):
            tone = dice.pick(
                ((96, 150, 76), (226, 92, 64), (240, 186, 84), (132, 176, 92), (196, 70, 90))
            )
            radius = size * dice(0.14, 0.22)
            picture.oval(
                (x + dice(-0.42, 0.42) * size, y - size * 0.42 - dice(0, 0.2) * size),
                (radius, radius),
                tone,
            )
        picture.polygon(
            curve(
                [
                    (x - size * 0.68, y - size * 0.4),
                    (x + size * 0.68, y - size * 0.4),
                    (x + size * 0.4, y + size * 0.02),
                    (x - size * 0.4, y + size * 0.02),
                ]
            ),
            ((250, 244, 234), (200, 184, 180)),
        )
    elif kind < 0.8:  # a glass of lemonade
        picture.rect(
            (x - size * 0.22, y - size * 0.95, x + size * 0.22, y),
            ((255, 250, 236), (226, 226, 220)),
            0.6,
            8,
        )
        picture.rect(
            (x - size * 0.19, y - size * 0.68, x + size * 0.19, y - 4),
            ((255, 206, 110), (246, 160, 84)),
            0.9,
            6,
        )
        picture.line(
            [(x + size * 0.06, y - size * 0.1), (x + size * 0.24, y - size * 1.25)],
            size * 0.06,
            (226, 80, 80),
        )
    else:  # a box of sandwiches
        picture.polygon(
            [
                (x - size * 0.6, y - size * 0.36),
                (x + size * 0.6, y - size * 0.36),
                (x + size * 0.5, y),
                (x - size * 0.5, y),
            ],
            ((206, 150, 98), (166, 112, 78)),
        )
        for dx in (-0.3, 0.1):
            picture.polygon(
                [
                    (x + dx * size, y - size * 0.34),
                    (x + (dx + 0.2) * size, y - size * 0.7),
                    (x + (dx + 0.42) * size, y - size * 0.34),
                ],
                ((250, 226, 178), (226, 178, 120)),
            )


def reception() -> Image.Image:
    """The evening on the pier: lamps, glasses and conversations."""
    picture = Picture(
        (2400, 1600),
        [
            (0, (24, 24, 76)),
            (0.3, (92, 52, 124)),
            (0.5, (222, 104, 116)),
            (0.6, (255, 178, 116)),
            (1, (90, 50, 80)),
        ],
    )
    clouds(picture, ((330, 40, (240, 120, 150), 0.24), (520, 34, (255, 160, 140), 0.3)), 17)
    ridge(
        picture,
        [(-20, 900), (400, 850), (900, 880), (1500, 830), (2000, 860), (2420, 810)],
        950,
        ((110, 58, 110), (160, 84, 110)),
    )
    golden_gate(picture, (470, 1030, 944), 0.62, ((150, 54, 72), (104, 40, 76)))
    picture.rect((0, 940, 2400, 1080), ((214, 116, 116), (110, 64, 116)))
    water_glints(picture, (0, 944, 2400, 1070), (255, 214, 160), 12)
    picture.blur(2.0)
    light = Light(picture.size)
    picture.rect((0, 1070, 2400, 1600), ((110, 62, 78), (40, 22, 48)))
    for step in range(-14, 15):
        picture.line([(1200 + step * 110, 1070), (1200 + step * 300, 1600)], 4, (60, 34, 56), 0.6)
    light.glow((1200, 1230), (1300, 220), (255, 150, 80), 0.4)
    _strings(picture, light, 18, (120, 300))
    picture.light(light)
    dice = Dice(87)
    warm = Lighting((226, 160, 150), (136, 84, 110), (255, 206, 130), -1, 1.0)
    groups = (
        (250, 62, 1),
        (460, 66, -1),
        (670, 60, 1),
        (850, 62, -1),
        (1470, 62, 1),
        (1640, 66, -1),
        (1850, 60, 1),
        (2120, 66, 1),
        (2330, 64, -1),
    )
    for x, unit, turn in groups:
        stand(
            picture,
            Figure(some_look(dice), dice.pick(("cup", "talk", "open", "cup")), 0.8, flip=turn < 0),
            (x, 1250 + (unit - 60) * 8),
            unit,
            warm,
        )
    for x in (565, 1560, 2230):
        picture.line([(x, 1000), (x, 1330)], 16, (46, 28, 52))
        picture.oval((x, 1332), (76, 14), (40, 24, 46))
        picture.oval((x, 1000), (120, 24), ((255, 220, 180), (170, 100, 100)))
        for dx in (-60, -10, 50):
            _glass(picture, (x + dx, 996), 58)
    near = Lighting((200, 146, 150), (104, 64, 96), (255, 196, 120), 1, 1.0)
    for x, turn, pose in ((1010, 1, "cup"), (1310, -1, "talk")):
        stand(
            picture,
            Figure(some_look(dice), pose, 0.8, flip=turn < 0, holds="cup" if pose == "cup" else ""),
            (x, 1520),
            98,
            Lighting(near.ambient, near.ground, near.rim, turn, 1.0),
        )
    picture.bloom(190, 70, 0.45)
    bokeh = Light(picture.size)
    bokeh.glow((1200, 200), (1500, 500), (255, 170, 90), 0.22)
    picture.light(bokeh)
    return picture.finish(0.34)


def _glass(picture: Picture, at: Point, size: float) -> None:
    x, y = at
    picture.line([(x, y - size * 0.5), (x, y)], 4, (255, 236, 216), 0.8)
    picture.oval((x, y), (size * 0.2, 4), (255, 236, 216), 0.8)
    bowl = [
        (x - size * 0.2, y - size * 1.25),
        (x + size * 0.2, y - size * 1.25),
        (x + size * 0.26, y - size * 0.8),
        (x, y - size * 0.46),
        (x - size * 0.26, y - size * 0.8),
    ]
    picture.polygon(bowl, (255, 244, 230), 0.3)
    picture.polygon(
        [
            (x - size * 0.24, y - size * 0.92),
            (x + size * 0.24, y - size * 0.92),
            (x + size * 0.25, y - size * 0.8),
            (x, y - size * 0.48),
            (x - size * 0.25, y - size * 0.8),
        ],
        ((236, 110, 90), (196, 50, 84)),
        0.95,
    )


def seats() -> Image.Image:
    """The empty hall an hour before the doors open."""
    picture = Picture(
        (2400, 1600),
        [(0, (38, 44, 78)), (0.4, (104, 104, 138)), (0.55, (186, 166, 164)), (1, (84, 70, 90))],
    )
    cx = 1200
    picture.polygon(
        [(0, 0), (2400, 0), (cx + 480, 380), (cx - 480, 380)], ((40, 44, 76), (84, 84, 118))
    )
    for depth in range(6):
        share = (0.0, 0.1, 0.24, 0.42, 0.66, 1.0)[depth]
        half, top = 480 + 780 * share, 380 - 400 * share
        tone = mix((92, 90, 122), (30, 32, 58), share)
        picture.line(
            [(cx - half, top + 60), (cx, top), (cx + half, top + 60)], 8 + 20 * share, tone
        )
        picture.line([(cx - half, top + 60), (cx - half, 780 + 640 * share)], 8 + 20 * share, tone)
        picture.line([(cx + half, top + 60), (cx + half, 780 + 640 * share)], 8 + 20 * share, tone)
    light = Light(picture.size)
    for depth in range(5):  # tall windows on the left wall
        s0, s1 = (0.02, 0.12, 0.26, 0.45, 0.7)[depth], (0.085, 0.21, 0.385, 0.61, 0.95)[depth]
        x0, x1 = cx - 480 - 780 * s0, cx - 480 - 780 * s1
        y0, y1 = 450 - 250 * s0, 450 - 250 * s1
        b0, b1 = 660 + 300 * s0, 660 + 300 * s1
        picture.polygon(
            [(x0, y0), (x1, y1), (x1, b1), (x0, b0)], ((255, 240, 206), (255, 206, 150))
        )
        for share in (0.33, 0.66):
            picture.line(
                [(x0, y0 + (b0 - y0) * share), (x1, y1 + (b1 - y1) * share)],
                4 + 6 * s1,
                (150, 116, 120),
            )
        picture.line(
            [((x0 + x1) / 2, (y0 + y1) / 2), ((x0 + x1) / 2, (b0 + b1) / 2)],
            4 + 6 * s1,
            (150, 116, 120),
        )
        middle = ((x0 + x1) / 2, (y0 + y1 + b0 + b1) / 4)
        light.glow(middle, (300 + 300 * s1, 300 + 300 * s1), (255, 206, 140), 0.35)
        light.beam(
            middle,
            (middle[0] + 1000 + 300 * s1, middle[1] + 520 + 420 * s1),
            (120 + 160 * s1, 420),
            (255, 196, 130),
            0.32,
        )
    picture.rect((cx - 480, 440, cx + 480, 780), ((70, 58, 104), (120, 84, 112)))
    picture.rect((cx - 380, 470, cx + 380, 700), ((226, 120, 84), (250, 178, 110)))
    mask = Mask((cx - 380, 470, cx + 380, 700))
    for line in flame((cx, 692), 205, 12):
        mask.line(line, 3)
    picture.fill(mask, (255, 240, 210), 0.8)
    light.glow((cx, 600), (700, 320), (255, 150, 90), 0.3)
    picture.rect((cx - 480, 730, cx + 480, 790), ((90, 54, 72), (54, 36, 60)))
    picture.polygon(
        [(cx - 480, 788), (cx + 480, 788), (2700, 1600), (-300, 1600)],
        ((176, 140, 132), (80, 62, 80)),
    )
    tones = ((206, 92, 70), (168, 66, 66))
    for row in range(9):
        share = (row / 8) ** 1.75
        y = 840 + 800 * share
        size = 34 + 150 * share
        half = 470 + 900 * share
        gap = 60 + 110 * share
        for side in (-1, 1):
            x = cx + side * (gap + size * 0.62)
            while abs(x - cx) < half and -size < x < 2400 + size:
                _seat(picture, (x, y), size, tones, side)
                x += side * size * 1.16
    picture.light(light)
    picture.bloom(210, 80, 0.35)
    return picture.finish(0.34, 0.3)


def _seat(
    picture: Picture, at: Point, size: float, tones: tuple[Colour, Colour], side: int
) -> None:
    """A chair from behind; the sun comes from the left."""
    x, y = at
    picture.soft((x + size * 0.3, y), (size * 0.8, size * 0.16), (40, 24, 40), 0.5)
    for dx in (-0.4, 0.4):
        picture.line(
            [(x + dx * size, y - size * 0.5), (x + dx * size * 1.08, y)],
            max(2.0, size * 0.06),
            (54, 42, 56),
        )
    picture.rect(
        (x - size * 0.46, y - size * 0.6, x + size * 0.46, y - size * 0.44),
        dim(tones[1], 0.6),
        radius=size * 0.06,
    )
    picture.rect(
        (x - size * 0.48, y - size * 1.32, x + size * 0.48, y - size * 0.62),
        (mix(tones[0], CREAM, 0.16), tones[1]),
        radius=size * 0.16,
    )
    picture.rect(
        (x - size * 0.46, y - size * 1.28, x - size * 0.36, y - size * 0.7),
        (255, 214, 160),
        0.3 if side < 0 else 0.22,
        size * 0.05,
    )


def microphone() -> Image.Image:
    """A microphone close up, the hall out of focus behind it."""
    picture = Picture((2400, 1600), [(0, (16, 14, 44)), (0.55, (84, 32, 92)), (1, (30, 14, 44))])
    dice = Dice(95)
    tones = (GOLD, FLAME, MAGENTA, TEAL, VIOLET)
    for _ in range(46):
        x, y, size = dice(-50, 2450), dice(-50, 1250), dice(36, 130)
        tone = dice.pick(tones)
        disc = Mask((x - size - 6, y - size - 6, x + size + 6, y + size + 6))
        disc.oval((x, y), (size, size), 165)
        disc.oval((x, y), (size * 0.9, size * 0.9), 120)
        cover = disc.done().filter(ImageFilter.GaussianBlur(2.4))
        picture.lay(cover, (disc.left, disc.top), mix(tone, CREAM, 0.15), dice(0.25, 0.75))
    light = Light(picture.size)
    light.glow((700, 400), (1200, 800), FLAME, 0.4)
    light.glow((1900, 900), (1100, 800), MAGENTA, 0.3)
    light.beam((2350, -80), (1150, 900), (60, 640), GOLD, 0.4)
    picture.light(light)
    crowd = Mask((0, 1180, 2400, 1600))
    for index in range(17):
        x = index * 150 + dice(-30, 30)
        y = 1350 + dice(-30, 30)
        crowd.oval((x, y), (52, 66))
        crowd.oval((x, y + 190), (125, 130))
    crowd.rect((0, 1500, 2400, 1600))
    picture.lay(
        crowd.done().filter(ImageFilter.GaussianBlur(14)),
        (0, 1180),
        ((66, 22, 66), (18, 8, 28)),
        0.94,
    )
    _big_microphone(picture, (1080, 560))
    picture.bloom(190, 70, 0.35)
    return picture.finish(0.38)


def _big_microphone(picture: Picture, at: Point) -> None:
    x, y = at
    picture.polygon(
        [(x + 26, y + 780), (x + 86, y + 780), (x + 96, 1700), (x + 16, 1700)],
        ((70, 66, 84), (22, 20, 32)),
    )
    body = [
        (x - 108, y + 230),
        (x + 128, y + 230),
        (x + 96, y + 760),
        (x + 76, y + 860),
        (x + 20, y + 860),
        (x - 6, y + 760),
    ]
    picture.polygon(body, ((66, 64, 84), (26, 24, 38)))
    picture.polygon(
        [
            (x - 108, y + 230),
            (x - 66, y + 230),
            (x + 22, y + 860),
            (x + 20, y + 860),
            (x - 6, y + 760),
        ],
        (255, 150, 96),
        0.6,
    )
    picture.polygon(
        [
            (x + 98, y + 230),
            (x + 128, y + 230),
            (x + 96, y + 760),
            (x + 76, y + 860),
            (x + 70, y + 760),
        ],
        (240, 90, 150),
        0.5,
    )
    picture.rect((x + 6, y + 420, x + 40, y + 520), ((18, 16, 26), (40, 38, 54)), radius=14)
    picture.oval((x + 23, y + 448), (9, 9), (110, 240, 190))
    picture.rect((x - 176, y + 150, x + 196, y + 246), ((120, 112, 130), (48, 44, 62)), radius=26)
    picture.rect((x - 176, y + 160, x + 196, y + 178), (255, 220, 180), 0.5, 9)
    head = (x + 10, y)
    radius = 232
    ball = Mask((head[0] - radius, head[1] - radius, head[0] + radius, head[1] + radius))
    ball.oval(head, (radius, radius))
    picture.fill(ball, ((138, 132, 152), (44, 40, 58)))
    mesh = Mask((head[0] - radius, head[1] - radius, head[0] + radius, head[1] + radius))
    for step in range(-11, 12):
        bend = step / 11.5
        span = math.sqrt(max(0.0, 1 - bend * bend)) * radius
        for turn in (-1, 1):
            angle = turn * math.pi / 4
            line = []
            for part in range(-8, 9):
                u, v = bend * radius, span * part / 8
                bulge = 1 - 0.16 * (1 - (part / 8) ** 2) * abs(bend)
                u *= bulge
                line.append(
                    (
                        head[0] + u * math.cos(angle) - v * math.sin(angle),
                        head[1] + u * math.sin(angle) + v * math.cos(angle),
                    )
                )
            mesh.line(line, 7)
    picture.fill(mesh, ((30, 28, 42), (16, 14, 24)), 0.85)
    shine = Light(picture.size)
    shine.glow((head[0] - 110, head[1] - 110), (210, 210), (255, 196, 140), 0.85)
    shine.glow((head[0] + 170, head[1] + 60), (120, 200), (240, 70, 150), 0.5)
    cover = Image.new("L", picture.size)
    cover.paste(ball.done(), (ball.left, ball.top))
    lit_up = picture.image.copy()
    other = Picture((1, 1), [(0, NIGHT), (1, NIGHT)])
    other.size, other.image = picture.size, lit_up
    other.light(shine)
    picture.image.paste(other.image, (0, 0), cover)
    picture.rect(
        (head[0] - radius - 6, head[1] + 22, head[0] + radius + 6, head[1] + 62),
        ((150, 144, 160), (66, 60, 80)),
        radius=16,
    )
    picture.rect(
        (head[0] - radius - 2, head[1] + 27, head[0] + radius + 2, head[1] + 36),
        (255, 226, 196),
        0.6,
        4,
    )


def desk() -> Image.Image:
    """A table from above: a notebook, a coffee, a badge and a keyboard."""
    picture = Picture((2400, 1600), [(0, (206, 150, 112)), (1, (176, 118, 90))])
    dice = Dice(101)
    for plank in range(6):
        top = plank * 270 - 20
        tone = mix((206, 148, 110), (184, 124, 92), dice())
        picture.rect((0, top, 2400, top + 266), (tone, mix(tone, (150, 96, 74), 0.22)))
        for _ in range(9):
            y, amp = top + dice(16, 250), dice(2, 10)
            phase = dice(0, 6)
            picture.line(
                [(x * 100, y + amp * math.sin(x * 0.7 + phase)) for x in range(25)],
                dice(1.5, 4),
                (140, 88, 66),
                0.35,
            )
        picture.line([(0, top + 268), (2400, top + 268)], 5, (112, 68, 56), 0.8)

    def shadow(box: Box) -> None:
        x0, y0, x1, y1 = box
        mask = Mask((x0 - 60, y0 - 60, x1 + 100, y1 + 110))
        mask.rect((x0 + 14, y0 + 20, x1 + 26, y1 + 34), 30)
        picture.lay(
            mask.done().filter(ImageFilter.GaussianBlur(18)),
            (mask.left, mask.top),
            (62, 30, 30),
            0.55,
        )

    shadow((1330, -40, 2450, 620))
    picture.rect((1330, -60, 2460, 620), ((196, 198, 208), (166, 168, 182)), radius=36)
    picture.rect((1390, -60, 2420, 330), ((44, 46, 60), (36, 38, 52)), radius=14)
    for row in range(5):
        for key in range(13):
            left = 1404 + key * 78
            picture.rect(
                (left, -40 + row * 73, left + 66, 20 + row * 73),
                ((66, 70, 88), (54, 56, 72)),
                radius=10,
            )
    picture.rect((1690, 370, 2130, 590), ((182, 184, 198), (174, 176, 190)), radius=18)
    shadow((170, 210, 960, 1290))
    picture.rect((170, 210, 960, 1290), ((34, 62, 92), (28, 50, 78)), radius=30)
    picture.rect((200, 226, 952, 1274), ((252, 246, 234), (242, 232, 216)), radius=18)
    for row in range(15):
        y = 330 + row * 62
        picture.line([(250, y), (910, y)], 2, (190, 196, 206), 0.8)
        if row not in (5, 6, 7, 8, 9, 10):
            x = 260.0
            while x < 780 - (row % 3) * 120:
                word = dice(40, 120)
                steps = max(3, int(word / 9))
                line = [
                    (x + word * s / steps, y - 10 - 11 * (s % 2) * dice(0.5, 1.3))
                    for s in range(steps + 1)
                ]
                picture.line(curve(line, closed=False, steps=4), 4, (52, 70, 120))
                x += word + 26
    for index, line in enumerate(flame((560, 1010), 340, 9)):
        picture.line(line, 5, mix(FLAME, MAGENTA, index / 9))
    for ring in range(17):
        y = 270 + ring * 60
        picture.oval((184, y), (13, 13), (120, 84, 70))
        picture.line([(166, y), (200, y)], 8, (214, 206, 206))
    pen = [(1010, 500), (1062, 486), (1210, 1150), (1196, 1210), (1158, 1164)]
    picture.polygon([(x + 26, y + 26) for x, y in pen], (70, 36, 34), 0.4)
    picture.polygon(pen, ((236, 96, 60), (196, 66, 52)))
    picture.polygon([(1158, 1164), (1210, 1150), (1196, 1210)], (60, 44, 50))
    picture.polygon([(1010, 500), (1062, 486), (1078, 556), (1024, 570)], (250, 226, 190))
    cup = (1660, 1090)
    picture.soft((cup[0] + 50, cup[1] + 60), (440, 430), (62, 30, 30), 0.6)
    picture.oval(cup, (340, 340), ((255, 250, 242), (222, 208, 200)))
    picture.oval(cup, (300, 300), ((226, 214, 206), (246, 238, 230)))
    picture.rect((1850, 1040, 2080, 1120), ((255, 250, 244), (214, 200, 194)), radius=40)
    picture.oval(cup, (232, 232), ((255, 252, 246), (226, 214, 206)))
    picture.oval(cup, (204, 204), ((126, 74, 48), (160, 98, 62)))
    for size, tone in (
        (1.0, (250, 226, 190)),
        (0.74, (150, 90, 58)),
        (0.5, (250, 226, 190)),
        (0.26, (150, 90, 58)),
    ):
        x, y = cup
        picture.blob(
            [
                (x, y - 150 * size),
                (x + 86 * size, y - 30 * size),
                (x + 104 * size, y + 66 * size),
                (x, y + 128 * size),
                (x - 104 * size, y + 66 * size),
                (x - 86 * size, y - 30 * size),
            ],
            tone,
        )
    strap = curve([(2420, 780), (2230, 760), (2140, 880), (2230, 1010), (2290, 1130)], closed=False)
    other = curve([(2420, 860), (2330, 900), (2350, 1030), (2300, 1130)], closed=False)
    for line in (strap, other):
        picture.line([(x + 10, y + 14) for x, y in line], 34, (70, 36, 34), 0.35)
        picture.line(line, 34, ((44, 150, 160), (30, 120, 136)))
    shadow((2120, 1180, 2400, 1560))
    _badge(picture, (2100, 1150, 2400, 1560), (44, 150, 160), 3)
    light = Light(picture.size)
    light.glow((300, 0), (1900, 1300), (255, 206, 150), 0.3)
    picture.light(light)
    for index in range(4):  # the shadow of a window's bars
        x = 500 + index * 560
        picture.polygon(
            [(x, -20), (x + 70, -20), (x - 620, 1620), (x - 690, 1620)], (84, 40, 44), 0.12
        )
    return picture.finish(0.3, 0.2)


def _badge(picture: Picture, box: Box, tone: Colour, seed: int) -> None:
    """A name badge without a name: a portrait, bars and a pattern."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    dice = Dice(seed)
    picture.rect(box, ((255, 251, 244), (236, 224, 214)), radius=width * 0.07)
    picture.rect(
        (x0, y0, x1, y0 + height * 0.25), (mix(tone, CREAM, 0.15), tone), radius=width * 0.07
    )
    picture.rect((x0, y0 + height * 0.18, x1, y0 + height * 0.25), tone)
    picture.rect(
        (x0 + width * 0.36, y0 + height * 0.03, x0 + width * 0.64, y0 + height * 0.055),
        (255, 251, 244),
        radius=width * 0.02,
    )
    mask = Mask(box)
    for line in flame((x0 + width / 2, y0 + height * 0.225), height * 0.14, 5):
        mask.line(line, max(2.0, width * 0.008))
    picture.fill(mask, (255, 246, 230))
    middle, radius = (x0 + width / 2, y0 + height * 0.42), width * 0.2
    look = replace(some_look(dice), lanyard=None)
    picture.oval(middle, (radius * 1.06, radius * 1.06), mix(tone, CREAM, 0.55))
    unit = radius * 0.92
    face = bust(look, unit, dice(-1, 1))
    hole = Mask((middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius))
    hole.oval(middle, (radius, radius))
    layer = picture.image.copy()
    layer.paste(face, (round(middle[0] - 1.4 * unit), round(middle[1] - 0.95 * unit)), face)
    cover = Image.new("L", picture.size)
    cover.paste(hole.done(), (hole.left, hole.top))
    picture.image.paste(layer, (0, 0), cover)
    ink = (44, 42, 66)
    picture.rect(
        (x0 + width * 0.2, y0 + height * 0.61, x1 - width * 0.2, y0 + height * 0.665),
        ink,
        radius=height * 0.02,
    )
    picture.rect(
        (x0 + width * 0.3, y0 + height * 0.695, x1 - width * 0.3, y0 + height * 0.72),
        ink,
        0.45,
        height * 0.012,
    )
    cell = width * 0.032
    for row in range(6):
        for column in range(14):
            if dice() < 0.52:
                left, top = x0 + width * 0.5 + (column - 7) * cell, y0 + height * 0.79 + row * cell
                picture.rect((left, top, left + cell * 0.9, top + cell * 0.9), ink)


def badge() -> Image.Image:
    """Badges with lanyards, waiting at the registration desk."""
    picture = Picture((1600, 2400), [(0, (34, 28, 76)), (0.5, (146, 66, 110)), (1, (244, 144, 96))])
    dice = Dice(111)
    for _ in range(44):
        x, y, size = dice(-40, 1640), dice(-40, 2440), dice(30, 130)
        disc = Mask((x - size - 6, y - size - 6, x + size + 6, y + size + 6))
        disc.oval((x, y), (size, size), 150)
        disc.oval((x, y), (size * 0.88, size * 0.88), 110)
        cover = disc.done().filter(ImageFilter.GaussianBlur(3))
        picture.lay(
            cover,
            (disc.left, disc.top),
            mix(dice.pick((GOLD, FLAME, MAGENTA, TEAL)), CREAM, 0.25),
            dice(0.15, 0.5),
        )
    for index, (x, y, width, tone) in enumerate(
        (
            (270, 1090, 430, (122, 72, 150)),
            (1340, 1180, 430, (232, 104, 62)),
            (800, 1240, 640, (34, 140, 152)),
        ),
    ):
        near = index == 2
        height = width * 1.42
        for side in (-1, 1):
            strap = [
                (x + side * width * 0.34, -20),
                (x + side * width * 0.27, y * 0.5),
                (x + side * 16, y - 74),
                (x, y - 10),
            ]
            line = curve(strap, closed=False)
            picture.line([(px + 16, py + 22) for px, py in line], width * 0.1, (40, 16, 40), 0.35)
            picture.line(line, width * 0.1, (mix(tone, CREAM, 0.12), dim(tone, 0.8)))
            for step in range(3, len(line) - 5, 7):
                picture.oval(line[step], (width * 0.022, width * 0.022), (255, 246, 230), 0.85)
        picture.rect(
            (x - width * 0.07, y - 80, x + width * 0.07, y + 40),
            ((206, 206, 216), (120, 120, 140)),
            radius=14,
        )
        picture.rect(
            (x - width * 0.035, y - 64, x + width * 0.035, y + 20), (70, 66, 90), radius=10
        )
        mask = Mask((x - width, y - 60, x + width, y + height + 140))
        mask.rect((x - width / 2 + 18, y + 30, x + width / 2 + 34, y + height + 50), 40)
        picture.lay(
            mask.done().filter(ImageFilter.GaussianBlur(26)),
            (mask.left, mask.top),
            (50, 16, 44),
            0.6,
        )
        _badge(picture, (x - width / 2, y, x + width / 2, y + height), tone, 7 + index)
        if not near:
            picture.haze((0, 0, 1600, 2400), (120, 52, 104), (0.04, 0.05))
            if index == 1:
                picture.blur(4.5)
    light = Light(picture.size)
    light.glow((250, 100), (1300, 1100), (255, 190, 120), 0.35)
    picture.light(light)
    picture.bloom(225, 60, 0.2)
    return picture.finish(0.32)


def poster() -> Image.Image:
    """The poster session: somebody explains, somebody listens."""
    picture = Picture(
        (1600, 2400),
        [
            (0, (74, 64, 98)),
            (0.5, (178, 138, 136)),
            (0.76, (210, 170, 150)),
            (0.761, (150, 106, 104)),
            (1, (92, 62, 78)),
        ],
    )
    light = Light(picture.size)
    for x in (330, 800, 1270):
        picture.rect((x - 60, 70, x + 60, 150), ((40, 36, 56), (24, 22, 38)), radius=16)
        picture.oval((x, 150), (50, 14), (255, 244, 214))
        light.beam((x, 150), (x, 1500), (70, 700), (255, 214, 160), 0.4)
        light.glow((x, 150), (200, 200), (255, 206, 140), 0.6)
    picture.rect((190, 330, 1410, 1760), (60, 46, 66), 0.35)
    picture.rect((160, 290, 1400, 1730), ((96, 80, 96), (76, 60, 80)))
    for x in (220, 1340):
        picture.rect((x - 22, 1720, x + 22, 2080), ((84, 66, 84), (52, 40, 58)))
    sheet = (230, 360, 1330, 1660)
    picture.rect(sheet, ((255, 250, 242), (240, 228, 216)))
    picture.rect((230, 360, 1330, 560), ((56, 40, 116), (168, 50, 116)))
    picture.rect((290, 415, 1050, 455), (255, 244, 226), radius=20)
    picture.rect((290, 480, 850, 506), (255, 214, 180), 0.8, 13)
    mark(picture, (1210, 460), 64, "drop", (255, 190, 110))
    for column in range(2):
        for row in range(3):
            left, top = 280 + column * 520, 610 + row * 345
            picture.rect((left, top, left + 300, top + 22), (168, 50, 116), radius=11)
            kind = (column * 3 + row) % 6
            frame = (left, top + 130, left + 470, top + 310)
            _words(picture, (left, top + 44), (470, 10), (150, 140, 160), 20 + kind)
            _figure_on_poster(picture, frame, kind)
    picture.light(light)
    who = Look(SKINS[1], HAIRS[3], (36, 124, 134), (52, 54, 74), "bob", glasses=True, lanyard=FLAME)
    stand(picture, Figure(who, "point", 0.7, flip=False), (330, 2210), 118,
          Lighting((255, 242, 230), (216, 190, 190), (255, 224, 180), 1, 0.6))  # fmt: skip
    unit = 132.0
    listener = figure(
        Figure(Look(SKINS[4], HAIRS[0], (226, 106, 66), (44, 46, 66), "curly"), "cup", behind=True),
        unit,
    )
    image = lit(listener, Lighting((236, 214, 206), (170, 140, 150), (255, 224, 180), -1, 0.7), 3)
    picture.soft((1170, 2330), (unit * 1.6, unit * 0.3), (30, 16, 30), 0.6)
    picture.sprite(image, (1170 - 2.6 * unit, 2330 - 8.85 * unit))
    picture.bloom(215, 70, 0.25)
    return picture.finish(0.32, 0.3)


def _figure_on_poster(picture: Picture, box: Box, kind: int) -> None:
    x0, y0, _, y1 = box
    dice = Dice(200 + kind)
    picture.rect(box, ((246, 236, 228), (238, 226, 220)), radius=10)
    if kind in (0, 4):
        for series, tone in enumerate((FLAME, (56, 120, 150), MAGENTA)):
            line = [
                (
                    x0 + 30 + s * 45,
                    y1
                    - 30
                    - (y1 - y0 - 60) * (1 - math.exp(-s / (2.2 + series * 1.6))) * dice(0.9, 1),
                )
                for s in range(10)
            ]
            picture.line(curve(line, closed=False), 6, tone)
    elif kind in (1, 5):
        for bar in range(8):
            tall = (y1 - y0 - 50) * dice(0.3, 1)
            left = x0 + 34 + bar * 52
            picture.rect(
                (left, y1 - 24 - tall, left + 34, y1 - 24),
                (mix(FLAME, VIOLET, bar / 7), mix(FLAME, VIOLET, bar / 7)),
                radius=5,
            )
    elif kind == 2:
        for row in range(6):
            for column in range(16):
                left, top = x0 + 24 + column * 26.5, y0 + 18 + row * 24.5
                heat = math.exp(-((column / 15 - row / 5) ** 2) * 7) * dice(0.7, 1)
                picture.rect(
                    (left, top, left + 24, top + 22), mix((244, 220, 214), (150, 30, 96), heat)
                )
    else:
        nodes = [
            (x0 + 60 + (i % 5) * 88, y0 + 40 + (i // 5) * 52 + dice(-10, 10)) for i in range(15)
        ]
        for one in nodes[:10]:
            for other in (nodes[nodes.index(one) + 5], dice.pick(nodes)):
                picture.line([one, other], 3, (150, 140, 170))
        for index, node in enumerate(nodes):
            picture.oval(node, (15, 15), (FLAME, TEAL, VIOLET)[index % 3])
