"""Patterns of file names, in natural order."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path

MAGIC = re.compile(r"[*?[]")


def is_pattern(text: str) -> bool:
    """True if ``text`` names files by a pattern."""
    return MAGIC.search(text) is not None


def matching(root: Path, pattern: str) -> list[str]:
    """Return the files below ``root`` that ``pattern`` matches, relative to it, in natural order.

    ``**`` goes through folders, but through no link to one, which may lead in circles. Names that
    begin with a dot are left out.
    """
    found = set(_found(root, pattern))
    return sorted((name for name in found if (root / name).is_file()), key=natural)


def _found(root: Path, pattern: str) -> Iterator[str]:
    """Yield what a pattern matches, some of it perhaps twice."""
    start, through, rest = f"/{pattern}/".partition("/**/")
    if not through:
        # pathlib finds hidden files.
        yield from glob.glob(pattern, root_dir=root)  # noqa: PTH207
        return
    for top in _found(root, start[1:]) if start else [""]:
        for path, folders, _ in os.walk(root / top):
            folders[:] = [name for name in folders if not name.startswith(".")]
            folder = Path(path)
            for name in _found(folder, rest.rstrip("/") or "*"):
                yield (folder / name).relative_to(root).as_posix()


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts ``photo-2`` before ``photo-10``."""
    parts = re.split(r"(\d+)", Path(name).as_posix())
    return [
        (0, int(part), part) if part.isdecimal() else (1, 0, part.casefold()) for part in parts
    ] + [(2, 0, name)]
