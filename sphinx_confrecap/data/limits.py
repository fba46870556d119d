"""How much data may be: YAML, and what a pattern matches."""

from __future__ import annotations

from typing import NamedTuple


class DataLimits(NamedTuple):
    """What is more than this is refused; the numbers are the defaults of ``confrecap_limits``."""

    bytes: int = 5_000_000
    """Of a YAML file or body."""

    levels: int = 64
    """Of mappings and lists inside each other."""

    nodes: int = 20_000
    """Mappings, lists and texts that all aliases of a file expand to."""

    matches: int = 100_000
    """Files that one pattern finds."""


def way_out(name: str) -> str:
    """Return the end of a sentence about a limit: how to raise it."""
    return f'; to raise that limit, set confrecap_limits = {{"{name}": …}} in conf.py'
