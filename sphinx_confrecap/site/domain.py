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
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from sphinx_confrecap import ENV_VERSION
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.messages import logger, warn
from sphinx_confrecap.site import links
from sphinx_confrecap.site.uses import FILES


class Object(NamedTuple):
    """A thing that a role can name: ``keys`` are its names and ids, ``what`` is its identity."""

    kind: str
    keys: tuple[str, ...]
    title: str
    docname: str
    anchor: str
    file: str
    what: str
    aliases: tuple[str, ...] = ()
    """More names, which may stand for something else in other files."""


class ConfrecapRole(XRefRole):
    """A role that forgives case, spaces and punctuation; ``2024/google`` names a file's stem."""

    def process_link(
        self,
        env: BuildEnvironment,  # noqa: ARG002 (the signature is Sphinx's)
        refnode: nodes.Element,  # noqa: ARG002
        has_explicit_title: bool,  # noqa: ARG002, FBT001
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """Return the title as it was written, and the target as it is stored."""
        return title, target.strip()

    def create_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the reference without Sphinx's class ``confrecap-video``, which is a video's own."""
        self.classes = ["xref", "confrecap"]
        return super().create_xref_node()


class ConfrecapDomain(Domain):
    """Sponsors, videos and photos."""

    name = "confrecap"
    label = "confrecap"
    data_version = ENV_VERSION
    object_types: ClassVar[dict[str, ObjType]] = {
        "sponsor": ObjType("sponsor", "sponsor"),
        "video": ObjType("video", "video"),
        "photo": ObjType("photo", "photo"),
    }
    roles: ClassVar[dict[str, Any]] = {
        kind: ConfrecapRole(warn_dangling=True, innernodeclass=nodes.inline)
        for kind in ("sponsor", "video", "photo")
    }
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}}

    @property
    def objects(self) -> dict[str, list[Object]]:
        """The objects of each document, in their order on the page."""
        found: dict[str, list[Object]] = self.data["objects"]
        return found

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.objects.pop(docname, None)

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        found = otherdata["objects"]
        self.objects.update((name, found[name]) for name in docnames if name in found)

    def process_doc(
        self,
        env: BuildEnvironment,  # noqa: ARG002 (the signature is Sphinx's)
        docname: str,
        document: nodes.document,
    ) -> None:
        """Collect the objects of a document."""
        objects = []
        for node in document.findall(nodes.Element):
            if "object" in node:
                kind, *keys = node["object"]
                anchor = node["ids"][0] if node["ids"] else ""
                title, what = node.get("title", ""), node.get("what", keys[0])
                file = node.get("file", "")
                aliases: tuple[str, ...] = tuple(node.get("aliases", ()))
                objects.append(
                    Object(kind, tuple(keys), title, docname, anchor, file, what, aliases)
                )
        if objects:
            self.objects[docname] = objects
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
        wanted = {name, same_name(name)}
        return [item for item in self._all(kind) if wanted.intersection(item.keys + item.aliases)]

    def _find(self, kind: str, target: str, fromdocname: str) -> Object | None:
        found = self._called(kind, target)
        stem, _slash, name = target.rpartition("/")
        if stem and not found:
            found = [
                item
                for item in self._called(kind, name)
                if f"/{PurePosixPath(item.file).with_suffix('')}".endswith(f"/{stem.strip('/')}")
            ]
        used = {item.file for item in self.objects.get(fromdocname, ())}
        used.update(FILES.of(self.env).get(fromdocname, ()))
        default = self.env.config.confrecap_data
        files = default.values() if isinstance(default, dict) else [default or ""]
        defaults = {str(file).lstrip("/") for file in files}
        return min(
            found,
            key=lambda item: (
                target not in item.keys,
                item.docname != fromdocname,
                item.file not in used,
                item.file not in defaults,
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
        item = self._find(typ, target, fromdocname)
        if item is None:
            return None
        if not node.get("refexplicit") and item.title:
            contnode = nodes.inline("", item.title, classes=contnode["classes"])
        return make_refnode(builder, fromdocname, item.docname, item.anchor, contnode, item.title)

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
                cast("nodes.Element", made[0])["classes"] = []
                found.append((f"confrecap:{kind}", made))
        return found

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield what the inventory lists, each name once, and under its title what search finds.

        Other projects look names up as they are: ids are there as they were written, too.
        Search guesses ids from names and takes a title for a name; immaterial's warns of every
        entry where the two differ.
        """
        for kind in self.object_types:
            said = set()
            for item in self._all(kind):
                for name in (item.title, *item.keys, *item.aliases):
                    if name and name not in said:
                        said.add(name)
                        rank = 1 if name == item.title else -1
                        yield name, item.title, kind, item.docname, item.anchor, rank

    def check_consistency(self) -> None:
        """Say once, when all is read, which id stands for two different things."""
        for kind in self.object_types:
            first: dict[str, Object] = {}
            said = set()
            for item in self._all(kind):
                for key in item.keys:
                    before = first.setdefault(key, item)
                    if before.what != item.what and key not in said:
                        said.add(key)
                        where = f"in '{before.docname}' and in '{item.docname}'"
                        if before.docname == item.docname:
                            where = f"both in '{item.docname}'"
                        sentence = f"the {kind} id '{key}' stands for two different things, {where}"
                        warn(Code.DUPLICATE, sentence, item.docname)


def warn_missing(_app: Any, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:  # noqa: ANN401 (Sphinx)
    """Say which name a role does not know, and the nearest one it does."""
    if not isinstance(domain, ConfrecapDomain):
        return None
    kind, target = node["reftype"], node["reftarget"]
    titles = {same_name(item.title): item.title for item in domain._all(kind)}  # noqa: SLF001 (our own)
    close = difflib.get_close_matches(same_name(target), titles, n=1)
    hint = f"; did you mean '{titles[close[0]]}'?" if close else ""
    logger.warning(
        "%s",
        f"unknown {kind} '{target}'{hint}",
        type="confrecap",
        subtype="reference",
        location=node,
    )
    return True
