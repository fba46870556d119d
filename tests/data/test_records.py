"""Records: what costs a field, an entry, the section; and what is forgiven."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_confrecap.data import joins, select
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.gallery import Gallery
from sphinx_confrecap.data.playlist import Playlist
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.sponsors import Companies, Sponsors
from sphinx_confrecap.data.yamldoc import load


def told(problems: Problems) -> list[str]:
    """Return problems as lines."""
    return [f"{item.line}:{item.column}: {item.message} [{item.code}]" for item in problems]


def parse(model: type[Record], text: str) -> tuple[Any, list[str]]:
    """Return the record of a text, and its problems."""
    problems = Problems()
    node = load(text, problems)
    assert node is not None
    return read(model, node, problems), told(problems)


def names(record: Sponsors) -> dict[str, list[str]]:
    """Return the names in each tier."""
    return {
        str(name): [str(entry.name) for entry in tier.sponsors]
        for name, tier in record.tiers.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tiers:\n  Gold: [Arm, Google]\n", {"Gold": ["Arm", "Google"]}),
        ("tiers:\n  Gold: {sponsors: [Arm]}\n", {"Gold": ["Arm"]}),
        ("tiers:\n  Gold: Arm\n", {"Gold": ["Arm"]}),
        ("tiers:\n  Gold:\n", {"Gold": []}),
        ("tiers:\n  Gold: []\n", {"Gold": []}),
        ("tiers:\n  Gold: {sponsors: {name: Arm}}\n", {"Gold": ["Arm"]}),
        ("tiers:\n  Gold: {sponsors: Arm}\n", {"Gold": ["Arm"]}),
        ("sponsors: [Arm, Google]\n", {"": ["Arm", "Google"]}),
        ("- Arm\n- name: Google\n", {"": ["Arm", "Google"]}),
        (
            "order: [Gold, Silver]\nsponsors: [{name: B, tier: Silver}, {name: A, tier: Gold}]\n",
            {"Gold": ["A"], "Silver": ["B"]},
        ),
        (
            "sponsors:\n- {name: B, tier: Silver}\n- {name: A, tier: Gold}\n",
            {"Silver": ["B"], "Gold": ["A"]},
        ),
    ],
)
def test_short_forms_of_sponsors_are_understood(text: str, expected: dict[str, list[str]]) -> None:
    """Every form of the contract becomes the same tiers, without a word."""
    record, problems = parse(Sponsors, text)
    assert not problems
    assert names(record) == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("Happy Hour: Lightning.AI", [("Happy Hour", "Lightning.AI")]),
        ("Lunch: [Arm, Google]", [("Lunch", "Arm"), ("Lunch", "Google")]),
        ("Dinner: {name: Arm, url: https://arm.example}", [("Dinner", "Arm")]),
        ("Wi-Fi: [{name: Arm}, Google]", [("Wi-Fi", "Arm"), ("Wi-Fi", "Google")]),
        ("{name: Arm, for: Wi-Fi}", [("Wi-Fi", "Arm")]),
        ("name: Arm", [(None, "Arm")]),
        ("Name: Arm", None),
        ("nmae: Arm", None),
        ("urll: https://arm.example", None),
        ("Logo: a.svg", None),
    ],
)
def test_one_key_is_an_activity_unless_it_is_a_field(
    entry: str, expected: list[tuple[str | None, str]] | None
) -> None:
    """A key that is a field name, or close to one, is a record and never an activity."""
    record, problems = parse(Sponsors, f"tiers:\n  Events:\n    - {entry}\n    - Neighbour\n")
    *found, last = record.tiers["Events"].sponsors
    assert last.name == "Neighbour"
    if expected is None:
        assert not found
        assert problems
    else:
        assert not problems
        assert [(item.for_, item.name) for item in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gold: [Arm]\n",
            "1:1: tiers stand below the key 'tiers'; write 'tiers:' above 'Gold:' [schema]",
        ),
        (
            "tiers:\n  - name: Gold\n",
            (
                "2:3: 'tiers' is a mapping from heading to sponsors, not a list; "
                "write 'Gold:' and its sponsors below it [schema]"
            ),
        ),
        ("invite: {url: a.md}\n", "1:1: the key 'tiers' is missing in the sponsors [schema]"),
        (
            "words\n",
            "1:1: the sponsors must be a mapping of keys to values, not text [schema]",
        ),
        ("tiers: words\n", "1:8: tiers: must be a mapping, not text [schema]"),
        (
            "teirs: {Gold: [Arm]}\n",
            "1:1: unknown key 'teirs' in the sponsors; did you mean 'tiers'? [schema]",
        ),
        (
            "sponsers: [Arm]\n",
            "1:1: unknown key 'sponsers' in the sponsors; did you mean 'tiers'? [schema]",
        ),
        (
            "Title sponsors: [Arm]\n",
            (
                "1:1: tiers stand below the key 'tiers'; "
                "write 'tiers:' above 'Title sponsors:' [schema]"
            ),
        ),
        (
            "tiers:\nGold: [Arm]\n",
            "1:1: 'tiers' is empty; indent 'Gold:' below it [schema]",
        ),
        (
            "tiers:\n  Gold:[Arm]\n",
            (
                "2:3: tiers: must be a mapping, not text; "
                "put a space behind the ':' of 'Gold:[…' [schema]"
            ),
        ),
    ],
)
def test_a_wrong_shape_costs_the_section(text: str, expected: str) -> None:
    """The shapes that people type first get a sentence that says what to write."""
    record, problems = parse(Sponsors, text)
    assert record is None
    assert problems == [expected]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{url: 'https://a.example'}", "3:7: the key 'name' is missing in a sponsor [schema]"),
        ("{name: }", "3:8: name: must not be empty [schema]"),
        ("{name: ' '}", "3:14: name: must not be empty [schema]"),
        ("{name: [A]}", "3:14: name: must be text, not a list [schema]"),
        ("{name: {a: b}}", "3:14: name: must be text, not a mapping [schema]"),
        ("", "3:6: an entry is empty; write a name, or take the '-' away [schema]"),
        ("''", "3:7: name: must not be empty [schema]"),
        ("[A]", "3:7: a sponsor must be a mapping of keys to values, not a list [schema]"),
        ("Inc.", "3:7: 'Inc.' is no sponsor; quote a name with a comma: \"First, Inc.\" [schema]"),
        (
            "{Lunch: {url: 'https://a.example'}}",
            "3:8: 'Lunch' is no key of a sponsor; write {name: Lunch, …} [schema]",
        ),
        ("{Lunch: [~]}", "3:8: 'Lunch' names no sponsor [schema]"),
    ],
)
def test_a_bad_required_field_costs_the_entry(entry: str, expected: str) -> None:
    """The neighbours of a broken entry stay."""
    written = f"tiers:\n  A: # with neighbours\n    - {entry}\n    - Last\n"
    if entry == "Inc.":
        written = "tiers:\n  A:\n  - First\n".replace(
            "A:\n  - First", "A: [First,\n      Inc., Last]"
        )
    record, problems = parse(Sponsors, written)
    assert problems == [expected]
    assert names(record)["A"][-1] == "Last"
    assert len(names(record)["A"]) == (2 if entry == "Inc." else 1)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("scale: 9", "scale: must be between 0.5 and 2, not 9 [schema]"),
        ("scale: big", "scale: must be a number, not 'big' [schema]"),
        ("scale: nan", "scale: must be between 0.5 and 2, not nan [schema]"),
        (
            "plate: drak",
            "'drak' is not one of auto, none, light, dark; did you mean 'dark'? [schema]",
        ),
        ("hidden: perhaps", "hidden: must be true or false, not 'perhaps' [schema]"),
        ("rel: [a]", "rel: must be text, not a list [schema]"),
        ("id: ' '", "id: must not be empty [schema]"),
        ("logo: []", "logo: a logo must be a mapping of keys to values, not a list [schema]"),
        ("links: [a]", "links: must be a mapping of names to addresses, not a list [schema]"),
    ],
)
def test_a_bad_optional_field_costs_itself(field: str, expected: str) -> None:
    """The entry stays without it."""
    record, problems = parse(Sponsors, f"tiers: {{A: [{{name: N, {field}}}]}}\n")
    column = 23 + len(field.partition(":")[0]) + 2
    assert problems == [f"1:{column}: {expected}"]
    (entry,) = record.tiers["A"].sponsors
    assert entry.name == "N"


def test_an_unknown_key_is_told_with_the_one_that_was_meant() -> None:
    """Slips, other cases and other words for the same thing are recognised."""
    _, problems = parse(Sponsors, "tiers: {A: [{name: N, ulr: x, Logo: y, website: z, qqq: 1}]}\n")
    assert problems == [
        "1:23: unknown key 'ulr' in a sponsor; did you mean 'url'? [schema]",
        "1:31: unknown key 'Logo' in a sponsor; did you mean 'logo'? [schema]",
        "1:40: unknown key 'website' in a sponsor; did you mean 'url'? [schema]",
        "1:52: unknown key 'qqq' in a sponsor [schema]",
    ]


def test_one_bad_link_of_several_costs_itself() -> None:
    """The other links of a sponsor stay."""
    text = "tiers: {A: [{name: N, links: {Bad: 'data:x', Good: https://x.example}}]}\n"
    record, problems = parse(Sponsors, text)
    (entry,) = record.tiers["A"].sponsors
    assert entry.links == {"Good": "https://x.example"}
    assert len(problems) == 1
    assert problems[0].startswith("1:36: Bad: 'data:x' is refused")


@pytest.mark.parametrize("word", ["42", "2024-01-01", "yes", "1.10", "~", "null", "10:30"])
def test_a_name_that_yaml_misreads_is_kept_and_told(word: str) -> None:
    """A name is shown as it was written, with the advice to quote it."""
    record, problems = parse(Sponsors, f"tiers: {{A: [{word}, '{word}']}}\n")
    assert names(record) == {"A": [word, word]}
    assert len(problems) == 1
    assert problems[0].startswith(f"1:13: YAML reads {word} as ")
    assert problems[0].endswith(f"; quote the name: '{word}' [schema]")


def test_a_heading_that_yaml_misreads_is_told() -> None:
    """Tiers have names too."""
    record, problems = parse(Sponsors, "tiers: {2024: [A], yes: [B]}\n")
    assert names(record) == {"2024": ["A"], "yes": ["B"]}
    assert [line.partition(" YAML")[0] for line in problems] == ["1:9:", "1:20:"]


def test_flat_lists_name_their_tiers() -> None:
    """An entry without a tier, or with one that is not in the order, is told."""
    text = "order: [Gold]\nsponsors:\n- {name: A, tier: Gold}\n- {name: B, tier: Gild}\n- C\n"
    record, problems = parse(Sponsors, text)
    assert names(record) == {"Gold": ["A"], "Gild": ["B"]}
    assert problems == [
        "4:19: the tier 'Gild' is not in 'order'; did you mean 'Gold'? [schema]",
        "5:3: the key 'tier' is missing in a sponsor of a flat list [schema]",
    ]


FLAT = "sponsors:\n- {name: A, tier: gold}\n- {name: B, level: Silver}\n- {name: C, plan: GOLD}\n"


@pytest.mark.parametrize(
    ("more", "shown"),
    [
        ("", {"gold": ["A", "C"], "Silver": ["B"]}),
        ("order: [Silver, Gold]\n", {"Silver": ["B"], "Gold": ["A", "C"]}),
        ("tiers: {Silver: {slots: 2}, Gold: }\n", {"Silver": ["B"], "Gold": ["A", "C"]}),
        ("order: [silver]\ntiers: {Gold: }\n", {"silver": ["B"], "Gold": ["A", "C"]}),
        (
            "tiers: {Gold: [X], Silver: {sponsors: Y}}\n",
            {"Gold": ["X", "A", "C"], "Silver": ["Y", "B"]},
        ),
        ("tiers: {Bronze: Z}\n", {"Bronze": ["Z"], "gold": ["A", "C"], "Silver": ["B"]}),
        ("tiers: {GOLD: , gold: }\n", {"GOLD": ["C"], "gold": ["A"], "Silver": ["B"]}),
        ("tiers:\norder:\n", {"gold": ["A", "C"], "Silver": ["B"]}),
    ],
)
def test_a_flat_list_loses_nobody(more: str, shown: dict[str, list[str]]) -> None:
    """Tiers come from `order`, from `tiers`, from the list; other spellings are the same tier."""
    record, problems = parse(Sponsors, FLAT + more)
    assert not problems
    assert names(record) == shown
    assert list(names(record)) == list(shown)


def test_a_flat_list_takes_what_its_tiers_say() -> None:
    """`tiers` beside a flat list says what a tier itself says, and `past` and `invite` stay."""
    more = "tiers: {Gold: {slots: 4, size: s}}\npast: {2023: p.yaml}\ninvite: i.md\n"
    record, problems = parse(Sponsors, FLAT + more)
    assert not problems
    assert (record.tiers["Gold"].slots, record.tiers["Gold"].size) == (4, "s")
    assert record.invite.url == "i.md"
    assert record.past == {"2023": "p.yaml"}


@pytest.mark.parametrize(
    ("text", "told", "shown"),
    [
        (
            FLAT + "ordr: [Silver]\n",
            "5:1: unknown key 'ordr' in a flat list; did you mean 'order'?",
            2,
        ),
        (
            FLAT + "pats: {2023: p}\n",
            "5:1: unknown key 'pats' in the sponsors; did you mean 'past'?",
            2,
        ),
        (FLAT + "Bronze: [Z]\n", "5:1: unknown key 'Bronze' in the sponsors", 2),
        (
            FLAT + "order: [Silver, gold, Gold]\n",
            "5:23: the tier 'Gold' stands in 'order' twice",
            2,
        ),
        ("tiers: {A: [x]}\nB: [y]\n", "2:1: 'B' stands beside 'tiers'; indent 'B:' below it", 1),
        ("tiers: {A: [x]}\nB: {sponsors: [y]}\n", "2:1: 'B' stands beside 'tiers'", 1),
        ("tiers: {A: [x]}\npats: {2023: p}\n", "2:1: unknown key 'pats' in the sponsors; did", 1),
        ("tiers: {A: [x]}\nsponsors: {B: [y]}\n", "2:1: unknown key 'sponsors' in the sponsors", 1),
    ],
)
def test_what_a_section_does_not_take_is_told(text: str, told: str, shown: int) -> None:
    """A misspelt key and a tier at the wrong depth are one problem each, and cost themselves."""
    record, problems = parse(Sponsors, text)
    assert len(names(record)) == shown
    assert len(problems) == 1
    assert problems[0].startswith(told)


def test_a_tier_that_is_one_record_is_told() -> None:
    """`name:` directly below a heading is shown, with a hint at the missing dash."""
    record, problems = parse(
        Sponsors, "tiers:\n  Gold:\n    name: Arm\n    url: https://arm.example\n"
    )
    assert names(record) == {"Gold": ["Arm"]}
    assert problems == ["3:5: a tier holds a list of sponsors; put '- ' before 'name' [schema]"]


def joined(text: str, companies: str = "[]") -> tuple[list[Any], list[str]]:
    """Return the entries of a section with what is known of each sponsor, and the conflicts."""
    problems = Problems()
    node, known = load(text, problems), load(companies, problems, file="companies.yaml")
    assert node is not None
    assert known is not None
    others = read(Companies, known, problems)
    assert others is not None
    record = joins.sponsors(node, problems, others.companies)
    assert record is not None
    return record.entries, told(problems)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Lightning.AI", "lightning ai"),
        ("ACME, Inc.", "Acme Inc"),
        ("Ｇｏｏｇｌｅ", "google"),
        ("C++ Lab", "c++lab"),
    ],
)
def test_one_sponsor_in_two_tiers_is_written_once(first: str, second: str) -> None:
    """Names that differ in case, spaces and punctuation alone share what is written."""
    entry = f"{{name: '{first}', url: https://x.example, for: Food}}"
    text = f"tiers:\n  A: [{entry}]\n  B: ['{second}']\n"
    (one, two), problems = joined(text)
    assert two.url == one.url == "https://x.example"
    assert two.name == second
    assert one.for_ == "Food"
    assert two.for_ is None
    assert not problems


@pytest.mark.parametrize(("first", "second"), [("C", "C++"), ("C", "C#"), ("日本", "株式会社")])
def test_names_that_differ_are_two_sponsors(first: str, second: str) -> None:
    """`+`, `#` and other alphabets count."""
    (_, two), _ = joined(f"tiers: {{A: [{{name: {first}, url: https://x.example}}, '{second}']}}")
    assert two.url is None
    assert same_name(first) != same_name(second)
    assert slug(first) != slug(second)


def test_two_values_are_a_conflict() -> None:
    """The first value counts, and the message says where it stands."""
    text = (
        "tiers:\n  A:\n  - {name: X, alt: One, scale: 1.1}\n"
        "  B:\n  - {name: x, alt: Two, scale: 1.1}\n"
    )
    (_, two), problems = joined(text)
    assert two.alt == "One"
    assert problems == ["5:20: 'x' has another 'alt' on line 3; that one counts [schema]"]


@pytest.mark.parametrize(
    ("entries", "companies", "found"),
    [
        (["{name: X, url: a, text: T}", "x"], "[]", [("a", "T", None), ("a", "T", None)]),
        (["{name: X, url: a, for: F}", "{name: X, url: b}"], "[]", ["a--F", "b--"]),
        (["X", "{name: x, text: T, url: b}"], "[]", [("b", "T", None), ("b", "T", None)]),
        (["X"], "[{name: x, url: c, text: C}]", [("c", "C", None)]),
        (["{name: X, url: a}", "X"], "[{name: X, url: c, text: C}]", ["a-C-", "a-C-"]),
        (["{name: X, id: ex}"], "[{name: Another, id: ex, url: c}]", ["c--"]),
        (["X"], "[{name: X, id: ex, url: c}]", ["c--"]),
        (["ex"], "[{name: X, id: ex, url: c}]", ["c--"]),
        (["X"], "[{name: X, url: c}, {name: x, url: d, text: D}]", ["c-D-"]),
        (["{name: X, url: }"], "[{name: X, url: c}]", ["c--"]),
        (["Y"], "[{name: X, url: c}]", ["--"]),
    ],
)
def test_an_entry_takes_what_it_does_not_say(
    entries: list[str], companies: str, found: list[Any]
) -> None:
    """`url` and `text` are an entry's own, then those of the first entry, then the company's."""
    tiers = "\n".join(f"  T{number}: [{entry}]" for number, entry in enumerate(entries))
    section, problems = joined(f"tiers:\n{tiers}\n", companies)
    wanted = [tuple(one.split("-")) if isinstance(one, str) else one for one in found]
    said = [tuple(str(value or "") for value in (one.url, one.text, one.for_)) for one in section]
    assert said == [tuple(value or "" for value in one) for one in wanted]
    assert not problems


def test_what_a_company_says_fills_everything_and_is_no_conflict() -> None:
    """An entry's own word counts silently; the id of a company stands for its name."""
    company = "{name: Acme Corp, id: acme, alt: A, scale: 1.5, logo: a.svg, links: {J: https://j.example}}"
    tiers = ["acme", "{name: Acme Corp, scale: 1.2}", "{name: ACME, id: acme, alt: Own}"]
    text = "tiers:\n" + "".join(f"  T{n}: [{entry}]\n" for n, entry in enumerate(tiers))
    (one, two, three), problems = joined(text, f"[{company}]")
    assert [one.name, two.name] == ["Acme Corp", "Acme Corp"]
    assert [one.alt, two.alt, three.alt] == ["Own", "Own", "Own"]
    assert [one.scale, three.scale] == [1.2, 1.2]
    assert one.logo.light.file == "companies.yaml"
    assert problems == ["4:15: 'ACME' has another 'name' on line 2; that one counts [schema]"]


def test_an_id_joins_different_names() -> None:
    """Two names under one id are one sponsor, and the difference is told."""
    first = "{name: AMD, id: amd, url: https://amd.example}"
    text = f"tiers:\n  A: [{first}]\n  B: [{{name: Adv, id: amd}}]\n"
    (_, two), problems = joined(text)
    assert two.url == "https://amd.example"
    assert problems == ["3:14: 'Adv' has another 'name' on line 2; that one counts [schema]"]
    assert two.name == "AMD"


@pytest.mark.parametrize(
    ("text", "key", "fragment", "found"),
    [
        ("event: {name: E}\nsponsors: {tiers: {}}", "sponsors", None, {"tiers": {}}),
        ("playlist: [a]\ngallery: [b]", "gallery", None, ["b"]),
        ("tiers: {A: [x]}", "sponsors", None, {"tiers": {"A": ["x"]}}),
        ("order: [A]\nsponsors: [x]", "sponsors", None, {"order": ["A"], "sponsors": ["x"]}),
        ("sponsors: [x]\npast: {}", "sponsors", None, {"sponsors": ["x"], "past": {}}),
        ("sponsors: [x]\ngallery: [b]", "sponsors", None, ["x"]),
        ("sponsors: [x]", "sponsors", None, ["x"]),
        ("event: {name: E}\nmini: [a]", "playlist", "mini", ["a"]),
        ("[x]", "sponsors", None, ["x"]),
        ("name: E", "event", None, {"name": "E"}),
    ],
)
def test_each_directive_finds_its_part(
    text: str, key: str, fragment: str | None, found: object
) -> None:
    """Event files, dedicated files and `#key` lead to the right value."""
    problems = Problems()
    node = load(text, problems)
    assert node is not None
    assert select.section(node, key, fragment, problems) == found
    assert not told(problems)


@pytest.mark.parametrize(
    ("text", "key", "fragment", "expected"),
    [
        (
            "event: {name: E}\nsponsor: [x]",
            "sponsors",
            None,
            "2:1: unknown key 'sponsor' in an event file; did you mean 'sponsors'? [schema]",
        ),
        ("a: [x]", "playlist", "b", "1:1: there is no key 'b' [schema]"),
        (
            "talks: [x]",
            "playlist",
            "talk",
            "1:1: there is no key 'talk'; did you mean 'talks'? [schema]",
        ),
        ("event:\nsponsors: [x]", "event", None, "1:1: the key 'event' is empty [schema]"),
        ("sponsors:\n", "sponsors", None, "1:1: the key 'sponsors' is empty [schema]"),
        ("a: [x]\nb:\n", "playlist", "b", "2:1: the key 'b' is empty [schema]"),
    ],
)
def test_a_missing_part_is_told(text: str, key: str, fragment: str | None, expected: str) -> None:
    """A key that is not there, or holds nothing, is one problem."""
    problems = Problems()
    node = load(text, problems)
    assert node is not None
    assert select.section(node, key, fragment, problems) is None
    assert told(problems) == [expected]


@pytest.mark.parametrize(
    "tickets",
    [
        "{prices: {Corporate: 45€, Student: 0}}",
        "{Corporate: 45€, Student: 0}",
        "{Corporate: {price: 45€}, Student: {price: 0}}",
        "[{name: Corporate, price: 45€}, {name: Student, price: 0}]",
    ],
)
def test_tickets_may_be_their_prices(tickets: str) -> None:
    """Names with prices, and a list of prices, need no key of their own."""
    event, problems = parse(Event, f"{{name: E, tickets: {tickets}}}")
    assert problems == []
    assert event is not None
    assert event.tickets is not None
    prices = [(one.name, one.price) for one in event.tickets.prices]
    assert prices == [("Corporate", "45€"), ("Student", "0")]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("status: canceled", "'canceled' is not one of scheduled, cancelled"),
        ("format: onsite", "'onsite' is not one of in-person, online, hybrid"),
        ("start: 18 Sept", "'18 Sept' is not a date; write it as 2024-09-18 or 2024-09-18 09:00"),
        ("start: 2024-13-01", "'2024-13-01' is not a date"),
        ("milestones: [{date: 2025-05-01}]", "the key 'name' is missing in a milestone"),
        ("venue: {city: Paris}", "the key 'name' is missing in a venue"),
        ("url: javascript:x", "'javascript:x' is refused"),
        ("venue: [a]", "venue: a venue must be a mapping of keys to values, not a list"),
        ("organizer: {url: https://x.example}", "the key 'name' is missing in an organizer"),
        ("title: x", "unknown key 'title' in an event; 'name' is there already"),
        ("attendance: x", "unknown key 'attendance' in an event; did you mean 'format'?"),
    ],
)
def test_a_bad_field_of_an_event_costs_itself(field: str, expected: str) -> None:
    """The event stays, whatever is wrong with one of its fields."""
    record, problems = parse(Event, f"name: E\n{field}\n")
    assert record.name == "E"
    assert len(problems) == 1
    assert expected in problems[0]
    assert problems[0].startswith("2:")


def test_an_event_needs_a_name() -> None:
    """Without its name there is no event to show."""
    record, problems = parse(Event, "start: 2024-09-18\n")
    assert record is None
    assert problems == ["1:1: the key 'name' is missing in an event [schema]"]


@pytest.mark.parametrize(
    ("model", "text", "expected"),
    [
        (
            Sponsors,
            "- AMD: https://amd.example\n",
            (
                "1:3: 'AMD' is no key of a sponsor; "
                "write {name: AMD, url: https://amd.example} [schema]"
            ),
        ),
        (Sponsors, "- -Arm\n", "1:3: put a space behind the '-' of '-Arm' [schema]"),
        (Sponsors, "- name:Arm\n", "1:3: put a space behind the ':' of 'name:Arm' [schema]"),
        (
            Sponsors,
            "- {nmae: Arm, url: a.md}\n",
            "1:4: unknown key 'nmae' in a sponsor; did you mean 'name'? [schema]",
        ),
        (
            Gallery,
            "- {scr: a.jpg}\n",
            "1:4: unknown key 'scr' in a photo; did you mean 'src'? [schema]",
        ),
        (
            Gallery,
            "photos: a.jpg\n",
            "1:9: photos: must be a list, not text; put '- ' before each entry [schema]",
        ),
        (
            Playlist,
            "- {url: x, lenght: 3}\n",
            "1:12: unknown key 'lenght' in a video; did you mean 'duration'? [schema]",
        ),
    ],
)
def test_a_slip_of_the_pen_is_one_sentence(model: type[Record], text: str, expected: str) -> None:
    """What beginners mistype is told once, with what they meant."""
    _record, problems = parse(model, text)
    assert problems == [expected]


def test_a_badge_sponsor_pays_for_badges() -> None:
    """Words that mean a field elsewhere are activities: only names of fields are fields."""
    record, problems = parse(Sponsors, "tiers:\n  Events: [{Badges: Arm}, {Title: Google}]\n")
    assert not problems
    assert [str(entry.for_) for entry in record.tiers["Events"].sponsors] == ["Badges", "Title"]


@pytest.mark.parametrize(
    ("model", "text"),
    [
        (Sponsors, "tiers:\n  A:\n    - name: #1 Systems\n    - B\n"),
        (Sponsors, "tiers:\n  A:\n    - name: B\n      logo: #b.svg\n      scale: #2\n"),
        (Sponsors, "tiers:\n  A: [B]\n  C:\n    - {name: D, url: #home\n }\n"),
        (Gallery, "- src: #1.jpg\n- a.jpg\n"),
    ],
)
def test_what_a_comment_takes_away_is_told_once(model: type[Record], text: str) -> None:
    """A field that holds nothing but a comment gets no second sentence about being empty."""
    record, problems = parse(model, text)
    assert record is not None
    assert len(problems) == text.count("#")
    assert all("is a comment for YAML" in line for line in problems)
