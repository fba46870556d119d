"""One sponsor as nodes, wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Sponsor, Sponsors
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import sponsors as doctree
from sphinx_confrecap.doctree.base import confrecap_link
from sphinx_confrecap.site import companies
from sphinx_confrecap.site.wants import Logo


def sponsors_of(reading: Reading, others: Sequence[Sponsor] = ()) -> Sponsors | None:
    """Return a section with what is known of each sponsor, also of ``others``' companies."""
    files, folder = reading.directive.files, reading.source.folder
    return companies.sponsors(reading.value, files, folder, reading.problems, others)


def sponsor_node(
    reading: Reading, entry: Sponsor, *, size: str, show: str, named: bool = True
) -> doctree.confrecap_sponsor:
    """Return the node of one sponsor; one that is not ``named`` has no id and no role finds it."""
    node = doctree.confrecap_sponsor("", show=show, alone=False, title=str(entry.name))
    node["label"], node["for"] = str(entry.alt or entry.name), str(entry.for_ or "")
    if entry.rel is not None:
        node["rel"] = str(entry.rel)
    reading.directive.set_source_info(node)
    logos = [] if show == "names" else _logos(reading, entry, size)
    node += _head(reading, entry, logos)
    if entry.text:
        node += reading.text(entry.text)
    node["extra"] = {str(key): str(value) for key, value in entry.extra.items()}
    if show == "card":
        node += reading.own_fields(entry.extra)
    if entry.links:
        node += _links(reading, entry)
    if not named:
        return node
    keys = [same_name(name) for name in (entry.name, entry.id) if name]
    reading.sign(node, "sponsor", keys, [str(entry.id)] if entry.id else [], keys[0])
    what = reading.identity(keys[-1])
    reading.directive.give_id(node, "sponsor", entry.id or entry.name, what)
    return node


def _head(reading: Reading, entry: Sponsor, logos: list[doctree.confrecap_logo]) -> nodes.Element:
    """Return what a sponsor paid for, and its name in its link."""
    head = doctree.confrecap_sponsor_head("", "", translatable=False)
    if entry.for_:
        head += [reading.words(entry.for_), nodes.Text(": ")]
    label = doctree.confrecap_sponsor_label("", "", *logos, nodes.Text(entry.alt or entry.name))
    linked = reading.link(entry.url, label)
    if isinstance(linked, confrecap_link):  # Sphinx finds a page for one node, this needs none
        linked[:] = label.children
    head += linked
    reading.put(head, entry.at)
    return head


def _logos(reading: Reading, entry: Sponsor, size: str) -> list[doctree.confrecap_logo]:
    """Return the logos of a sponsor: one for every page, or one for light and one for dark."""
    found = []
    for mode, path in entry.logo.files.items() if entry.logo else ():
        want = Logo(size, entry.scale, entry.plate, mode)
        logo = reading.picture(doctree.confrecap_logo, want, path)
        if logo is not None:
            logo["made_for"] = mode
            found.append(logo)
    return found


def _links(reading: Reading, entry: Sponsor) -> nodes.Element:
    holder = doctree.confrecap_sponsor_links("", "", translatable=False)
    for number, (label, address) in enumerate(entry.links.items()):
        if number:
            holder += nodes.Text(" · ")
        child = reading.words(label)
        holder += reading.link(address, child, rel="noopener")
    return holder
