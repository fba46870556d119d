"""One sponsor as nodes, wherever it is shown."""

from __future__ import annotations

from docutils import nodes

from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Sponsor
from sphinx_confrecap.directives.base import ConfrecapDirective, Source
from sphinx_confrecap.doctree import sponsors as doctree
from sphinx_confrecap.doctree.base import confrecap_link
from sphinx_confrecap.site.wants import Logo


def sponsor_node(  # noqa: PLR0913 (an entry, its place, and its look)
    directive: ConfrecapDirective,
    entry: Sponsor,
    source: Source,
    problems: Problems,
    *,
    size: str,
    show: str,
    named: bool = True,
) -> doctree.confrecap_sponsor:
    """Return the node of one sponsor; one that is not ``named`` has no id and no role finds it."""
    node = doctree.confrecap_sponsor("", show=show, title=str(entry.name))
    node["label"], node["for"] = str(entry.alt or entry.name), str(entry.for_ or "")
    if entry.rel is not None:
        node["rel"] = str(entry.rel)
    node.source, node.line = directive.get_source_info()
    logos = [] if show == "names" else _logos(directive, entry, source, problems, size)
    node += _head(directive, entry, logos, source, problems)
    if entry.text:
        blocks = directive.blocks(entry.text, source)
        node += doctree.confrecap_sponsor_text("", *blocks)
    node["extra"] = {str(key): str(value) for key, value in entry.extra.items()}
    if show == "card":
        node += directive.own_fields(entry.extra, source)
    if entry.links:
        node += _links(directive, entry, source, problems)
    if not named:
        return node
    if not directive.values["no-index"]:
        keys = [same_name(entry.name)] + ([same_name(entry.id)] if entry.id else [])
        node["object"] = ["sponsor", *dict.fromkeys(keys)]
        node["aliases"] = [str(entry.id)] if entry.id else []
        source.sign(node)
    what = directive.identity(keys_of(entry), source)
    directive.give_id(node, "sponsor", entry.id or entry.name, what)
    return node


def _head(
    directive: ConfrecapDirective,
    entry: Sponsor,
    logos: list[doctree.confrecap_logo],
    source: Source,
    problems: Problems,
) -> nodes.Element:
    """Return what a sponsor paid for, and its name in its link."""
    head = doctree.confrecap_sponsor_head("", "", translatable=False)
    if entry.for_:
        head += [directive.words(entry.for_, source), nodes.Text(": ")]
    label = doctree.confrecap_sponsor_label("", "", *logos, nodes.Text(entry.alt or entry.name))
    linked = directive.link(entry.url, source, problems, label) if entry.url else label
    if isinstance(linked, confrecap_link):  # Sphinx finds a page for one node, this needs none
        linked[:] = label.children
    head += linked
    directive.put(head, entry.at, source)
    return head


def keys_of(entry: Sponsor) -> str:
    """Return what two entries of one sponsor share."""
    return same_name(entry.id or entry.name)


def _logos(
    directive: ConfrecapDirective,
    entry: Sponsor,
    source: Source,
    problems: Problems,
    size: str,
) -> list[doctree.confrecap_logo]:
    """Return the logos of a sponsor: one for every page, or one for light and one for dark."""
    if entry.logo is None:
        return []
    light, dark = entry.logo.light, entry.logo.dark
    written = {"light": light, "dark": dark}
    if light == dark:  # one picture for both modes, to be trusted in neither
        written = {"": light}
    found = []
    for mode, path in written.items():
        if path is not None:
            want = Logo(size, entry.scale, entry.plate, mode)
            logo = directive.picture(doctree.confrecap_logo, want, path, source, problems)
            if logo is not None:
                logo["made_for"] = mode
                found.append(logo)
    return found


def _links(
    directive: ConfrecapDirective, entry: Sponsor, source: Source, problems: Problems
) -> nodes.Element:
    holder = doctree.confrecap_sponsor_links("", "", translatable=False)
    for number, (label, address) in enumerate(entry.links.items()):
        if number:
            holder += nodes.Text(" · ")
        child = directive.words(label, source)
        holder += directive.link(address, source, problems, child, rel="noopener")
    return holder
