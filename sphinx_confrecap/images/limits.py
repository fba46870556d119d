"""How much a picture may be and cost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

PLAIN = 4
"""Bytes of a pixel in memory, as a PNG in colour is decoded."""


class PictureLimits(NamedTuple):
    """What is more than this is refused; `config.LIMITS` says what each is of.

    The numbers are the defaults of ``confrecap_limits``.
    """

    pixels: int = 200_000_000
    side: int = 65_500  # JPEG and AVIF hold no more
    seconds: float = 10
    memory: int = 512  # MB of 10⁶ bytes

    @property
    def room(self) -> int:
        """Bytes that all pictures which a process works on at once may take together."""
        return PLAIN * self.pixels


LIMITS = PictureLimits()
"""Those of a site that says nothing."""


def way_out(name: str) -> str:
    """Return the end of a sentence about a limit that says how to raise it."""
    return f'; to raise that limit, set confrecap_limits = {{"{name}": …}} in conf.py'


class Budget:
    """Memory that the threads of a process share: who wants more than is left waits."""

    def __init__(self) -> None:
        self._taken = 0
        self._freed = threading.Condition()

    @contextmanager
    def hold(self, cost: int, room: int) -> Iterator[None]:
        """Take ``cost`` of ``room`` bytes for a while; alone, anything goes."""
        with self._freed:
            self._freed.wait_for(lambda: not self._taken or self._taken + cost <= room)
            self._taken += cost
        try:
            yield
        finally:
            with self._freed:
                self._taken -= cost
                self._freed.notify_all()


BUDGET = Budget()
"""That of this process."""
