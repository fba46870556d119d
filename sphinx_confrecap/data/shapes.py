"""The short forms in which people write sponsors, brought into the one full form."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from sphinx_confrecap.data.fields import RefusedError, ask_to_quote
from sphinx_confrecap.data.problems import Names, Problems, nearest
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, Sequence

# fmt: off
_COMPANY_SUFFIXES = frozenset({
    "inc", "inc.", "llc", "llc.", "ltd", "ltd.", "limited", "gmbh", "ag", "kg", "corp", "corp.",
    "co", "co.", "plc", "s.a.", "sa", "sas", "srl", "s.r.l.", "bv", "b.v.", "ab", "oy", "pty",
})
# fmt: on


def wrapped(key: str, value: Node) -> Mapping:
    """Return ``{key: value}`` at the place of ``value``."""
    mapping = Mapping.at(value)
    mapping[Scalar.at(value, key)] = value
    return mapping


def copied(value: Mapping, *, without: Collection[str] = ()) -> Mapping:
    """Return a shallow copy at the same place."""
    mapping = Mapping.at(value)
    mapping.update((key, item) for key, item in value.items() if key not in without)
    return mapping


def listed(*values: Node) -> Sequence:
    """Return a list at the place of its first value."""
    sequence = Sequence.at(values[0])
    sequence.extend(values)
    return sequence


def entries(
    value: Sequence, fields: Collection[str], problems: Problems
) -> tuple[Sequence, Sequence]:
    """Bring each entry of a tier into its full form; ``activity: sponsor`` becomes records.

    Returns them, and the activities that nobody pays for.
    """
    found, unpaid = Sequence.at(value), Sequence.at(value)
    for entry in value:
        if isinstance(entry, Scalar) and entry.casefold() in _COMPANY_SUFFIXES and found:
            before = found[-1]
            owner = before.get("name", "…") if isinstance(before, Mapping) else before
            sentence = f"'{entry}' is no sponsor; quote a name with a comma: \"{owner}, {entry}\""
            problems.add(entry, sentence)
        elif isinstance(entry, Scalar) and (sign := _without_space(entry, fields)):
            problems.add(entry, f"put a space behind the '{sign}' of '{entry.partition(' ')[0]}'")
        elif isinstance(entry, Scalar) and not entry and entry.plain:
            problems.add(entry, "an entry is empty; write a name, or take the '-' away")
        elif isinstance(entry, Mapping) and (key := _activity(entry, fields)) is not None:
            paying = entry[key]
            if isinstance(paying, Scalar) and "://" in paying:
                sentence = f"'{key}' is no key of a sponsor; write {{name: {key}, url: {paying}}}"
                problems.add(key, sentence)
            elif paying == [] or paying.is_null:
                unpaid.append(key)
            else:
                found.extend(_supported(key, paying, problems))
        else:
            found.append(entry)
    return found, unpaid


def _without_space(entry: Scalar, fields: Collection[str]) -> str:
    """Return the sign behind which ``-Arm`` and ``name:Arm`` lack a space; empty for a name."""
    key, colon, rest = entry.partition(":")
    if not entry.plain:
        return ""
    if entry.startswith("-") and entry[1:2].isalpha():
        return "-"
    return colon if key in fields and rest and not rest[0].isspace() else ""


def _activity(entry: Mapping, fields: Collection[str]) -> Scalar | None:
    """Return the key of ``activity: sponsor``; None for a record, be its key misspelt."""
    if len(entry) != 1:
        return None
    (key,) = entry.scalars()
    word = key.casefold()
    is_field = difflib.get_close_matches(word, fields, n=1, cutoff=0.81) or any(
        sorted(word) == sorted(field) for field in fields
    )
    return None if is_field else key


def _supported(activity: Scalar, value: Node, problems: Problems) -> list[Mapping]:
    records = []
    for item in value if isinstance(value, Sequence) else [value]:
        if isinstance(item, Sequence) or item.is_null:
            problems.add(activity, f"'{activity}' names no sponsor")
            continue
        if (
            isinstance(item, Mapping)
            and list(item)
            and set(item) <= {"url", "logo", "text", "links"}
        ):
            sentence = f"'{activity}' is no key of a sponsor; write {{name: {activity}, …}}"
            problems.add(activity, sentence)
            continue
        record = copied(item) if isinstance(item, Mapping) else wrapped("name", item)
        if "for" in record:
            sentence = f"'for' counts, and '{activity}' is left out; write one of them"
            problems.add(activity, sentence)
        record.setdefault(Scalar.at(activity, "for"), activity)
        records.append(record)
    return records


def tier(value: Node, problems: Problems) -> Node:
    """Return nothing as a tier without sponsors, and one sponsor as a list."""
    if value.is_null:
        return Mapping.at(value)
    if isinstance(value, Mapping) and "name" in value:
        sentence = "a tier holds a list of sponsors; put '- ' before 'name'"
        problems.add(value.key("name"), sentence)
        return listed(value)
    return value


def with_entries(tier: Mapping, fields: Collection[str], problems: Problems) -> Mapping:
    """Return a tier with each of its sponsors in full; ``fields`` are those of one."""
    found = tier.get("sponsors")
    if found is None or found.is_null:
        return tier
    key, tier = tier.key("sponsors"), copied(tier)
    written = found if isinstance(found, Sequence) else listed(found)
    tier[key], unpaid = entries(written, fields, problems)
    if unpaid:
        more = tier.get("open_slots", Sequence())
        unpaid.extend(more if isinstance(more, Sequence) else [more])
        tier[Scalar.at(unpaid, "open_slots")] = unpaid
    return tier


def sponsors(value: Node, keys: Collection[str], problems: Problems) -> Node:
    """Turn a flat list with a tier each into tiers, and explain the shapes people type first."""
    if isinstance(value, Sequence):
        value = wrapped("sponsors", value)
    if not isinstance(value, Mapping):
        return value
    tiers, flat = value.get("tiers"), value.get("sponsors")
    if isinstance(tiers, Sequence):
        sentence = (
            "'tiers' is a mapping from heading to sponsors, not a list; "
            "write 'Gold:' and its sponsors below it"
        )
        problems.add(tiers, sentence)
        raise RefusedError("", value)
    if isinstance(flat, Sequence):
        return _grouped(value, flat, keys, problems)
    others = [key for key in value.scalars() if key not in keys]
    if tiers is not None and tiers.is_null and others:
        problems.add(value.key("tiers"), f"'tiers' is empty; indent '{others[0]}:' below it")
        raise RefusedError("", value)
    if tiers is None and value and not any(key in keys or key == "order" for key in value):
        first = others[0]
        if difflib.get_close_matches(first.casefold(), ("tiers", "sponsors"), n=1, cutoff=0.8):
            return value  # misspelt, which is said
        problems.add(first, f"tiers stand below the key 'tiers'; write 'tiers:' above '{first}:'")
        raise RefusedError("", value)
    if isinstance(tiers, Mapping):
        for heading in tiers.scalars():
            ask_to_quote(heading, problems)
        return _without_stray(value, others, keys, problems)
    return value


def _without_stray(
    value: Mapping, others: Collection[Scalar], keys: Collection[str], problems: Problems
) -> Mapping:
    """Take away what looks like a tier but stands beside ``tiers``, and say so."""
    stray = [
        key
        for key in others
        if isinstance(value[key], (Sequence, Mapping)) and not nearest(key, (*keys, "sponsors"))
    ]
    for key in stray:
        problems.add(key, f"'{key}' stands beside 'tiers'; indent '{key}:' below it")
    return copied(value, without=stray)


def _grouped(value: Mapping, flat: Sequence, keys: Collection[str], problems: Problems) -> Mapping:
    """Return a section with ``tiers`` for a flat list of sponsors, each with the name of its tier.

    They come in the order of ``order``, then of ``tiers``, which says what a tier itself says, then
    of the list. A name may be spelt in another way, if it is not that of another tier.
    """
    groups = _Groups(flat)
    order = _order(value, groups, problems)
    own = value.get("tiers")
    if isinstance(own, Mapping):
        for name in own.scalars():
            groups.describe(name, own[name])
    elif isinstance(own, Scalar) and not own.is_null:
        problems.add(own, "'tiers' must be a mapping from heading to what a tier says, not text")
    without = _sort_into(groups, flat, order, problems)
    if without and groups.tiers:
        for entry in without:
            problems.add(entry, "the key 'tier' is missing in a sponsor of a flat list")
    elif without:  # one nameless tier: a plain list of sponsors
        groups.entries(groups.heading(Scalar.at(flat, ""))).extend(without)
    misspelt = [key for key in value.scalars() if nearest(key, (*keys, "order")) == "order"]
    for key in misspelt:
        if key != "order":
            problems.add(key, f"unknown key '{key}' in a flat list; did you mean 'order'?")
    section = copied(value, without={"sponsors", "tiers", *misspelt})
    section[Scalar.at(flat, "tiers")] = groups.tiers
    return section


def _sort_into(groups: _Groups, flat: Sequence, order: Sequence, problems: Problems) -> list[Node]:
    """Give each sponsor of a flat list to its tier; return those that name none."""
    without: list[Node] = []
    names = Names(order)
    for entry in flat:
        keys = entry if isinstance(entry, Mapping) else Mapping()
        word = next((word for word in TIER_WORDS if word in keys), "")
        heading = keys.get(word)
        if not isinstance(heading, Scalar) or heading.is_null:
            without.append(entry)
            continue
        heading = heading.in_one_line()
        if order and heading not in groups:
            sentence = f"the tier '{heading}' is not in 'order'{names.hint(heading)}"
            problems.add(heading, sentence)
        groups.entries(groups.heading(heading)).append(copied(keys, without={word}))
    return without


TIER_WORDS = ("tier", "level", "plan", "package")
"""The keys by which a sponsor of a flat list names its tier."""


class _Groups:
    """The tiers of a flat list, in their order."""

    def __init__(self, at: Sequence) -> None:
        self.tiers = Mapping.at(at)
        self._alike: dict[str, Scalar] = {}
        self._described: set[str] = set()
        self._own: dict[str, Sequence] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.tiers or same_name(name) in self._alike

    def heading(self, name: Scalar) -> Scalar:
        """Return the name of the tier that is meant; of a new one, if there is none."""
        if name not in self.tiers:
            found = self._alike.setdefault(same_name(name), name)
            self.tiers.setdefault(found, Mapping.at(name))
            return found
        return name

    def describe(self, name: Scalar, written: Node) -> None:
        """Take what a tier says itself, its sponsors too."""
        heading = self.heading(name)
        if heading in self._described:  # two spellings, each with a tier of its own
            heading = name
        self._described.add(heading)
        self.tiers.setdefault(heading, Mapping.at(name))
        if isinstance(written, Mapping):
            self.tiers[heading] = copied(written)
        elif isinstance(written, Sequence) or not written.is_null:
            self.tiers[heading] = wrapped("sponsors", written)

    def entries(self, heading: Scalar) -> Sequence:
        """Return the sponsors of a tier, to be added to."""
        tier = self.tiers[heading]
        found = tier.get("sponsors")
        if heading not in self._own:
            entries = Sequence.at(heading)
            if isinstance(found, Sequence):
                entries.extend(found)
            elif found is not None and not found.is_null:
                entries.append(found)
            self._own[heading] = tier[Scalar.at(heading, "sponsors")] = entries
        return self._own[heading]


def _order(value: Mapping, groups: _Groups, problems: Problems) -> Sequence:
    """Begin the tiers that ``order`` names, and return it; what is no list of names is told."""
    order = value.get("order", Sequence())
    if order.is_null:
        return Sequence()
    if not isinstance(order, Sequence) or not all(isinstance(name, Scalar) for name in order):
        problems.add(value.key("order"), "order must be a list of tier names")
        return Sequence()
    for name in order:
        if name in groups:
            problems.add(name, f"the tier '{name}' stands in 'order' twice")
        groups.heading(name.in_one_line())
    return order
