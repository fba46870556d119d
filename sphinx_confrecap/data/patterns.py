"""Patterns of file names, in natural order."""

from __future__ import annotations

import glob
import re
from pathlib import Path

MAGIC = re.compile(r"[*?[]")


def is_pattern(text: str) -> bool:
    """True if ``text`` names files by a pattern."""
    return MAGIC.search(text) is not None


def matching(root: Path, pattern: str) -> list[str]:
    """Return the files below ``root`` that ``pattern`` matches, relative to it, in natural order.

    ``**`` goes through folders; names that begin with a dot are left out.
    """
    found = glob.glob(pattern, root_dir=root, recursive=True)  # noqa: PTH207 (pathlib finds hidden files)
    return sorted((name for name in found if (root / name).is_file()), key=natural)


def natural(name: str) -> list[tuple[int, int, str]]:
    """Return a key that sorts ``photo-2`` before ``photo-10``."""
    parts = re.split(r"(\d+)", Path(name).as_posix())
    return [
        (0, int(part), part) if part.isdecimal() else (1, 0, part.casefold()) for part in parts
    ] + [(2, 0, name)]
