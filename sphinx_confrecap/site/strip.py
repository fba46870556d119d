"""The sponsor strip for sidebars and footers: ``confrecap/sponsor-strip.html``, on every page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_confrecap.data import joins, links, select
from sphinx_confrecap.data.problems import Code, Problems, did_you_mean
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Logo, Sponsor, Sponsors
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.doctree.base import PLAYER_BUILDERS
from sphinx_confrecap.doctree.sponsors import confrecap_logo
from sphinx_confrecap.locale import _
from sphinx_confrecap.messages import warn, warn_all
from sphinx_confrecap.site.domain import ConfrecapDomain, Picture
from sphinx_confrecap.site.files import Files, YamlFile, default_file
from sphinx_confrecap.site.links import anchor
from sphinx_confrecap.site.pictures import SHOPS, Shop
from sphinx_confrecap.site.uses import FILES

TEMPLATE = "confrecap/sponsor-strip.html"
_CONF = "conf.py:1"
_SHOWING = PLAYER_BUILDERS - {"json"}  # which renders no sidebar


def is_used(app: Sphinx) -> bool:
    """True if a sidebar, or one of the site's own templates, shows the strip."""
    if app.builder.name not in _SHOWING:
        return False
    if any(TEMPLATE in templates for templates in app.config.html_sidebars.values()):
        return True
    return any(
        TEMPLATE in path.read_text("utf-8", errors="replace")
        for folder in app.config.templates_path
        for path in sorted((Path(app.confdir) / folder).rglob("*.html"))
    )


def prepare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the strip's data; return every document to be written if it is not what it was."""
    if not is_used(app):
        return []
    files = Files(env, None)
    entries = list(_entries(app, files, SHOPS[env]))
    app.builder.confrecap_strip = entries  # type: ignore[attr-defined]  # ours, by builder
    seal = hashlib.sha256(json.dumps(entries).encode()).hexdigest()
    seals = cast("ConfrecapDomain", env.get_domain("confrecap")).data["strip"]
    if seals.get(app.builder.name) == seal:
        return []
    seals[app.builder.name] = seal
    return sorted(env.found_docs)


def _entries(app: Sphinx, files: Files, shop: Shop) -> Iterator[dict[str, Any]]:
    """Yield the sponsors of the chosen tiers as plain data."""
    name = default_file(app.config.confrecap_data, "sponsors")
    problems = Problems()
    if name is None:
        warn(Code.CONFIG, "the sponsor strip needs confrecap_data", _CONF)
        return
    found = files.yaml(Scalar(name), "", problems)
    for problem in problems:
        warn(problem.code, f"{problem.message} (from confrecap_data)", _CONF)
    if found is None:
        return
    section = found.document and select.section(found.document, "sponsors", None, found.problems)
    record = joins.sponsors(section, found.problems) if section else None
    if record is not None:
        chosen = _chosen(app, record)
        shown = [entry for tier in chosen for entry in tier if not entry.hidden]
        strip = _Strip(app, files, shop, found)
        for entry in {same_name(entry.name): entry for entry in shown}.values():
            yield strip.entry(entry)
    # A page that shows the file says what is wrong with it.
    if not any(found.name in used for used in FILES.of(files.env).values()):
        warn_all(found.problems, found.name, "the sponsor strip")


def _chosen(app: Sphinx, record: Sponsors) -> Iterator[tuple[Sponsor, ...]]:
    names = {same_name(name): name for name in record.tiers}
    for wanted in app.config.confrecap_strip_tiers or list(record.tiers)[:1]:
        if same_name(wanted) in names:
            yield record.tiers[names[same_name(wanted)]].sponsors
        else:
            hint = did_you_mean(wanted, record.tiers)
            sentence = f"confrecap_strip_tiers: there is no tier '{wanted}'{hint}"
            warn(Code.CONFIG, sentence, _CONF)


class _Strip:
    """Turns sponsors into plain data: names, links and published logos."""

    def __init__(self, app: Sphinx, files: Files, shop: Shop, source: YamlFile) -> None:
        self.app, self.files, self.shop, self.source = app, files, shop, source
        self.folder = Path(source.name).parent.as_posix()

    def entry(self, entry: Sponsor) -> dict[str, Any]:
        rel = entry.rel if entry.rel is not None else self.app.config.confrecap_link_rel
        found: dict[str, Any] = {"name": str(entry.alt or entry.name), "rel": str(rel)}
        if entry.url:
            found |= self._target(entry.url)
        if entry.logo and (logos := self._logos(entry, entry.logo)):
            found["logos"] = logos
        return found

    def _target(self, url: Scalar) -> dict[str, str]:
        target = links.check(url)
        if target.external:
            return {"url": target.url}
        local = self.files.local_link(target, url, self.folder, self.source.problems)
        if isinstance(local, addnodes.pending_xref):
            page = local["reftarget"]
            return {"page": page, "anchor": anchor(self.files.env, page, target.fragment)}
        return {}

    def _logos(self, entry: Sponsor, logo: Logo) -> list[dict[str, Any]]:
        written = {"light": logo.light, "dark": logo.dark}
        if logo.light == logo.dark:
            written = {"": logo.light}
        usable: dict[str, confrecap_logo] = {}
        for mode, path in written.items():
            found = path and self.files.picture(path, self.folder, path, self.source.problems)
            if not path or not found:
                continue
            at = f"{self.source.name}:{path.line}:{path.column}"
            node = confrecap_logo("", uri=self.files.uri(found), alt="", size="xs", given=[])
            node["factor"], node["plate"] = entry.scale, entry.plate
            about = {name: node[name] for name in node.planned_from}
            self.shop.derive([Picture("confrecap_logo", node["uri"], about, at)])
            if self.shop.path(node["uri"]) not in self.shop.failed:
                usable[mode] = node
        return [self._placed(mode, node, usable) for mode, node in usable.items()]

    def _placed(self, mode: str, node: confrecap_logo, usable: Iterable[str]) -> dict[str, Any]:
        node["given"] = [name for name in usable if name]
        self.shop.place(node)
        width, height = node["shown"]
        return {
            "key": node["uri"],
            "fragment": node.get("fragment", ""),
            "width": width,
            "height": height,
            "plates": dict(zip(("light", "dark"), node["plates"], strict=True)),
            "mode": mode if len(node["given"]) == 2 else "",
        }


def add_to_page(
    app: Sphinx,
    _pagename: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Give the template its sponsors, with addresses that are right on this page."""
    entries = getattr(app.builder, "confrecap_strip", None)
    if entries is None:
        return
    context["confrecap_strip"] = [_on_page(entry, app, context["pathto"]) for entry in entries]
    context["confrecap_strip_title"] = str(_("Sponsors"))
    if app.config.confrecap_css:
        app.add_css_file("confrecap/base.css")
        app.add_css_file("confrecap/sponsors.css")


def _on_page(entry: dict[str, Any], app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    images: dict[str, str] = app.builder.confrecap_pictures  # type: ignore[attr-defined]  # ours, by builder
    folder = app.builder.imagedir
    logos = [
        logo | {"src": pathto(f"{folder}/{images[logo['key']]}", 1) + logo["fragment"]}
        for logo in entry.get("logos", ())
    ]
    url = entry.get("url") or (pathto(entry["page"]) if "page" in entry else "")
    if entry.get("anchor"):  # of a page that may be a part of a page itself
        url = f"{url.partition('#')[0]}#{entry['anchor']}"
    return {"name": entry["name"], "rel": entry["rel"], "url": url, "logos": logos}


def connect(app: Sphinx) -> None:
    """Connect the strip: after the pictures, and before themes drop what has nothing to show."""
    app.connect("env-updated", prepare, priority=600)
    app.connect("html-page-context", add_to_page, priority=400)
