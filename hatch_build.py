"""Makes the style sheets small in the wheel; in the repository they stay as people read them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import tinycss2
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from tinycss2.ast import Node

SHEETS = "sphinx_confrecap/static/confrecap"

TIGHT = {"", ",", ";", ">", "{} block"}
"""What needs no white space on either side, in selectors, queries and declarations alike."""


def small(css: str) -> str:
    """Return a style sheet without its comments and needless white space.

    No rule is rewritten or moved. The minifiers at hand do one or the other, or take the space out
    of ``.a :is(.b)`` within a layer.
    """
    return str(tinycss2.serialize(_tight(tinycss2.parse_component_value_list(css))))


def _tight(tokens: list[Node]) -> list[Node]:
    """Return tokens without those that say nothing, in blocks too."""
    said = [token for token in tokens if token.type != "comment"]
    kept: list[Node] = []
    for before, token, after in zip([None, *said], said, [*said[1:], None], strict=False):
        for inside in ("content", "arguments"):
            if hasattr(token, inside):
                setattr(token, inside, _tight(getattr(token, inside)))
        if token.type == "whitespace":
            left, right = _kind(before), _kind(after)
            # A value may be nothing but a space.
            empty = left == ":" and right in {"", ";"}
            if not empty and (left in TIGHT | {":", "whitespace"} or right in TIGHT):
                continue
            token.value = " "
        kept.append(token)
    while kept and _kind(kept[-1]) == ";":
        kept.pop()
    return kept


def _kind(token: Node | None) -> str:
    """Return the type of a token, or the character that it is; empty for the end of a block."""
    if token is None:
        return ""
    return str(token.value if token.type == "literal" else token.type)


class SmallSheets(BuildHookInterface[Any]):
    """Puts the small sheets into the wheel. An editable install shows those of the repository."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Have the small sheets taken instead of those that lie in the package."""
        if version == "editable":
            return
        self.made = tempfile.TemporaryDirectory()
        for sheet in sorted(Path(self.root, SHEETS).glob("*.css")):
            made = Path(self.made.name, sheet.name)
            made.write_text(small(sheet.read_text("utf-8")), encoding="utf-8", newline="\n")
            build_data["force_include"][str(made)] = f"{SHEETS}/{sheet.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the folder away."""
        if version != "editable":
            self.made.cleanup()
