"""SVG: read, cleaned and drawn in bounded time, and published as a drawing and nothing else."""

from __future__ import annotations

import base64
import codecs
import contextlib
import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import picture_maker as make
import pytest
from PIL import Image

from sphinx_confrecap.images import header, measure, rasterise, svg_css, svg_process
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.limits import PictureLimits, way_out
from sphinx_confrecap.images.svg_size import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_confrecap.images.ink import Ink

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
BAR = '<rect x="20" y="40" width="60" height="20"/>'  # the ink in a view of 100 × 100
BAR_BOX = (20, 40, 80, 60)
WHOLE = (0, 0, 100, 100)
SVG_DATA = base64.b64encode(f"<svg {SVG} width='9' height='9'/>".encode()).decode()
STRICT = PictureLimits(seconds=1)

STUCK = 60
"""Seconds: what takes longer will never end. A busy machine may take its time."""


def drawing(body: str, root: str = 'viewBox="0 0 100 100"') -> bytes:
    """Return an SVG with a body."""
    return f"<svg {SVG} {root}>{body}</svg>".encode()


def ink(folder: Path, data: bytes, limits: PictureLimits = STRICT) -> Ink:
    """Measure an SVG as a build does."""
    path = folder / "logo.svg"
    path.write_bytes(data)
    return measure.measure(path, header.read(path), limits)


def box(found: Ink) -> tuple[float, float, float, float]:
    """Return the box of the ink, to half a percent of its view."""
    return tuple(round(side) for side in (found.left, found.top, found.right, found.bottom))  # type: ignore[return-value] # four


def clean(body: str, root: str = 'viewBox="0 0 9 9"', **rights: str) -> str:
    """Return what is published of an SVG."""
    return rasterise.clean(drawing(body, root), **rights).decode()


def refused(data: bytes) -> str:
    """Return why a file is refused, by its facts alone or when it is cleaned."""
    try:
        header.parse(io.BytesIO(data))
        rasterise.clean(data)
    except PictureError as error:
        return str(error)
    pytest.fail("it is taken")


# -- encodings


ENCODINGS = {
    "Shift_JIS": "cp932",
    "windows-31j": "cp932",
    "EUC-JP": "euc_jp",
    "ISO-2022-JP": "iso2022_jp",
    "GB2312": "gb2312",
    "gbk": "gbk",
    "GB18030": "gb18030",
    "Big5": "big5",
    "EUC-KR": "euc_kr",
    "windows-1251": "cp1251",
    "KOI8-R": "koi8-r",
    "ISO-8859-1": "cp1252",
    "ISO-8859-15": "iso8859-15",
    "us-ascii": "cp1252",
    "macintosh": "mac-roman",
    "x-cp1250": "cp1250",
    "utf8": "utf-8",
}
WORDS = {"cp932": "株式会社", "euc_jp": "株式会社", "iso2022_jp": "株式会社", "gb2312": "有限公司",
         "gbk": "有限公司", "gb18030": "有限公司", "big5": "有限公司", "euc_kr": "주식회사",
         "cp1251": "Завод", "koi8-r": "Завод"}  # fmt: skip


@pytest.mark.parametrize(("name", "codec"), ENCODINGS.items())
def test_an_svg_in_any_encoding_is_read_as_it_declares(name: str, codec: str) -> None:
    """What browsers read is shown, and published as UTF-8 with the same letters."""
    word = WORDS.get(codec, "Größe")
    body = f"<svg {SVG} viewBox='0 0 40 20'><text>{word}</text></svg>"
    data = f"<?xml version='1.0' encoding='{name}'?>{body}".encode(codec)
    assert header.parse(io.BytesIO(data)).width == 40
    published = rasterise.clean(data)
    assert ET.fromstring(published)[0].text == word  # noqa: S314 (our own)
    assert b"encoding" not in published


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-8"])
def test_a_byte_order_mark_decides(mark: bytes, codec: str) -> None:
    """UTF-16 is known by its mark or its first letter, whatever the declaration says."""
    if mark and mark.decode(codec, "replace") != "\ufeff":
        pytest.skip("the mark of another encoding")
    said = "UTF-16" if codec != "utf-8" else "utf-8"
    text = f"<?xml version='1.0' encoding='{said}'?>" + drawing("<text>ß</text>").decode()
    data = mark + text.encode(codec)
    assert header.parse(io.BytesIO(data)).format == "SVG"
    assert "<text>ß</text>" in rasterise.clean(data).decode()


@pytest.mark.parametrize(
    "name", ["utf-7", "rot13", "punycode", "idna", "zlib", "hex", "utf-32", "undefined", "nobody"]
)
def test_an_encoding_that_no_browser_knows_is_refused(name: str) -> None:
    """What Python alone can decode, and what nobody can, is one sentence that says what to do."""
    data = f'<?xml version="1.0" encoding="{name}"?>'.encode() + drawing(BAR)
    assert f"browsers do not know, '{name}'" in refused(data)


def test_bytes_that_are_no_text_are_refused() -> None:
    """Letters of another encoding than the declared one, and UTF-32, are named as such."""
    assert "is not text in its encoding, UTF-8" in refused(
        drawing("<text>\xe9</text>")[:-12] + b"\xe9"
    )
    head = b"<?xml version='1.0' encoding='EUC-JP'?>"
    assert "encoding, EUC-JP" in refused(
        head + drawing("<text>@</text>").replace(b"@", b"\xff\xff")
    )
    assert "UTF-32" in refused(codecs.BOM_UTF32_LE + drawing(BAR).decode().encode("utf-32-le"))


# -- numbers


@pytest.mark.parametrize(
    "root",
    [
        'viewBox="1e18 0 100 40"',
        'viewBox="0 -1e18 100 40"',
        'width="100" height="1e-310"',
        'width="1e-310pt" height="1e-310"',
        'viewBox="0 0 1e-320 10"',
        'viewBox="0 0 1e308 1e308"',
        'viewBox="1e999 0 9 9"',
        'viewBox="0 0 1e999 9"',
        f'viewBox="0 0 {"9" * 50_000} 10"',
        f'width="{"9" * 50_000}" height="9"',
        'width="1e400" height="9"',
    ],
)
def test_numbers_that_no_browser_can_show_are_refused(root: str) -> None:
    """Sizes that are out of the world are one short sentence, for photos and logos alike."""
    start = time.monotonic()
    said = refused(drawing(BAR, root))
    assert "cannot be shown" in said
    assert len(said) < 120
    assert time.monotonic() - start < STUCK


@pytest.mark.parametrize(
    "root",
    [
        'viewBox="0 0 100 100" width="1e-310" height="inf"',
        f'viewBox="0 0 100 100" width="{"9" * 50_000} px x" height="{"9" * 50_000}"',
        f'viewBox="0 0 100 100" height="{" " * 100_000}px"',
        'width="100" height="100" viewBox="nan nan nan nan"',
        'width="100" height="100" viewBox="inf 0 100 100"',
        f'width="100" height="100" viewBox="{"0 " * 100_000}"',
        'viewBox="0-0+100 1e2"',
        'viewBox="0,0 100.00 ,100"',
    ],
)
def test_a_size_that_can_be_told_is_taken(tmp_path: Path, root: str) -> None:
    """Nonsense beside a size that can be used costs nothing."""
    start = time.monotonic()
    assert box(ink(tmp_path, drawing(BAR, root))) == BAR_BOX
    assert time.monotonic() - start < STUCK


ENTITY = '<!ENTITY a " ">'


def many(count: int) -> str:
    """Return that many attributes."""
    return " ".join([f'a{number}=""' for number in range(count)])


SLOW = {
    "width": lambda n: drawing(BAR, f'viewBox="0 0 9 9" width="{"1" * n} px x" height="1"'),
    "spaces in a width": lambda n: drawing(BAR, f'viewBox="0 0 9 9" width="{" " * n}x"'),
    "view box": lambda n: drawing(BAR, f'width="9" height="9" viewBox="{"1" * n} {" " * n},x"'),
    "letters in a style": lambda n: drawing(f"<style>{'a' * n}</style>"),
    "brackets in a style": lambda n: drawing(f"<style>{'{' * n}</style>"),
    "urls in a style": lambda n: drawing(f"<style>{'url(' * (n // 4)}</style>"),
    "quotes in a style": lambda n: drawing(f"<style>{'&quot;&apos;(' * (n // 4)}</style>"),
    "comments in a style": lambda n: drawing(f"<style>{'/*' * (n // 2)}</style>"),
    "escapes in a style": lambda n: drawing(f"<style>{chr(92) * n}</style>"),
    "backgrounds": lambda n: drawing(BAR, f'style="{"background:rgb(" * (n // 16)}"'),
    "spaces in a style": lambda n: drawing(f'<g style="{";background:" * (n // 12)}{" " * n}"/>'),
    "attributes": lambda n: drawing(f"<g {many(n // 8)}/>"),
    "attributes of the root": lambda n: drawing("", many(n // 8)),
    "comment": lambda n: drawing(f"<!--{'-x' * (n // 2)}-->"),
    "document type": lambda n: f"<!DOCTYPE a [{ENTITY * (n // 16)}]>".encode() + drawing(""),
    "data": lambda n: drawing(f'<image href="data:image/png;base64,{"%41" * (n // 3)}"/>'),
    "rights": lambda n: drawing(
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{"<dc:rights>x" * (n // 24)}'
        f"{'</dc:rights>' * (n // 24)}</metadata>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("make_file", SLOW.values(), ids=SLOW)
def test_reading_grows_with_the_file(make_file: Callable[[int], bytes]) -> None:
    """A million characters of anything are read in seconds, here and in the process that cleans."""
    data = make_file(1_000_000)
    start = time.process_time()
    with contextlib.suppress(PictureError):
        header.parse(io.BytesIO(data))
    assert time.process_time() - start < 5
    try:
        rasterise.clean(data)
    except PictureError as error:
        assert "seconds" not in str(error)  # noqa: PT017 (most files are cleaned)


# -- what is drawn


def chain(count: int, link: Callable[[int], str]) -> str:
    """Definitions that each refer to the one before."""
    return "".join(link(number) for number in range(1, count))


def filtered(primitives: str) -> str:
    """A shape with a filter."""
    return f'<filter id="f">{primitives}</filter><rect filter="url(#f)" width="90" height="90"/>'


def bomb(width: int, height: int) -> str:
    """A picture of few bytes and many pixels."""
    data = base64.b64encode(make.huge_png(width, height)).decode()
    return f'<image href="data:image/png;base64,{data}" width="90" height="90"/>'


HOSTILE = {
    "deep": "<g>" * 100_000 + BAR + "</g>" * 100_000,
    "use bomb": '<defs><rect id="u0" width="1" height="1"/>'
    + chain(30, lambda n: f'<g id="u{n}">' + f'<use href="#u{n - 1}"/>' * 10 + "</g>")
    + '</defs><use href="#u29"/>',
    "use long": '<rect id="u0" width="1" height="1"/>'
    + chain(5000, lambda n: f'<use id="u{n}" href="#u{n - 1}"/>'),
    "use itself": f'<g id="a"><use xlink:href="#a"/>{BAR}</g>',
    "mask bomb": chain(
        20,
        lambda n: f'<mask id="m{n}">' + f'<rect mask="url(#m{n - 1})" width="9" height="9"/>' * 5
        + "</mask>",
    )
    + '<rect mask="url(#m19)" width="9" height="9"/>',
    "mask bomb in CSS": "<style>"
    + chain(20, lambda n: f".c{n}{{mask:url('#m{n}')}}")
    + "</style>"
    + chain(
        20,
        lambda n: f'<mask id="m{n}">' + f'<rect class="c{n - 1}" width="9" height="9"/>' * 5
        + "</mask>",
    )
    + '<rect class="c19" width="9" height="9"/>',
    "clip bomb": chain(
        20,
        lambda n: f'<clipPath id="m{n}">'
        + f'<rect clip-path="url(#m{n - 1})" width="9" height="9"/>' * 5 + "</clipPath>",
    )
    + '<rect clip-path="url(#m19)" width="9" height="9"/>',
    "pattern bomb": chain(
        20,
        lambda n: f'<pattern id="m{n}" width=".2" height=".2">'
        + f'<rect fill="url(#m{n - 1})" width="9" height="9"/>' * 5 + "</pattern>",
    )
    + '<rect fill="url(#m19)" width="90" height="90"/>',
    "marker bomb": chain(
        9,
        lambda n: f'<marker id="m{n}" overflow="visible">'
        f'<path marker-mid="url(#m{n - 1})" d="M0 0{"h1" * 50}"/></marker>',
    )
    + f'<path marker-mid="url(#m8)" d="M0 0{"h1" * 50}"/>',
    "crowd": '<path d="M0 0h1"/>' * 200_000,
    "layers": '<g opacity=".9"><rect width="100" height="100" opacity=".5"/></g>' * 20_000,
    "long path": f'<path stroke="red" d="M0 0{"L9 9Q3 4 5 6" * 400_000}"/>',
    "dashes": '<path d="M20 50H80" stroke="red" stroke-dasharray=".0002"/>' * 200,
    "turbulence": filtered('<feTurbulence baseFrequency=".1" numOctaves="1000000"/>'),
    "morphology": filtered('<feMorphology operator="dilate" radius="100000"/>'),
    "convolution": filtered(
        f'<feConvolveMatrix order="99" kernelMatrix="{"1 " * 9801}"/>' * 50
    ),
    "huge tile": filtered('<feOffset width=".0001" height=".0001"/><feTile/>' * 2000),
    "huge pattern": '<pattern id="p" width="100000" height="100000" patternUnits="userSpaceOnUse" '
    'patternTransform="scale(1000)"><rect width="1" height="1"/></pattern>'
    '<rect fill="url(#p)" width="90" height="90"/>',
    "pixels": bomb(14_000, 14_000),
    "many pictures": f'<image href="data:image/svg+xml;base64,{SVG_DATA}" width="9" height="9"/>'
    * 5_000,
    "long text": f'<text font-size="9">{"x" * 1_000_000}</text>',
    "many selectors": f"<style>{'a b c d e f g h{fill:red}' * 20_000}</style>{BAR * 1000}",
}  # fmt: skip


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_no_drawing_hangs_or_eats_the_machine(tmp_path: Path, body: str) -> None:
    """Whatever a file draws, it is measured or costs one sentence; so is the next one, as ever."""
    start = time.monotonic()
    try:
        found = ink(tmp_path, drawing(body))
        assert found.left >= 0
    except PictureError as error:
        assert re.search(r'takes more than .*"(seconds|memory)": …', str(error))  # noqa: PT017 (either will do)
    assert time.monotonic() - start < STUCK
    assert box(ink(tmp_path, drawing(BAR), PictureLimits())) == BAR_BOX
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 (not on every platform)

        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        assert peak < 1_000_000  # kB; other tests' browsers are children of other processes


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (
            PictureLimits(seconds=1),
            "takes more than 1 second to draw" + way_out("seconds"),
        ),
        (
            PictureLimits(memory=100),
            "takes more than 100 MB of memory to draw" + way_out("memory"),
        ),
        (
            PictureLimits(memory=1),
            "is larger than 62,500 bytes" + way_out("memory"),
        ),
    ],
)  # fmt: skip
def test_a_limit_says_how_to_raise_it(tmp_path: Path, limits: PictureLimits, sentence: str) -> None:
    """A drawing beyond a limit is told with the limit's name and number."""
    body = filtered("<feMorphology operator='dilate' radius='1000000'/>")
    if limits.memory == 100:
        body = HOSTILE["long text"]
    elif limits.memory == 1:
        body = BAR * 2000
    with pytest.raises(PictureError) as caught:
        ink(tmp_path, drawing(body), limits)
    assert str(caught.value) == sentence


def test_each_file_has_its_own_seconds(tmp_path: Path) -> None:
    """A process that served a costly drawing serves the next one in as many seconds."""
    costly = "<g opacity='.9'><rect width='90' height='90'/></g>" * 15
    for number in range(60):
        ink(tmp_path, drawing(f"{costly}<g id='{number}'/>"), PictureLimits(seconds=2))


def test_all_that_is_made_of_a_file_shares_its_seconds() -> None:
    """A drawing that each single task could afford is refused when all together cannot."""
    costly = drawing("<g opacity='.9'><rect width='90' height='90'/></g>" * 15)
    limits = PictureLimits(seconds=1)
    drawn = 0

    def draw_all() -> None:
        nonlocal drawn
        for drawn in range(1000):  # noqa: B007 (told below)
            rasterise.draw(costly, 300, limits=limits)

    with pytest.raises(PictureError, match="takes more than 1 second to draw"):
        draw_all()
    assert drawn > 0
    rasterise.draw(drawing(BAR), 1000, limits=limits)


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="files need a name there")  # noqa: PTH112 (never raises)
def test_a_killed_build_leaves_no_font(tmp_path: Path) -> None:
    """The face in which text is drawn stands in no file that a build could leave behind."""
    text = drawing("<text y='50'>A</text>")
    program = (
        "import os; from sphinx_confrecap.images import rasterise; "
        f"rasterise.sketch({text!r}); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", program]
    place = {**os.environ, "TMPDIR": str(tmp_path)}
    assert subprocess.run(command, check=False, env=place, timeout=STUCK).returncode == -9
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for processes")
def test_one_process_serves_all_files() -> None:
    """A process is started for the first file, and again only after one that was too much."""

    def processes() -> set[str]:
        found = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
        return {
            number
            for number in found
            if b"svg_child" in Path(f"/proc/{number}/cmdline").read_bytes()
        }

    rasterise.close()
    assert not processes()
    rasterise.sketch(drawing(BAR))
    (first,) = processes()
    rasterise.clean(drawing(BAR))
    rasterise.draw(drawing(BAR), 90)
    assert processes() == {first}
    with pytest.raises(PictureError):
        rasterise.sketch(drawing(HOSTILE["huge pattern"]))
    assert not processes()
    rasterise.sketch(drawing(BAR))
    assert len(processes() - {first}) == 1
    rasterise.close()
    assert not processes()


def test_ctrl_c_ends_the_process_that_draws(tmp_path: Path) -> None:
    """An interrupted build ends at once, leaves no process behind and no temporary file."""
    path = tmp_path / "logo.svg"
    path.write_bytes(drawing(HOSTILE["turbulence"] + "<text>x</text>"))
    program = (
        # A job in the background of a shell has interrupts ignored, and hands that down.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "import sys, tempfile; tempfile.tempdir = sys.argv[2]\n"
        "from sphinx_confrecap.images import rasterise\n"
        "print(flush=True)\n"
        "rasterise.sketch(open(sys.argv[1], 'rb').read())"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path), str(scratch)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as build:
        assert build.stdout is not None
        build.stdout.readline()
        time.sleep(1.5)
        start = time.monotonic()
        build.send_signal(signal.SIGINT)
        # Nobody else holds the other end of its pipes: what it started has ended, too.
        _, said = build.communicate(timeout=STUCK)
    assert time.monotonic() - start < 8
    assert b"KeyboardInterrupt" in said
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("address", ["{}", "file://{}", "secret.png"])
@pytest.mark.parametrize("attribute", ["href", "xlink:href"])
def test_an_svg_reads_no_file(tmp_path: Path, address: str, attribute: str) -> None:
    """A picture beside the logo, or anywhere, does not get into it."""
    secret = tmp_path / "secret.png"
    Image.new("RGB", (9, 9), "#f00").save(secret)
    image = f'<image {attribute}="{address.format(secret)}" width="100" height="100"/>'
    assert box(ink(tmp_path, drawing(image + BAR))) == BAR_BOX


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    """A document type cannot pull in a file."""
    secret = tmp_path / "secret.txt"
    secret.write_text("<rect width='100' height='100'/>", encoding="utf-8")
    doctype = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    assert box(ink(tmp_path, doctype + drawing(f"&x;{BAR}"))) == BAR_BOX


def test_entities_cannot_grow() -> None:
    """Entities of entities are refused, and so is a file of which short ones make a large one."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>'.encode() + drawing("<desc>&a11;</desc>")
    assert "entities" in refused(text)
    short = f'<!DOCTYPE svg [<!ENTITY a "{"h" * 250}">]>'.encode()
    assert "entities" in refused(short + drawing(f"<text>{'&a;' * 300_000}</text>"))
    default = f'<!DOCTYPE svg [<!ATTLIST g class CDATA "{"h" * 50_000}">]>'.encode()
    assert "entities" in refused(default + drawing("<g/>" * 5_000))


def test_editors_namespaces_do_no_harm(tmp_path: Path) -> None:
    """Entities for namespaces, private elements and prefixes, as drawing programs write them."""
    text = f"""<?xml version="1.0"?>
<!DOCTYPE svg:svg [<!ENTITY ns "http://ns.adobe.com/Extensibility/1.0/">]>
<svg:svg xmlns:svg="http://www.w3.org/2000/svg" xmlns:i="&ns;" viewBox="0 0 100 100">
<svg:switch><svg:foreignObject requiredExtensions="&ns;" width="1" height="1"><i:data>é</i:data>
</svg:foreignObject><svg:g i:extraneous="self">{BAR.replace("<rect", "<svg:rect")}</svg:g>
</svg:switch></svg:svg>"""
    assert box(ink(tmp_path, text.encode())) == BAR_BOX
    assert rasterise.clean(text.encode()).decode() == (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><switch><g>{BAR}</g>'
        "</switch></svg>\n"
    )


def test_an_embedded_picture_is_ink(tmp_path: Path) -> None:
    """A picture inside the file itself is drawn, one in a drawing inside it too."""
    data = io.BytesIO()
    Image.new("RGB", (20, 10), "#f00").save(data, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"
    body = f'<image href="{address}" x="20" y="40" width="40" height="20"/>'
    assert box(ink(tmp_path, drawing(body))) == (20, 40, 60, 60)
    inner = base64.b64encode(drawing(body)).decode()
    body = f'<image href="data:image/svg+xml;base64,{inner}" width="100" height="100"/>'
    assert box(ink(tmp_path, drawing(body))) == (20, 40, 60, 60)


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        (f'<image href="data:image/png;base64,AAAA" width="9" height="9"/>{BAR}', False),
        (f'<image href="https://x.example/a.png" width="9" height="9"/>{BAR}', True),
        (f"<animate attributeName='href' to='x'/>{BAR}", True),
        (f"<g>{BAR}<animateTransform attributeName='transform'/></g>", False),
        ("<foreignObject><div xmlns='http://www.w3.org/1999/xhtml'>x</div></foreignObject>", False),
        (f'<filter id="f"><feTurbulence/></filter>{BAR}', True),
        (f'<path d="M20 50H80" stroke="red" stroke-dasharray="3"/>{BAR}', True),
    ],
)
def test_what_we_cannot_draw_keeps_the_whole_view(tmp_path: Path, body: str, *, sure: bool) -> None:
    """The box is that of the ink only where a browser shows what we have drawn."""
    assert box(ink(tmp_path, drawing(body))) == (BAR_BOX if sure else WHOLE)


def test_a_huge_svg_is_told(tmp_path: Path) -> None:
    """A file that alone would fill the memory is not read to its end."""
    limit = svg_process.largest(PictureLimits())
    data = drawing(f"{BAR}<!--{'x' * limit}-->")
    with pytest.raises(PictureError, match="is larger than 32,000,000 bytes"):
        ink(tmp_path, data)
    with pytest.raises(PictureError, match="is larger than 32,000,000 bytes"):
        rasterise.clean(data)


@pytest.mark.parametrize(
    "data",
    [
        drawing(BAR, ""),
        drawing(BAR, 'width="100%" height="100%"'),
        drawing(BAR, 'viewBox="0 0 0 10"'),
        b'<svg viewBox="0 0 9 9"/>',
        drawing("<g>"),
        b"",
    ],
)
def test_an_svg_that_cannot_be_sized_is_said(data: bytes) -> None:
    """No size, no namespace, not well-formed: an error that says so."""
    with pytest.raises(PictureError):
        rasterise.sketch(data)


def test_png_of_an_svg() -> None:
    """A drawing has the width that was asked for and its own proportions, and a view is cut out."""
    data = drawing(BAR, 'viewBox="0 0 100 50"')
    assert rasterise.draw(data, 300).size == (300, 150)
    cut = rasterise.draw(data, 120, View(20, 40, 60, 20))
    assert (cut.size, cut.mode) == ((120, 40), "RGBA")
    assert cut.getchannel("A").getextrema() == (255, 255)
    # Proportions of one to a hundred thousand ask for no more than the largest side.
    assert rasterise.draw(drawing(BAR, 'viewBox="0 0 1 100000"'), 300).size == (1, 2_048)


# -- what is published


EDITORS = """
xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/" xml:base="file:///home/ada/SECRET/"
sodipodi:docname="SECRET.svg" inkscape:export-filename="/home/ada/SECRET.png" i:SECRET="SECRET"
content="SECRET mxfile" data-name="SECRET" filename="/home/ada/SECRET" onload="SECRET()"
viewBox="0 0 9 9" style="fill:red"
"""
PRIVATE = {
    "comment": "<!-- SECRET --><path d='M0 0h9v9'/>",
    "processing instruction": "<?xpacket SECRET?><?xml-stylesheet href='SECRET.css'?>",
    "title": "<title>SECRET.ai</title><desc>Created with SECRET</desc>",
    "metadata": "<metadata><a xmlns='x:y' b='SECRET'>SECRET</a></metadata>",
    "editor's element": "<sodipodi:namedview SECRET=''><inkscape:grid id='SECRET'/>"
    "</sodipodi:namedview>",
    "script": "<script>SECRET()</script><script href='https://SECRET.example'/>",
    "stray text": "<g>SECRET</g>",
    "event": "<g onclick='SECRET()'><path d='M0 0h9v9' onMouseOver='SECRET()'/></g>",
    "link": "<a href='https://SECRET.example' xlink:href='javascript:SECRET' target='SECRET'>"
    "<path d='M0 0h9v9'/></a>",
    "animated link": "<a><animate attributeName='xlink:href' to='javascript:SECRET'/></a>"
    "<set attributeName='onclick' to='SECRET()'/>",
    "picture elsewhere": "<image href='https://SECRET.example/a.png' width='9' height='9'/>"
    "<image xlink:href='/home/ada/SECRET.png' width='9' height='9'/>"
    "<image xlink:href='data:text/html,SECRET' width='9' height='9'/>",
    "use of elsewhere": "<use href='https://SECRET.example/a.svg#a'/>"
    "<use xlink:href='data:image/svg+xml;base64,SECRET'/>",
    "filter picture": "<filter id='f'><feImage href='file:///SECRET.png'/></filter>",
    "paint of elsewhere": "<path d='M0 0h9v9' fill='url(https://SECRET.example#a) red' "
    "style='mask:url(&quot;SECRET.svg#a&quot;)'/>",
    "escaped address": r"<path d='M0 0h9v9' fill='u\72l(https://SECRET.example#a)' "
    r"style='mask:\75 rl(SECRET.svg#a)'/>",
    "import": "<style>@import 'SECRET.css'; @import url(https://SECRET.example) print;\n"
    r"@\69mport 'SECRET'; path{fill:red}</style>",
    "style": "<style>/* SECRET */ @font-face{src:url(SECRET.woff) format('woff')}"
    "path{background:image-set('SECRET.png' 1x);cursor:url(//SECRET.example/c.cur),auto}"
    "@namespace a 'https://SECRET.example';</style>",
    "page": "<foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>"
    "words<img src='https://SECRET.example'/><a href='https://SECRET.example'>more</a>"
    "<script>SECRET()</script><iframe src='SECRET'/><!-- SECRET --></p></foreignObject>",
    "other languages": "<math xmlns='http://www.w3.org/1998/Math/MathML' href='SECRET'/>"
    "<video xmlns='http://www.w3.org/1999/xhtml' src='SECRET'/>",
}  # fmt: skip


@pytest.mark.parametrize("body", PRIVATE.values(), ids=PRIVATE)
def test_only_the_drawing_is_published(body: str) -> None:
    """Comments, editors' data, paths, scripts and addresses of elsewhere are gone."""
    start = b"<!DOCTYPE svg [<!ENTITY n 'SECRET'><!ATTLIST g onload CDATA 'SECRET()'>]>"
    data = b"<?xml version='1.0'?><!-- SECRET -->" + start + drawing(body, EDITORS)
    published = rasterise.clean(data + b"<!-- SECRET -->").decode()
    assert "SECRET" not in published.replace("\n", "")
    root = ET.fromstring(published)  # noqa: S314 (our own)
    assert (root.get("viewBox"), root.get("style")) == ("0 0 9 9", "fill:red")
    assert len(root.findall(".//{*}path")) == body.count("<path")
    assert ("words" in published) == ("words" in body)


KEPT = [
    '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient></defs>',
    '<path id="p" d="M0 0h9v9" fill="url(#a) red" transform="scale(2)" stroke-dasharray="1 2"/>',
    '<use xlink:href="#p"/>',
    '<use href="#p"/>',
    '<text xml:space="preserve" x="1"> a  <tspan font-family="A B">b</tspan> </text>',
    "<style>@media (prefers-color-scheme:dark){a&gt;g{fill:#fff}}@keyframes a{to{top:0}}</style>",
    '<style>@namespace "http://www.w3.org/2000/svg";a[b="c:d"]{fill:url(#a)}</style>',
    '<g><animate attributeName="x" values="1;2" dur="2s" repeatCount="indefinite"/></g>',
    '<filter id="f"><feTurbulence baseFrequency=".1" numOctaves="3"/><feTile/></filter>',
    '<svg x="1" viewBox="0 0 1 1"><symbol id="s"/></svg>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml" class="a">a<br/></p></foreignObject>',
]  # fmt: skip


@pytest.mark.parametrize("body", KEPT)
def test_a_drawing_is_kept_as_it_is(body: str) -> None:
    """What draws is published letter for letter: paint, motion, style sheets, text, filters."""
    link = ' xmlns:xlink="http://www.w3.org/1999/xlink"' if "xlink:" in body else ""
    root = f'<svg xmlns="http://www.w3.org/2000/svg"{link} viewBox="0 0 9 9">'
    assert clean(body) == f"{root}{body}</svg>\n"
    assert rasterise.clean(clean(body).encode()).decode() == clean(body)


RIGHTS = {
    "Inkscape": """<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:cc="http://creativecommons.org/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <cc:Work rdf:about=""><dc:format>SECRET</dc:format><dc:title>SECRET</dc:title>
        <dc:creator><cc:Agent><dc:title>Ada Lovelace</dc:title></cc:Agent></dc:creator>
        <dc:rights><cc:Agent><dc:title>© Ada</dc:title></cc:Agent></dc:rights>
        <cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/></cc:Work>
        <cc:License rdf:about="https://SECRET"/></rdf:RDF></metadata>""",
    "XMP": """<metadata><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF
        xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description
        xmlns:xr="http://ns.adobe.com/xap/1.0/rights/" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="SECRET"
        xr:WebStatement="https://creativecommons.org/licenses/by/4.0/">
        <dc:creator><r:Seq><r:li>Ada Lovelace</r:li></r:Seq></dc:creator><dc:rights><r:Alt>
        <r:li xml:lang="x-default">© Ada</r:li></r:Alt></dc:rights></r:Description></r:RDF>
        </x:xmpmeta></metadata>""",
}


def said_of(published: str) -> tuple[str, str, str]:
    """Return rights holder, rights and licence as programs find them."""
    space = {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "cc": "http://creativecommons.org/ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
    }
    (work,) = ET.fromstring(published).findall(".//rdf:RDF/cc:Work", space)  # noqa: S314 (our own)
    licence = work.find("cc:license", space)
    return (
        work.findtext("dc:creator/cc:Agent/dc:title", "", space),
        work.findtext("dc:rights/cc:Agent/dc:title", "", space),
        "" if licence is None else licence.get(f"{{{space['rdf']}}}resource", ""),
    )


@pytest.mark.parametrize("metadata", RIGHTS.values(), ids=RIGHTS)
def test_rights_holder_and_licence_are_kept(metadata: str) -> None:
    """Of the metadata that drawing programs write, the names that the law asks for stay."""
    published = clean(metadata + BAR)
    terms = "https://creativecommons.org/licenses/by/4.0/"
    assert said_of(published) == ("Ada Lovelace", "© Ada", terms)
    assert "SECRET" not in published
    assert rasterise.clean(published.encode()).decode() == published


def test_the_site_knows_rights_better_than_the_file() -> None:
    """A credit and a licence of the record replace those of the file."""
    published = clean(RIGHTS["XMP"], credit="Grace <&> Hopper", licence="CC-BY-4.0")
    assert said_of(published) == ("Grace <&> Hopper", "CC-BY-4.0", "")
    published = clean(RIGHTS["XMP"], licence="https://x.example/?a=1&b=2")
    assert said_of(published) == ("Ada Lovelace", "", "https://x.example/?a=1&b=2")
    assert "<metadata" not in clean(BAR)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("where", ["image", "feImage", "style", "attribute", "inside", "text"])
def test_pictures_inside_lose_their_metadata(form: str, where: str) -> None:
    """The place where an embedded photo was taken is not published; its artist and pixels are."""
    photo = make.encoded(make.photo(40, 30), form, exif=make.exif())
    assert make.GPS in photo
    address = f"data:image/{form.lower()};base64,{base64.b64encode(photo).decode()}"
    if where == "text":
        address = "data:image/x," + "".join(f"%{byte:02x}" for byte in photo)
    body = {
        "style": f"<style>a{{background:url('{address}')}}</style>",
        "attribute": f'<g style="background:url({address})"/>',
    }.get(where, f'<{"feImage" if where == "feImage" else "image"} xlink:href="{address}"/>')
    if where == "inside":
        inner = base64.b64encode(drawing(f"<!-- SECRET -->{body}")).decode()
        body = f'<image href="data:image/svg+xml;base64,{inner}" width="9" height="9"/>'
    published = clean(body)
    if where == "inside":
        (inner,) = re.findall(r"svg\+xml;base64,([\w+/=]+)", published)
        published = base64.b64decode(inner).decode()
        assert "SECRET" not in published
    (found,) = re.findall(r"data:image/\w+;base64,([\w+/=]+)", published)
    stripped = base64.b64decode(found)
    assert make.GPS not in stripped
    about, before = (header.parse(io.BytesIO(data)) for data in (stripped, photo))
    assert (about.artist, about.orientation) == (before.artist, before.orientation)
    with Image.open(io.BytesIO(stripped)) as after, Image.open(io.BytesIO(photo)) as old:
        assert after.tobytes() == old.tobytes()


def test_faces_inside_are_kept() -> None:
    """A face that the file brings along is published, what only calls itself one is not."""
    face = base64.b64encode(b"wOF2" + b"\0" * 40).decode()
    body = f"<style>@font-face{{src:url(data:font/woff2;base64,{face})}}</style>"
    assert body in clean(body)
    page = base64.b64encode(b"<script>alert(1)</script>").decode()
    assert page not in clean(body.replace(face, page))


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("fill:red", "fill:red"),
        ("fill: url( '#a' ) ", "fill: url(#a) "),
        ("fill:url(#a", "fill:url(#)"),
        ("fill:url(#a b);x:y", "fill:url(#);x:y"),
        ("a{fill:url(x.png)}", "a{fill:url(#)}"),
        (r"fill:url(\23 a\)b)", 'fill:url("#a)b")'),
        (r"fill:url(#a \)b) x", "fill:url(#) x"),
        (r"fill:URL(h\74tp://x)", "fill:url(#)"),
        ("a{}/*x*/b{}/*", "a{}b{}"),
        ("content:'/*x*/url(x)'", "content:'/*x*/url(x)'"),
        ("@import url(a;b);c{d:e}", "c{d:e}"),
        ("@import 'a", ""),
        ("@import/**/'a';b{}", "b{}"),
        ("@media print{a{b:url(//c)}}", "@media print{a{b:url(#)}}"),
        ("\\", "\\"),
        ("@", "@"),
        ("\"\n'", "\"\n'"),
    ],
)
def test_style_sheets_refer_to_nothing_outside(css: str, left: str) -> None:
    """Addresses are found behind quotes, escapes and comments, and nowhere else."""
    assert svg_css.cleaned(css, lambda _: None) == left
