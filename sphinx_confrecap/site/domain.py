"""The domain: what can be referred to, and found by search and other projects.

Everything is collected from the doctree after reading: Sphinx purges, merges and pickles it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxRole
from sphinx.util.nodes import make_refnode

from sphinx_confrecap import ENV_VERSION
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.messages import logger, warn
from sphinx_confrecap.site import links
from sphinx_confrecap.site.editions import editions, page_of
from sphinx_confrecap.site.told import place_of, tell
from sphinx_confrecap.site.uses import FILES, PAGES

_Entry = tuple[str, str, str, str, str, int]


class Object(NamedTuple):
    """A thing that a role can name: ``keys`` are its names and ids, ``what`` is its identity.

    ``edition`` is the key of the edition that it is of, "" for a site without editions.
    """

    kind: str
    keys: tuple[str, ...]
    title: str
    docname: str
    anchor: str
    file: str
    what: str
    aliases: tuple[str, ...] = ()
    """More names, which may stand for something else in other files."""
    edition: str = ""


class ConfrecapRole(XRefRole):
    """A role that forgives case, spaces and punctuation.

    ``2024/google`` is the one of an edition or, without editions, of a file's stem.
    """

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: nodes.Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Return the title as it was written, and the target as it is stored."""
        return title, target.strip()

    def create_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the reference without Sphinx's class ``confrecap-video``, which is a video's own."""
        self.classes = ["xref", "confrecap"]
        return super().create_xref_node()


class FactRole(SphinxRole):
    """Shows a fact of the data of the page's edition: ``event.venue.city``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the fact as text, or as a link."""
        from sphinx_confrecap.site.facts import Asked  # noqa: PLC0415 (loads all records)

        place = place_of(self.env, *self.get_source_info())

        def say(message: str, code: Code) -> None:
            tell(self.env, code, message, place)

        edition = editions(self.config).of_page(self.env.docname)
        return Asked(self.env, edition, place, say).shown(self.text), []


class ConfrecapDomain(Domain):
    """Sponsors, videos and photos."""

    name = "confrecap"
    label = "confrecap"
    data_version = ENV_VERSION
    object_types: ClassVar[dict[str, ObjType]] = {
        kind: ObjType(kind, kind) for kind in ("sponsor", "video", "photo")
    }
    roles: ClassVar[dict[str, Any]] = {
        kind: ConfrecapRole(warn_dangling=True, innernodeclass=nodes.inline)
        for kind in object_types
    } | {"fact": FactRole()}
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}}

    _names: dict[tuple[str, str], list[Object]] | None = None
    """The objects by kind and name, made when it is asked for."""

    _entries: list[_Entry] | None = None
    """What the inventory lists, likewise: search asks for it, too."""

    @property
    def objects(self) -> dict[str, list[Object]]:
        """The objects of each document, in their order on the page."""
        found: dict[str, list[Object]] = self.data["objects"]
        return found

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.objects.pop(docname, None)
        self._names = self._entries = None

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        found = otherdata["objects"]
        self.objects.update((name, found[name]) for name in docnames if name in found)
        self._names = self._entries = None

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Collect the objects of a document."""
        objects = []
        # Other pages have none, and are not walked through.
        for node in document.findall(nodes.Element) if docname in PAGES.of(env) else ():
            if "object" in node.attributes:
                kind, *keys = node["object"]
                anchor = node["ids"][0] if node["ids"] else ""
                title, what, aliases = node.get("title", ""), node["what"], tuple(node["aliases"])
                about = docname, anchor, node["file"], what, aliases, node["edition"]
                objects.append(Object(kind, tuple(keys), title, *about))
        if objects:
            self.objects[docname] = objects
            self._names = self._entries = None
        self._title_names(docname, document)

    def _title_names(self, docname: str, document: nodes.document) -> None:
        """Let a bare ``{ref}`` show the title of a thing of ours that has a name.

        Sphinx looks for titles by the exact class of a node, and knows none of ours.
        """
        standard: Any = self.env.get_domain("std")
        labels = standard.labels
        for name, explicit in document.nametypes.items():
            labelid = document.nameids[name] if explicit else None
            node = document.ids.get(labelid) if labelid else None
            if labelid and node is not None and (title := node.get("title")):
                labels[name] = docname, labelid, title

    # -- references ------------------------------------------------------------------------------

    def _all(self, kind: str) -> Iterator[Object]:
        for docname in sorted(self.objects):
            for item in self.objects[docname]:
                if item.kind == kind and item.anchor:
                    yield item

    def _called(self, kind: str, name: str) -> list[Object]:
        if self._names is None:
            self._names = {}
            for known in self.object_types:
                for item in self._all(known):
                    for key in {*item.keys, *item.aliases}:
                        self._names.setdefault((known, key), []).append(item)
        names = self._names
        found = [item for key in (name, same_name(name)) for item in names.get((kind, key), ())]
        return list(dict.fromkeys(found))

    def _find(self, kind: str, target: str, fromdocname: str) -> Object | None:
        """Return what a target means on a page: on the page itself, in its edition, or in another.

        Another edition is named by a prefix, if nothing is called as the whole target is.
        """
        known = editions(self.env.config)
        edition, name = known.of_page(fromdocname), target
        found = [
            item
            for item in self._called(kind, target)
            if fromdocname == item.docname or edition.key == item.edition
        ]
        if not found and (prefixed := known.prefixed(target)):
            edition, name = prefixed
            both = (*self._called(kind, name), *self._called(kind, target))  # a path may begin so
            found = [item for item in both if item.edition == edition.key]
        elif not found and not known.are_named:
            stem, _slash, name = target.rpartition("/")
            found = [
                item
                for item in self._called(kind, name)
                if stem
                and f"/{PurePosixPath(item.file).with_suffix('')}".endswith(f"/{stem.strip('/')}")
            ]
        used = {item.file for item in self.objects.get(fromdocname, ())}
        used.update(FILES.of(self.env).get(fromdocname, ()))
        return min(
            found,
            key=lambda item: (
                name not in item.keys,
                item.docname != fromdocname,
                item.edition != edition.key,
                item.file not in used,
                f"/{item.file}" != edition.file,
                item.docname,
            ),
            default=None,
        )

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return a reference to what a role or a link of ours names."""
        if typ == "page":
            anchor = links.anchor(env, target, node.get("reffragment", ""))
            return make_refnode(builder, fromdocname, target, anchor, contnode)
        if typ == "edition":
            made = self._to_edition(builder, fromdocname, target, node, contnode)
            return cast("nodes.reference", made)  # any element will do
        item = self._find(typ, target, fromdocname)
        if item is None:
            return None
        if not node.get("refexplicit") and item.title:
            contnode = nodes.inline("", item.title, classes=contnode["classes"])
        anchor = editions(env.config).anchor(item.anchor, item.edition, builder)
        page = fromdocname if builder.name == "singlehtml" else item.docname
        return make_refnode(builder, fromdocname, page, anchor, contnode, item.title)

    def _to_edition(
        self,
        builder: Builder,
        fromdocname: str,
        key: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.Element:
        """Return a link to the page of an edition, by the page's title if it has no name."""
        page = page_of(key, self.env.titles)
        if page is None:
            return contnode
        if not node["refexplicit"]:
            title = self.env.titles[page].astext()
            contnode = nodes.inline("", title, classes=contnode["classes"])
        return make_refnode(builder, fromdocname, page, "", contnode)

    def hint(self, kind: str, target: str, fromdocname: str) -> str:
        """Return ``; did you mean 'x'?`` for a target that means nothing on a page, or why."""
        known = editions(self.env.config)
        own = known.of_page(fromdocname).key
        if lacking := known.lacking(target, lambda rest: bool(self._called(kind, rest))):
            return lacking
        prefixed = known.prefixed(target)
        scope = prefixed[0].key if prefixed else own
        word = prefixed[1] if prefixed else target
        for is_scope in (True, False):
            names: dict[str, str] = {}
            for item in self._all(kind):
                if (item.edition == scope) is is_scope:
                    prefix = "" if item.edition == own else f"{item.edition}/"
                    names.setdefault(same_name(item.title), prefix + item.title)
            if close := difflib.get_close_matches(same_name(word), names, n=1):
                return f"; did you mean '{names[close[0]]}'?"
        return ""

    def meant(self, kind: str, target: str, fromdocname: str) -> list[tuple[str, str, str]]:
        """Return what a role shows of each thing that it may mean: page, id and title."""
        if kind == "edition":
            page = page_of(target, self.env.titles)
            return [(page, "", self.env.titles[page].astext())] if page else []
        kinds = self.object_types if kind == "any" else {kind}
        found = (self._find(one, target, fromdocname) for one in kinds)
        return [(item.docname, item.anchor, item.title) for item in found if item]

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return every kind of thing that goes by a name."""
        found = []
        for kind in self.object_types:
            made = self.resolve_xref(env, fromdocname, builder, kind, target, node, contnode)
            if made is not None:
                # Sphinx would add "confrecap-sponsor", which is the class of a sponsor itself.
                cast("nodes.Element", made[0])["classes"] = []  # made of ``contnode``
                found.append((f"confrecap:{kind}", made))
        return found

    def get_objects(self) -> list[_Entry]:
        """Return what the inventory lists, each name once, and under its title what search finds.

        Other projects look names up as they are: ids are there as they were written, too.
        Search guesses ids from names and takes a title for a name; immaterial's warns of every
        entry where the two differ. What is of another edition than the first has its prefix.
        """
        if self._entries is None:
            self._entries = sorted(self._listed())  # as Sphinx does: it finds that quickly done
        return self._entries

    def _listed(self) -> Iterator[_Entry]:
        first = editions(self.env.config).first.key
        for kind in self.object_types:
            said = set()
            for item in sorted(self._all(kind), key=lambda item: item.edition != first):
                prefix = "" if item.edition == first else f"{item.edition}/"
                for bare in (item.title, *item.keys, *item.aliases):
                    name = prefix + bare
                    if bare and name not in said:
                        said.add(name)
                        title, rank = (name, 1) if bare == item.title else (item.title, -1)
                        yield name, title, kind, item.docname, item.anchor, rank

    def check_consistency(self) -> None:
        """Say once, when all is read, which id stands for two different things."""
        for kind in self.object_types:
            first: dict[tuple[str, str], Object] = {}
            said = set()
            for item in self._all(kind):
                for key in item.keys:
                    before = first.setdefault((item.edition, key), item)
                    if before.what != item.what and key not in said:
                        said.add(key)
                        where = f"in '{before.docname}' and in '{item.docname}'"
                        if before.docname == item.docname:
                            where = f"both in '{item.docname}'"
                        sentence = f"the {kind} id '{key}' stands for two different things, {where}"
                        warn(Code.DUPLICATE, sentence, item.docname)


def warn_missing(_app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    """Say which name a role does not know, and the nearest one it does."""
    if not isinstance(domain, ConfrecapDomain):
        return None
    kind, target = node["reftype"], node["reftarget"]
    logger.warning(
        "%s",
        f"unknown {kind} '{target}'{domain.hint(kind, target, node['refdoc'])}",
        type="confrecap",
        subtype="reference",
        location=node,
    )
    return True
