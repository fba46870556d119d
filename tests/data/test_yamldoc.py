"""YAML as people write it: places, source text, limits, and sentences about what is wrong."""

from __future__ import annotations

import time
from typing import Any

import pytest
import yaml

from sphinx_confrecap.data import yamldoc
from sphinx_confrecap.data.limits import DataLimits
from sphinx_confrecap.data.problems import Names, Problems, did_you_mean, nearest
from sphinx_confrecap.data.yamldoc import Mapping, Scalar, Sequence, decode, load


def read(text: str, **options: Any) -> tuple[object, list[str]]:  # noqa: ANN401 (as of `load`)
    """Return the document of a text, and its problems as ``line:column: message [code]``."""
    problems = Problems()
    node = load(text, problems, **options)
    return node, told(problems)


def told(problems: Problems) -> list[str]:
    """Return problems as lines."""
    return [f"{item.line}:{item.column}: {item.message} [{item.code}]" for item in problems]


@pytest.mark.parametrize(
    "written",
    ["no", "10:30", "09:30", "1.10", "007", "0x1F", "1e3", "2024-09-18", "~", "null", ".5", "+1"],
)
def test_a_plain_scalar_keeps_its_text(written: str) -> None:
    """YAML's guesses at numbers, times, booleans and dates never happen."""
    node, problems = read(f"- {written}\n")
    assert node == [written]
    assert not problems


def test_everything_knows_its_place() -> None:
    """Mappings, lists, keys and values have 1-based lines and columns."""
    node, _ = read("a:\n  - b: c\n    'd': \"e\"\n")
    assert isinstance(node, Mapping)
    entries = node["a"]
    assert isinstance(entries, Sequence)
    assert (entries.line, entries.column) == (2, 3)
    (entry,) = entries
    assert (entry.line, entry.column) == (2, 5)
    key = entry.key("d")
    assert (key.line, key.column) == (3, 5)
    assert (entry["d"].line, entry["d"].column) == (3, 10)
    assert not entry["d"].plain
    assert entry["b"].plain


def test_a_body_counts_from_its_first_line() -> None:
    """Places in a body are those of the document around it."""
    node, problems = read("a: x\nb: [\n", first_line=40)
    assert node is None
    assert problems[0].startswith("41:4: ")


@pytest.mark.parametrize(("text", "line"), [("a: |\n  b\n", 2), ("a: >-\n  b\n", 2), ("a: b\n", 1)])
def test_a_block_scalar_begins_below_its_sign(text: str, line: int) -> None:
    """The first line of a text is where its words are."""
    node, _ = read(text)
    assert isinstance(node, Mapping)
    assert node["a"].first_line == line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n\t- b\n", "2:1: a tab cannot indent YAML; use spaces [yaml]"),
        ("a: @b\n", "1:4: a text cannot begin with '@'; quote it [yaml]"),
        ("a: `b`\n", "1:4: a text cannot begin with '`'; quote it [yaml]"),
        ("a: %b\n", "1:4: a text cannot begin with '%'; quote it [yaml]"),
        ("a: b: c\n", "1:5: a ':' is not allowed here; quote a text that holds ': ' [yaml]"),
        ('a:\n  - "b\n', "2:5: the quote that opens here is never closed [yaml]"),
        ("a: 'b\nc: d\n", "1:4: the quote that opens here is never closed [yaml]"),
        ("a: [b\n", "1:4: the '[' that opens here is never closed [yaml]"),
        ("a: {b: c\n", "1:4: the '{' that opens here is never closed [yaml]"),
        (
            "a: [b\nc: d\n",
            "2:2: ',' or ']' is missing before this: the '[' of line 1 is still open [yaml]",
        ),
        (
            "a: {b: c\nd: e}\n",
            "2:2: ',' or '}' is missing before this: the '{' of line 1 is still open [yaml]",
        ),
        (
            "a:\n  b: c\n d: e\n",
            "3:2: this does not fit the lines above; check the indentation and the quotes [yaml]",
        ),
        (
            'a: "b" c\n',
            "1:8: more text follows what is closed before this; quote the whole text [yaml]",
        ),
        (
            "a: [b](c.md)\n",
            "1:7: more text follows what is closed before this; quote the whole text [yaml]",
        ),
        ("a: *Best* b\n", "1:4: a text cannot begin with '*'; quote it [yaml]"),
        ("a: & b\n", "1:4: a text cannot begin with '&'; quote it [yaml]"),
        ("a: {b: | c}\n", "1:8: a text cannot begin with '|'; quote it [yaml]"),
        ("a: - b\n", "1:4: '-' is not allowed here; quote a text that begins with it [yaml]"),
        (
            'a: "C:\\dir"\n',
            "1:7: a backslash spells a character in double quotes; use single quotes [yaml]",
        ),
        ("a: *b\n", "1:4: the alias '*b' names nothing [yaml]"),
        ("a: &a [*a]\n", "1:8: the alias '*a' stands inside what it names [yaml]"),
        ("a: b\x07c\n", "1:5: the control character U+0007 is not allowed [yaml]"),
        ("a: !!set b\n", "1:4: YAML tags are not used here; remove '!!set' [yaml]"),
        ("a: !Thing b\n", "1:4: YAML tags are not used here; remove '!Thing' [yaml]"),
        ("a: b\n---\nc: d\n", "2:1: only the first document of a file is read [yaml]"),
        ("a: b\na: c\n", "2:1: the key 'a' stands here twice; the first one counts [schema]"),
        ("[a]: b\n", "1:1: a key must be text, not a list [schema]"),
        ("? {a: b}\n: c\n", "1:3: a key must be text, not a mapping [schema]"),
    ],
)
def test_a_mistake_has_its_place_and_its_sentence(text: str, expected: str) -> None:
    """Each mistake is told once, where it is, with the way out."""
    _, problems = read(text)
    assert problems == [expected]


@pytest.mark.parametrize(
    ("written", "kept", "name"),
    [
        ("a\\0b", "ab", "U+0000"),
        ("\\e[31mred", "[31mred", "U+001B"),
        ("\\x7f", "", "U+007F"),
        ("a\\uFFFEb", "ab", "U+FFFE"),
    ],
)
def test_an_escape_cannot_bring_a_control_character_in(written: str, kept: str, name: str) -> None:
    """XML, terminals and files could not bear what quotes may spell."""
    node, problems = read(f'- "{written}"\n')
    assert node == [kept]
    assert problems == [f"1:3: the control character {name} is not allowed, and is left out [yaml]"]


def test_a_lone_surrogate_is_not_readable() -> None:
    """No file could be written with half a character."""
    node, problems = read('- "\\ud800"\n')
    assert node is None
    assert len(problems) == 1


def test_the_first_key_of_two_counts() -> None:
    """What follows a key that stands twice is read as if the second were not there."""
    node, _ = read("a: {x: y}\na: [z]\nb: c\n")
    assert node == {"a": {"x": "y"}, "b": "c"}


@pytest.mark.parametrize("text", ["", "# a comment\n", "\n\n", "---\n"])
def test_nothing_is_nothing(text: str) -> None:
    """An empty document has no problem of its own."""
    node, problems = read(text)
    assert not node
    assert not problems


@pytest.mark.parametrize("text", ["[" * 64 + "]" * 64, "- " * 64 + "x\n"])
def test_sixty_four_levels_are_fine(text: str) -> None:
    """The limit of depth itself is allowed."""
    _, problems = read(text)
    assert not problems


@pytest.mark.parametrize("text", ["[" * 65 + "]" * 65, "[" * 100_000, "- " * 65 + "x", "{a: " * 90])
def test_more_levels_are_refused(text: str) -> None:
    """Depth is counted as it comes, so that nothing overflows."""
    node, problems = read(text)
    assert node is None
    assert len(problems) == 1
    assert "nested more than 64 levels deep" in problems[0]


def test_aliases_cannot_grow_without_end() -> None:
    """A billion laughs are refused at once."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    began = time.perf_counter()
    node, problems = read("\n".join(lines))
    assert node is None
    assert len(problems) == 1
    assert "aliases expand to more than 20,000 values" in problems[0]
    assert time.perf_counter() - began < 2


def test_aliases_and_merge_keys_serve_people() -> None:
    """An alias repeats a value, ``<<`` fills in what the mapping does not say itself."""
    node, problems = read("base: &b {x: 1, y: 2}\nmore: {<<: *b, y: 3}\nlist: {<<: [*b, {z: 4}]}\n")
    assert isinstance(node, Mapping)
    assert node["more"] == {"x": "1", "y": "3"}
    assert node["list"] == {"x": "1", "y": "2", "z": "4"}
    assert not problems


def test_bytes_are_utf_8_with_or_without_a_mark() -> None:
    """A byte order mark is taken off; another encoding is told with its place."""
    problems = Problems()
    assert decode(b"\xef\xbb\xbfa: b", problems) == "a: b"
    assert not told(problems)
    assert decode("a: b\nc: é".encode("latin-1"), problems) is None
    assert told(problems) == ["2:4: the file is not UTF-8; save it as UTF-8 [yaml]"]


PARSERS = pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader])
RAISE = '; to raise that limit, set confrecap_limits = {{"{}": …}} in conf.py [yaml]'


@pytest.mark.parametrize(
    ("limits", "fits", "more", "sentence", "key"),
    [
        ({"bytes": 10}, "a: b # é\n", "a: bc # é\n", "this is larger than 10 bytes", "bytes"),
        ({"levels": 2}, "[[a]]", "[[[a]]]", "nested more than 2 levels deep", "levels"),
        (
            {"nodes": 6},
            "[&a [b, c], *a, *a]",
            "[&a [b, c], *a, *a, *a]",
            "aliases expand to more than 6 values",
            "nodes",
        ),
    ],
)
def test_each_limit_can_be_set(
    limits: dict[str, int], fits: str, more: str, sentence: str, key: str
) -> None:
    """What is at a limit is read; what is beyond it is refused, with the way to raise it."""
    assert read(fits, limits=DataLimits(**limits))[1] == []
    node, problems = read(more, limits=DataLimits(**limits))
    assert node is None
    assert [line.split(": ", 1)[1] for line in problems] == [sentence + RAISE.format(key)]


@pytest.mark.parametrize(
    ("text", "most", "limit"),
    [("x" * 50_000, 100, "5,000,000 bytes"), ("{name: A}", 6_666, "20,000 values")],
)
def test_what_aliases_repeat_is_bounded(text: str, most: int, limit: str) -> None:
    """Neither a long text nor a record is worked through in a great many places."""
    assert not read(f"- &a {text}\n" + "- *a\n" * most)[1]
    node, problems = read(f"- &a {text}\n" + "- *a\n" * (most + 1))
    assert node is None
    assert [f"aliases expand to more than {limit}" in line for line in problems] == [True]


def test_what_a_file_holds_is_bounded() -> None:
    """A file of fewer bytes than the limit may still hold more values than a page can bear."""
    assert len(read("- x\n" * 99_999)[1]) == 0
    node, problems = read("- x\n" * 100_000)
    assert node is None
    assert [line.split(";")[0] for line in problems] == [
        "100000:3: this holds more than 100,000 values"
    ]


@PARSERS
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\t\nb: " + "[" * 1001, "2:67"),
        ("[" * 20_000, "1:65"),
        ("a: [b, {c: " + "[" * 1100, "1:73"),
        ("[[], {}, " + "[" * 1100, "1:73"),
    ],
)
def test_a_parser_that_gives_up_says_where_it_is_too_deep(
    parser: type, text: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bracket that is too deep is told, though one parser counts and one looks far ahead."""
    monkeypatch.setattr(yamldoc, "_Loader", parser)
    node, problems = read(text)
    assert node is None
    (told_,) = problems
    if parser is yaml.SafeLoader and "\t" in text:  # which takes no tab before the end of a line
        place = "1:3"
    assert told_.startswith(f"{place}: ")


@PARSERS
@pytest.mark.parametrize(
    "text",
    [
        '"\\U00110000"',
        '"\\ud800"',
        "%YAML 1" + "9" * 5000 + ".1\n--- a",
        "%YAML 2.0\n--- a",
        "a\ud800",
        "!<%ff> a",
        "%TAG ! %%\n--- a",
        "- ? ? ?\n  - :",
        "&a: *a:",
        '"\\',
        "? [a\n: b",
        "\ufeff",
    ],
)
def test_no_parser_stops_a_build(parser: type, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What either parser raises for what no character, version or place is, becomes a problem."""
    monkeypatch.setattr(yamldoc, "_Loader", parser)
    read(text)


@PARSERS
@pytest.mark.parametrize(
    ("text", "node", "places"),
    [
        ("name: Foo #1 Systems\n", {"name": "Foo"}, ["1:11 #1 Systems"]),
        ("- #tag\n- x\n", ["x"], ["1:3 #tag"]),
        ("- - #a\n  - b\n", [["b"]], ["1:5 #a"]),
        ("- #name: Old\n", [], ["1:3 #name: Old"]),
        ("name: #1\nb: c\n", {"name": "", "b": "c"}, ["1:7 #1"]),
        ("'name' :  #1\nb: c\n", {"name": "", "b": "c"}, ["1:11 #1"]),
        ("? name\n: #1\n", {"name": ""}, ["2:3 #1"]),
        ("a: two\n  lines #x\n", {"a": "two lines"}, ["2:9 #x"]),
        ("{a: b #c\n}", {"a": "b"}, ["1:7 #c"]),
        ("{a: #c\n, b: d}", {"a": "", "b": "d"}, ["1:5 #c"]),
        ("[a, b #c\n]", ["a", "b"], ["1:7 #c"]),
        ("[a: #c\n]", [{"a": ""}], ["1:5 #c"]),
        ("é: ñ𝒜 #ü ß  \n", {"é": "ñ𝒜"}, ["1:7 #ü ß"]),
        ("Foo #1", "Foo", ["1:5 #1"]),
    ],
)
def test_a_comment_that_cuts_a_text_is_told(
    parser: type, text: str, node: object, places: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `#` that touches what follows is hardly ever meant as a comment: it is told."""
    monkeypatch.setattr(yamldoc, "_Loader", parser)
    found, problems = read(text)
    assert found == node
    sentence = "is a comment for YAML, and is left out; to keep it, quote the whole text [schema]"
    expected = [place.replace(" ", ": '", 1) + f"' {sentence}" for place in places]
    assert problems == expected


@PARSERS
@pytest.mark.parametrize(
    "text",
    [
        "name: Foo # our best\n",
        "- a\n#- name: Old\n- b\n",
        "a:\n  #- name: Old\n",
        "Gold: #our best\n  - a\n",
        "Gold: #our best\n- a\n",
        "Gold: #our best\n  a\n",
        "- #our best\n  name: a\n",
        "#a\n#b\n- c\n#d",
        "a: C#4 and A#b\n",
        "a: 'Foo' #1\n",
        'a: "Foo" #1\n',
        "a: | #1\n  b #2\n  #3\n",
        "a: >- #1\n  b #2\n",
        "[a, #our best\n b]",
        "{a: #our best\n b}",
        "a: 'it is #1'\n",
        'a: "\n  #1\n  #2"\n',
        "a: https://a.example/#b\n",
        "- # later\n- a\n",
        "a: {b: c} #d\n",
    ],
)
def test_a_comment_that_cuts_nothing_is_silent(
    parser: type, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments behind a space, on their own line, before a value, and behind quotes are meant."""
    monkeypatch.setattr(yamldoc, "_Loader", parser)
    assert read(text)[1] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no", "a boolean"),
        ("Yes", "a boolean"),
        ("7", "a number"),
        ("1.10", "a number"),
        ("10:30", "a number"),
        ("2024-01-02", "a date"),
        ("~", "null"),
        ("AMD", ""),
        ("7-Eleven", ""),
    ],
)
def test_a_scalar_knows_what_yaml_would_make_of_it(text: str, kind: str) -> None:
    """A name that another reader would take for a number can be warned about."""
    assert Scalar(text, plain=True).yaml_kind == kind
    assert not Scalar(text, plain=False).yaml_kind


@pytest.mark.parametrize(
    ("word", "meant"),
    [("ulr", "url"), ("URL", "url"), ("loggo", "logo"), ("website", "url"), ("zzz", None)],
)
def test_a_slip_finds_the_word_that_was_meant(word: str, meant: str | None) -> None:
    """Turned letters, doubled letters, another case and a synonym are understood."""
    known = ["name", "url", "logo"]
    assert nearest(word, known, {"website": "url"}) == meant
    hint = f"; did you mean '{meant}'?" if meant else ""
    assert did_you_mean(word, known, {"website": "url"}) == hint


def test_problems_are_told_once_and_in_order() -> None:
    """The same sentence about the same place is one problem."""
    problems = Problems()
    problems.add(Scalar("x", 2, 1), "second")
    problems.add(Scalar("x", 1, 5), "first")
    problems.add(Scalar("x", 2, 1), "second")
    assert told(problems) == ["1:5: first [schema]", "2:1: second [schema]"]


def test_a_problem_is_one_line() -> None:
    """What data quote in a message can neither forge a second one nor drown the first."""
    problems = Problems()
    problems.add(Scalar("x"), "no 'a\nb\u202e\x1b[1m' here" + "x" * 9000)
    (line,) = told(problems)
    assert line.startswith(r"1:1: no 'a\nb\u202e\x1b[1m' here")
    assert len(line) < 700


def test_many_slips_among_many_names_cost_little() -> None:
    """Thousands of unknown names against thousands of known ones end soon; the first get hints."""
    names = Names(f"a-talk-about-something-{number}" for number in range(4_000))
    began = time.process_time()
    hints = [names.hint(f"b-talk-about-somethink-{number:x}") for number in range(4_000)]
    assert hints[0] == "; did you mean 'a-talk-about-something-0'?"
    assert hints[-1] == ""
    assert names.hint("A-talk-about-something-3999")
    assert names.hint("x" * 10**6) == ""
    assert not Names(["x" * 100_000]).hint("y" + "x" * 99_999)
    assert Names(["x" * 100_000, "url"]).nearest("ulr") == "url"
    assert time.process_time() - began < 20
