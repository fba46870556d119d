"""Event content for Sphinx: sponsors, talks, photos and the event around them, written as YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

ENV_VERSION = 10
"""Raised whenever the shape of a pickled node or of the domain's data changes."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up. Nothing of it is imported before Sphinx asks."""
    from sphinx_confrecap.extension import connect  # noqa: PLC0415 (Sphinx may only want the version)

    connect(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
