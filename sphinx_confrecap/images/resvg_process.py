"""A process of its own that rasterises SVG: a crash or an endless drawing ends it, not the build.

resvg aborts on an assertion, and no sum over elements foresees every drawing that takes minutes.
One process serves all drawings, one after another; it is killed after ten seconds on one of them,
and started anew for the next. This file is run as a script and imports nothing of the package.

A request on standard input is two lengths (big-endian 32 bit), the SVG in UTF-8 and the path of a
face for its text (or nothing). The answer is one length and a PNG, or the length 0.
"""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import sys
import threading
from typing import IO

SECONDS = 10.0
"""Time for one drawing. An intricate logo takes a tenth of a second."""

_MEMORY = 2 << 30  # bytes; layers of 100 nested groups at the largest size fit
_FAMILY = "Aileron"  # the family of Pillow's own face


class Resvg:
    """The process, started when it is first needed."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def png(self, svg: str, face: str | None = None) -> bytes:
        """Draws an SVG at its own size; empty if that fails, for whatever reason."""
        source, font = svg.encode(), (face or "").encode()
        with self._lock:
            if self._process is None or self._owner != os.getpid():
                # A forked child would talk into its parent's pipe.
                self._process, self._owner = self._start(), os.getpid()
            process = self._process
            timer = threading.Timer(self._seconds, process.kill)
            timer.start()
            try:
                assert process.stdin is not None  # noqa: S101 - for the type checker
                assert process.stdout is not None  # noqa: S101 - as above
                process.stdin.write(struct.pack(">II", len(source), len(font)) + source + font)
                process.stdin.flush()
                (length,) = struct.unpack(">I", _exactly(process.stdout, 4))
                return _exactly(process.stdout, length)
            except (OSError, EOFError):
                self._end()
                return b""
            finally:
                timer.cancel()
                timer.join()  # no thread may be left when the build forks

    def close(self) -> None:
        """Ends the process; the next drawing starts it again."""
        with self._lock:
            self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # What conf.py has put in the path is part of where we were found.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # there is none on Windows
        import resource  # noqa: PLC0415 - not on every platform

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(source: bytes, face: bytes) -> bytes:
    import resvg_py  # noqa: PLC0415 - the parent never loads it

    try:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=source.decode(),
                skip_system_fonts=True,
                font_files=[face.decode()] if face else None,
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


def _serve() -> None:
    _bound_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while len(head := requests.read(8)) == 8:
        svg, face = struct.unpack(">II", head)
        png = _draw(requests.read(svg), requests.read(face))
        answers.write(struct.pack(">I", len(png)) + png)
        answers.flush()


if __name__ == "__main__":
    _serve()
