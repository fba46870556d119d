"""The ``when`` directive: a part of a page for an event that has a certain fact."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.options import DATA, Option
from sphinx_confrecap.site.facts import Asked


class WhenDirective(ConfrecapDirective):
    """Show the body if a fact holds something, or if it holds nothing."""

    options_taken: ClassVar[tuple[Option, ...]] = (DATA,)

    def make(self) -> list[nodes.Node]:
        """Return the body, or nothing."""
        words = self.argument_line.split(maxsplit=1)
        negated = len(words) == 2 and words[0] == "not"
        path = words[1] if negated else self.argument_line
        if not path or path == "not":
            self.warn(f"'{self.name}' needs the path of a fact, or 'not' and a path")
            return []
        # A catalogue has the words of both cases: it serves other editions, and later builds.
        if self._holds(path) == negated and not self.env.versioning_condition:
            return []
        found = self.body_nodes(headings=True)
        for node in found:
            if isinstance(node, nodes.Element):
                node["classes"] += self.values["class"]
        return found

    def _holds(self, path: str) -> bool:
        """True if a path leads to something; one that nearly does is warned about."""
        asked = Asked(self.env, self.edition, self.place, self.warn)
        if named := self.values["data"]:
            file = self.data_file(named)
            folder = PurePosixPath(self.env.docname).parent.as_posix()
            source = asked.source(file and file.partition("#")[0], folder)
            found = source.facts.find(path) if source else None
            if source:
                source.report(self.env, self.place)
        else:
            if self.edition.file is None and not self.edition.key:
                self.default_file("the option 'data'")
                return False
            source, path, found = asked.find(path)
        if found is None and source:
            meant = source.facts.meant(path, known=True)
            hint = f"; did you mean '{meant}'?" if meant else asked.lacking(source, path)
            if hint:
                self.warn(f"there is no fact '{path}'{hint}", Code.REFERENCE)
        return found is not None and found.holds
