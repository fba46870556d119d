"""Link targets: what is safe passes byte for byte, all else is refused with a sentence."""

from __future__ import annotations

import random
import time

import pytest

from sphinx_confrecap.data.links import Link, LinkError, check, unseen

# Each target and its kind.
SAFE = {
    "https://example.com": "https",
    "HTTPS://Example.com/": "https",
    "http://example.com/a/b.html#c": "http",
    "https://example.com/?utm_source=conf&utm_medium=a%20b&amp;c=d+e&&=": "https",
    "https://example.com/?next=https://user@host/&q=a:b@c": "https",
    "https://example.com:8443/x": "https",
    "https://example.com:/x": "https",
    "https://example.com./x": "https",
    "https://localhost/x": "https",
    "https://192.0.2.1/x": "https",
    "https://[2001:db8::1]:8080/x": "https",
    "https://bücher.example/straße?ü=ß#ö": "https",
    "https://xn--bcher-kva.example/": "https",
    "https://a_b.example.com/~user/(x)!*'": "https",
    "https://example.com?q=1": "https",
    "mailto:info@example.com": "mailto",
    "MAILTO:info@example.com?subject=Talk%20idea&cc=b@example.com": "mailto",
    "mailto:a@example.com,b@example.com": "mailto",
    "sponsor.md": "local",
    "sponsor": "local",
    "/sponsor.rst": "local",
    "../2024/recap.md#videos": "local",
    "./slides/talk.pdf": "local",
    "slides/my talk (final).pdf": "local",
    "slides/naïve.pdf": "local",
    "#sponsors": "local",
    "#t=1:30": "local",
    "search.html?q=a:b": "local",
    "v1.0/notes.md": "local",
    "a/b:c.pdf": "local",
}
REFUSED = {
    "": "is empty",
    " \t\n": "is empty",
    "//example.com/x": "has no scheme; write https://example.com/x",
    "///example.com": "has no scheme",
    "/\\example.com": "backslash",
    "\\\\server\\share": "backslash",
    "slides\\talk.pdf": "write / in a path",
    "https:\\\\example.com": "backslash",
    "https://example.com\\@evil.example": "backslash",
    "javascript:alert(1)": "is not a scheme for links here",
    "JaVaScRiPt:alert(1)": "is not a scheme",
    " javascript:alert(1)": "is not a scheme",
    "java\tscript:alert(1)": r"U\+0009",
    "java\nscript:alert(1)": r"U\+000A",
    "\x01javascript:alert(1)": r"U\+0001",
    "\x1fjavascript:alert(1)": r"U\+001F",
    "\x00https://example.com": r"U\+0000",
    "java\u200bscript:alert(1)": "ZERO WIDTH SPACE",
    "\ufeffjavascript:alert(1)": "ZERO WIDTH NO-BREAK SPACE",
    "\xa0javascript:alert(1)": "NO-BREAK SPACE",
    "javascript&colon;alert(1)": "is not a scheme",
    "&#106;avascript:alert(1)": "is not a scheme",
    "&amp;#106;avascript:alert(1)": "is not a scheme",
    "jav&#x09;ascript:alert(1)": "is not a scheme",
    "%6aavascript:alert(1)": "is not a scheme",
    ":alert(1)": "is not a scheme",
    "javascript :alert(1)": "is not a scheme",
    "ｊavascript:alert(1)": "is not a scheme",
    "data:text/html,<script>alert(1)</script>": "is not a scheme",
    "vbscript:x": "is not a scheme",
    "file:///etc/passwd": "is not a scheme",
    "blob:https://example.com/x": "is not a scheme",
    "view-source:https://example.com": "is not a scheme",
    "ftp://example.com/x": "is not a scheme",
    "tel:+491234": "is not a scheme",
    "C:/slides/talk.pdf": "is not a scheme",
    "<https://example.com>": "is not a scheme",
    "example.com:8080/x": "has no scheme; write https://example.com:8080/x",
    "https:example.com": "write two slashes",
    "https:/example.com": "write two slashes",
    "https://": "no valid host",
    "https:///x": "no valid host",
    "https://?x": "no valid host",
    "https://.example.com": "no valid host",
    "https://a..b": "no valid host",
    "https://.": "no valid host",
    "https://exa%6dple.com": "no valid host",
    "https://example。com": "no valid host",
    "https://exa<b>mple.com": "no valid host",
    "https://ｅxample.com": "letters in its host that browsers replace",
    "https://example.com:99999": "no valid port",
    "https://example.com:80a": "no valid port",
    "https://[::1": "host",
    "https://[::1]x/": "no valid port",
    "https://user@example.com/": "user name before its host",
    "https://user:secret@example.com/": "user name before its host",
    "https://example.com@evil.example/": "user name before its host",
    "https://@evil.example/": "user name before its host",
    "https://example.com/a b": "write %20",
    "https://example.com/a\u202eb": "RIGHT-TO-LEFT OVERRIDE",
    "https://example.com/a\u2066b": "LEFT-TO-RIGHT ISOLATE",
    "https://example.com/\xadx": "SOFT HYPHEN",
    "https://example.com/\u3164x": "HANGUL FILLER",
    "https://example.com/\ud800": r"U\+D800",
    "https://example.com/\x7f": r"U\+007F",
    "https://example.com/a\r\nb": r"U\+000D",
    "slides/\u202efdp.exe": "RIGHT-TO-LEFT OVERRIDE",
    "mailto:": "no mail address",
    "mailto:info": "no mail address",
    "mailto:?subject=x": "no mail address",
    "mailto:a@b@c": "no mail address",
    "mailto://a@b": "no mail address",
    "mailto:a@example.com?subject=two words": "write %20",
}
# Each local target and what was probably meant.
SUGGESTIONS = {
    "www.example.com": "https://www.example.com",
    "WWW.example.md": "https://WWW.example.md",
    "example.com": "https://example.com",
    "example.com/x?a=b#c": "https://example.com/x?a=b#c",
    "Lightning.ai": "https://Lightning.ai",
    "sub.domain.example/path": "https://sub.domain.example/path",
    "bücher.example": "https://bücher.example",
    "info@example.com": "mailto:info@example.com",
    "sponsor.md": "",
    "talk.pdf": "",
    "archive.tar.gz": "",
    "conf.py": "",
    "photo.JPG": "",
    "v1.0/notes": "",
    "/example.com": "",
    "./example.com": "",
    "../example.com": "",
    "slides/example.com": "",
    "my talk.com pany": "",
    "www.md": "",
    ".htaccess": "",
    "a..b": "",
    "-x.example": "",
    "#example.com": "",
}


@pytest.mark.parametrize(("text", "kind"), SAFE.items())
def test_a_safe_target_passes_byte_for_byte(text: str, kind: str) -> None:
    """A safe target keeps every byte but the white space around it, and its kind is told."""
    link = check(f" \t{text}\r\n")
    assert (link.kind, link.url) == (kind, text)
    assert link.external is (kind != "local")


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_an_unsafe_target_is_refused_with_a_sentence(text: str, reason: str) -> None:
    """A target that is unsafe or could be read in two ways raises LinkError and says why."""
    with pytest.raises(LinkError, match=reason) as raised:
        check(text)
    message = str(raised.value)
    assert message.isprintable()
    assert len(message) < 300


def test_the_parts_of_a_local_target() -> None:
    """Path, query and fragment of a local target come apart as in any relative address."""
    assert check("a/b.html?x=1?y#c?d#e") == Link(
        "local", "a/b.html?x=1?y#c?d#e", path="a/b.html", query="x=1?y", fragment="c?d#e"
    )
    assert check("#c").path == ""
    assert check("https://example.com/x#c").path == ""


@pytest.mark.parametrize(("text", "suggestion"), SUGGESTIONS.items())
def test_an_address_without_a_scheme_is_noticed(text: str, suggestion: str) -> None:
    """A local target that looks like a host or a mail address says what was probably meant."""
    link = check(text)
    assert (link.kind, link.suggestion) == ("local", suggestion)
    if suggestion:
        assert check(suggestion).external


def test_unseen_names_the_first_hidden_character() -> None:
    """Ordinary text of any script has nothing hidden; what is hidden is named, the first first."""
    assert unseen("Ada Lovelace, Σωκράτης, 漢字, 🎉 – “x”") == ""
    assert unseen("a\u200bb\u202e") == "U+200B ZERO WIDTH SPACE"
    assert unseen("a\tb") == "U+0009 (a control character)"


@pytest.mark.parametrize(
    "part", ["a.", "x@", "a:", "&amp;", "#", "https://a", "mailto:a@", "-", "1:"]
)
def test_a_huge_target_takes_linear_time(part: str) -> None:
    """A target of 200 kB is decided on at once: no pattern tries its letters in every split."""
    started = time.process_time()
    try:
        check(part * (200_000 // len(part)))
    except LinkError as error:
        assert len(str(error)) < 300  # noqa: PT017 (either outcome is right, at once)
    assert time.process_time() - started < 2


def test_nothing_but_link_errors_escapes_and_no_scheme_passes() -> None:
    """Of 20,000 mutated targets each is refused with LinkError or is of an allowed kind.

    What passes starts with its own scheme as written, or has no colon before the first slash.
    """
    dice = random.Random(5)  # noqa: S311 (a fixed seed, so that every run is the same)
    seeds = [*SAFE, *REFUSED]
    odd = "\\/:@?#&%[]<>\t\n\x00\x1f\x7f\u200b\u202e\ud800\ufeffaJ1.。ｊ ;="
    passed = 0
    for _ in range(20_000):
        letters = list(dice.choice(seeds))
        for _ in range(dice.randint(1, 4)):
            at = dice.randint(0, len(letters))
            letters[at : at + dice.randint(0, 2)] = dice.choice([*odd, dice.choice(seeds)[:12]])
        try:
            link = check("".join(letters))
        except LinkError:
            continue
        passed += 1
        assert "\\" not in link.url
        assert not unseen(link.url)
        if link.kind == "local":
            assert ":" not in link.url.split("/")[0].split("?")[0].split("#")[0]
            assert not link.url.startswith("//")
        else:
            assert link.url.lower().startswith(f"{link.kind}:")
    assert passed > 1000


@pytest.mark.parametrize("text", ["# Heading", "guide.md#a b", "guide.md?a b"])
def test_a_target_has_no_space(text: str) -> None:
    """A file name may hold a space; what follows it is part of an address and may not."""
    with pytest.raises(LinkError, match="contains a space behind"):
        check(text)
    assert check("a b.pdf#c").path == "a b.pdf"
