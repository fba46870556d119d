"""What older releases name in another way."""

from __future__ import annotations

from myst_parser.parsers.options import TokenizeError

try:
    from myst_parser.parsers.options import options_to_items
except ImportError:  # its name in myst-parser 3
    from myst_parser.parsers.options import to_items as options_to_items  # type: ignore[attr-defined,no-redef]  # each release has one of the two

__all__ = ["TokenizeError", "options_to_items"]
