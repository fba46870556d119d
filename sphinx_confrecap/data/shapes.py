"""The short forms in which people write sponsors, brought into the one full form."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from sphinx_confrecap.data.fields import RefusedError, ask_to_quote
from sphinx_confrecap.data.problems import Names, Problems
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, Sequence

# fmt: off
_COMPANY_SUFFIXES = frozenset({
    "inc", "inc.", "llc", "llc.", "ltd", "ltd.", "limited", "gmbh", "ag", "kg", "corp", "corp.",
    "co", "co.", "plc", "s.a.", "sa", "sas", "srl", "s.r.l.", "bv", "b.v.", "ab", "oy", "pty",
})
# fmt: on


def wrapped(key: str, value: Node) -> Mapping:
    """Return ``{key: value}`` at the place of ``value``."""
    mapping = Mapping(value.line, value.column)
    mapping[Scalar(key, value.line, value.column)] = value
    return mapping


def copied(value: Mapping, *, without: Collection[str] = ()) -> Mapping:
    """Return a shallow copy at the same place."""
    mapping = Mapping(value.line, value.column)
    mapping.update((key, item) for key, item in value.items() if key not in without)
    return mapping


def listed(*values: Node) -> Sequence:
    """Return a list at the place of its first value."""
    sequence = Sequence(values[0].line, values[0].column)
    sequence.extend(values)
    return sequence


def entries(value: Sequence, fields: Collection[str], problems: Problems) -> Sequence:
    """Bring each entry of a tier into its full form; ``activity: sponsor`` becomes records."""
    found = Sequence(value.line, value.column)
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
            value = entry[key]
            if isinstance(value, Scalar) and "://" in value:
                sentence = f"'{key}' is no key of a sponsor; write {{name: {key}, url: {value}}}"
                problems.add(key, sentence)
            else:
                found.extend(_supported(key, value, problems))
        else:
            found.append(entry)
    return found


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
    if value == []:
        problems.add(activity, f"'{activity}' names no sponsor")
    for item in value if isinstance(value, Sequence) else [value]:
        if isinstance(item, Sequence) or (isinstance(item, Scalar) and item.is_null):
            problems.add(activity, f"'{activity}' names no sponsor")
            continue
        record = copied(item) if isinstance(item, Mapping) else wrapped("name", item)
        record.setdefault(Scalar("for", activity.line, activity.column), activity)
        records.append(record)
    return records


def tier(value: Node, fields: Collection[str], problems: Problems) -> Node:
    """A list is a tier's sponsors, a text is the only one, nothing is an empty tier."""
    if isinstance(value, Scalar):
        value = Mapping(value.line, value.column) if value.is_null else listed(value)
    if isinstance(value, Mapping) and "name" in value:
        sentence = "a tier holds a list of sponsors; put '- ' before 'name'"
        problems.add(value.key("name"), sentence)
        value = listed(value)
    if isinstance(value, Sequence):
        value = wrapped("sponsors", value)
    found = value.get("sponsors")
    if isinstance(found, Sequence):
        value = copied(value)
        value[value.key("sponsors")] = entries(found, fields, problems)
    elif isinstance(found, (Scalar, Mapping)) and not (isinstance(found, Scalar) and found.is_null):
        value = copied(value)
        value[value.key("sponsors")] = entries(listed(found), fields, problems)
    return value


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
    if tiers is None and isinstance(flat, Sequence):
        return _grouped(value, flat, problems)
    others = [key for key in value.scalars() if key not in keys]
    if isinstance(tiers, Scalar) and tiers.is_null and others:
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
    return value


def _grouped(value: Mapping, flat: Sequence, problems: Problems) -> Mapping:
    """Return a section with ``tiers`` for one with ``sponsors: [{name, tier}]`` and ``order``."""
    order = value.get("order", [])
    if not isinstance(order, list) or not all(isinstance(name, Scalar) for name in order):
        problems.add(value.key("order"), "order must be a list of tier names")
        order = []
    tiers = Mapping(flat.line, flat.column)
    for name in order:
        tiers.setdefault(name, Sequence(name.line, name.column))
    without = Sequence(flat.line, flat.column)
    names = Names(order)
    for entry in flat:
        heading = entry.get("tier") if isinstance(entry, Mapping) else None
        if not isinstance(heading, Scalar) or heading.is_null:
            without.append(entry)
            continue
        if order and heading not in tiers:
            hint = names.hint(heading)
            problems.add(heading, f"the tier '{heading}' is not in 'order'{hint}")
        group = tiers.setdefault(heading, Sequence(entry.line, entry.column))
        group.append(copied(entry, without={"tier"}))
    if without and tiers:
        for entry in without:
            problems.add(entry, "the key 'tier' is missing in a sponsor of a flat list")
    elif without:  # one nameless tier: a plain list of sponsors
        tiers[Scalar("", flat.line, flat.column)] = without
    section = copied(value, without={"sponsors", "order"})
    section[Scalar("tiers", flat.line, flat.column)] = tiers
    return section
