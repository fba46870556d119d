"""The ``sponsors`` directive: tiers of sponsors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.config import LOGO_COLORS
from sphinx_confrecap.data.fields import FromText, whole
from sphinx_confrecap.data.patterns import natural
from sphinx_confrecap.data.problems import Code, Names, did_you_mean
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.sponsors import SHOWS, Invite, Sponsor, Sponsors, Tier
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.base import DataDirective
from sphinx_confrecap.directives.options import NAMES, Option, choice
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.directives.sponsor_entry import sponsor_node, sponsors_of
from sphinx_confrecap.doctree import sponsors as doctree
from sphinx_confrecap.images import backdrop
from sphinx_confrecap.locale import _
from sphinx_confrecap.site import companies


def _level(text: str) -> int:
    """Take 1 to 6, or ``none`` (0): no heading element."""
    return 0 if text == "none" else whole(1, 6).parse(Scalar(text))


def _seen(entry: Sponsor, wanted: str | None, show: str) -> Sponsor:
    """Return an entry with what a look shows of it.

    A wall of logos that somebody asks for is that and nothing else. What an entry has of its
    company, and does not say itself, is for cards.
    """
    fields = {"text", "for_", "links"}
    if wanted != "logo":
        fields = set() if show == "card" else {"text", "links"} - entry.given
    return entry if fields.isdisjoint(entry.written) else entry.replace(**dict.fromkeys(fields))


def _colour(text: str) -> str:
    """Take full or grey, in either spelling."""
    if text not in LOGO_COLORS:
        hint = did_you_mean(text, LOGO_COLORS)
        raise ValueError(f"must be one of full, grey, not '{text}'{hint}")
    return LOGO_COLORS[text]


class SponsorsDirective(DataDirective[Sponsors]):
    """Show sponsors in tiers, each logo as heavy to the eye as its neighbours."""

    section = "sponsors"
    model = Sponsors
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("tiers", NAMES, "Only these tiers, in this order.", None, "all"),
        Option("exclude", NAMES, "All tiers but these.", [], "none"),
        Option("show", choice(*SHOWS), "How entries look.", None, "the tier's"),
        Option(
            "heading-level",
            FromText(_level, {"type": "string", "title": "1–6, none"}),
            "The level of the tiers' headings; `none` for a plain paragraph.",
            None,
            "one below the enclosing section",
        ),
        Option(
            "columns",
            whole(1, 12),
            "How many cells a row has, never more than entries; fewer where the width has no room.",
            0,
            "as many as fit",
        ),
        Option(
            "backdrop",
            FromText(backdrop.parse, {"type": "string", "title": f"{backdrop.TAKES}"}),
            "What the logos stand on; in cards, the card. It paints nothing. Files, plates and the "
            "colour of names follow it, whatever the page.",
            backdrop.AUTO,
            "`auto`, the page",
        ),
        Option(
            "logo-color",
            FromText(_colour, {"enum": ["full", "grey"]}),
            "`grey` shows logos in colour only under the pointer and the focus.",
            "full",
        ),
    )

    def record(self, reading: Reading) -> Sponsors | None:
        """Return the section with what is known of each sponsor."""
        self._of = reading
        return sponsors_of(reading)

    @cached_property
    def _companies(self) -> Sequence[Sponsor]:
        """The companies of the section, which fill in what earlier years lack, too."""
        here = self._of
        return companies.companies(here.value, self.files, here.source.folder, here.problems)

    def build(self, record: Sponsors, reading: Reading) -> list[nodes.Node]:
        """Return the section."""
        stands_on, colours = self.values["backdrop"], self.values["logo-color"]
        section = doctree.confrecap_sponsors(
            classes=self.values["class"], backdrop=stands_on.mode, logo_color=colours
        )
        section += reading.own_fields(record.extra)
        sizes = dict(zip(record.tiers, record.sizes, strict=True))
        shown_files: dict[tuple[str, str], Scalar] = {}
        for is_past, name in self._chosen(record):
            made: nodes.Element | None
            if is_past:
                made = self._past(name, record.past[name], reading, shown_files)
            else:
                tier, size = record.tiers[name], sizes[name]
                made = self._tier(name, tier, size, record.invite, reading)
            if made:
                section += made
        if not section.children:
            if not len(reading.problems) and not (self.values["tiers"] or self.values["exclude"]):
                reading.note(record.at, "there are no sponsors to show", lack=True)
            return []
        for logo in section.findall(doctree.confrecap_logo):
            logo["backdrop"], logo["grey"] = stands_on, colours == "grey"
        self.set_source_info(section)
        return [section]

    def _chosen(self, record: Sponsors) -> list[tuple[bool, Scalar]]:
        """Return the headings to show, each with whether it is a past year; years descend."""
        years = sorted(record.past, key=natural, reverse=True)
        everything = [*((False, name) for name in record.tiers), *((True, year) for year in years)]
        chosen = everything
        if self.values["tiers"] is not None:
            chosen = self._named("tiers", everything)
        left_out = set(self._named("exclude", everything))
        return [heading for heading in chosen if heading not in left_out]

    def _named(
        self, option: str, everything: list[tuple[bool, Scalar]]
    ) -> list[tuple[bool, Scalar]]:
        """Return the headings that an option names: as written, else in another spelling."""
        exactly: dict[str, list[tuple[bool, Scalar]]] = {}
        alike: dict[str, list[tuple[bool, Scalar]]] = {}
        for heading in everything:
            exactly.setdefault(heading[1], []).append(heading)
            alike.setdefault(same_name(heading[1]), []).append(heading)
        names = Names(exactly)
        found: dict[tuple[bool, Scalar], None] = {}
        for name in self.values[option]:
            meant = exactly.get(name) or alike.get(same_name(name))
            if meant is None:
                hint = names.hint(name)
                sentence = f"there is no tier '{name}'{hint}"
                self.warn(sentence, Code.REFERENCE, lack=not hint)
            found |= dict.fromkeys(meant or ())
        return list(found)

    def _tier(
        self, name: Scalar, tier: Tier, size: str, invite: Invite | None, reading: Reading
    ) -> nodes.Element | None:
        shown, slots = tier.shown, tier.open_cells(invite)
        if tier.open_slots and invite is None:
            unpaid = ", ".join(f"'{activity}'" for activity in tier.open_slots)
            sentence = f"nobody pays for {unpaid}; with an 'invite', there is an open slot for it"
            reading.note(tier.open_slots[0], sentence)
        if not shown and not slots:
            return None
        texts = any(entry.text for entry in shown if "text" in entry.given)
        wanted = self.values["show"] or tier.show
        show = wanted or ("card" if texts else "logo")
        node = doctree.confrecap_tier(
            tier=slug(name) if name else "sponsors",
            size=size,
            show=show,
            columns=min(self.values["columns"], len(shown) + len(slots)),
        )
        if name:
            node += self._title(name, reading)
            self.give_id(node, "tier", name, same_name(name))
        if tier.description:
            node += reading.blocks(tier.description)
        node += reading.own_fields(tier.extra)
        cells = doctree.confrecap_tier_list(bullet="*")
        for entry in shown:
            cell = sponsor_node(reading, _seen(entry, wanted, show), size=size, show=show)
            cell["alone"] = wanted == "logo"
            cells += cell
        if invite is not None:
            cells += [self._open_slot(invite, activity, reading) for activity in slots]
        node += cells
        return node

    def _title(self, text: Scalar, reading: Reading) -> nodes.TextElement:
        title = doctree.confrecap_tier_title()
        if self.values["heading-level"] is not None:
            title["level"] = self.values["heading-level"]
        return reading.text_element(title, text, nodes.Text(str(text)))

    def _past(
        self,
        year: Scalar,
        name: Scalar,
        reading: Reading,
        shown_files: dict[tuple[str, str], Scalar],
    ) -> nodes.Element | None:
        """Return the names of another file's sponsors below their year."""
        found = reading.file(name, self.section)
        if not found:
            return None
        first = shown_files.setdefault((found.source.path, name.partition("#")[2]), year)
        if first != year:
            reading.note(name, f"'{name}' is the file of '{first}' too, and is shown once")
            return None
        record = sponsors_of(found, self._companies)
        if not record:
            return None
        shown = {
            same_name(entry.name): entry for entry in reversed(record.entries) if not entry.hidden
        }
        node = doctree.confrecap_tier(
            tier=slug(year), size="xs", show="names", classes=["confrecap-past"]
        )
        node += self._title(year, reading)
        cells = doctree.confrecap_tier_list(bullet="*")
        for entry in reversed(shown.values()):
            bare = entry.replace(text=None, for_=None, links=None)
            cells += sponsor_node(found, bare, size="xs", show="names", named=False)
        found.report()
        node += cells
        return node

    def _open_slot(
        self, invite: Invite, activity: Scalar | None, reading: Reading
    ) -> nodes.Element:
        # Words of the data are for translators, not the link around them; ours come translated.
        label: nodes.Element = nodes.inline("", str(_("Become a sponsor")))
        if invite.text is not None:
            label = reading.words(invite.text)
        text = nodes.paragraph("", "", translatable=False)
        if activity is not None:
            named = nodes.inline("", "", reading.words(activity), nodes.Text(":"))
            named["classes"].append("confrecap-sponsor-for")
            text += [named, nodes.Text(" ")]
        text += reading.link(invite.url, label)
        reading.put(text, invite.at)
        return doctree.confrecap_open_slot("", text)
