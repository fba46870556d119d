"""Every form of YouTube address, and the address of the player made from it.

Hosts and path segments are compared whole, never searched for, and the player's address is put
together from checked ids alone: nothing else of what was pasted reaches it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final, Literal
from urllib.parse import SplitResult, parse_qsl, urlsplit

from sphinx_confrecap.data.links import LinkError, character, check, unseen
from sphinx_confrecap.data.times import seconds

PLAYER: Final = "https://www.youtube-nocookie.com"

_VIDEO: Final = r"[A-Za-z0-9_-]{11}"
_USUAL: Final = rf"https://(?:www\.youtube\.com/watch\?v=|youtu\.be/)({_VIDEO})"
# The prefixes tell what made the list: PL a user, UU a channel's uploads, OLAK5uy_ an album, …
_LIST: Final = r"(?:PL|UU|FL|LL|EC|RD|UL|TL|PU|OLAK5uy_)[A-Za-z0-9_-]{10,64}"
# Playlists had no prefix once.
_OLD_LIST: Final = "^(?=[0-9A-F]{16}$)"
# Eleven letters, as an id has, but words of the player's own addresses.
_NOT_IDS: Final = frozenset({"videoseries", "live_stream"})
# Lists that only their owner can see.
_PRIVATE: Final = frozenset({"WL", "LL", "LM"})

# fmt: off
_WATCH_HOSTS: Final = frozenset({
    "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "gaming.youtube.com",
    "kids.youtube.com", "youtubekids.com", "www.youtubekids.com", "youtube-nocookie.com",
    "www.youtube-nocookie.com", "youtube.googleapis.com", "studio.youtube.com",
    "consent.youtube.com",
})
# fmt: on
_SHORT_HOSTS: Final = frozenset({"youtu.be", "www.youtu.be"})
_VIMEO_HOSTS: Final = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_CCC_HOSTS: Final = frozenset({"media.ccc.de", "www.media.ccc.de"})

# First segments of a path that are followed by the id of a video.
_ID_PATHS: Final = frozenset({"watch", "shorts", "live", "embed", "v", "vi", "e", "video"})
# First segments of a path that are followed by it in a parameter.
_ID_PAGES: Final = frozenset({"", "watch", "watch_popup", "ytscreeningroom"})
# Addresses that carry the one meant in a parameter: {first segment: parameter}.
_WRAPPERS: Final = {"attribution_link": "u", "oembed": "url", "m": "continue", "ml": "continue"}
_PAGES: Final = {
    "results": "a search",
    "hashtag": "a search",
    "clip": "a clip, which cannot be told from its video's address",
    "post": "a post",
    "feed": "a page of the reader's own account",
    "channel": "a channel",
    "c": "a channel",
    "user": "a channel",
}

# `re` compiles these when an address first needs them, which few do.
_VIMEO: Final = (
    r"(?a)/(?:(?:channels|groups|album|showcase)/[\w-]+/(?:videos?/)?|manage/videos/|video/)?"
    r"([0-9]{5,12})(?:/([0-9a-f]{8,12}))?/?"
)
# How a link to a card's site says where to start.
_STARTS: Final = {"Vimeo": "#t={}s", "media.ccc.de": "#t={}", "PeerTube": "?start={}s"}
_CCC: Final = r"(?a)(/v/[\w.~%+-]+)(?:/oembed)?/?"
# A PeerTube id is a UUID, or the same number in 22 letters of Bitcoin's base 58; the first
# versions counted their videos. A link to a comment goes on: `;threadId=7`.
_PEERTUBE: Final = (
    r"(?a)(?:/w|/videos/(?:watch|embed))(/p|/playlist)?/"
    r"([1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?:(?<=/watch/)|(?<=/embed/))[0-9]{1,12})"
    r"(?:/|;[\w;=-]*)?"
)
_SCHEME: Final = r"([A-Za-z][A-Za-z0-9+.-]*):"
_AMPERSAND: Final = r"(?i)&(?:amp|#0*38|#x0*26);"
_LANGUAGE: Final = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}"
_AUTOLINK: Final = r"<([^<>\s]+[.:/][^<>\s]+)>"
_PIXELS: Final = r"\s*([0-9]{1,4})(?:\.[0-9]+)?(?:px)?\s*"
_SWITCH: Final = "[01]"
# What a page may tell the player, beside the ids, the times, the languages and `autoplay`:
# https://developers.google.com/youtube/player_parameters
_PARAMETERS: Final = {
    "cc_load_policy": _SWITCH,
    "rel": _SWITCH,
    "playsinline": _SWITCH,
    "controls": _SWITCH,
    "color": "red|white",
    "disablekb": _SWITCH,
    "fs": _SWITCH,
    "iv_load_policy": "[13]",
    "loop": _SWITCH,
    "mute": _SWITCH,
}
_GENERIC_TITLES: Final = frozenset(
    {"youtube video player", "youtube", "video", "youtube playlist player", "youtube video"}
)
_LONGEST: Final = 4000

_ONE_VIDEO: Final = "write the address of one video (https://youtu.be/… and its id)"
_COPY: Final = "copy the address of the video or playlist from the browser"


class AddressError(ValueError):
    """A text that is no address of a video or playlist.

    The message goes on after "The address is": it says what the text is, and what to write.

    Attributes:
        link: The same as a plain safe http or https link for readers, if it is one; else "".
    """

    def __init__(self, message: str, link: str = "") -> None:
        super().__init__(message)
        self.link = link


@dataclass(frozen=True, slots=True)
class Address:
    """A video, a playlist, or a page of another site to link to.

    Attributes:
        kind: `video` and `playlist` have a player; `card` is a link to another site.
        site: YouTube, Vimeo, PeerTube or media.ccc.de.
        video: The id of the video, 11 letters, or "".
        playlist: The id of the playlist, or ""; a video may come with the list it was found in.
        start: The second to start at; None is the beginning.
        end: The second to stop at; None is the end.
        short: True for a short, which is upright (9:16).
        lang: The language of the player's own words, if the address names one.
        captions: The language of the captions to show, if the address names one.
        parameters: Other allowed player parameters of the address, in a fixed order.
        title: The title a pasted iframe gives, unless it is the one every player has.
        width: The width a pasted iframe gives, in CSS pixels.
        height: Its height.
        card: The address of a card.
        problems: Sentences about parts of the address that were left out.
    """

    kind: Literal["video", "playlist", "card"]
    site: str = "YouTube"
    video: str = ""
    playlist: str = ""
    start: int | None = None
    end: int | None = None
    short: bool = False
    lang: str = ""
    captions: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    title: str = ""
    width: int | None = None
    height: int | None = None
    card: str = ""
    problems: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The plain link to show readers: the video from its start, the playlist, the card."""
        if self.kind == "card":
            return self.card
        if self.kind == "playlist":
            return f"https://www.youtube.com/playlist?list={self.playlist}"
        start = f"&t={self.start}s" if self.start else ""
        return f"https://www.youtube.com/watch?v={self.video}{start}"


@lru_cache(maxsize=1024)
def parse(text: str) -> Address:
    """Read an address, an id, or a pasted `<iframe>`, with every usual decoration.

    An address is asked for by its talk, its session and its list, and read once. The parameters
    that follow a reader about (`si`, `pp`, `feature`, `ab_channel`) are dropped.

    Raises:
        AddressError: The text is none; the message goes on after "The address is".
    """
    stripped = text.strip(" \t\r\n\f")
    if (usual := re.fullmatch(_USUAL, stripped)) and _is_video(usual[1]):
        return Address("video", video=usual[1])
    if not stripped:
        raise AddressError(f"empty; {_ONE_VIDEO}")
    if len(stripped) > _LONGEST:
        raise AddressError(f"too long ({len(stripped)} characters); {_ONE_VIDEO}")
    if stripped.lower().startswith("&lt;"):
        stripped = html.unescape(stripped)
    if autolink := re.fullmatch(_AUTOLINK, stripped):
        stripped = autolink[1]
    elif stripped.startswith("<"):
        return _pasted(stripped)
    return _read(stripped, wrapped=False)


def as_video(address: Address) -> Address:
    """The address as the `youtube` directive takes it: a video without its list, or a card.

    Raises:
        AddressError: It is a playlist without a video.
    """
    if address.kind == "playlist":
        message = f"a playlist, not a video; use the playlist directive, or {_ONE_VIDEO}"
        raise AddressError(message, address.url)
    return replace(address, playlist="") if address.playlist else address


def as_playlist(address: Address) -> Address:
    """The address as the `playlist` directive takes it: the list without a video, or a card.

    Raises:
        AddressError: It is a video without a playlist.
    """
    if address.kind == "card":
        return address
    if not address.playlist:
        message = (
            "one video, not a playlist; use the youtube directive, or write the address of a "
            "playlist (https://www.youtube.com/playlist?list=… and its id)"
        )
        raise AddressError(message, address.url)
    return replace(
        address, kind="playlist", video="", start=None, end=None, short=False, problems=()
    )


def embed_url(
    address: Address,
    *,
    autoplay: bool = False,
    playlist: str = "",
    lang: str = "",
    captions: str = "",
) -> str:
    """The address of the player: of YouTube, on www.youtube-nocookie.com and nowhere else.

    Its parameters stand in a fixed order, and only those that YouTube documents and that a page
    has a use for; others are left out. A card has a player at its own site, and no parameters.

    Args:
        address: The video, playlist or card.
        autoplay: Start at once: only for the answer to a click.
        playlist: The id of the list a video goes on in.
        lang: The language of the player's own words, a code that `language` returned; without
            it, the address's.
        captions: The language of captions to show, likewise.
    """
    if address.kind == "card":
        return _card_player(address, autoplay=autoplay)
    rest = dict(address.parameters)
    captions = captions or address.captions
    values = {
        "list": playlist if address.kind == "video" else address.playlist,
        "autoplay": "1" if autoplay else "",
        "start": str(address.start or ""),
        "end": str(address.end or ""),
        "hl": lang or address.lang,
        "cc_load_policy": "1" if captions else rest.get("cc_load_policy", ""),
        "cc_lang_pref": captions,
        **{name: value for name, value in rest.items() if name != "cc_load_policy"},
    }
    # A single video repeats only as a list of itself, says the documentation.
    if rest.get("loop") == "1" and not values["list"]:
        values["playlist"] = address.video
    # All of it was checked: there is nothing to escape.
    query = "&".join([f"{name}={value}" for name, value in values.items() if value])
    path = address.video if address.kind == "video" else "videoseries"
    return f"{PLAYER}/embed/{path}" + (f"?{query}" if query else "")


def is_elsewhere(text: str, error: AddressError) -> bool:
    """True if a text that is no video here is a plain address of a site that we do not know.

    A page that such a site shows a video on is a link, and no mistake.
    """
    if not (text.strip().startswith(("http://", "https://")) and error.link == text.strip()):
        return False
    parts = urlsplit(error.link)
    host = parts.netloc.lower()
    own = _WATCH_HOSTS | _SHORT_HOSTS | _VIMEO_HOSTS | _CCC_HOSTS
    is_page = not re.match(r"/(?:w|videos/(?:watch|embed))/", parts.path)
    return is_page and host not in own and not host.endswith(".youtube.com")


def plays_on(address: Address, hosts: Collection[str]) -> bool:
    """True if a site that names ``hosts`` lets a video play: youtube, vimeo, or a host itself."""
    known = {"YouTube": "youtube", "Vimeo": "vimeo"}
    return known.get(address.site, urlsplit(address.card).netloc) in hosts


def _card_player(address: Address, *, autoplay: bool) -> str:
    """The address of the player of another site's video.

    Vimeo: https://developer.vimeo.com/player/sdk/embed; PeerTube:
    https://docs.joinpeertube.org/api/embed-player; media.ccc.de has no autoplay.
    """
    parts = urlsplit(address.card)
    segments = _segments(parts)
    queries = [parts.query] if parts.query else []
    if address.site == "media.ccc.de":
        return parts._replace(path=f"{parts.path}/oembed").geturl()
    if address.site == "Vimeo":
        identifier, *key = segments
        queries = [*(f"h={one}" for one in key), "dnt=1"]
        found = parts._replace(netloc="player.vimeo.com", path=f"/video/{identifier}")
    else:
        kind = "video-playlists" if segments[:2] == ["w", "p"] else "videos"
        found = parts._replace(path=f"/{kind}/embed/{segments[-1]}")
    if autoplay:
        queries.append("autoplay=1")
    return found._replace(query="&".join(queries)).geturl()


def _appended(url: str, text: str) -> str:
    """A whole address with more of a query, which goes over its own, a fragment, or both."""
    parts = urlsplit(url)
    added, _, marked = text.lstrip("?&").partition("#")
    names = {pair.partition("=")[0] for pair in added.split("&")}
    own = [pair for pair in parts.query.split("&") if pair.partition("=")[0] not in names]
    query = "&".join(filter(None, (*own, added)))
    return parts._replace(query=query, fragment=marked or parts.fragment).geturl()


def language(text: str) -> str:
    """A language code as the player takes it: `en`, `pt-BR` for `pt_BR`, `sr` for `sr@latin`.

    Raises:
        ValueError: The text is no language code; the message says what to write.
    """
    code = text.strip().replace("_", "-").partition("@")[0]
    if not re.fullmatch(_LANGUAGE, code):
        raise ValueError(f"{text[:40]!r} is not a language; write a code such as en, de or pt-BR")
    return code


def with_times(address: Address, *, start: int | None = None, end: int | None = None) -> Address:
    """The address with another start or end, in seconds; None leaves what is there.

    A card's link leads to its start as its site understands it.

    Raises:
        ValueError: The end is not after the start, or a card has one; the message is a sentence.
    """
    if address.kind == "card":
        if end is not None:
            raise ValueError(f"a link to {address.site} has no end; it is left out")
        return with_parameters(address, _STARTS[address.site].format(start)) if start else address
    start = address.start if start is None else start
    end = address.end if end is None else end
    if end is not None and end <= (start or 0):
        raise ValueError(_after(start, end))
    return replace(address, start=start or None, end=end)


def from_second(address: Address, second: int) -> Address:
    """The address of a part of a video, from a second on; an end before that is left out."""
    is_over = address.end is not None and address.end <= second
    return with_times(replace(address, end=None) if is_over else address, start=second)


def with_parameters(address: Address, text: str) -> Address:
    """The address with the player parameters of a query (`?start=43&rel=0`) over its own.

    What is not allowed is left out, with a sentence in `problems`. `autoplay` is one of these:
    only a reader's click starts a video. A card has them in its link (`#t=43s`), as far as its
    site knows them.

    Raises:
        AddressError: The link would be none with them.
    """
    text = _plain(text.strip(" \t\"'"))
    if address.kind == "card":
        link = address.card
        if address.site == "PeerTube":  # a number is known for an id in this form only
            link = link.replace("/w/", "/videos/watch/", 1)
        return parse(_appended(link, text))
    pairs = parse_qsl(text.lstrip("?&"), keep_blank_values=True)
    query = dict(reversed(pairs))
    problems = list(address.problems)
    lang, captions, parameters = _settings(query)
    named = query.get("list", "")
    known = {"start", "end", *(name for name, _ in parameters)}
    known |= {"hl"} if lang else set()
    known |= {"cc_lang_pref"} if captions else set()
    known |= {"list"} if _is_list(named) else set()
    problems += [
        f"the player parameter {name[:40]!r} is not one that a page may set to "
        f"{query[name][:40]!r}; it is left out"
        for name in sorted(query.keys() - known)
    ]
    changed = replace(
        address,
        playlist=named if _is_list(named) else address.playlist,
        lang=lang or address.lang,
        captions=captions or address.captions,
        parameters=_allowed([*address.parameters, *parameters]),
    )
    start, end = (_time([query.get(name, "")], problems) for name in ("start", "end"))
    try:
        changed = with_times(changed, start=start, end=end)
    except ValueError as error:
        problems.append(str(error))
    return replace(changed, problems=tuple(problems))


class _Frames(HTMLParser):
    """Collects the attributes of every iframe."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.frames: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an iframe; of an attribute written twice the first counts, as in browsers."""
        if tag == "iframe":
            self.frames.append({name: value or "" for name, value in reversed(attrs)})


def _pasted(text: str) -> Address:
    """The address of a pasted iframe, with its size and title."""
    parser = _Frames()
    # Without declarations: HTMLParser fails with an AssertionError on some that are malformed.
    parser.feed(re.sub("<!+", "<", text))
    parser.close()
    if len(parser.frames) != 1:
        what = (
            "HTML without a whole iframe"
            if not parser.frames
            else f"HTML with {len(parser.frames)} iframes"
        )
        raise AddressError(f"{what}; paste one whole <iframe …></iframe>, or {_ONE_VIDEO}")
    frame = parser.frames[0]
    source = (frame.get("src") or frame.get("data-src") or "").strip(" \t\r\n\f")
    if not source:
        raise AddressError(f"an iframe without src; {_ONE_VIDEO}")
    address = _read(source, wrapped=False)
    title = " ".join(frame.get("title", "").split())
    if unseen(title) or title.lower() in _GENERIC_TITLES:
        title = ""
    return replace(
        address,
        title=title,
        width=_pixels(frame.get("width", "")),
        height=_pixels(frame.get("height", "")),
    )


def _pixels(text: str) -> int | None:
    """The CSS pixels of an iframe's attribute; None for per cent, nothing and the rest."""
    match = re.fullmatch(_PIXELS, text)
    return int(match[1]) or None if match else None


def _read(text: str, *, wrapped: bool) -> Address:
    """The address of a text that is an id or a URL, from an iframe or a wrapper or neither."""
    _refuse_characters(text)
    text = _plain(text)
    if not wrapped and _is_video(text):
        return Address("video", video=text)
    if not wrapped and _is_list(text):
        return Address("playlist", playlist=text)
    if text in _PRIVATE:
        message = "a list that only its owner sees; write the address of a public playlist"
        raise AddressError(message)
    url = _with_scheme(text)
    parts = _split(url)
    host = parts.netloc.lower()
    if host in _WATCH_HOSTS:
        return _watch(parts, url, wrapped=wrapped)
    if host in _SHORT_HOSTS:
        return _video(parts, url, _segments(parts))
    return _card(parts, url)


def _refuse_characters(text: str) -> None:
    """Raise AddressError for what a browser drops or bends, or a reader does not see."""
    if name := unseen(text):
        raise AddressError(f"not plain text: it contains {name}; type it again")
    if "\\" in text:
        raise AddressError("not one: it contains a backslash; write it with / and without \\")
    if " " in text:
        raise AddressError(f"not one: it contains a space; {_COPY}")


def _plain(text: str) -> str:
    """The text with ampersands as ampersands, HTML-escaped once or twice as they may be."""
    return re.sub(_AMPERSAND, "&", re.sub(_AMPERSAND, "&", text))


def _with_scheme(text: str) -> str:
    """The text with `https:` before it if it has no scheme and could be a host and a path."""
    if text.startswith("//"):
        return f"https:{text}"
    match = re.match(_SCHEME, text)
    if match and match[1].lower() in {"http", "https"}:
        return text
    if match and "." not in match[1]:
        raise AddressError(f"a {match[1][:20]}: address, not a web page; {_ONE_VIDEO}")
    if "." not in re.split(r"[/?#]", text, maxsplit=1)[0]:
        raise AddressError(_not_an_id(text))
    return f"https://{text}"


def _not_an_id(text: str) -> str:
    """What a text without a host is, and what to write."""
    if text in _NOT_IDS:
        return f"a word of the player's addresses, not an id; {_COPY}"
    if re.fullmatch(r"[A-Za-z0-9_-]+", text):
        return (
            f"{len(text)} characters long, which is no id: a video's has 11, and a playlist's "
            f"begins with PL, UU or the like; {_COPY}"
        )
    return f"neither an address nor an id (11 letters, digits, - and _); {_COPY}"


def _split(url: str) -> SplitResult:
    """The parts of a safe http address whose host is plain ASCII."""
    # Before anything lowers its letters: the Kelvin sign becomes a plain k.
    host = re.split(r"[/?#]", url.partition("//")[2], maxsplit=1)[0]
    if odd := next((char for char in host if not char.isascii()), ""):
        raise AddressError(f"not a host in plain letters: it contains {character(odd)}; {_COPY}")
    try:
        check(url)
    except LinkError as error:
        sentence = str(error).rstrip(".")
        raise AddressError(f"not a safe one ({sentence}); {_COPY}") from None
    return urlsplit(url)


def _segments(parts: SplitResult) -> list[str]:
    """The segments of a path that are not empty."""
    return [segment for segment in parts.path.split("/") if segment]


def _watch(parts: SplitResult, url: str, *, wrapped: bool) -> Address:
    """The address on one of the hosts that serve videos and lists."""
    segments = _segments(parts)
    first = segments[0] if segments else ""
    query = dict(reversed(parse_qsl(parts.query)))
    inner = "" if wrapped else _wrapped(parts, first, query)
    if inner:
        try:
            address = _read(inner, wrapped=True)
        except AddressError as error:
            raise AddressError(str(error), url) from None
        if address.kind != "card":
            return address
    identifier = query.get("v") or query.get("vi", "")
    if first in _ID_PAGES and not segments[1:] and identifier:
        return _video(parts, url, [identifier])
    listed = _listed(segments, query)
    if listed is not None:
        return _playlist(listed, query, url)
    if first in _ID_PATHS and segments[1:] and segments[1] not in _NOT_IDS:
        # The studio's addresses go on: /video/<id>/edit.
        return _video(parts, url, segments[1:2] if first == "video" else segments[1:])
    raise AddressError(_what(segments, query), url)


def _wrapped(parts: SplitResult, first: str, query: Mapping[str, str]) -> str:
    """The address inside another one, if there is one; else ""."""
    inner = query.get(_WRAPPERS[first], "") if first in _WRAPPERS else ""
    if parts.fragment.startswith("/watch?"):  # on telephones and televisions, once
        inner = parts.fragment
    return f"https://www.youtube.com{inner}" if re.match("/[^/]", inner) else inner


def _listed(segments: list[str], query: Mapping[str, str]) -> str | None:
    """What stands where the id of a list does; None if the address is not that of a list."""
    first = segments[0] if segments else ""
    if first == "browse" and segments[1:2] and segments[1].startswith("VL"):
        return segments[1][2:]
    if first == "playlist" or segments[:2] == ["embed", "videoseries"]:
        return query.get("list", "")
    if first == "view_play_list":
        return re.sub(_OLD_LIST, "PL", query.get("p", ""))
    if first in {"", "watch", "embed"} and query.get("listType", "playlist") == "playlist":
        return None if segments[1:] else query.get("list")
    return None


def _what(segments: list[str], query: Mapping[str, str]) -> str:
    """What a page of YouTube is that is neither video nor playlist, and what to write."""
    first = segments[0] if segments else ""
    if query.get("listType") == "search" or "search_query" in query:
        what = "a search"
    elif first.startswith("@") or query.get("listType") == "user_uploads":
        what = "a channel"
    elif segments[1:2] == ["live_stream"]:
        what = "a channel's live stream"
    elif first == "watch":
        what = "a watch address without the id of a video (v=…)"
    else:
        what = _PAGES.get(first, "a page of YouTube without a video")
    return f"{what}, neither a video nor a playlist; {_ONE_VIDEO}"


def _playlist(identifier: str, query: Mapping[str, str], url: str) -> Address:
    """The address of a list, if its id is one."""
    if identifier in _PRIVATE:
        message = "a list that only its owner sees; write the address of a public playlist"
        raise AddressError(message, url)
    if not _is_list(identifier):
        raise AddressError(f"a playlist whose id {identifier[:40]!r} is not one; {_COPY}", url)
    lang, captions, parameters = _settings(query)
    return Address(
        "playlist", playlist=identifier, lang=lang, captions=captions, parameters=parameters
    )


def _video(parts: SplitResult, url: str, segments: list[str]) -> Address:
    """The address of a video, if the one segment is its id; with its list and its times.

    People append parameters with the wrong sign (`youtu.be/<id>&t=90`, `?v=<id>?t=90`), and
    YouTube reads them all the same.
    """
    written = segments[0] if len(segments) == 1 else "/".join(segments)
    identifier, _, appended = re.sub("[?&]", "&", written, count=1).partition("&")
    if not _is_video(identifier):
        message = (
            f"a video whose id {identifier[:40]!r} is not 11 letters, digits, - and _; {_COPY}"
            if identifier
            else _what([], {})
        )
        raise AddressError(message, url)
    query = dict(reversed([*parse_qsl(parts.query), *parse_qsl(appended)]))
    marked = dict(reversed(parse_qsl(parts.fragment)))
    problems: list[str] = []
    times = [query.get(name, "") for name in ("t", "start", "time_continue")]
    start = _time([*times, marked.get("t", "")], problems)
    end = _time([query.get("end", "")], problems)
    if end is not None and end <= (start or 0):
        problems.append(_after(start, end))
        end = None
    named = query.get("list", "")
    lang, captions, parameters = _settings(query)
    return Address(
        "video",
        video=identifier,
        playlist=named if _is_list(named) else "",
        start=start,
        end=end,
        short=_segments(parts)[:1] == ["shorts"],
        lang=lang,
        captions=captions,
        parameters=parameters,
        problems=tuple(problems),
    )


def _time(candidates: Iterable[str], problems: list[str]) -> int | None:
    """The first time that is given, in seconds; None for none, for zero and for nonsense."""
    written = next(filter(None, candidates), "")
    if not written:
        return None
    try:
        return seconds(written) or None
    except ValueError as error:
        problems.append(str(error))
        return None


def _settings(query: Mapping[str, str]) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The languages of player and captions, and the allowed parameters, of a query."""
    codes = [query.get(name, "").replace("_", "-") for name in ("hl", "cc_lang_pref")]
    lang, captions = (code if re.fullmatch(_LANGUAGE, code) else "" for code in codes)
    return lang, captions, _allowed(query.items())


def _allowed(parameters: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The parameters that a page may set to what they are set to, in the order of the list."""
    given = dict(parameters)
    return tuple(
        (name, given[name])
        for name, shape in _PARAMETERS.items()
        if name in given and re.fullmatch(shape, given[name])
    )


def _card(parts: SplitResult, url: str) -> Address:
    """The card of a video on another site."""
    host = parts.netloc.lower()
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    if host in _VIMEO_HOSTS and (match := re.fullmatch(_VIMEO, parts.path)):
        key = match[2] or dict(parse_qsl(parts.query)).get("h", "")
        private = f"/{key}" if re.fullmatch("[0-9a-f]{8,12}", key) else ""
        return Address("card", "Vimeo", card=f"https://vimeo.com/{match[1]}{private}{fragment}")
    if host in _CCC_HOSTS and (match := re.fullmatch(_CCC, parts.path)):
        card = f"https://media.ccc.de{match[1]}{fragment}"
        return Address("card", "media.ccc.de", card=card)
    path = parts.path.replace("/video-playlists/embed/", "/videos/embed/playlist/", 1)
    if not _alike(host) and (match := re.fullmatch(_PEERTUBE, path)):
        card = f"{parts.scheme}://{host}/w{'/p' if match[1] else ''}/{match[2]}"
        return Address("card", "PeerTube", card=f"{card}{query}{fragment}")
    raise AddressError(_elsewhere(host), "" if _alike(host) else url)


def _alike(host: str) -> bool:
    """True for a host that a reader could take for YouTube's, or that hides its letters."""
    own = host.endswith((".youtube.com", ".youtube"))
    return not own and ("youtu" in host or any(part.startswith("xn--") for part in host.split(".")))


def _elsewhere(host: str) -> str:
    """What the address of another host is, and what to write."""
    if _alike(host):
        return f"not on one of YouTube's own hosts, but on {host[:60]!r}; {_COPY}"
    if host in _VIMEO_HOSTS | _CCC_HOSTS:
        return f"a page of {host} without a video; {_COPY}"
    return (
        f"on {host[:60]}, not a video on YouTube, Vimeo, PeerTube or media.ccc.de; "
        "link to it in the text"
    )


def _after(start: int | None, end: int) -> str:
    """The sentence for a video that would end before it starts."""
    return f"the end ({end} s) is not after the start ({start or 0} s); it is left out"


def _is_video(text: str) -> bool:
    """True for the shape of a video's id."""
    return bool(re.fullmatch(_VIDEO, text)) and text not in _NOT_IDS


def _is_list(text: str) -> bool:
    """True for the shape of a list's id that others than its owner can open."""
    return bool(re.fullmatch(_LIST, text))
