"""One sponsor as nodes, wherever it is shown."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sphinx_confrecap.data import links
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Sponsor
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.base import ConfrecapDirective, Source
from sphinx_confrecap.doctree import sponsors as doctree


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
    config = directive.config
    spoken = entry.alt or entry.name
    rel = entry.rel if entry.rel is not None else config.confrecap_link_rel
    paid_for = str(entry.for_ or "")
    node = doctree.confrecap_sponsor("", rel=str(rel), show=show, name=str(entry.name))
    node["label"], node["for"] = str(spoken), paid_for
    if show != "names" and (logos := _logos(directive, entry, source, problems, size)):
        node["logos"] = logos
    node.source, node.line = directive.get_source_info()
    if entry.url is None:
        node.add_head("")
    elif (target := links.check(entry.url)).external:
        node.add_head(target.url)
    else:
        node += _local_head(directive, entry, entry.url, source, problems)
    if entry.text:
        node += directive.text_element(doctree.confrecap_sponsor_text(), entry.text, source)
    if entry.links:
        node += _links(directive, entry, source, problems)
    if not named:
        return node
    if not directive.values["no-index"]:
        keys = [same_name(entry.name)] + ([same_name(entry.id)] if entry.id else [])
        node["object"] = ["sponsor", *dict.fromkeys(keys)]
        node["aliases"] = [str(entry.id)] if entry.id else []
        node["file"] = source.file
    directive.give_id(node, "sponsor", entry.id or entry.name, keys_of(entry))
    return node


def _local_head(
    directive: ConfrecapDirective, entry: Sponsor, url: Scalar, source: Source, problems: Problems
) -> nodes.Element:
    """Return the head of a sponsor that leads to a page or a file of the site."""
    label = doctree.confrecap_sponsor_label("", "", nodes.Text(str(entry.alt or entry.name)))
    # Names are not for translators.
    head = nodes.paragraph("", "", translatable=False)
    if entry.for_:
        head += nodes.Text(f"{entry.for_}: ")
    head += directive.link(url, source, problems, label)
    head.source, head.line = source.path, entry.at.line
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
) -> list[dict[str, Any]]:
    """Return the logos of a sponsor: one for every page, or one for light and one for dark."""
    if entry.logo is None:
        return []
    light, dark = entry.logo.light, entry.logo.dark
    written = {"light": light, "dark": dark}
    if light == dark:  # one picture for both modes, to be trusted in neither
        written = {"": light}
    found: dict[str, nodes.Element] = {}
    for mode, path in written.items():
        if path is None:
            continue
        node = directive.picture(doctree.confrecap_logo, path, source, problems)
        if node is not None:
            node["size"], node["factor"], node["plate"] = size, entry.scale, entry.plate
            found[mode] = node
    for mode, logo in found.items():
        logo["given"] = [name for name in found if name]
        if len(found) == 2:
            logo["mode"] = mode
    return [logo.non_default_attributes() for logo in found.values()]


def _links(
    directive: ConfrecapDirective, entry: Sponsor, source: Source, problems: Problems
) -> nodes.Element:
    holder = doctree.confrecap_sponsor_links("", "", translatable=False)
    for number, (label, address) in enumerate(entry.links.items()):
        if number:
            holder += nodes.Text(" · ")
        child = nodes.inline("", str(label))
        holder += directive.link(address, source, problems, child, rel="noopener")
    return holder
