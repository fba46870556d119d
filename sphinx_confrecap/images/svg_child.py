"""What runs in the process that cleans and draws SVG; see `svg_process`, which starts it.

A request on standard input is two lengths (big-endian 32 bit), a task in JSON and the file. The
answer is two lengths, what is known about the file in JSON, and a result. Tasks are::

    {"task": "clean", "credit": "", "licence": ""}               → the SVG to publish
    {"task": "draw", "width": 600, "view": null, "face": ""}     → a PNG, no result if it fails
    {"task": "measure", "surface": 50176, "face": ""}            → the same, of a number of pixels

The seconds that the task may take stand in it, and those that it took in what is known. A face is a
font in base64, "" for none.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import functools
import json
import math
import signal
import struct
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import resvg_py

from sphinx_confrecap.images import drawing
from sphinx_confrecap.images.errors import FAULT, PictureError
from sphinx_confrecap.images.svg_size import View

MAX_SIDE = 2_048
"""Pixels of a drawing's longer side."""

_LENGTHS = struct.Struct(">II")
_FAMILY = "Aileron"  # the family of Pillow's own face
_WIDE = 64.0  # how many times as wide as high a drawing is measured, at most


def _clean(task: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    clean = drawing.read(data)
    return {}, clean.published(task["credit"], task["licence"]).encode()


def _draw(task: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    clean = drawing.read(data)
    view = View(*task["view"]) if task["view"] else clean.view()
    across, down = float(task["width"]), task["width"] * view.height / view.width
    shrink = min(1.0, MAX_SIDE / max(across, down))
    width, height = (max(1, round(side * shrink)) for side in (across, down))
    return {}, _png(clean, view, width, height, task["face"])


def _measure(task: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    clean = drawing.read(data)
    view = clean.view()
    aspect = min(max(view.width / view.height, 1 / _WIDE), _WIDE)
    width, height = (
        round(math.sqrt(task["surface"] * aspect)),
        round(math.sqrt(task["surface"] / aspect)),
    )
    facts = {"certain": clean.certain, "adapts": clean.adapts, "lettered": clean.lettered}
    about = {"view": view, **facts}
    return about, _png(clean, view, width, height, task["face"])


def _png(clean: drawing.Drawing, view: View, width: int, height: int, face: str) -> bytes:
    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=clean.drawn(view, width, height),
                skip_system_fonts=True,
                font_files=[_font(face)] if face and "<text" in clean.body else None,
                font_family=_FAMILY,
                serif_family=_FAMILY,
                sans_serif_family=_FAMILY,
                cursive_family=_FAMILY,
                fantasy_family=_FAMILY,
                monospace_family=_FAMILY,
            )
        )
    except ValueError:
        return b""


@functools.cache
def _font(face: str) -> str:
    """Return the path of a file with a face; it has no name, so that nothing is ever left of it."""
    file: IO[bytes]
    if Path("/dev/fd").is_dir():
        file = tempfile.TemporaryFile()  # noqa: SIM115 (as long as the process lives)
        atexit.register(file.close)
        path = f"/dev/fd/{file.fileno()}"
    else:
        file = tempfile.NamedTemporaryFile(suffix=".ttf", delete=False)  # noqa: SIM115 (as above)
        path = file.name
        atexit.register(Path(path).unlink)
        atexit.register(file.close)
    file.write(base64.b64decode(face))
    file.flush()
    return path


_TASKS: dict[str, Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]] = {
    "clean": _clean,
    "draw": _draw,
    "measure": _measure,
}


def _bound_memory(memory: int) -> None:
    """Bound the memory, in bytes.

    On Windows there is no ``resource``, and macOS does not bound memory by it: there the clock of
    the process that waits must do.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 (not on every platform)

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time(seconds: float) -> None:
    """Bound the time that the next file may compute; on a busy machine that is not the clock's."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 (as above)

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + seconds)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def serve(memory: int) -> None:
    """Answer requests until there are no more.

    Args:
        memory: Bytes that the process may take.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it wherever it is
    _bound_memory(memory)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(head := requests.read(_LENGTHS.size)) == _LENGTHS.size:
        task, data = (requests.read(length) for length in _LENGTHS.unpack(head))
        what = json.loads(task)
        _bound_time(what["seconds"])
        begun = time.process_time()
        result = b""
        try:
            about, result = _TASKS[what["task"]](what, data)
        except PictureError as error:
            about = {"refused": str(error)}
        except (OSError, MemoryError, KeyboardInterrupt):  # no fault of the file
            raise
        except BaseException:  # noqa: BLE001 (a panic of resvg is no Exception)
            sys.exit(FAULT)
        del data
        said = json.dumps({**about, "took": time.process_time() - begun}).encode()
        answers.write(_LENGTHS.pack(len(said), len(result)) + said + result)
        answers.flush()
        result = b""


if __name__ == "__main__":
    serve(1_000_000 * int(sys.argv[1]))
