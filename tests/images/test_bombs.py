"""Pictures of few bytes and many pixels: what they cost is known before, and bounded."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from PIL import Image

from sphinx_confrecap.images import decode, encode, header, measure
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.limits import Budget, PictureLimits
from sphinx_confrecap.images.recipes import Responsive, Single, Trimmed

if TYPE_CHECKING:
    from pathlib import Path

MOST = 1000  # megabytes of one process

RUN = """
import json, pathlib, resource, sys
from concurrent.futures import ThreadPoolExecutor
from sphinx_confrecap.images import header, measure
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.recipes import Responsive, Single, Trimmed
from sphinx_confrecap.images.store import Store
path = pathlib.Path(sys.argv[1])
box = (0.0, 0.0, 300.0, 300.0)
recipes = [Responsive((320, 1920)), Single(), Trimmed(box, 300, 300), Trimmed(box, 90, 90)]
told = []
try:
    measure.measure(path, header.read(path))
except PictureError as error:
    told.append(str(error))
with ThreadPoolExecutor(4) as pool:
    made = Store(path.parent / "cache").render([(path, one) for one in recipes], executor=pool)
told += [str(one) for one in made.values() if isinstance(one, PictureError)]
status = pathlib.Path("/proc/self/status")  # the other one counts what started us, on Linux
if status.exists():
    peak = int(status.read_text("utf-8").partition("VmHWM:")[2].split()[0]) // 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
counts = [len(one) for one in made.values() if not isinstance(one, PictureError)]
print(json.dumps([peak, told, counts]))
"""


def run(path: Path) -> tuple[int, list[str], list[int]]:
    """Measure a picture and make all of it, four at once; return megabytes and what is said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(path)], capture_output=True, encoding="utf-8", check=True
    )
    peak, told, made = json.loads(done.stdout)
    return peak, told, made


SHOWN = {
    "palette": lambda: make.flat_png(14_000, 14_000, bits=1, colour=3),
    "grey": lambda: make.flat_png(3_000, 65_000, colour=0),
    "transparent": lambda: make.flat_png(60_000, 2_000, colour=6),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_many_pixels_are_shown_in_bounded_memory(tmp_path: Path, kind: str) -> None:
    """What fits is shown: a photo, a book's, two logos and a measure, though all come at once."""
    path = tmp_path / "bomb.png"
    path.write_bytes(SHOWN[kind]())
    peak, told, made = run(path)
    assert peak < MOST
    assert [text for text in told if "transparent all over" not in text] == []
    assert len(made) == 4


REFUSED = {
    "avif": (make.huge_avif(14_000, 14_000), "as much memory as"),
    "webp": (make.huge_webp(16_383, 12_000), "as much memory as"),
    "gif": (make.huge_gif(65_535, 3_000), "no side may be longer than 65,500"),
    "frame of a gif": (make.large_frame_gif(), "a frame is larger than the picture"),
    "png": (make.huge_png(14_143, 14_143), "more than 200,000,000"),
    "long png": (make.huge_png(199_000_000, 1), "no side may be longer than 65,500"),
    "tall png": (make.huge_png(100, 70_000), "no side may be longer than 65,500"),
    "progressive jpeg": (
        make.huge_jpeg(14_000, 14_000, progressive=True, subsampling=0),
        "as much memory as",
    ),
    "jpeg": (make.huge_jpeg(14_000, 14_000), "is truncated"),
    "jpeg of a gigapixel": (make.huge_jpeg(65_000, 65_000), "more than 200,000,000"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_more_than_fits_is_refused(tmp_path: Path, kind: str) -> None:
    """The same sentence for all that is wanted of it, which says the limit; nothing is decoded."""
    data, sentence = REFUSED[kind]
    path = tmp_path / "bomb"
    path.write_bytes(data)
    peak, told, made = run(path)
    assert peak < MOST / 2
    assert len(told) == 5
    assert made == []
    assert all(sentence in text for text in told)
    if "damaged" not in told[0] and "truncated" not in told[0]:
        assert "; to raise that limit, set confrecap_limits = {" in told[0]


def test_limits_can_be_raised_and_lowered() -> None:
    """`pixels` counts for what formats cost, `side` for both sides."""
    png, webp = make.huge_png(1000, 900), make.huge_webp(1000, 900)
    fine = PictureLimits(pixels=900_000)
    assert header.parse(io.BytesIO(png), fine).width == 1000
    with pytest.raises(PictureError, match="as much memory as 4,050,000 plain ones"):
        header.parse(io.BytesIO(webp), fine)
    assert header.parse(io.BytesIO(webp), PictureLimits(pixels=4_050_000)).width == 1000
    with pytest.raises(PictureError, match="more than 899,999"):
        header.parse(io.BytesIO(png), PictureLimits(pixels=899_999))
    with pytest.raises(PictureError, match="longer than 999"):
        header.parse(io.BytesIO(png), PictureLimits(side=999))


@pytest.mark.parametrize("formats", [("avif", "jpeg"), ("webp",), ("webp", "jpeg")])
def test_tall_pictures_are_made_as_large_as_formats_can(formats: tuple[str, ...]) -> None:
    """With the limit raised, a photo of 100 × 70,000 is scaled to what every format holds."""
    data = make.flat_png(100, 70_000, colour=0)
    limits = PictureLimits(side=70_000)
    made = encode.encode(data, Responsive((320, 640), formats), limits)
    assert made
    longest = 16_383 if "webp" in formats else 65_500
    assert all(longest * 0.97 < one.height <= longest for one in made)
    (single,) = encode.encode(data, Single(), limits)
    assert 65_000 < single.height <= 65_500


def test_shrinking_in_strips_changes_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that is shrunk before its colours are changed looks as one that is not."""
    for picture in (
        make.photo(640, 480),
        make.photo(640, 480).quantize(64),
        make.photo(640, 480, "RGBA"),
        make.photo(640, 480, "L"),
        make.photo(640, 480, "L").convert("I;16"),
        make.photo(640, 480, "L").convert("LA"),
    ):
        data = make.encoded(picture, "PNG")
        for recipe in (Responsive((80,), ("png",)), Trimmed((40, 40, 600, 440), 70, 50)):
            monkeypatch.setattr(decode, "LARGE", 25_000_000)
            (whole,) = encode.encode(data, recipe)[:1]
            monkeypatch.setattr(decode, "LARGE", 100_000)
            monkeypatch.setattr(decode, "_STRIP", 5_000)
            (strips,) = encode.encode(data, recipe)[:1]
            pair = [Image.open(io.BytesIO(one.data)).convert("RGBA") for one in (whole, strips)]
            assert pair[0].size == pair[1].size
            pixels = zip(pair[0].tobytes(), pair[1].tobytes(), strict=True)
            assert max(abs(one - other) for one, other in pixels) < 12


def test_a_large_logo_is_measured_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ink of a picture that is shrunk for the measure is where it was."""
    sheet = Image.new("RGBA", (1200, 900))
    sheet.paste((200, 0, 0, 255), (300, 200, 900, 500))
    path = tmp_path / "logo.png"
    sheet.save(path)
    before = measure.measure(path, header.read(path))
    monkeypatch.setattr(decode, "LARGE", 100_000)
    after = measure.measure(path, header.read(path))
    for side in ("left", "top", "right", "bottom"):
        assert abs(getattr(before, side) - getattr(after, side)) <= 5


def test_what_runs_at_once_is_counted() -> None:
    """Threads that together want more than there is wait for each other; one alone never waits."""
    budget, lock, most = Budget(), threading.Lock(), [0, 0]

    def take(cost: int) -> None:
        with budget.hold(cost, 100):
            with lock:
                most[0] += cost
                most[1] = max(most[1], most[0])
            time.sleep(0.01)
            with lock:
                most[0] -= cost

    threads = [threading.Thread(target=take, args=(cost,)) for cost in [40, 70, 30, 60, 5] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most[0] == 0
    assert 40 <= most[1] <= 100
    with budget.hold(1000, 100):
        pass


def test_blocks_of_metadata_are_bounded(tmp_path: Path) -> None:
    """Texts and profiles that unpack to much, and XMP without end, cost a picture nothing."""
    plain = make.flat_png(40, 30)
    bomb = make.zlib.compress(b"A" * 200_000_000, 1)
    chunks = [
        (b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb),
        (b"zTXt", b"Comment\0\0" + bomb),
        (b"eXIf", b"II*\0\x08\0\0\0\xff\xff" + b"\0" * 5_000_000),
    ]
    inside = b"".join(
        make.struct.pack(">I", len(data))
        + kind
        + data
        + make.struct.pack(">I", make.zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path = tmp_path / "a.png"
    path.write_bytes(plain[:33] + inside + plain[33:])
    peak, told, made = run(path)
    assert peak < MOST / 2
    assert (told, made) == ([], [2, 1, 1, 1])
