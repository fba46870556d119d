"""A process of its own that cleans and draws SVG: what a file does there ends it, not the build.

No sum over elements foresees every drawing that takes minutes or gigabytes, and resvg aborts on
assertions and overflows its stack. So the process has a clock and a bound on its memory. It serves
all files, one after another; it is killed when one takes too long, and started anew for the next.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Any

from sphinx_confrecap.images.errors import FAULT, PictureError
from sphinx_confrecap.images.limits import PictureLimits, way_out

_LENGTHS = struct.Struct(">II")
_OUT_OF_MEMORY = b"memory allocation of"  # what Rust says before it aborts
_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)
# Where the process counts the seconds in which it computes, it may wait for its turn as long again.
_PATIENCE = 2 if _OUT_OF_TIME else 1
_ENDED = {getattr(signal, name, 0) for name in ("SIGHUP", "SIGINT", "SIGKILL", "SIGTERM")}
_EXCEPTION = 0xC0000000  # of Windows, as an access violation or a stack that is full
_READ = 16  # of this a file must be smaller than the memory: it stands in it several times


class CrashedError(PictureError):
    """The program that draws could not take a file that browsers may well show."""


class SvgProcess:
    """The process, started when it is first needed, and for other limits of memory anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._memory = 0
        self._took: dict[bytes, float] = {}

    def ask(
        self, task: Mapping[str, Any], data: bytes, limits: PictureLimits
    ) -> tuple[dict[str, Any], bytes]:
        """Have a file cleaned or drawn; return what is known about it, and the result.

        The time that a file may take is that of all its tasks together.

        Args:
            task: What to do, as `svg_child` takes it.
            data: The SVG.
            limits: How long it may take, and how much memory.

        Raises:
            CrashedError: It cannot be drawn, by no fault that is known.
            PictureError: It is no SVG, or takes more than its limits.
        """
        if len(data) > largest(limits):
            raise PictureError(f"is {too_large(limits)}")
        file = hashlib.sha256(data).digest()
        with self._lock:
            took = self._took.get(file, 0.0)
            head = json.dumps({**task, "seconds": max(0.0, limits.seconds - took)}).encode()
            about, result = self._answer(_LENGTHS.pack(len(head), len(data)) + head, data, limits)
            self._took[file] = took + about.pop("took")
        if "refused" in about:
            raise PictureError(about["refused"])
        return about, result

    def close(self) -> None:
        """End the process; the next file starts it again."""
        with self._lock:
            self._end()

    def _answer(
        self, head: bytes, data: bytes, limits: PictureLimits
    ) -> tuple[dict[str, Any], bytes]:
        process = self._running(limits)
        late = threading.Event()

        def overrun() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limits.seconds * _PATIENCE, overrun)
        timer.daemon = True
        try:
            timer.start()
            assert process.stdin is not None  # noqa: S101 (for the type checker)
            assert process.stdout is not None  # noqa: S101 (as above)
            process.stdin.write(head)
            process.stdin.write(data)
            process.stdin.flush()
            lengths = _LENGTHS.unpack(_exactly(process.stdout, _LENGTHS.size))
            about, result = (_exactly(process.stdout, length) for length in lengths)
            answer = json.loads(about)
        except (OSError, EOFError, MemoryError, ValueError):
            said = self._end()
            if late.is_set() or process.returncode == -_OUT_OF_TIME:
                unit = "second" if limits.seconds == 1 else "seconds"
                sentence = f"takes more than {limits.seconds:g} {unit} to draw"
                raise PictureError(sentence + way_out("seconds")) from None
            if _OUT_OF_MEMORY in said or b"MemoryError" in said:
                sentence = f"takes more than {limits.memory:,} MB of memory to draw"
                raise PictureError(sentence + way_out("memory")) from None
            if _is_fault(process.returncode):
                raise CrashedError("cannot be drawn") from None
            why = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise PictureError(f"cannot be drawn ({why or 'its process was ended'})") from None
        except BaseException:  # somebody wants the build to end
            self._end()
            raise
        finally:
            timer.cancel()
            if timer.ident is not None:
                timer.join()  # no thread may be left when the build forks
        return answer, result

    def _running(self, limits: PictureLimits) -> subprocess.Popen[bytes]:
        # A forked child would talk into its parent's pipe.
        ours = self._process is not None and self._owner == os.getpid()
        if ours and self._memory != limits.memory:
            self._end()
            ours = False
        if not ours or self._process is None:
            try:
                self._process, self._owner = _started(limits), os.getpid()
            except OSError as error:
                raise PictureError(f"cannot be drawn ({error.strerror or error})") from None
            self._memory = limits.memory
        return self._process

    def _end(self) -> bytes:
        """End the process; return the last that it said."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return b""
        process.kill()
        process.wait()
        said = b""
        with contextlib.suppress(OSError):
            said = process.stderr.read() if process.stderr else b""
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return said


def _is_fault(status: int) -> bool:
    """True if the process came to its end by what the file did there, and will so again.

    False if somebody ended it, it could not start, or a disk was full.
    """
    aborted = status < 0 and -status not in _ENDED
    return aborted or status == FAULT or status >= _EXCEPTION


def largest(limits: PictureLimits) -> int:
    """Return how many bytes an SVG file may have."""
    return limits.memory * 1_000_000 // _READ


def too_large(limits: PictureLimits) -> str:
    """Return what an SVG is that has more."""
    return f"larger than {largest(limits):,} bytes{way_out('memory')}"


def _started(limits: PictureLimits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-P", "-m", "sphinx_confrecap.images.svg_child", str(limits.memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What conf.py has put in the path is part of where we were found.
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "RUST_BACKTRACE": "0",
        },
    )


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data
