"""Facts in prose: what the role shows, and what a condition finds, from the data of an edition."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from docutils.utils import unescape
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import ReferenceRole

from sphinx_confrecap.data import links
from sphinx_confrecap.data.facts import LONGEST, Facts, Found, NotShownError
from sphinx_confrecap.data.problems import Code, Problem, Problems, place_in
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.site import companies
from sphinx_confrecap.site.editions import Edition, editions
from sphinx_confrecap.site.files import Files
from sphinx_confrecap.site.told import tell

Say = Callable[[str, Code], None]
"""Says what is wrong at the place where a fact is asked for."""

_CACHE = "confrecap_facts"
_MATH = re.compile(r"[\\$]")
_NO_MATH = ["tex2jax_ignore", "mathjax_ignore"]


@dataclass
class Source:
    """The facts of a file, as one page reads them: it is read again when they change."""

    facts: Facts
    files: Files
    name: str
    folder: str
    told: set[Problem] = field(default_factory=set)

    def report(self, env: BuildEnvironment, used_at: str) -> None:
        """Say what is wrong with what was read of the file."""
        for problem in self.facts.problems:
            if problem not in self.told:
                self.told.add(problem)
                at = place_in(self.name, problem)
                tell(env, problem.code, problem.message, at, used_at)


class Asked:
    """One question of a page: ``edition`` is whose data answers, ``place`` where it stands."""

    def __init__(self, env: BuildEnvironment, edition: Edition, place: str, say: Say) -> None:
        self.env, self.edition, self.place, self.say = env, edition, place, say

    def source(self, file: str | None, folder: str = "") -> Source | None:
        """Return the facts of a file; None if there are none, which is said once a page."""
        if file is None:
            return None
        known: dict[str, Source | None] | Any = self.env.temp_data.setdefault(_CACHE, {})
        if file not in known:
            known[file] = self._read(file, folder)
        found: Source | None = known[file]
        return found

    def _read(self, file: str, folder: str) -> Source | None:
        files, problems = Files(self.env, self.env.docname), Problems()
        found = files.yaml(Scalar(file), folder, problems)
        for problem in problems:
            self.say(problem.message, problem.code)
        if found is None:
            return None
        inside = PurePosixPath(found.name).parent.as_posix()
        facts = Facts(
            found.document, lambda value, noted: companies.sponsors(value, files, inside, noted)
        )
        facts.problems.take(found.problems)
        return Source(facts, files, found.name, inside)

    def find(self, target: str) -> tuple[Source | None, str, Found | None]:
        """Return the source of a fact, its path there, and what that leads to, if anything.

        A target is a path in the data of the edition, or else of the edition that it begins with.
        """
        source = self.source(self.edition.file)
        found = source.facts.find(target) if source else None
        prefixed = editions(self.env.config).prefixed(target) if found is None else None
        if prefixed:
            edition, target = prefixed
            self.edition, source = edition, self.source(edition.file)
            found = source.facts.find(target) if source else None
        if source is not None:
            source.report(self.env, self.place)
        return source, target, found

    def lacking(self, source: Source, path: str) -> str:
        """Return the end of a sentence about a path that leads nowhere, if its edition is why."""
        known = editions(self.env.config)
        return known.lacking(path, lambda rest: source.facts.find(rest) is not None)

    # -- the role ----------------------------------------------------------------------------------

    def shown(self, written: str) -> list[nodes.Node]:
        """Return what the role shows for ``path`` or ``a text <path>``."""
        matched = ReferenceRole.explicit_title_re.match(written)
        title = unescape(matched[1]) if matched else ""
        target = unescape(matched[2] if matched else written).strip()
        source, path, found = self.find(target)
        if source is None or found is None:
            self._tell_missing(source, path)
            return [_text(title or target)]
        try:
            said = found.said(self.env.config.language)
        except NotShownError as error:
            if str(error):
                self.say(f"the fact '{path}' {error}", Code.REFERENCE)
            return [_text(title or target)]
        may_lead = found.is_address or (title and found.typed)
        if found.address is not None and may_lead:
            words = _text(title or said.removeprefix("mailto:"))
            return [self._link(source, found.address, words, bare=not title)]
        if title:
            self.say(f"the fact '{path}' is no address to lead to", Code.REFERENCE)
        return [_text(title or said)]

    def _tell_missing(self, source: Source | None, path: str) -> None:
        """Say that there is no such fact, unless it was said why."""
        if source is not None and source.facts.document:
            meant = source.facts.meant(path, known=False)
            hint = f"; did you mean '{meant}'?" if meant else self.lacking(source, path)
            if source.facts.are_spent:
                hint = ": this page asks for more than can be looked for"
            self.say(f"there is no fact '{path[:LONGEST]}'{hint}", Code.REFERENCE)
        elif self.edition.file is None:
            where = f"the edition '{self.edition.key}' has no data"
            if not self.edition.key:
                where = "confrecap_data in conf.py names no file"
            self.say(f"there is no fact '{path[:LONGEST]}': {where}", Code.REFERENCE)

    def _link(
        self, source: Source, address: Scalar, words: nodes.Element, *, bare: bool
    ) -> nodes.Element:
        """Return a link; the words alone, and a problem of the data, if it may lead nowhere."""
        problems = Problems()
        made: nodes.Element | None = None
        try:
            target = links.check(address)
        except links.LinkError as error:
            problems.add(address, str(error), Code.URL)
        else:
            if target.external:
                return nodes.reference("", "", words, refuri=target.url)
            made = source.files.local_link(target, address, source.folder, problems)
        place = place_in(source.name, address)
        for problem in problems:
            tell(self.env, problem.code, problem.message, place, self.place)
        if made is None:
            return words
        if target.fragment:
            made["at"], made["used_at"] = place, self.place
        elif bare and isinstance(made, addnodes.pending_xref):  # the page's title stands for it
            made.attributes.update(refdomain="std", reftype="doc", refexplicit=False)
            made["reftarget"] = f"/{made['reftarget']}"
        made += words
        return made


def _text(words: str) -> nodes.inline:
    """Return a plain text, which neither typography nor MathJax touches."""
    classes = [*_NO_MATH] if _MATH.search(words) else []
    return nodes.inline("", words, classes=classes, support_smartquotes=False)
