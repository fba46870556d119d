"""How much data may be: YAML, and what a pattern matches."""

from __future__ import annotations

from typing import NamedTuple


class DataLimits(NamedTuple):
    """What is more than this is refused; `config.LIMITS` says what each is of.

    The numbers are the defaults of ``confrecap_limits``.
    """

    bytes: int = 5_000_000
    levels: int = 64
    nodes: int = 20_000
    matches: int = 100_000


def way_out(name: str) -> str:
    """Return the end of a sentence about a limit: how to raise it."""
    return f'; to raise that limit, set confrecap_limits = {{"{name}": …}} in conf.py'
