"""What Sphinx remembers of each page beside its tree: purged, merged and pickled with the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Generic, TypeVar

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

T = TypeVar("T")


class Memory(Generic[T]):
    """Something of each page. It is a table by document in the environment, under a name of ours.

    Its shape may change only with `ENV_VERSION`, as that of everything that is pickled.
    """

    known: ClassVar[list[Memory[Any]]] = []

    def __init__(self, name: str) -> None:
        self._attribute = f"confrecap_{name}"
        self.known.append(self)

    def of(self, env: BuildEnvironment) -> dict[str, T]:
        """Return the table of an environment."""
        table: dict[str, T] = env.__dict__.setdefault(self._attribute, {})
        return table


def _forget(_app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for memory in Memory.known:
        memory.of(env).pop(docname, None)


def _merge(
    _app: Sphinx, env: BuildEnvironment, names: Iterable[str], other: BuildEnvironment
) -> None:
    for memory in Memory.known:
        theirs = memory.of(other)
        memory.of(env).update((name, theirs[name]) for name in names if name in theirs)


def connect(app: Sphinx) -> None:
    """Have pages forgotten with Sphinx, and merged when several processes read."""
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
