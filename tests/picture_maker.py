"""Pictures for tests, made when they are needed: photos, profiles, and files that are broken."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms

GPS = b"LOOK-HERE-52.5200N-13.4050E"
"""Stands in every metadata block that `exif` and `xmp` make: it must be in no published file."""


def photo(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """Return a soft picture whose left upper corner is red and whose right upper corner is blue."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (across.transpose(Image.Transpose.FLIP_LEFT_RIGHT), down, across))
    return picture.convert(mode)


def encoded(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:  # noqa: ANN401 (what Pillow takes)
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    if form == "JPEG":
        options.setdefault("quality", 92)
    picture.save(out, form, **options)
    return out.getvalue()


def exif(orientation: int = 1, **texts: str) -> bytes:
    """Return an EXIF block with a position; texts may be artist, copyright and date."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010E] = GPS.decode()  # ImageDescription
    for name, tag in (("artist", 0x013B), ("copyright", 0x8298)):
        if name in texts:
            block[tag] = texts[name]
    block.get_ifd(0x8825)[0x001D] = GPS.decode()  # GPSDateStamp, a text in the GPS directory
    if "date" in texts:
        block.get_ifd(0x8769)[0x9003] = texts["date"]
    return block.tobytes()


def xmp(alt: str = "", *, language: str = "x-default") -> bytes:
    """Return an XMP packet with a position and an IPTC alternative text."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
        f' xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="{GPS.decode()}">'
        "<Iptc4xmpCore:AltTextAccessibility><rdf:Alt>"
        f'<rdf:li xml:lang="de">Ein anderer Text</rdf:li>'
        f'<rdf:li xml:lang="{language}">{alt}</rdf:li>'
        "</rdf:Alt></Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _fixed(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


_SRGB_CURVE = b"para\0\0\0\0\0\3\0\0" + _fixed(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_WIDE = {
    "Display P3": (
        _SRGB_CURVE,
        ((0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407)),
    ),
    "Adobe RGB (1998)": (
        b"curv\0\0\0\0\0\0\0\1\2\x33\0\0",  # 2.19921875
        ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)),
    ),
    "ProPhoto RGB": (
        b"curv\0\0\0\0\0\0\0\1\1\xcd\0\0",  # 1.8
        ((0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491)),
    ),
}


def profile(name: str) -> bytes:
    """Return the ICC profile of a wide gamut (matrix and tone curve, ICC.1:2010).

    The colorants are those of the vendor's profile, adapted to D50.
    """

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + _fixed(*values)

    curve, (red, green, blue) = _WIDE[name]
    text = name.encode("utf-16-be")
    description = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28)
    tags = [
        (b"desc", description + text),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"rXYZ", xyz(*red)),
        (b"gXYZ", xyz(*green)),
        (b"bXYZ", xyz(*blue)),
        *((channel, curve) for channel in (b"rTRC", b"gTRC", b"bTRC")),
    ]
    table, body = struct.pack(">I", len(tags)), b""
    for tag, value in tags:
        table += struct.pack(">4sII", tag, 132 + 12 * len(tags) + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4s4s4s4s4s", size, b"test", b"\x04\x20\0\0", b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2024, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28
    head += _fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + table + body


def srgb() -> bytes:
    """Return an ICC profile of sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a few bytes that says it has billions of pixels."""
    data = encoded(Image.new("L", (1, 1)), "PNG")
    return data[:16] + struct.pack(">II", width, height) + data[24:]


def flat_png(width: int, height: int, *, bits: int = 8, colour: int = 2) -> bytes:
    """Return a whole PNG of few bytes and one colour; ``colour`` is PNG's type of colours."""
    bands = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = b"\0" + bytes(-(-width * bits * bands // 8))
    packer = zlib.compressobj(1)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    palette = [(b"PLTE", b"\x20\x40\x60\xff\xff\xff")] if colour == 3 else []
    parts = [(b"IHDR", head), *palette, (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def huge_jpeg(width: int, height: int, **options: Any) -> bytes:  # noqa: ANN401 (what Pillow takes)
    """Return a JPEG of a few bytes that says that it is large."""
    data = encoded(photo(64, 64), **options)
    at = next(at for at in (data.find(b"\xff\xc0"), data.find(b"\xff\xc2")) if at > 0) + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def huge_webp(width: int = 16_000, height: int = 8_000) -> bytes:
    """Return a WebP of a few bytes that says that it is large."""
    data = encoded(photo(16, 16, "RGBA"), "WEBP", exif=exif())
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return data[:24] + sides + data[30:]


def huge_avif(width: int, height: int) -> bytes:
    """Return an AVIF of a few bytes that says that it is large."""
    data = encoded(photo(16, 16), "AVIF")
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def huge_gif(width: int, height: int) -> bytes:
    """Return a GIF of a few bytes that says that it is large."""
    data = encoded(photo(16, 16).quantize(4), "GIF")
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def large_frame_gif() -> bytes:
    """Return a GIF of a few bytes with a frame that is far larger than the picture."""
    data = encoded(photo(16, 16).quantize(4), "GIF")
    at = data.index(b"," + struct.pack("<HHHH", 0, 0, 16, 16)) + 5
    return data[:at] + struct.pack("<HH", 60_000, 60_000) + data[at + 4 :]
