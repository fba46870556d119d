"""Pictures from inside the hall: stages, screens and the people in front of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PIL import Image

from .figures import (
    HAIRS,
    SKINS,
    Figure,
    Lighting,
    Look,
    Row,
    audience,
    back_view,
    bust,
    lit,
    some_look,
    stand,
)
from .paint import Box, Colour, Dice, Light, Mask, Picture, Point, curve, dim, mix

NIGHT: Colour = (12, 12, 30)
INDIGO: Colour = (40, 28, 92)
VIOLET: Colour = (110, 44, 140)
MAGENTA: Colour = (216, 52, 112)
FLAME: Colour = (255, 112, 44)
GOLD: Colour = (255, 196, 98)
TEAL: Colour = (40, 170, 184)
CREAM: Colour = (255, 240, 220)
STAGE_LIGHT = Lighting((250, 236, 232), (205, 180, 200), (255, 190, 130), -1, 0.75)


def truss(picture: Picture, y: float, depth: float, colour: Colour, alpha: float = 1.0) -> None:
    """A lighting truss right across the hall."""
    width = picture.size[0]
    mask = Mask((0, y - depth, width, y + depth * 2))
    bar = max(2.0, depth * 0.12)
    mask.line([(0, y), (width, y)], bar)
    mask.line([(0, y + depth), (width, y + depth)], bar)
    step = depth * 1.15
    for index in range(math.ceil(width / step) + 1):
        x = index * step
        mask.line([(x, y), (x + step / 2, y + depth), (x + step, y)], bar * 0.6)
    picture.fill(mask, colour, alpha)


def lamps(picture: Picture, light: Light, points: Sequence[Point], colour: Colour) -> None:
    """The lamps under a truss: a dark can and a bright lens."""
    for x, y in points:
        picture.rect((x - 13, y - 34, x + 13, y + 2), (8, 8, 16), radius=5)
        picture.oval((x, y + 2), (11, 7), mix(colour, (255, 255, 255), 0.7))
        light.glow((x, y + 4), (80, 80), colour, 0.9)


def flame(centre: Point, height: float, count: int) -> list[list[Point]]:
    """A flame made of lines of light, swept between its two edges."""
    x, y = centre
    left = [(-0.03, 0.0), (-0.25, -0.1), (-0.36, -0.27), (-0.31, -0.46), (-0.19, -0.62),
            (-0.12, -0.76), (0.0, -0.9), (0.14, -1.0)]  # fmt: skip
    right = [(0.03, 0.0), (0.28, -0.1), (0.38, -0.27), (0.33, -0.43), (0.19, -0.57),
             (0.09, -0.72), (0.09, -0.87), (0.14, -1.0)]  # fmt: skip
    lines = []
    for index in range(count):
        share = index / (count - 1)
        swirl = math.sin(share * math.pi) * 0.07
        points = []
        for step, (one, other) in enumerate(zip(left, right, strict=True)):
            bend = swirl * math.sin(step * 1.25 + share * 5) * min(1.0, (7 - step) / 3)
            points.append(
                (
                    x + (one[0] + (other[0] - one[0]) * share + bend) * height,
                    y + (one[1] + (other[1] - one[1]) * share) * height,
                ),
            )
        lines.append(curve(points, closed=False, steps=14))
    return lines


def screen(picture: Picture, light: Light, box: Box, stops: tuple[Colour, Colour]) -> None:
    """A glowing screen with a thin frame."""
    x0, y0, x1, y1 = box
    picture.rect((x0 - 8, y0 - 8, x1 + 8, y1 + 8), (6, 6, 14), radius=6)
    picture.rect(box, stops, radius=3)
    middle = ((x0 + x1) / 2, (y0 + y1) / 2)
    light.glow(middle, ((x1 - x0) * 0.95, (y1 - y0) * 1.2), mix(*stops, 0.5), 0.35)


def opening() -> Image.Image:
    """The wide picture at the top: the show that opens the conference."""
    width, height = 3200, 1200
    picture = Picture((width, height), [(0, (9, 9, 26)), (0.45, (34, 20, 66)), (0.7, (86, 26, 74)),
                                        (1, (20, 10, 28))])  # fmt: skip
    light = Light(picture.size)
    cx, floor = 1600, 850
    for index in range(9):  # the ribs of the shed's roof run towards the stage
        spread = (index - 4) / 4
        picture.line([(cx + spread * 2600, -60), (cx + spread * 720, 330)], 7, (44, 32, 84), 0.4)
    for y, depth, alpha in ((40, 62, 0.9), (190, 40, 0.8), (290, 26, 0.7)):
        truss(picture, y, depth, (30, 22, 58), alpha)
    panel = (cx - 620, 360, cx + 620, floor - 20)
    picture.rect((panel[0] - 10, panel[1] - 10, panel[2] + 10, panel[3]), (8, 6, 18), radius=6)
    picture.rect(panel, ((70, 18, 92), (232, 84, 62)))
    for index in range(31):
        x = panel[0] + 20 + index * 40
        wave = 60 + 150 * math.exp(-(((index - 15) / 7) ** 2))
        tall = wave * (0.75 + 0.25 * math.sin(index * 1.9))
        picture.rect((x - 7, panel[3] - tall, x + 7, panel[3]), ((255, 150, 84), (255, 206, 120)),
                     0.35, 7)  # fmt: skip
    for side in (-1, 1):
        middle = cx + side * 1060
        tones = ((44, 30, 112), (142, 44, 128))
        screen(picture, light, (middle - 270, 420, middle + 270, 720), tones)
        marks = [(middle - 200 + step * 40, 660 - 16 * step + 26 * math.sin(step * 1.7 + side))
                 for step in range(11)]  # fmt: skip
        picture.line(curve(marks, closed=False), 9, (255, 168, 104))
        for mark in marks[::2]:
            picture.oval(mark, (13, 13), (255, 236, 210))
    picture.polygon([(cx - 1020, floor - 24), (cx + 1020, floor - 24), (cx + 1240, floor + 40),
                     (cx - 1240, floor + 40)], ((146, 44, 62), (60, 18, 50)))  # fmt: skip
    picture.rect((cx - 1240, floor + 40, cx + 1240, floor + 90), ((46, 14, 42), (16, 8, 24)))
    picture.line([(cx - 1240, floor + 41), (cx + 1240, floor + 41)], 5, (255, 168, 92))
    for index in range(-6, 7):
        if index:
            x = cx + index * 230
            tone = (FLAME, MAGENTA, VIOLET)[abs(index) % 3]
            light.beam((x, 62 + 26), (cx + index * 96, floor + 30), (14, 210), tone, 0.34)
            light.beam((x, 88), (x + index * 160, 900), (12, 190), mix(tone, INDIGO, 0.4), 0.26)
    light.glow((cx, floor - 40), (1150, 420), FLAME, 0.42)
    light.glow((cx, 420), (620, 560), MAGENTA, 0.3)
    lamps(picture, light, [(cx + index * 230, 96) for index in range(-6, 7)], GOLD)
    picture.light(light)
    fire = Light(picture.size, 2)
    lines = flame((cx, floor + 6), 760, 46)
    fire.strokes(lines, 26, (160, 30, 10), 0.16)
    fire.blur(12)
    fire.strokes(lines, 7, (255, 70, 60), 0.2)
    fire.blur(4)
    picture.light(fire)
    fire = Light(picture.size, 1)
    fire.strokes(lines[::2], 3.2, (255, 150, 60), 0.75)
    fire.strokes(flame((cx, floor + 6), 430, 18), 3, (255, 214, 130), 0.75)
    for side in (-1, 1):  # the arcs that the dancers draw
        x = cx + side * 480
        for turn in range(6):
            radius = 150 - turn * 15
            arc = [
                (
                    x + radius * math.cos(a * 0.105 + turn * 0.5) * side,
                    floor - 190 + radius * 0.92 * math.sin(a * 0.105 + turn * 0.5),
                )
                for a in range(46 - turn * 3)
            ]
            fire.strokes([arc], 4.5, (255, 150, 56), 0.8)
    picture.light(fire)
    dark = Lighting((60, 30, 50), (40, 20, 40), (255, 176, 96), 1, 1.0)
    for side in (-1, 1):
        dancer = Figure(Look(SKINS[2], HAIRS[0], (60, 22, 52), (40, 18, 44), "tail"), "open",
                        changes={"right_hand": (1.7, 0.5), "left_hand": (-1.6, 2.4),
                                 "left_foot": (-0.9, 6.7), "right_foot": (0.8, 6.85)},
                        flip=side > 0)  # fmt: skip
        stand(picture, dancer, (cx + side * 480, floor + 18), 36, dark)
    picture.bloom(150, 60, 0.45)
    dice = Dice(24)
    for row in (
        Row(912, 44, (58, 20, 50), (255, 140, 84), 2.1, 1.1),
        Row(972, 64, (34, 13, 40), (255, 132, 80), 2.15, 1.1, blur=0.6),
        Row(1068, 98, (14, 8, 22), (255, 120, 84), 2.2, 1.0, blur=1.4),
    ):
        audience(picture, row, dice)
    for x, y, size in ((842, 930, 30), (2290, 890, 26), (2710, 955, 34)):
        _phone(picture, (x, y), size)
    return picture.finish(0.4)


def _phone(picture: Picture, at: Point, size: float) -> None:
    """A raised telephone that films the stage."""
    x, y = at
    picture.polygon([(x - size * 0.5, y + size * 2.2), (x - size * 0.35, y + size * 0.5),
                     (x + size * 0.35, y + size * 0.5), (x + size * 0.7, y + size * 2.4)],
                    (16, 9, 24))  # fmt: skip
    picture.rect((x - size * 1.05, y - size * 0.62, x + size * 1.05, y + size * 0.62), (10, 8, 18),
                 radius=size * 0.14)  # fmt: skip
    picture.rect((x - size * 0.95, y - size * 0.53, x + size * 0.95, y + size * 0.53),
                 ((196, 70, 88), (255, 172, 100)), radius=size * 0.08)  # fmt: skip
    picture.blob([(x, y - size * 0.45), (x + size * 0.2, y), (x, y + size * 0.4),
                  (x - size * 0.2, y)], (255, 236, 190))  # fmt: skip


@dataclass(frozen=True)
class Scheme:
    """The colours of one stage."""

    top: Colour
    middle: Colour
    floor: Colour
    beam: Colour
    accent: Colour


WARM = Scheme((18, 12, 38), (84, 30, 86), (52, 22, 48), FLAME, GOLD)
COOL = Scheme((8, 14, 34), (22, 60, 104), (16, 32, 56), (70, 150, 230), (110, 226, 220))
ROSE = Scheme((20, 10, 40), (96, 32, 110), (46, 20, 62), MAGENTA, (255, 170, 140))
FOREST = Scheme((6, 20, 28), (14, 82, 84), (12, 40, 46), (60, 206, 170), (244, 214, 120))


def _hall(scheme: Scheme, size: tuple[int, int], floor: float) -> tuple[Picture, Light]:
    width, height = size
    picture = Picture(size, [(0, scheme.top), (floor / height, scheme.middle), (1, scheme.top)])
    light = Light(size)
    truss(picture, height * 0.03, height * 0.045, dim(scheme.middle, 0.4))
    for index in range(7):
        x = width * (0.08 + 0.14 * index)
        target = (width * 0.5 + (x - width * 0.5) * 0.5, floor + 60)
        light.beam((x, height * 0.09), target, (18, width * 0.1), scheme.beam, 0.28)
    lamps(picture, light, [(width * (0.08 + 0.14 * i), height * 0.095) for i in range(7)],
          scheme.accent)  # fmt: skip
    return picture, light


def _platform(picture: Picture, scheme: Scheme, floor: float, depth: float) -> None:
    width = picture.size[0]
    bright = mix(scheme.floor, scheme.beam, 0.3)
    picture.polygon([(width * 0.03, floor - depth), (width * 0.97, floor - depth),
                     (width * 1.06, floor), (-width * 0.06, floor)],
                    (mix(bright, scheme.accent, 0.25), bright))  # fmt: skip
    picture.rect((0, floor, width, picture.size[1]), (dim(scheme.floor, 0.7), dim(scheme.top, 0.5)))
    picture.line([(0, floor), (width, floor)], 5, scheme.accent, 0.85)


def _chair(picture: Picture, at: Point, unit: float, colour: Colour) -> None:
    """An armchair behind somebody who sits; `at` is between its feet."""
    x, y = at
    dark = dim(colour, 0.62)
    for dx in (-1.0, 1.15):
        picture.line([(x + dx * unit * 0.9, y - unit * 1.5), (x + dx * unit * 1.05, y)],
                     unit * 0.12, (70, 48, 40))  # fmt: skip
    picture.rect((x - unit * 1.15, y - unit * 4.0, x + unit * 1.05, y - unit * 1.0),
                 (colour, dark), radius=unit * 0.55)  # fmt: skip
    picture.rect((x - unit * 1.25, y - unit * 2.05, x + unit * 1.35, y - unit * 1.2),
                 (mix(colour, CREAM, 0.12), dark), radius=unit * 0.35)  # fmt: skip


def _network(picture: Picture, box: Box, colours: tuple[Colour, Colour], seed: int) -> None:
    """Layers of nodes and the lines between them."""
    dice = Dice(seed)
    x0, y0, x1, y1 = box
    layers = []
    for layer, count in enumerate((3, 5, 6, 5, 3, 2)):
        x = x0 + (x1 - x0) * (layer + 0.5) / 6
        layers.append([(x, y0 + (y1 - y0) * (i + 0.5) / count) for i in range(count)])
    mask = Mask(box)
    for one, other in pairwise(layers):
        for start in one:
            for end in other:
                if dice() < 0.72:
                    mask.line([start, end], 2.2 if dice() < 0.7 else 5)
    picture.fill(mask, colours[0], 0.55)
    radius = (y1 - y0) * 0.034
    for nodes in layers:
        for node in nodes:
            big = radius * dice(0.8, 1.5)
            picture.oval(node, (big, big), mix(colours[1], (255, 255, 255), dice(0, 0.5)))


def _bars(picture: Picture, box: Box, colours: tuple[Colour, Colour], seed: int) -> None:
    """A rising chart of bars with a line over it."""
    dice = Dice(seed)
    x0, y0, x1, y1 = box
    tops = []
    for index in range(8):
        x = x0 + (x1 - x0) * (index + 0.5) / 8
        tall = (y1 - y0) * (0.18 + 0.085 * index + dice(-0.04, 0.05))
        half = (x1 - x0) * 0.036
        picture.rect((x - half, y1 - tall, x + half, y1), (colours[0], dim(colours[0], 0.55)),
                     0.95, 8)  # fmt: skip
        tops.append((x, y1 - tall - (y1 - y0) * 0.11))
    picture.line(curve(tops, closed=False), 8, colours[1])
    for top in tops:
        picture.oval(top, (13, 13), (255, 255, 255))
    picture.line([(x0, y1 + 3), (x1, y1 + 3)], 4, (255, 255, 255), 0.5)


def _tiles(picture: Picture, box: Box, colours: tuple[Colour, Colour], seed: int) -> None:
    """A graph that is lowered to blocks, as a compiler does."""
    dice = Dice(seed)
    x0, y0, x1, y1 = box
    step_x, step_y = (x1 - x0) / 5, (y1 - y0) / 4
    boxes = [[(x0 + step_x * (c + 0.5), y0 + step_y * (r + 0.5)) for r in range(4)]
             for c in range(5)]  # fmt: skip
    for one, other in pairwise(boxes):
        for start in one:
            end = dice.pick(other)
            middle = (start[0] + end[0]) / 2
            elbow = [start, (middle, start[1]), (middle, end[1]), end]
            picture.line(elbow, 4, (255, 255, 255), 0.45)
    for column in boxes:
        for x, y in column:
            if dice() < 0.85:
                tone = mix(colours[0], colours[1], dice())
                picture.rect((x - step_x * 0.31, y - step_y * 0.26, x + step_x * 0.31,
                              y + step_y * 0.26), (mix(tone, CREAM, 0.25), tone),
                             radius=12)  # fmt: skip


def _front_rows(picture: Picture, scheme: Scheme, rows: Sequence[float], seed: int) -> None:
    """The audience at the bottom of the picture; `rows` are baselines, far to near."""
    dice = Dice(seed)
    height = picture.size[1]
    for index, baseline in enumerate(rows):
        unit = height * (0.052 + 0.022 * index)
        tone = mix(dim(scheme.floor, 0.7), (6, 5, 12), index / max(1, len(rows)))
        row = Row(baseline, unit, tone, mix(scheme.accent, scheme.beam, 0.4), 2.15,
                  0.95, blur=0.5 + index * 1.1)  # fmt: skip
        audience(picture, row, dice)


PANEL = (
    (Look(SKINS[1], HAIRS[4], (34, 44, 78), (52, 52, 62), "bob", jacket=True), "speak"),
    (Look(SKINS[4], HAIRS[0], (196, 76, 62), (36, 38, 50), "crop", beard=True), "sit"),
    (Look(SKINS[0], HAIRS[2], (50, 112, 120), (60, 58, 66), "wave", glasses=True), "cross"),
    (Look(SKINS[5], HAIRS[0], (232, 176, 92), (44, 46, 66), "curly"), "sit"),
    (Look(SKINS[2], HAIRS[0], (96, 58, 104), (40, 42, 54), "short", jacket=True, glasses=True),
     "cross"),
)  # fmt: skip


def panel(scheme: Scheme = WARM, seed: int = 5) -> Image.Image:
    """Five people in armchairs on a stage."""
    picture, light = _hall(scheme, (2400, 1600), 1180)
    screen(picture, light, (300, 230, 2100, 860), (mix(scheme.middle, scheme.beam, 0.35),
                                                   mix(scheme.beam, scheme.top, 0.25)))  # fmt: skip
    for index in range(5):
        lines = flame((560 + index * 320, 850), 470 + 70 * (index % 2), 9)
        mask = Mask((300, 230, 2100, 860))
        for line in lines:
            mask.line(line, 5)
        picture.fill(mask, scheme.accent, 0.28)
    _platform(picture, scheme, 1200, 260)
    picture.light(light)
    picture.soft((1200, 1120), (1100, 130), (10, 6, 16), 0.4)
    unit = 72.0
    lighting = Lighting((255, 240, 228), (216, 190, 200), scheme.accent, -1, 0.7)
    for index, (look, pose) in enumerate(PANEL):
        x = 390 + index * 390 + (50 if index > 2 else 0)
        y = 1150 + (18 if index in (0, 4) else 0)
        flip = index > 2
        picture.soft((x + 20, y + 4), (190, 36), (10, 6, 16), 0.7)
        _chair(picture, (x, y), unit, dim(mix(scheme.floor, CREAM, 0.45), 0.9))
        turn = -0.8 if flip else 0.8
        stand(picture, Figure(look, pose, turn if not flip else -turn, flip=flip,
                              holds="microphone" if pose == "speak" else ""),
              (x, y), unit, lighting)  # fmt: skip
    for x in (590, 1800):
        picture.line([(x, 1040), (x, 1150)], 10, (60, 44, 44))
        picture.oval((x, 1152), (46, 9), (60, 44, 44))
        picture.oval((x, 1036), (86, 20), ((238, 224, 204), (150, 120, 110)))
        for dx in (-30, 24):
            picture.rect((x + dx - 12, 986, x + dx + 12, 1036), ((220, 236, 244), (150, 176, 196)),
                         0.7, 4)  # fmt: skip
    picture.bloom(170, 70, 0.4)
    _front_rows(picture, scheme, (1350, 1420, 1520), seed)
    return picture.finish(0.42)


def keynote(scheme: Scheme = COOL, seed: int = 8) -> Image.Image:
    """One speaker in front of a screen as large as a house."""
    picture, light = _hall(scheme, (2400, 1600), 1150)
    box = (520, 220, 2260, 900)
    screen(picture, light, box, (mix(scheme.top, scheme.middle, 0.55),
                                 mix(scheme.middle, scheme.beam, 0.42)))  # fmt: skip
    inner = (620, 280, 2160, 840)
    chart = {id(COOL): _network, id(WARM): _bars, id(FOREST): _tiles}.get(id(scheme), _bars)
    chart(picture, inner, (scheme.beam, scheme.accent), seed)
    _platform(picture, scheme, 1190, 230)
    light.beam((192, 150), (470, 1150), (30, 420), CREAM, 0.5)
    light.glow((470, 1120), (420, 80), CREAM, 0.4)
    picture.light(light)
    look = (
        Look(SKINS[0], HAIRS[1], (44, 50, 64), (60, 74, 104), "short", jacket=True, beard=True)
        if scheme is COOL
        else Look(SKINS[3], HAIRS[0], scheme.beam, (40, 42, 60), "bun", jacket=True)
    )
    lighting = Lighting((255, 246, 236), (222, 220, 232), scheme.accent, 1, 0.8)
    stand(picture, Figure(look, "talk", 0.9), (470, 1140), 84, lighting)
    picture.bloom(165, 70, 0.42)
    _front_rows(picture, scheme, (1330, 1405, 1510), seed)
    return picture.finish(0.42)


def showcase(scheme: Scheme = ROSE, seed: int = 11) -> Image.Image:
    """A pitch on the stage, seen over the shoulders of the judges."""
    picture, light = _hall(scheme, (2400, 1600), 1000)
    box = (260, 210, 1560, 810)
    screen(picture, light, box, (mix(scheme.middle, scheme.top, 0.25),
                                 mix(scheme.beam, scheme.middle, 0.3)))  # fmt: skip
    _bars(picture, (380, 310, 1440, 720), (scheme.accent, GOLD), seed)
    _platform(picture, scheme, 1060, 200)
    light.beam((1536, 150), (1800, 1030), (30, 430), CREAM, 0.5)
    light.glow((1800, 1010), (420, 70), CREAM, 0.4)
    picture.light(light)
    look = Look(SKINS[2], HAIRS[0], (40, 150, 160), (44, 42, 62), "long", jacket=True)
    lighting = Lighting((255, 244, 236), (226, 206, 222), scheme.accent, -1, 0.8)
    stand(picture, Figure(look, "open", -0.9), (1800, 1012), 80, lighting)
    picture.bloom(165, 70, 0.42)
    picture.blur(2.2, (0, 0, 2400, 1070))
    picture.polygon([(-60, 1240), (2460, 1240), (2500, 1330), (-100, 1330)],
                    ((126, 62, 92), (72, 34, 62)))  # fmt: skip
    picture.rect((0, 1330, 2400, 1600), ((30, 14, 34), (12, 6, 18)))
    for x in (40, 620, 1200, 1780, 2360):
        picture.polygon([(x - 190, 1318), (x - 60, 1318), (x - 78, 1292), (x - 190, 1292)],
                        ((250, 236, 224), (208, 176, 176)))  # fmt: skip
        picture.polygon([(x - 30, 1310), (x + 170, 1310), (x + 150, 1284), (x - 14, 1284)],
                        ((130, 130, 150), (80, 80, 104)))  # fmt: skip
        picture.rect((x - 14, 1166, x + 150, 1286), ((44, 46, 66), (26, 26, 42)), radius=8)
        picture.rect((x - 4, 1176, x + 140, 1276), ((250, 212, 190), (226, 130, 150)))
        picture.rect((x + 14, 1240, x + 34, 1264), MAGENTA)
        picture.rect((x + 46, 1222, x + 66, 1264), MAGENTA)
        picture.rect((x + 78, 1200, x + 98, 1264), VIOLET)
        picture.rect((x - 262, 1180, x - 222, 1306), ((226, 236, 248), (140, 130, 170)), 0.7, 10)
    picture.blur(1.6, (0, 1100, 2400, 1600))
    rim = mix(scheme.accent, scheme.beam, 0.35)
    dice = Dice(seed)
    for index, style in enumerate(("bun", "short", "wave", "curly")):
        tone = ((38, 22, 46), (26, 26, 50), (48, 20, 42), (24, 20, 40))[index]
        _judge(picture, (330 + index * 580 + dice(-40, 40), 1075 + dice(-20, 26)), style,
               tone, rim)  # fmt: skip
    return picture.finish(0.4)


def _judge(picture: Picture, at: Point, style: str, tone: Colour, rim: Colour) -> None:
    """A big back with the light of the stage on its edge."""
    unit = 225.0
    x, y = at
    for shift, colour in ((0.0, rim), (unit * 0.028, tone)):
        mask = Mask((x - unit * 1.3, y - unit, x + unit * 1.3, 1600))
        back_view(mask, (x + shift * 0.4, y + shift), unit - shift * 0.5, style)
        picture.fill(mask, (mix(colour, rim, 0.14), dim(colour, 0.5)))
    picture.soft((x, y + unit * 1.9), (unit * 0.9, unit * 1.2), dim(tone, 0.4), 0.5)


def crowd() -> Image.Image:
    """The audience from the stage: rows and rows of faces in warm light."""
    x: float
    picture = Picture((2400, 1600), [(0, (26, 16, 46)), (0.3, (92, 40, 84)), (1, (40, 20, 44))])
    light = Light(picture.size)
    for index in range(6):
        x = 200 + index * 400
        picture.rect((x - 60, 60, x + 60, 74), (255, 226, 180))
        light.glow((x, 70), (260, 190), GOLD, 0.45)
    for index in range(4):
        light.beam((350 + index * 560, 60), (200 + index * 660, 900), (30, 420), FLAME, 0.2)
    picture.light(light)
    dice = Dice(31)
    far, near = (196, 112, 122), (255, 240, 226)
    rows, y = 9, 230.0
    for row in range(rows):
        share = row / (rows - 1)
        unit = 46 + 112 * share**1.2
        x = dice(-1, 0.4) * unit
        tone = mix(far, near, share)
        while x < 2400 + unit:
            look = some_look(dice)
            size = unit * dice(0.93, 1.07)
            image = bust(look, size, dice(-1, 1))
            glow = Lighting(tone, dim(tone, 0.55), (255, 150, 90), dice.pick((-1, 1)), 0.4)
            image = lit(image, glow, size * 0.035)
            picture.sprite(image, (x - 1.4 * size, y - 0.8 * size + dice(-0.12, 0.12) * size))
            x += size * dice(2.0, 2.35)
        if row < rows - 1:
            picture.haze((0, 0, 2400, 1600), mix((92, 40, 84), FLAME, 0.12), (0.04, 0.07))
        if row < 4:
            picture.blur(2.6 - row * 0.5, (0, 0, 2400, round(y + 3 * unit)))
        y += unit * 1.45
    over = Light(picture.size)
    over.glow((1200, 1750), (1700, 700), FLAME, 0.3)
    over.glow((300, 200), (900, 500), MAGENTA, 0.18)
    picture.light(over)
    return picture.finish(0.45)


def applause() -> Image.Image:
    """Raised hands against the light of the last song."""
    x: float
    picture = Picture(
        (2400, 1600),
        [(0, (16, 10, 44)), (0.45, (150, 36, 104)), (0.8, (255, 128, 62)), (1, (60, 20, 50))],
    )
    light = Light(picture.size)
    for index in range(11):
        x = 1200 + (index - 5) * 70
        end = (1200 + (index - 5) * 560, -100)
        light.beam(
            (x, 1180), end, (30, 330), ((255, 170, 60), FLAME, (255, 60, 110))[index % 3], 0.5
        )
    light.glow((1200, 1150), (1300, 520), (255, 190, 100), 0.75)
    picture.light(light)
    dice = Dice(7)
    confetti = ((255, 214, 130), (255, 120, 96), (110, 214, 210), (255, 250, 240), (226, 80, 140))
    for _ in range(240):
        x, y, size = dice(0, 2400), dice(0, 1080), dice(5, 14)
        turn = dice(0, math.pi)
        dx, dy = size * math.cos(turn), size * math.sin(turn)
        flat = dice(0.25, 0.8)
        picture.polygon([(x - dx, y - dy), (x + dy * flat, y - dx * flat), (x + dx, y + dy),
                         (x - dy * flat, y + dx * flat)], dice.pick(confetti), 0.9)  # fmt: skip
    picture.bloom(190, 80, 0.35)
    for row, (baseline, unit, tone) in enumerate(
        ((1120, 78, (96, 28, 62)), (1270, 118, (52, 16, 46)), (1450, 170, (20, 9, 26))),
    ):
        mask = Mask((0, 300, 2400, 1600))
        x = dice(0, 2) * unit
        while x < 2400:
            _arms(mask, (x, baseline + unit * 1.4), unit, dice)
            x += unit * dice(3.2, 5.2)
        picture.fill(mask, (mix(tone, FLAME, 0.22), tone))
        audience(picture, Row(baseline, unit, tone, (255, 190, 110), 2.15, 0.9, blur=row * 0.9),
                 dice)  # fmt: skip
        picture.haze((0, baseline, 2400, 1600), tone, (0, 0.75))
    return picture.finish(0.4)


def _arms(mask: Mask, at: Point, unit: float, dice: Dice) -> None:
    """A pair of arms in the air, hands open."""
    x, y = at
    for side in (-1, 1):
        reach = dice(2.3, 3.3) * unit
        elbow = (x + side * unit * dice(0.95, 1.25), y - reach * 0.42)
        wrist = (x + side * unit * dice(0.55, 1.0), y - reach)
        start = (x + side * unit * 0.75, y)
        for first, last, w0, w1 in ((start, elbow, 0.27, 0.2), (elbow, wrist, 0.2, 0.11)):
            length = math.hypot(last[0] - first[0], last[1] - first[1])
            nx, ny = -(last[1] - first[1]) / length * unit, (last[0] - first[0]) / length * unit
            mask.polygon([(first[0] + nx * w0, first[1] + ny * w0),
                          (last[0] + nx * w1, last[1] + ny * w1),
                          (last[0] - nx * w1, last[1] - ny * w1),
                          (first[0] - nx * w0, first[1] - ny * w0)])  # fmt: skip
            mask.oval(last, (w1 * unit, w1 * unit))
        palm = (wrist[0], wrist[1] - unit * 0.2)
        mask.oval(palm, (unit * 0.19, unit * 0.25))
        for finger in range(5):
            angle = math.radians(-90 + (finger - 2) * 19 + side * 5)
            length = unit * ((0.42, 0.52, 0.56, 0.5, 0.4)[finger])
            tip = (palm[0] + length * math.cos(angle), palm[1] + length * math.sin(angle))
            mask.line([palm, tip], unit * 0.105)
            mask.oval(tip, (unit * 0.05, unit * 0.05))


def winner() -> Image.Image:
    """The winner of the showcase lifts the cup."""
    x: float
    picture, light = _hall(WARM, (2400, 1600), 1250)
    light.beam((1200, -200), (1200, 1900), (160, 1150), (255, 150, 60), 0.75)
    for index in range(-4, 5):
        light.beam((1200 + index * 90, 1300), (1200 + index * 520, -40), (20, 240),
                   ((255, 40, 110), (255, 100, 40))[index % 2], 0.45)  # fmt: skip
    light.glow((1200, 760), (1250, 900), (255, 96, 40), 0.6)
    light.glow((1200, 1380), (900, 110), (255, 190, 110), 0.6)
    _platform(picture, WARM, 1440, 240)
    picture.light(light)
    picture.bloom(150, 90, 0.3)
    looks = (
        (560, "cheer", Look(SKINS[1], HAIRS[3], (56, 120, 128), (52, 52, 64), "bob")),
        (860, "open", Look(SKINS[4], HAIRS[0], (230, 224, 214), (52, 56, 76), "short", beard=True)),
        (1540, "cheer", Look(SKINS[2], HAIRS[0], (236, 178, 88), (46, 48, 62), "curly")),
        (1850, "open", Look(SKINS[0], HAIRS[5], (96, 58, 104), (44, 44, 60), "crop", glasses=True)),
    )
    side = Lighting((246, 214, 204), (200, 150, 160), (255, 200, 120), 1, 0.9)
    for x, pose, look in looks:
        lighting = side if x < 1200 else Lighting(side.ambient, side.ground, side.rim, -1, 0.9)
        stand(picture, Figure(look, pose, 0.8 if x < 1200 else -0.8), (x, 1360), 92, lighting)
    star = Look(SKINS[3], HAIRS[0], (44, 60, 120), (38, 40, 56), "long", jacket=True)
    stand(picture, Figure(star, "hold", 0.4, holds="trophy"), (1200, 1400), 112,
          Lighting((255, 246, 232), (236, 206, 200), GOLD, 1, 0.7))  # fmt: skip
    dice = Dice(19)
    tones = ((255, 214, 130), (255, 110, 90), (96, 206, 206), (255, 248, 236), (226, 80, 140))
    for _ in range(330):
        x, y = dice(0, 2400), dice(-20, 1500)
        size = dice(6, 17)
        turn, flat = dice(0, math.pi), dice(0.2, 0.7)
        dx, dy = size * math.cos(turn), size * math.sin(turn)
        picture.polygon([(x - dx, y - dy), (x + dy * flat, y - dx * flat), (x + dx, y + dy),
                         (x - dy * flat, y + dx * flat)], dice.pick(tones), 0.92)  # fmt: skip
    picture.bloom(185, 70, 0.35)
    return picture.finish(0.45)


def question() -> Image.Image:
    """Somebody in the audience asks a question."""
    x: float
    picture = Picture((2400, 1600), [(0, (20, 22, 46)), (0.5, (54, 58, 96)), (1, (26, 24, 44))])
    light = Light(picture.size)
    for x, y, size, tone in ((240, 260, 120, TEAL), (620, 180, 90, GOLD), (1960, 230, 130, FLAME),
                             (2230, 430, 90, GOLD), (1500, 140, 70, TEAL), (1120, 220, 100, FLAME),
                             (60, 520, 80, MAGENTA)):  # fmt: skip
        picture.oval((x, y), (size, size), tone, 0.24)
        picture.oval((x, y), (size * 0.9, size * 0.9), mix(tone, CREAM, 0.2), 0.2)
        light.glow((x, y), (size * 2.4, size * 2.4), tone, 0.25)
    picture.light(light)
    dice = Dice(41)
    for row, unit in enumerate((96, 106, 118, 132)):
        x = dice(-0.6, 0) * unit
        while x < 2400 + unit:
            look = replace(some_look(dice), beard=False)
            image = lit(bust(look, unit, dice(-1, 1)),
                        Lighting((150, 140, 176), (92, 86, 124)), 4)  # fmt: skip
            picture.sprite(image, (x - 1.4 * unit, 560 + row * 150 - 0.8 * unit))
            x += unit * dice(2.2, 2.7)
        picture.blur(4.5 - row * 0.6)
    asker = Look(SKINS[3], HAIRS[0], (232, 120, 66), (50, 52, 70), "wave", glasses=True,
                 lanyard=(60, 170, 176))  # fmt: skip
    unit = 168
    stand(picture, Figure(asker, "talk", 0.6, holds="microphone",
                          changes={"left_hand": (-0.12, 1.2), "left_elbow": (-0.95, 2.1)}),
          (1180, 560 + unit * 7), unit,
          Lighting((255, 244, 232), (214, 196, 206), (255, 200, 140), -1, 0.9))  # fmt: skip
    audience(picture, Row(1380, 176, (18, 15, 32), (255, 176, 120), 2.5, 0.5, blur=4), dice)
    return picture.finish(0.42)
