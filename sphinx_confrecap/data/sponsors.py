"""Who pays for an event: tiers, their sponsors and logos."""

from __future__ import annotations

from sphinx_confrecap.data import shapes
from sphinx_confrecap.data.fields import (
    BLOCKS,
    FILLED,
    FLAG,
    LINKS,
    NAME,
    PATH,
    TEXT,
    URL,
    WORDS,
    ByName,
    Entries,
    choice,
    number,
    whole,
)
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import Field, Record
from sphinx_confrecap.data.slugs import alphabetical
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar

SIZES = ("xl", "l", "m", "s", "xs")
SHOWS = ("logo", "logo+name", "card", "names")


class Logo(Record, kind="a logo", text_is="light dark"):
    """A logo: one picture, or one for light pages and one for dark ones."""

    light = Field(PATH, "The path of the picture for light pages.", words="day src file url")
    dark = Field(PATH, "The path of the picture for dark pages.", words="night")

    @property
    def files(self) -> dict[str, Scalar]:
        """The paths by the pages they are for; one for both is to be trusted in neither."""
        if self.light and self.light == self.dark:
            return {"": self.light}
        both = {"light": self.light, "dark": self.dark}
        return {mode: path for mode, path in both.items() if path is not None}


class Sponsor(Record, kind="a sponsor", text_is="name"):
    """A sponsor as one entry of one tier."""

    name = Field(
        NAME,
        "The name. Always on the page as text, visible or not.",
        words="title brand company organization sponsor",
        required=True,
    )
    url = Field(URL, "Where a click leads.", words="link website href web homepage")
    logo = Field(
        Logo,
        "The path of a picture, or one for light pages and one for dark ones.",
        words="img image picture photo",
    )
    alt = Field(FILLED, "The name of the link, in place of `name`.")
    text = Field(
        BLOCKS,
        "A sentence about the sponsor, or paragraphs and lists.",
        words="description desc blurb",
    )
    for_ = Field(FILLED, "What the sponsor paid for.", words="badge")
    scale = Field(number(0.5, 2), "A last optical nudge of the logo's size.", default=1.0)
    plate = Field(
        choice("auto", "none", "light", "dark"),
        "Whether the logo stands on a plate of its own; `auto` measures its contrast.",
        default="auto",
    )
    links = Field(LINKS, "More links, each with its label.", default={})
    rel = Field(TEXT, "The `rel` of the link, in place of `confrecap_link_rel`.")
    id = Field(FILLED, "A name for links and roles that stays the same when `name` changes.")
    hidden = Field(FLAG, "Leaves the entry out.", default=False)


class Tier(Record, kind="a tier", text_is="sponsors", list_is="sponsors"):
    """A tier: its sponsors and how they look."""

    size = Field(
        choice(*SIZES),
        "How large logos and names are. Without it the first tier is `xl`, the second `l` and so "
        "on; more than five tiers share the sizes below `xl` evenly.",
    )
    description = Field(BLOCKS, "A text below the heading.", words="text")
    show = Field(
        choice(*SHOWS),
        "How the entries look. Without it a tier with any `text` uses `card`.",
        words="layout",
    )
    sort = Field(
        choice("file", "name"),
        "Keep the order of the file, or sort by name.",
        words="order",
        default="file",
    )
    price = Field(FILLED, "What the tier costs, as `5000 EUR` or in words.", words="cost fee")
    benefits = Field(
        ByName(FILLED, "a mapping of benefits"),
        "What the tier brings: each benefit with a text, or `true` or `false`. `prospectus` shows "
        "the benefits of all tiers in one table.",
        words="perks includes",
        default={},
    )
    slots = Field(
        whole(1, 1000),
        "How many slots the tier has. While fewer are taken, and there is an `invite`, one open "
        "slot is shown; `prospectus` says when all are taken.",
        words="max limit maximum",
    )
    open_slots = Field(
        WORDS,
        "What nobody pays for yet: `[Coffee]`; in the list of sponsors, `- Coffee:` says the same. "
        "Where there is an `invite`, each is an open slot.",
        default=(),
    )
    sponsors = Field(
        Entries(Sponsor, by_name="url"),
        "The entries.",
        words="items companies entries members",
        default=(),
    )

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """Bring the sponsors into their full form, too."""
        full = super().shape(shapes.tier(value, problems), problems)
        if not isinstance(full, Mapping):
            return full
        return shapes.with_entries(full, {*Sponsor.fields, "tier"}, problems)

    @property
    def shown(self) -> list[Sponsor]:
        """The entries that are shown, in the order in which they are."""
        found = [entry for entry in self.sponsors if not entry.hidden]
        if self.sort == "name":
            found.sort(key=lambda entry: alphabetical(entry.name))
        return found

    def open_cells(self, invite: Invite | None) -> list[Scalar | None]:
        """Return what each open slot is for, if somebody invites; None if fewer than all are taken.

        What is written alone comes first.
        """
        if invite is None:
            return []
        found: list[Scalar | None] = [*self.open_slots]
        if len(self.shown) + len(found) < (self.slots or 0):
            found.append(None)
        return found


class Companies(Record, kind="the companies", list_is="companies"):
    """What is known of companies, wherever they are sponsors."""

    companies = Field(
        Entries(Sponsor), "The companies.", words="sponsors items members", required=True
    )


class Invite(Record, kind="an invitation", text_is="url"):
    """Where an open slot leads."""

    url = Field(
        URL,
        "Where the open slot leads: an address, or a page of the site.",
        words="link",
        required=True,
    )
    text = Field(FILLED, "What the open slot says.", words="title")


class Sponsors(Record, kind="the sponsors"):
    """A sponsor section: tiers in file order."""

    tiers = Field(
        ByName(Tier),
        "The tiers, in the order in which they are shown. The key is the heading.",
        words="sponsors levels packages",
        required=True,
    )
    invite = Field(Invite, "Where an open slot leads; see `slots` of a tier.")
    past = Field(
        ByName(PATH),
        "Earlier years and their event files: each year becomes a heading and its names.",
        default={},
    )
    companies = Field(
        PATH,
        "The path of a file with a list of sponsors, who are not shown for being there: it fills "
        "in what entries lack.",
        words="company known",
    )
    logos = Field(
        PATH,
        "The path of a folder: a sponsor without a `logo` takes the picture there that is called "
        "as its id is, or its name: `acme-corp.svg`, and `acme-corp-dark.svg` for dark pages.",
        words="logo_folder",
    )

    @property
    def sizes(self) -> list[str]:
        """The size of each tier: its own, or by its place among all."""
        steps = max(4, len(self.tiers) - 1)
        by_place = [0, *(1 + 4 * (place - 1) // steps for place in range(1, len(self.tiers)))]
        tiers = zip(self.tiers.values(), by_place, strict=False)
        return [tier.size or SIZES[place] for tier, place in tiers]

    @property
    def entries(self) -> list[Sponsor]:
        """The entries of all tiers."""
        return [entry for tier in self.tiers.values() for entry in tier.sponsors]

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """A flat list names the tier of each sponsor."""
        return shapes.sponsors(value, cls.fields, problems)
