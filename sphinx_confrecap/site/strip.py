"""The sponsor strip for sidebars and footers: ``confrecap/sponsor-strip.html``, on every page."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from jinja2 import Undefined
from markupsafe import Markup
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.i18n import search_image_for_language

from sphinx_confrecap.config import LOGO_COLORS, strip_problems
from sphinx_confrecap.data import links, select
from sphinx_confrecap.data.problems import Code, Problems, did_you_mean, place_in
from sphinx_confrecap.data.slugs import same_name, short_hash, slug
from sphinx_confrecap.data.sponsors import Invite, Logo, Sponsor, Sponsors
from sphinx_confrecap.data.yamldoc import Mapping as YamlMapping
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.images.backdrop import AUTO, Backdrop, parse
from sphinx_confrecap.locale import _
from sphinx_confrecap.messages import warn
from sphinx_confrecap.site import companies, pictures, published, sheets, sidebars, wants
from sphinx_confrecap.site.editions import Edition, editions
from sphinx_confrecap.site.files import Files, YamlFile
from sphinx_confrecap.site.links import anchor
from sphinx_confrecap.site.uses import FILES
from sphinx_confrecap.templating import render

_CONF = "conf.py:1"


class Settings(NamedTuple):
    """How the strip is shown at one place."""

    tiers: tuple[str, ...] = ()
    backdrop: Backdrop = AUTO
    logo_color: str = "full"
    open_slots: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Settings:
        """Take the keys of ``confrecap_strip``, all of which fit."""
        return cls(
            tuple(given.get("tiers", ())),
            parse(given["backdrop"]) if "backdrop" in given else AUTO,
            LOGO_COLORS[given.get("logo_color", "full")],
            given.get("open_slots", False),
        )


class Strip:
    """The sponsors of an edition, tier by tier: what the strip may show on its pages.

    Attributes:
        file: The name of the file.
        tiers: Cells as plain data, by the tier's name.
        known: The names of the tiers of all editions.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.tiers: dict[str, list[dict[str, Any]]] = {}
        self.known: Collection[str] = ()
        self._shown: dict[Settings, list[dict[str, Any]]] = {}

    @property
    def sold(self) -> list[str]:
        """The names of the tiers that have sponsors."""
        return [n for n, cells in self.tiers.items() if not all(cell["open"] for cell in cells)]

    def chosen(self, wanted: tuple[str, ...]) -> list[str]:
        """Return the tiers that are shown: those wanted that there are, else the first."""
        names = {same_name(name): name for name in self.tiers}
        found = [names[key] for key in map(same_name, wanted) if key in names]
        return found or list(self.tiers)[:1]

    def cells(self, settings: Settings, app: Sphinx) -> list[dict[str, Any]]:
        """Return the cells of a place, each sponsor once; what is wrong is said once."""
        if settings not in self._shown:
            shown: dict[Any, dict[str, Any]] = {}
            for name in self.chosen(settings.tiers):
                for cell in self.tiers[name]:
                    if settings.open_slots or not cell["open"]:
                        shown.setdefault(cell["key"], cell)
            self._complain(settings, app, nothing=not shown)
            self._shown[settings] = [
                cell | {"logos": _placed(cell["logos"], settings, app)} for cell in shown.values()
            ]
        return self._shown[settings]

    def _complain(self, settings: Settings, app: Sphinx, *, nothing: bool) -> None:
        """Say which tiers no edition has, and why nothing is shown although there are sponsors."""
        known = {same_name(name): name for name in self.known}
        for name in settings.tiers:
            if same_name(name) not in known:
                hint = did_you_mean(name, known.values())
                _say(f"confrecap_strip: there is no tier '{name}'{hint}", app)
        if nothing and self.sold:
            empty, sold = (
                ", ".join(f"'{name}'" for name in names)
                for names in (self.chosen(settings.tiers), self.sold)
            )
            sentence = f"the sponsor strip shows nothing: nobody of '{self.file}' is in {empty}"
            _say(f"{sentence}; 'tiers' of confrecap_strip may name {sold}", app)


def _say(sentence: str, app: Sphinx) -> None:
    """Warn once in a build: a strip stands on many pages."""
    told: set[str] = app.builder.__dict__.setdefault("confrecap_strip_told", set())
    if sentence not in told:
        told.add(sentence)
        warn(Code.CONFIG, sentence, _CONF)


# -- when all pages are read ----------------------------------------------------------------------


def prepare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Read the strips' data, and note what of it pages show."""
    if not sidebars.has_strip(app):
        return []
    files = Files(env, None)
    all_editions = editions(app.config)
    pages: dict[Edition, list[str]] = {all_editions.first: []}  # the builder's own are of it
    for docname in sorted(env.found_docs):
        pages.setdefault(all_editions.of_page(docname), []).append(docname)
    read = {edition: _read(app, files, edition) for edition in pages}
    strips = {edition.key: strip for edition, strip in read.items() if strip}
    known = [name for strip in strips.values() for name in strip.tiers]
    for strip in strips.values():
        strip.known = known
        if known and sidebars.is_configured(app):
            strip.cells(Settings.of(app.config.confrecap_strip), app)
    app.builder.confrecap_strip = strips  # type: ignore[attr-defined]  # ours, by builder
    for edition, docnames in pages.items():
        shown = read[edition]
        about = json.dumps(shown.tiers if shown else {}, default=repr)
        published.of(app.builder).show(docnames, short_hash(about))
    return []


def _read(app: Sphinx, files: Files, edition: Edition) -> Strip | None:
    """Return what an edition has for the strip; None without data."""
    if edition.file is None:
        if not edition.key:
            warn(Code.CONFIG, "the sponsor strip needs confrecap_data", _CONF)
        return None
    problems = Problems()
    found = files.yaml(Scalar(edition.file), "", problems)
    for problem in problems:
        warn(problem.code, f"{problem.message} (from confrecap_data)", _CONF)
    if found is None:
        return None
    strip = Strip(found.name)
    record = _record(found, files)
    if record is not None:
        _fill(strip, record, app, files, found)
    # A page that shows the file says what is wrong with it.
    if not any(found.name in used for used in FILES.of(files.env).values()):
        for problem in found.problems:
            sentence = f"{problem.message} (used at the sponsor strip)"
            warn(problem.code, sentence, place_in(found.name, problem))
    return strip


def _record(found: YamlFile, files: Files) -> Sponsors | None:
    """Return the sponsors of a file; one without any needs no strip."""
    keys = found.document
    if isinstance(keys, YamlMapping) and select.is_event_file(keys) and "sponsors" not in keys:
        return None
    section = keys and select.section(keys, "sponsors", None, found.problems)
    folder = Path(found.name).parent.as_posix()
    return companies.sponsors(section, files, folder, found.problems) if section else None


def _fill(strip: Strip, record: Sponsors, app: Sphinx, files: Files, source: YamlFile) -> None:
    """Put the cells of all tiers there, and derive the logos of those that may be shown."""
    cells = _Cells(app, files, source)
    for (name, tier), size in zip(record.tiers.items(), record.sizes, strict=True):
        about = {"tier": slug(name) if name else "sponsors", "size": size}
        found = [about | cells.sponsor(entry, size) for entry in tier.shown]
        if record.invite and tier.open_cells(record.invite):
            # Each tier has a slot of its own.
            found.append(about | {"key": (str(name),)} | cells.open_slot(record.invite))
        strip.tiers[str(name)] = found
    wanted = tuple(app.config.confrecap_strip.get("tiers", ()))
    if sidebars.has_own_settings(app):  # which are known when a template is rendered
        wanted = tuple(strip.tiers)
    cells.derive([cell for name in strip.chosen(wanted) for cell in strip.tiers[name]])


class _Cells:
    """Turns sponsors into plain data: names, links and published logos."""

    def __init__(self, app: Sphinx, files: Files, source: YamlFile) -> None:
        self.app, self.files, self.source = app, files, source
        self.folder = Path(source.name).parent.as_posix()

    def sponsor(self, entry: Sponsor, size: str) -> dict[str, Any]:
        """Return one sponsor."""
        rel = entry.rel if entry.rel is not None else self.app.config.confrecap_link_rel
        found: dict[str, Any] = {"name": str(entry.alt or entry.name), "rel": str(rel)}
        found |= {"key": same_name(entry.name), "open": False}
        found["extra"] = {str(key): str(value) for key, value in entry.extra.items()}
        if entry.url:
            found |= self._target(entry.url)
        found["logos"] = self._logos(entry, entry.logo, size) if entry.logo else []
        return found

    def open_slot(self, invite: Invite) -> dict[str, Any]:
        """Return an invitation."""
        words = str(_("Become a sponsor")) if invite.text is None else str(invite.text)
        found = {"name": words, "rel": "", "open": True, "extra": {}, "logos": []}
        return found | self._target(invite.url)

    def _target(self, url: Scalar) -> dict[str, str]:
        target = links.check(url)
        if target.external:
            return {"url": target.url}
        local = self.files.local_link(target, url, self.folder, self.source.problems)
        if isinstance(local, addnodes.pending_xref):
            page = local["reftarget"]
            return {"page": page, "anchor": anchor(self.files.env, page, target.fragment)}
        return {}

    def _logos(self, entry: Sponsor, logo: Logo, size: str) -> list[dict[str, Any]]:
        logos = []
        for mode, path in logo.files.items():
            found = self.files.picture(path, self.folder, self.source.problems)
            if found:
                uri = _localised(self.files.env, self.files.uri(found))
                want = wants.Logo(size, entry.scale, entry.plate, mode)
                logos.append({"uri": uri, "want": want, "at": place_in(self.source.name, path)})
        return logos

    def derive(self, cells: list[dict[str, Any]]) -> None:
        """Derive the logos of some cells, and publish them."""
        logos = [logo for cell in cells for logo in cell["logos"]]
        made, public = pictures.of(self.app.builder), published.of(self.app.builder)
        made.derive({"": [wants.Wanted(logo["uri"], logo["want"], logo["at"]) for logo in logos]})
        for logo in logos:
            if found := made.made.get((logo["uri"], logo["want"])):
                public.publish(found.renditions[0], None)
                logo["made"] = found.renditions[0].name, found.ink


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


# -- on a page ------------------------------------------------------------------------------------


def _placed(logos: list[dict[str, Any]], settings: Settings, app: Sphinx) -> list[dict[str, Any]]:
    """Return what the template of a logo is told, for each that is shown at a place."""
    made, builder = pictures.of(app.builder).made, app.builder
    images = [
        nodes.image(
            uri=logo["uri"],
            want=logo["want"],
            made_for=logo["want"].mode,
            backdrop=settings.backdrop,
            grey=settings.logo_color == "grey",
        )
        for logo in logos
        if "made" in logo
    ]
    pair = nodes.inline("", "", *images)  # those of a pair know each other by it
    for image in images:
        if pictures.made_for_elsewhere(image, builder):
            pair.remove(image)
    shown = []
    for image in images:
        if image in pair.children:
            found = made[image["uri"], image["want"]]
            pictures.place(image, found, builder)
            name = found.renditions[0].name
            shown.append({"file": name, **pictures.logo_fields(image, "", builder)})
    return shown


def add_to_page(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    _doctree: nodes.document | None,
) -> None:
    """Give the templates of a page the strip, and the page its style: the head is written first."""
    strips: dict[str, Strip] | None = getattr(app.builder, "confrecap_strip", None)
    if strips is None:
        return
    strip = strips.get(editions(app.config).of_page(pagename).key)
    context["confrecap_sponsor_strip"] = lambda given=None: _on_page(strip, given, app, context)
    if strip is not None and any(strip.tiers.values()):
        sheets.add(app, ["sponsors"])


def _on_page(
    strip: Strip | None,
    given: object,
    app: Sphinx,
    context: dict[str, Any],
) -> dict[str, Any]:
    """Return what the template of the strip is told.

    Addresses are right on this page, also where an extension leads all of them elsewhere.
    ``given`` are the settings of a template, if it has any.
    """
    if strip is None:
        return {"cells": []}
    settings = Settings.of(app.config.confrecap_strip | _fitting(given, app))
    return {
        "title": str(_("Sponsors")),
        "backdrop": settings.backdrop.mode,
        "logo_color": settings.logo_color,
        "cells": [
            _cell_on_page(cell, app, context["pathto"]) for cell in strip.cells(settings, app)
        ],
    }


def _fitting(given: object, app: Sphinx) -> dict[str, Any]:
    """Return the settings of a template that can be used; the others are told, once."""
    if given is None or isinstance(given, Undefined):
        return {}
    settings = given if isinstance(given, Mapping) else {}
    wrong = strip_problems(settings)
    for sentence in wrong.values() if settings is given else [f"must be a mapping, not {given!r}"]:
        _say(f"confrecap_strip in a template: {sentence}", app)
    return {key: part for key, part in settings.items() if key not in wrong}


def _cell_on_page(cell: dict[str, Any], app: Sphinx, pathto: Callable[..., str]) -> dict[str, Any]:
    """Return a cell on a page; ``html`` is what the template of a sponsor makes of it."""
    builder = app.builder
    logos = []
    for logo in cell["logos"]:
        src = pathto(f"{builder.imagedir}/{logo['file']}", 1) + logo["src"]
        logos.append(render(builder, "logo", {**logo, "src": src}))
    url = cell.get("url") or (pathto(cell["page"]) if "page" in cell else "")
    if cell.get("anchor"):  # of a page that may be a part of a page itself
        url = f"{url.partition('#')[0]}#{cell['anchor']}"
    shown = {name: cell[name] for name in ("name", "rel", "tier", "size", "open", "extra")}
    shown |= {"url": url, "logo": Markup().join(logos)}
    fields = {"label": cell["name"], "show": "logo", "activity": "", "text": "", "links": ""}
    fields |= {"id": "", "attributes": {}}
    return {**shown, "html": render(builder, "sponsor", shown | fields)}


def connect(app: Sphinx) -> None:
    """Connect the strip.

    It comes after the pictures; on a page before themes drop what has nothing to show.
    """
    app.connect("env-updated", prepare, priority=600)
    app.connect("html-page-context", add_to_page, priority=450)
