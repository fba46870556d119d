"""The sponsor strip for sidebars and footers: ``confrecap/sponsor-strip.html``, on every page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.i18n import search_image_for_language

from sphinx_confrecap.data import joins, links, select
from sphinx_confrecap.data.problems import Code, Problems, did_you_mean
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Logo, Sponsor, Sponsors
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.locale import _
from sphinx_confrecap.messages import warn, warn_all
from sphinx_confrecap.site import pictures, published, wants
from sphinx_confrecap.site.editions import Edition, editions
from sphinx_confrecap.site.files import Files, YamlFile
from sphinx_confrecap.site.links import anchor
from sphinx_confrecap.site.sidebars import has_strip
from sphinx_confrecap.site.uses import FILES
from sphinx_confrecap.templating import render

_CONF = "conf.py:1"


def prepare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the strips' data; return the documents whose edition's strip is not what it was."""
    if not has_strip(app):
        return []
    files = Files(env, None)
    known = editions(app.config)
    pages: dict[Edition, list[str]] = {known.first: []}  # pages of the builder's own are of it
    for docname in sorted(env.found_docs):
        pages.setdefault(known.of_page(docname), []).append(docname)
    tiers = _Tiers(app.config.confrecap_strip_tiers)
    strips = {edition.key: list(_entries(app, files, edition, tiers)) for edition in pages}
    tiers.report()
    app.builder.confrecap_strip = strips  # type: ignore[attr-defined]  # ours, by builder
    seals: dict[tuple[str, str], str] = env.__dict__.setdefault("confrecap_strip", {})
    changed: list[str] = []
    for edition, docnames in pages.items():
        key = app.builder.name, edition.key
        seal = hashlib.sha256(json.dumps(strips[edition.key]).encode()).hexdigest()
        if seals.get(key) != seal:
            seals[key] = seal
            changed += docnames
    return changed


def _entries(
    app: Sphinx, files: Files, edition: Edition, tiers: _Tiers
) -> Iterator[dict[str, Any]]:
    """Yield the sponsors of the chosen tiers of an edition as plain data."""
    problems = Problems()
    if edition.file is None:
        if not edition.key:
            warn(Code.CONFIG, "the sponsor strip needs confrecap_data", _CONF)
        return
    found = files.yaml(Scalar(edition.file), "", problems)
    for problem in problems:
        warn(problem.code, f"{problem.message} (from confrecap_data)", _CONF)
    if found is None:
        return
    section = found.document and select.section(found.document, "sponsors", None, found.problems)
    record = joins.sponsors(section, found.problems) if section else None
    if record is not None:
        chosen = tiers.of(record)
        shown = [entry for tier in chosen for entry in tier if not entry.hidden]
        strip = _Strip(app, files, found)
        for entry in {same_name(entry.name): entry for entry in shown}.values():
            yield strip.entry(entry)
    # A page that shows the file says what is wrong with it.
    if not any(found.name in used for used in FILES.of(files.env).values()):
        warn_all(found.problems, found.name, "the sponsor strip")


class _Tiers:
    """The tiers that strips show; an edition need not have all of them."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.wanted = wanted
        self._known: dict[str, str] = {}

    def of(self, record: Sponsors) -> list[tuple[Sponsor, ...]]:
        """Return the sponsors of the wanted tiers of an edition; without any, of its first."""
        names = {same_name(name): name for name in record.tiers}
        self._known |= names
        chosen = [names[same_name(name)] for name in self.wanted if same_name(name) in names]
        return [record.tiers[name].sponsors for name in chosen or list(record.tiers)[:1]]

    def report(self) -> None:
        """Say which tiers no edition has."""
        for name in self.wanted:
            if self._known and same_name(name) not in self._known:
                hint = did_you_mean(name, self._known.values())
                sentence = f"confrecap_strip_tiers: there is no tier '{name}'{hint}"
                warn(Code.CONFIG, sentence, _CONF)


class _Strip:
    """Turns sponsors into plain data: names, links and published logos."""

    def __init__(self, app: Sphinx, files: Files, source: YamlFile) -> None:
        self.app, self.files, self.source = app, files, source
        self.pictures, self.published = pictures.of(app.builder), published.of(app.builder)
        self.folder = Path(source.name).parent.as_posix()

    def entry(self, entry: Sponsor) -> dict[str, Any]:
        rel = entry.rel if entry.rel is not None else self.app.config.confrecap_link_rel
        found: dict[str, Any] = {"name": str(entry.alt or entry.name), "rel": str(rel)}
        if entry.url:
            found |= self._target(entry.url)
        found["extra"] = {str(key): str(value) for key, value in entry.extra.items()}
        found["logos"] = self._logos(entry, entry.logo) if entry.logo else []
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
        logos: list[nodes.Element] = []
        for mode, path in written.items():
            found = path and self.files.picture(path, self.folder, path, self.source.problems)
            if path and found:
                uri = _localised(self.files.env, self.files.uri(found))
                want = wants.Logo("xs", entry.scale, entry.plate, mode)
                at = f"{path.file or self.source.name}:{path.line}:{path.column}"
                self.pictures.derive({"": [wants.Wanted(uri, want, at)]})
                if (uri, want) in self.pictures.made:
                    logos.append(nodes.image(uri=uri, want=want, made_for=mode))
        nodes.inline("", "", *logos)  # those of a pair know each other by it
        return [self._placed(logo) for logo in logos]

    def _placed(self, node: nodes.Element) -> dict[str, Any]:
        made, builder = self.pictures.made[node["uri"], node["want"]], self.app.builder
        pictures.place(node, made, builder)
        file = made.renditions[0]
        self.published.publish(file, None)
        return {"file": file.name, **pictures.logo_fields(node, "", builder)}


def _localised(env: BuildEnvironment, uri: str) -> str:
    """Return the file of the site's language, if there is one, relative to the source folder."""
    try:
        return search_image_for_language(uri, env).lstrip("/")
    except KeyError:  # Sphinx before 8.2 wants to know on which page
        env.temp_data["docname"] = env.config.root_doc
        try:
            return search_image_for_language(uri, env).lstrip("/")
        finally:
            del env.temp_data["docname"]


def add_to_page(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Give the template its sponsors, with addresses that are right on this page."""
    strips = getattr(app.builder, "confrecap_strip", None)
    if strips is None:
        return
    entries = strips.get(editions(app.config).of_page(pagename).key, [])
    context["confrecap_strip"] = [_on_page(entry, app, context["pathto"]) for entry in entries]
    context["confrecap_strip_title"] = str(_("Sponsors"))
    if app.config.confrecap_css:
        app.add_css_file("confrecap/base.css")
        app.add_css_file("confrecap/sponsors.css")


def _on_page(entry: dict[str, Any], app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    """Return a sponsor on a page; ``html`` is what the template of a sponsor makes of it."""
    builder = app.builder
    logos = []
    for logo in entry["logos"]:
        src = pathto(f"{builder.imagedir}/{logo['file']}", 1) + logo["src"]
        logos.append(render(builder, "logo", {**logo, "src": src}))
    url = entry.get("url") or (pathto(entry["page"]) if "page" in entry else "")
    if entry.get("anchor"):  # of a page that may be a part of a page itself
        url = f"{url.partition('#')[0]}#{entry['anchor']}"
    shown = {"name": entry["name"], "url": url, "rel": entry["rel"], "logo": Markup().join(logos)}
    fields = {"label": entry["name"], "show": "logo", "activity": "", "text": "", "links": ""}
    fields["extra"] = entry["extra"]
    return {**shown, "html": render(builder, "sponsor", shown | fields)}


def connect(app: Sphinx) -> None:
    """Connect the strip.

    It comes after the pictures; on a page before themes drop what has nothing to show, and after
    extensions that lead all addresses of a page elsewhere.
    """
    app.connect("env-updated", prepare, priority=600)
    app.connect("html-page-context", add_to_page, priority=450)
