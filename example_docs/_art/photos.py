"""Draws the example site's photographs before a build; only what is missing or out of date.

The pictures are large when they are drawn and nothing of them is in git: `draw(folder)` is called
from `conf.py`. They carry what a camera and a picture desk would have left in them: the time of
the exposure (EXIF) and, in some, an alternative text (IPTC, in XMP).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import PIL
from PIL import Image

from . import city, details, stage
from .figures import HAIRS, SKINS, TOPS, Lighting, Look, bust, lit
from .paint import Colour, Light, Picture, mix

_STAMP = ".drawn"
_EXIF_IFD = 0x8769
_DATE_TIME_ORIGINAL = 0x9003
_OFFSET_TIME_ORIGINAL = 0x9011
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
   <Iptc4xmpCore:AltTextAccessibility>
    <rdf:Alt><rdf:li xml:lang="x-default">{alt}</rdf:li></rdf:Alt>
   </Iptc4xmpCore:AltTextAccessibility>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True)
class Shot:
    """A picture, when it was "taken" (San Francisco time), and the text in its metadata."""

    paint: Callable[[], Image.Image]
    taken: str
    alt: str = ""


def _still(paint: Callable[[], Image.Image]) -> Image.Image:
    """The 16:9 middle of a stage picture, as the poster of a video."""
    image = paint()
    height = image.width * 9 // 16
    top = (image.height - height) * 2 // 5
    image = image.crop((0, top, image.width, top + height))
    return image.resize((1280, 720), Image.Resampling.LANCZOS)


def _portrait(look: Look, tones: tuple[Colour, Colour], turn: float) -> Image.Image:
    """Head and shoulders on a plain backdrop."""
    picture = Picture((600, 600), [(0, mix(tones[0], (255, 255, 255), 0.12)), (1, tones[1])])
    side = 1 if turn > 0 else -1
    picture.oval((300 - side * 40, 300), (232, 232), mix(tones[0], (255, 255, 255), 0.3), 0.55)
    light = Light(picture.size)
    light.glow((300 - side * 220, 90), (420, 420), (255, 224, 180), 0.4)
    picture.light(light)
    unit = 190.0
    light_on = Lighting((255, 250, 244), (226, 212, 214), (255, 226, 190), -side, 0.7)
    picture.sprite(lit(bust(look, unit, turn), light_on, 4), (300 - 1.4 * unit, 262 - 0.8 * unit))
    return picture.finish(0.18)


_PEOPLE: Mapping[str, tuple[Look, tuple[Colour, Colour], float]] = {
    "amara-osei": (
        Look(SKINS[5], HAIRS[0], TOPS[2], style="curly", jacket=True),
        ((84, 150, 160), (34, 92, 112)), -0.8,
    ),
    "jonas-lindqvist": (
        Look(SKINS[0], HAIRS[4], TOPS[0], style="short", beard=True, glasses=True),
        ((236, 164, 110), (200, 96, 74)), 0.7,
    ),
    "mei-tanaka": (
        Look(SKINS[1], HAIRS[0], TOPS[5], style="bob", jacket=True),
        ((176, 120, 170), (104, 62, 124)), 0.8,
    ),
    "priya-raman": (
        Look(SKINS[3], HAIRS[0], TOPS[1], style="wave", glasses=True),
        ((246, 206, 140), (226, 148, 84)), -0.7,
    ),
    "luca-ferri": (
        Look(SKINS[1], HAIRS[5], TOPS[6], style="crop", jacket=True),
        ((140, 170, 206), (72, 98, 150)), 0.6,
    ),
    "noor-haddad": (
        Look(SKINS[2], (44, 120, 128), TOPS[8], style="scarf"),
        ((240, 200, 186), (206, 122, 120)), -0.6,
    ),
}  # fmt: skip

SHOTS: Mapping[str, Shot] = {
    "opening.jpg": Shot(
        stage.opening, "2024:09:18 09:02:11",
        "A tall flame drawn in lines of light above a stage, two dancers beside it and a full hall"
        " in front",
    ),
    "seats.jpg": Shot(details.seats, "2024:09:18 07:48:30"),
    "badge.jpg": Shot(
        details.badge, "2024:09:18 08:05:42",
        "Three conference badges on purple, teal and orange lanyards",
    ),
    "keynote.jpg": Shot(stage.keynote, "2024:09:18 09:21:05"),
    "crowd.jpg": Shot(stage.crowd, "2024:09:18 09:34:50"),
    "stage.jpg": Shot(stage.panel, "2024:09:18 11:10:27"),
    "desk.jpg": Shot(details.desk, "2024:09:18 11:52:03"),
    "lunch.jpg": Shot(details.lunch, "2024:09:18 12:31:19"),
    "hallway.jpg": Shot(details.hallway, "2024:09:18 14:15:36"),
    "poster.jpg": Shot(details.poster, "2024:09:18 16:40:08"),
    "palace.jpg": Shot(city.palace, "2024:09:18 19:22:54"),
    "reception.jpg": Shot(details.reception, "2024:09:18 19:31:47"),
    "piers.jpg": Shot(city.piers, "2024:09:19 08:12:33"),
    "workshop.jpg": Shot(details.workshop, "2024:09:19 10:05:14"),
    "question.jpg": Shot(stage.question, "2024:09:19 11:47:09"),
    "microphone.jpg": Shot(details.microphone, "2024:09:19 13:03:58"),
    "showcase.jpg": Shot(stage.showcase, "2024:09:19 15:18:22"),
    "winner.jpg": Shot(stage.winner, "2024:09:19 16:44:01"),
    "applause.jpg": Shot(stage.applause, "2024:09:19 17:02:40"),
    "bridge.jpg": Shot(
        city.bridge, "2024:09:19 19:09:15",
        "The Golden Gate Bridge at dusk, the sun on the horizon between its towers",
    ),
    "skyline.jpg": Shot(city.skyline, "2024:09:19 19:41:26"),
    "posters/keynote.jpg": Shot(
        partial(_still, partial(stage.keynote, stage.WARM, 21)), "2024:09:18 09:20:00"),
    "posters/dl-compiler.jpg": Shot(
        partial(_still, partial(stage.keynote, stage.FOREST, 22)), "2024:09:18 13:30:00"),
    "posters/fine-tuning.jpg": Shot(
        partial(_still, partial(stage.keynote, stage.ROSE, 23)), "2024:09:19 13:30:00"),
    "posters/panel.jpg": Shot(
        partial(_still, partial(stage.panel, stage.COOL, 24)), "2024:09:18 11:00:00"),
    "posters/showcase.jpg": Shot(
        partial(_still, partial(stage.showcase, stage.COOL, 25)), "2024:09:19 15:00:00"),
    **{
        f"people/{name}.jpg": Shot(partial(_portrait, *settings), "2024:09:18 10:00:00")
        for name, settings in _PEOPLE.items()
    },
}  # fmt: skip


def _encode(shot: Shot) -> bytes:
    exif = Image.Exif()
    camera = exif.get_ifd(_EXIF_IFD)
    camera[_DATE_TIME_ORIGINAL] = shot.taken
    camera[_OFFSET_TIME_ORIGINAL] = "-07:00"
    options: dict[str, object] = {"quality": 88, "exif": exif}
    if shot.alt:
        options["xmp"] = _XMP.format(alt=escape(shot.alt)).encode()
    stream = BytesIO()
    shot.paint().save(stream, "JPEG", **options)
    return stream.getvalue()


def _version() -> str:
    """What decides how the pictures look: these scripts and Pillow."""
    digest = hashlib.sha256(PIL.__version__.encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        if source.name != "logos.py":  # its files are in git
            digest.update(source.read_bytes())
    return digest.hexdigest()


def _write(path: Path, data: bytes) -> None:
    """Write all of `data` or nothing, also when two builds draw at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)


def draw(folder: Path) -> None:
    """Draw every picture that `folder` does not have yet, or all when the scripts have changed."""
    stamp, version = folder / _STAMP, _version()
    current = stamp.is_file() and stamp.read_text("ascii") == version
    for name, shot in SHOTS.items():
        path = folder / name
        if not (current and path.is_file()):
            _write(path, _encode(shot))
    if not current:
        _write(stamp, version.encode("ascii"))
