"""Addresses of videos: every form is read, and nothing but YouTube ever becomes a player."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from sphinx_confrecap.data.links import check
from sphinx_confrecap.data.youtube import (
    Address,
    AddressError,
    as_playlist,
    as_video,
    embed_url,
    language,
    parse,
    with_parameters,
    with_times,
)

V = "YWDzHGx8PrY"
DASHED = "-_-aB3xyz0_"
PL = "PL_lsbAsL_o2BRnT1WjYBmd9EfSHnT5tGy"
UU = "UUWXI5YeOsh03QvJ59PMaXFw"
ALBUM = "OLAK5uy_kJ6mXbGfYp1aDv0X3rGh2cQw9eRt4yUiP"
UUID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
SHORT_UUID = "kkGMgK9ZtnKfYAgnEtQxbv"

FRAME = (
    '<iframe width="560" height="315" src="https://www.youtube.com/embed/YWDzHGx8PrY'
    '?si=Wl0Yj&amp;start=90" title="YouTube video player" frameborder="0" '
    'allow="accelerometer; autoplay" referrerpolicy="strict-origin-when-cross-origin" '
    "allowfullscreen></iframe>"
)
IN_FRAME: dict[str, Any] = {"video": V, "start": 90, "width": 560, "height": 315}

# Each text and the fields that differ from a YouTube video without any.
VIDEOS: dict[str, dict[str, Any]] = {
    # Ids
    V: {"video": V},
    f"  {V}\n": {"video": V},
    DASHED: {"video": DASHED},
    "00000000000": {"video": "00000000000"},
    # watch
    f"https://www.youtube.com/watch?v={V}": {"video": V},
    f"http://www.youtube.com/watch?v={V}": {"video": V},
    f"HTTPS://WWW.YouTube.COM/watch?v={V}": {"video": V},
    f"https://youtube.com/watch?v={V}": {"video": V},
    f"https://m.youtube.com/watch?v={V}": {"video": V},
    f"https://music.youtube.com/watch?v={V}&si=abc": {"video": V},
    f"https://gaming.youtube.com/watch?v={V}": {"video": V},
    f"https://www.youtubekids.com/watch?v={V}&hl=en": {"video": V, "lang": "en"},
    f"https://kids.youtube.com/watch?v={V}": {"video": V},
    f"https://www.youtube-nocookie.com/watch?v={V}": {"video": V},
    f"//www.youtube.com/watch?v={V}": {"video": V},
    f"www.youtube.com/watch?v={V}": {"video": V},
    f"youtube.com/watch?v={V}": {"video": V},
    f"https://www.youtube.com/watch/?v={V}": {"video": V},
    f"https://www.youtube.com//watch?v={V}": {"video": V},
    f"https://www.youtube.com/watch/{V}": {"video": V},
    f"https://www.youtube.com/?v={V}": {"video": V},
    f"<https://www.youtube.com/watch?v={V}>": {"video": V},
    f"https://www.youtube.com/watch?feature=youtu.be&v={V}": {"video": V},
    f"https://www.youtube.com/watch?app=desktop&v={V}&ab_channel=PyTorch": {"video": V},
    f"https://www.youtube.com/watch?v={V}&v=AAAAAAAAAAA": {"video": V},
    f"https://www.youtube.com/watch?v={V}&pp=ygUHcHl0b3JjaA%3D%3D": {"video": V},
    "https://www.youtube.com/watch?v=%59WDzHGx8PrY": {"video": V},
    f"https://www.youtube.com/watch?v={V}#comments": {"video": V},
    f"https://www.youtube.com/watch?v={V}&": {"video": V},
    f"https://www.youtube.com/watch?=x&v={V}": {"video": V},
    # Times
    f"https://www.youtube.com/watch?v={V}&t=90": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&t=90s": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&t=1m30s": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?t=1h2m3s&v={V}": {"video": V, "start": 3723},
    f"https://www.youtube.com/watch?v={V}&t=1:02:03": {"video": V, "start": 3723},
    f"https://www.youtube.com/watch?v={V}&t=1%3A30": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&start=90": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&time_continue=90": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}#t=1m30s": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}#at=3&t=90": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&t=90#t=10": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&t=90&t=10": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?v={V}&t=0s": {"video": V},
    f"https://www.youtube.com/watch?v={V}&t=": {"video": V},
    f"https://www.youtube.com/watch?v={V}&start=90&end=120": {"video": V, "start": 90, "end": 120},
    f"https://www.youtube.com/watch?v={V}&end=2m": {"video": V, "end": 120},
    # Escaped once, twice, and in numbers
    f"https://www.youtube.com/watch?t=90&amp;v={V}": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?t=90&amp;amp;v={V}": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?t=90&AMP;v={V}": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?t=90&#38;v={V}": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?t=90&#x26;v={V}": {"video": V, "start": 90},
    f"https://www.youtube.com/watch?t=90&amp;#038;v={V}": {"video": V, "start": 90},
    # With a list
    f"https://www.youtube.com/watch?v={V}&list={PL}": {"video": V, "playlist": PL},
    f"https://www.youtube.com/watch?v={V}&list={PL}&index=3&pp=iAQB": {"video": V, "playlist": PL},
    f"https://www.youtube.com/watch?list={PL}&v={V}&t=5": {"video": V, "playlist": PL, "start": 5},
    f"https://youtu.be/{V}?list={PL}": {"video": V, "playlist": PL},
    f"https://www.youtube.com/embed/{V}?list={PL}": {"video": V, "playlist": PL},
    f"https://www.youtube.com/watch?v={V}&list=RD{V}&start_radio=1": {
        "video": V,
        "playlist": f"RD{V}",
    },
    f"https://www.youtube.com/watch?v={V}&list=WL": {"video": V},
    f"https://www.youtube.com/watch?v={V}&list=nonsense": {"video": V},
    # youtu.be
    f"https://youtu.be/{V}": {"video": V},
    f"http://youtu.be/{V}/": {"video": V},
    f"youtu.be/{V}": {"video": V},
    f"//youtu.be/{V}": {"video": V},
    f"https://www.youtu.be/{V}": {"video": V},
    f"https://YOUTU.BE/{V}": {"video": V},
    f"https://youtu.be/{V}?si=Wl0YjKZb": {"video": V},
    f"https://youtu.be/{V}?feature=shared&t=90": {"video": V, "start": 90},
    f"https://youtu.be/{V}?t=1m30s": {"video": V, "start": 90},
    f"https://youtu.be/{V}#t=90": {"video": V, "start": 90},
    f"https://youtu.be/{V}&t=90": {"video": V, "start": 90},
    f"https://youtu.be/{V}&list={PL}?t=90": {"video": V, "playlist": PL, "start": 90},
    f"https://www.youtube.com/watch?v={V}?t=90": {"video": V, "start": 90},
    # shorts, live, embed, v, e, the studio
    f"https://www.youtube.com/shorts/{V}": {"video": V, "short": True},
    f"youtube.com/shorts/{V}?feature=share": {"video": V, "short": True},
    f"https://m.youtube.com/shorts/{V}/": {"video": V, "short": True},
    f"https://www.youtube.com/live/{V}": {"video": V},
    f"https://www.youtube.com/live/{V}?si=x&t=1h2m3s": {"video": V, "start": 3723},
    f"https://www.youtube.com/embed/{V}": {"video": V},
    f"https://www.youtube-nocookie.com/embed/{V}?start=90": {"video": V, "start": 90},
    f"https://youtube-nocookie.com/embed/{V}": {"video": V},
    f"//www.youtube.com/embed/{V}?rel=0": {"video": V, "parameters": (("rel", "0"),)},
    f"https://www.youtube.com/embed/{V}?playsinline=1&rel=0&autoplay=1&evil=2": {
        "video": V,
        "parameters": (("rel", "0"), ("playsinline", "1")),
    },
    f"https://www.youtube.com/embed/{V}?hl=pt_BR&cc_lang_pref=de&cc_load_policy=1": {
        "video": V,
        "lang": "pt-BR",
        "captions": "de",
        "parameters": (("cc_load_policy", "1"),),
    },
    f"https://www.youtube.com/embed/{V}?hl=%22%3E&rel=7": {"video": V},
    f"https://www.youtube.com/v/{V}?version=3": {"video": V},
    f"https://www.youtube.com/vi/{V}": {"video": V},
    f"https://youtube.com/?vi={V}&feature=x": {"video": V},
    f"https://www.youtube.com/watch_popup?v={V}": {"video": V},
    f"https://www.youtube.com/ytscreeningroom?v={V}": {"video": V},
    f"https://m.youtube.com/#/watch?v={V}&t=90": {"video": V, "start": 90},
    f"https://youtube.googleapis.com/v/{V}": {"video": V},
    f"https://www.youtube.com/e/{V}": {"video": V},
    f"https://studio.youtube.com/video/{V}/edit": {"video": V},
    # One address inside another
    f"https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D{V}%26feature%3Dshare": {
        "video": V
    },
    f"https://www.youtube.com/attribution_link?u=/watch%3Fv%3D{V}%26t%3D90": {
        "video": V,
        "start": 90,
    },
    f"https://www.youtube.com/oembed?url=https%3A%2F%2Fyoutu.be%2F{V}&format=json": {"video": V},
    f"https://consent.youtube.com/m?continue=https://www.youtube.com/watch?v={V}&gl=DE": {
        "video": V
    },
    # Pasted
    FRAME: IN_FRAME,
    f"\n  {FRAME}\n": IN_FRAME,
    f"<p>\n{FRAME}\n</p>": IN_FRAME,
    f"<!-- a talk --><![x[{FRAME}": IN_FRAME,
    FRAME.replace('"', "'"): IN_FRAME,
    FRAME.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"): IN_FRAME,
    FRAME.replace("iframe", "IFRAME").replace("src=", "SRC ="): IN_FRAME,
    FRAME.replace(" src=", "\n  src="): IN_FRAME,
    FRAME.replace("https:", ""): IN_FRAME,
    FRAME.replace("</iframe>", ""): IN_FRAME,
    FRAME.replace("YouTube video player", "Opening &amp;  keynote"): {
        **IN_FRAME,
        "title": "Opening & keynote",
    },
    FRAME.replace("YouTube video player", "a\u202eb"): IN_FRAME,
    f'<iframe width="100%" height="315.5px" src="https://youtu.be/{V}"></iframe>': {
        "video": V,
        "height": 315,
    },
    f"<iframe src=https://www.youtube.com/embed/{V} data-src=x></iframe>": {"video": V},
    f'<iframe src="https://youtu.be/{V}" src="https://evil.example/"></iframe>': {"video": V},
    f'<iframe data-src="https://www.youtube.com/embed/{V}"></iframe>': {"video": V},
}
PLAYLISTS: dict[str, dict[str, Any]] = {
    f"https://www.youtube.com/view_play_list?p={PL}": {"playlist": PL},
    "https://www.youtube.com/view_play_list?p=0123456789ABCDEF": {"playlist": "PL0123456789ABCDEF"},
    PL: {"playlist": PL},
    UU: {"playlist": UU},
    ALBUM: {"playlist": ALBUM},
    f"UULF{UU[2:]}": {"playlist": f"UULF{UU[2:]}"},
    f"FL{UU[2:]}": {"playlist": f"FL{UU[2:]}"},
    f"LL{UU[2:]}": {"playlist": f"LL{UU[2:]}"},
    "PL8F2B9B4C1E0D7A65": {"playlist": "PL8F2B9B4C1E0D7A65"},
    f"https://www.youtube.com/playlist?list={PL}": {"playlist": PL},
    f"https://youtube.com/playlist?list={PL}&si=abc": {"playlist": PL},
    f"youtube.com/playlist?app=desktop&amp;list={PL}": {"playlist": PL},
    f"//m.youtube.com/playlist?list={PL}": {"playlist": PL},
    f"https://music.youtube.com/playlist?list={ALBUM}": {"playlist": ALBUM},
    f"https://music.youtube.com/browse/VL{PL}": {"playlist": PL},
    f"https://www.youtube.com/embed/videoseries?list={PL}": {"playlist": PL},
    f"https://www.youtube-nocookie.com/embed/videoseries?si=x&amp;list={PL}": {"playlist": PL},
    f"https://www.youtube.com/embed?listType=playlist&list={PL}": {"playlist": PL},
    f"https://www.youtube.com/embed/?listType=playlist&list={PL}": {"playlist": PL},
    f"https://www.youtube.com/watch?list={PL}": {"playlist": PL},
    f"https://www.youtube.com/watch?v=&list={PL}": {"playlist": PL},
    f'<iframe width="560" height="315" src="https://www.youtube.com/embed/videoseries?list={PL}" '
    'title="Mini-summits"></iframe>': {
        "playlist": PL,
        "title": "Mini-summits",
        "width": 560,
        "height": 315,
    },
}
# Each text, its site and its card.
CARDS = {
    "https://vimeo.com/76979871": ("Vimeo", "https://vimeo.com/76979871"),
    "vimeo.com/76979871": ("Vimeo", "https://vimeo.com/76979871"),
    "http://www.vimeo.com/76979871?share=copy": ("Vimeo", "https://vimeo.com/76979871"),
    "https://vimeo.com/76979871/0a1b2c3d4e": ("Vimeo", "https://vimeo.com/76979871/0a1b2c3d4e"),
    "https://vimeo.com/76979871#t=30s": ("Vimeo", "https://vimeo.com/76979871#t=30s"),
    "https://vimeo.com/channels/staffpicks/76979871": ("Vimeo", "https://vimeo.com/76979871"),
    "https://vimeo.com/showcase/123456/video/76979871": ("Vimeo", "https://vimeo.com/76979871"),
    "https://player.vimeo.com/video/76979871?h=0a1b2c3d4e&amp;badge=0": (
        "Vimeo",
        "https://vimeo.com/76979871/0a1b2c3d4e",
    ),
    '<iframe src="https://player.vimeo.com/video/76979871" width="640"></iframe>': (
        "Vimeo",
        "https://vimeo.com/76979871",
    ),
    "https://media.ccc.de/v/38c3-opening": ("media.ccc.de", "https://media.ccc.de/v/38c3-opening"),
    "media.ccc.de/v/38c3-opening#t=90": (
        "media.ccc.de",
        "https://media.ccc.de/v/38c3-opening#t=90",
    ),
    "https://media.ccc.de/v/38c3-opening/oembed": (
        "media.ccc.de",
        "https://media.ccc.de/v/38c3-opening",
    ),
    f"https://framatube.org/w/{SHORT_UUID}": (
        "PeerTube",
        f"https://framatube.org/w/{SHORT_UUID}",
    ),
    f"https://framatube.org/w/{SHORT_UUID}?start=1m30s": (
        "PeerTube",
        f"https://framatube.org/w/{SHORT_UUID}?start=1m30s",
    ),
    f"https://peertube.tv/w/{SHORT_UUID};threadId=7": (
        "PeerTube",
        f"https://peertube.tv/w/{SHORT_UUID}",
    ),
    "https://peertube.tv/videos/embed/1234": ("PeerTube", "https://peertube.tv/w/1234"),
    f"https://framatube.org/videos/watch/{UUID}": ("PeerTube", f"https://framatube.org/w/{UUID}"),
    f"https://framatube.org/videos/embed/{UUID}": ("PeerTube", f"https://framatube.org/w/{UUID}"),
    f"https://framatube.org/w/p/{SHORT_UUID}": (
        "PeerTube",
        f"https://framatube.org/w/p/{SHORT_UUID}",
    ),
    f"https://framatube.org/video-playlists/embed/{UUID}": (
        "PeerTube",
        f"https://framatube.org/w/p/{UUID}",
    ),
    f"http://tube.example:9000/w/{SHORT_UUID}": (
        "PeerTube",
        f"http://tube.example:9000/w/{SHORT_UUID}",
    ),
}
SELF = "the text itself"
# Each text, what the message says, and the link for readers.
BAD: dict[str, tuple[str, str]] = {
    "": ("^empty; write", ""),
    " \n ": ("^empty; write", ""),
    f"https://youtu.be/{V}?x={'y' * 4000}": ("^too long", ""),
    # Not ids
    "YWDzHGx8Pr": ("10 characters long, which is no id", ""),
    "YWDzHGx8PrYz": ("12 characters long, which is no id", ""),
    "YWDzHGx8Pr!": ("neither an address nor an id", ""),
    "YWDzHGx8PrÝ": ("neither an address nor an id", ""),
    "videoseries": ("a word of the player's addresses", ""),
    "live_stream": ("a word of the player's addresses", ""),
    "WL": ("a list that only its owner sees", ""),
    "PL123": ("5 characters long", ""),
    "My favourite talk": ("a space", ""),
    "/watch?v=YWDzHGx8PrY": ("neither an address", ""),
    "recap.yaml": ("on recap.yaml, not a video", "https://recap.yaml"),
    f"https://youtu.be/{V}z": ("a video whose id 'YWDzHGx8PrYz' is not 11", SELF),
    f"https://youtu.be/{V}/more": ("a video whose id", SELF),
    f"https://www.youtube.com/watch?v={V}extra": ("a video whose id", SELF),
    f"https://www.youtube.com/watch?v={V}%0A": ("a video whose id", SELF),
    f"https://www.youtube.com/embed/{V}.html": ("a video whose id", SELF),
    f"https://www.youtube.com/embed/{V}/x": ("a video whose id", SELF),
    "https://www.youtube.com/embed/%3Cscript%3E": ("a video whose id", SELF),
    "https://www.youtube.com/playlist?list=PL<x>": ("a playlist whose id", SELF),
    "https://www.youtube.com/playlist": ("a playlist whose id ''", SELF),
    "https://www.youtube.com/playlist?list=WL": ("only its owner sees", SELF),
    # Pages of YouTube that are neither
    "https://www.youtube.com/@PyTorch": ("^a channel, neither a video", SELF),
    "youtube.com/@PyTorch": ("^a channel", "https://youtube.com/@PyTorch"),
    f"https://www.youtube.com/channel/UC{UU[2:]}": ("^a channel", SELF),
    "https://www.youtube.com/c/PyTorch": ("^a channel", SELF),
    "https://www.youtube.com/user/PyTorch/videos": ("^a channel", SELF),
    "https://www.youtube.com/embed?listType=user_uploads&list=PyTorch": ("^a channel", SELF),
    "https://www.youtube.com/embed/live_stream?channel=UC123": ("live stream", SELF),
    "https://www.youtube.com/results?search_query=pytorch": ("^a search", SELF),
    "https://www.youtube.com/embed?listType=search&list=pytorch": ("^a search", SELF),
    "https://www.youtube.com/hashtag/pytorch": ("^a search", SELF),
    "https://www.youtube.com/clip/UgkxABCDEF": ("^a clip", SELF),
    "https://www.youtube.com/feed/subscriptions": ("reader's own account", SELF),
    "https://www.youtube.com/watch": ("without the id of a video", SELF),
    "https://www.youtube.com/": ("a page of YouTube without a video", SELF),
    "https://youtu.be/": ("a page of YouTube without a video", SELF),
    "https://www.youtube.com/redirect?q=https://evil.example": ("a page of YouTube", SELF),
    "https://www.youtube.com/attribution_link?u=//evil.example/watch": ("not a video on", SELF),
    f"https://www.youtube.com/attribution_link?u={V}": ("characters long|neither", SELF),
    f"https://www.youtube.com/attribution_link?u=/attribution_link%3Fu%3D/watch%253Fv%253D{V}": (
        "a page of YouTube without a video",
        SELF,
    ),
    # Other sites
    "https://example.com/talk.mp4": ("on example.com, not a video on YouTube", SELF),
    "https://example.com:8443/": ("on example.com:8443, not", SELF),
    f"https://example.com/watch?v={V}": ("on example.com, not a video", SELF),
    f"https://example.com/?u=https://youtu.be/{V}": ("on example.com, not a video", SELF),
    "https://framatube.org/w/short": ("on framatube.org, not", SELF),
    "https://vimeo.com/pytorch": ("a page of vimeo.com without a video", SELF),
    "https://media.ccc.de/c/38c3": ("a page of media.ccc.de without a video", SELF),
    "https://support.youtube.com/x": ("not on one of|on support", SELF),
    # Not what they seem
    f"https://www.youtube.com.evil.example/watch?v={V}": ("not on one of YouTube's own", ""),
    f"https://evilyoutube.com/watch?v={V}": ("not on one of YouTube's own", ""),
    f"https://youtube.com.evil.example/w/{SHORT_UUID}": ("not on one of YouTube's own", ""),
    f"https://youtu.be.evil.example/{V}": ("not on one of YouTube's own", ""),
    f"https://www.youtube.com./watch?v={V}": ("not on one of YouTube's own", ""),
    f"https://www.youtube.com:443/watch?v={V}": ("not on one of YouTube's own", ""),
    f"youtu.be:443/{V}": ("not on one of YouTube's own", ""),
    f"https://xn--yutube-wqf.com/watch?v={V}": ("not on one of YouTube's own", ""),
    f"https://www.youtube.com@evil.example/{V}": ("user name", ""),
    f"https://youtu.be@evil/{V}": ("user name", ""),
    f"https://user:pass@youtu.be/{V}": ("user name", ""),
    f"https://www.y\u043eutube.com/watch?v={V}": ("CYRILLIC SMALL LETTER O", ""),
    f"https://www.youtube-nocoo\u212aie.com/embed/{V}": ("KELVIN SIGN", ""),
    f"https://\uff59outu.be/{V}": ("FULLWIDTH LATIN SMALL LETTER Y", ""),
    f"https://youtu\u3002be/{V}": ("IDEOGRAPHIC FULL STOP", ""),
    f"https://youtu.be\\@evil.example/{V}": ("backslash", ""),
    f"https:\\\\youtu.be\\{V}": ("backslash", ""),
    f"https://www.youtube.com/watch\\?v\\={V}": ("backslash", ""),
    f"https://youtu.be/\t{V}": (r"U\+0009", ""),
    f"https://youtu.be/\n{V}": (r"U\+000A", ""),
    f"https://youtu.be/{V}\u200b": ("ZERO WIDTH SPACE", ""),
    f"\ufeffhttps://youtu.be/{V}": ("ZERO WIDTH NO-BREAK SPACE", ""),
    f"https://youtu.be/{V}\u202e": ("RIGHT-TO-LEFT OVERRIDE", ""),
    f"https://youtu.be/{V}\x00": (r"U\+0000", ""),
    f"https://youtu.be/{V}\xa0": ("NO-BREAK SPACE", ""),
    f"https://youtu.be/{V} and more": ("a space", ""),
    f"https:/youtu.be/{V}": ("write two slashes", ""),
    f"https:youtu.be/{V}": ("write two slashes", ""),
    f"https:///youtu.be/{V}": ("no valid host", ""),
    f"///youtu.be/{V}": ("no valid host", ""),
    f"javascript:alert('{V}')//youtu.be": ("a javascript: address", ""),
    f"vnd.youtube:{V}": ("port", ""),
    f"youtube:{V}": ("a youtube: address", ""),
    "data:text/html,x": ("a data: address", ""),
    "ftp://youtu.be/x": ("a ftp: address", ""),
    # HTML
    FRAME + FRAME: ("HTML with 2 iframes", ""),
    "<iframe>": ("an iframe without src", ""),
    '<iframe srcdoc="x"></iframe>': ("an iframe without src", ""),
    f'<iframe src="https://youtu.be/{V}': ("HTML without a whole iframe", ""),
    '<iframe src="javascript:alert(1)"></iframe>': ("a javascript: address", ""),
    f'<iframe src="https://evil.example/embed/{V}"></iframe>': (
        "on evil.example, not a video",
        f"https://evil.example/embed/{V}",
    ),
    f'<iframe src="https://youtu&#9;.be/{V}"></iframe>': (r"U\+0009", ""),
    f'<video src="https://youtu.be/{V}"></video>': ("HTML without a whole iframe", ""),
    "<b>": ("HTML without a whole iframe", ""),
}


def _differences(address: Address) -> dict[str, Any]:
    """The fields of an address that are not what they are when nothing is said."""
    values = {
        field.name: (getattr(address, field.name), field.default) for field in fields(address)
    }
    # Compared as text, for 0 and False and None are three things here.
    return {
        name: value
        for name, (value, default) in values.items()
        if name != "kind" and repr(value) != repr(default)
    }


def test_the_tables_are_as_long_as_they_should_be() -> None:
    """A key written twice would make a case vanish; there are a hundred good forms and more."""
    assert len(VIDEOS) + len(PLAYLISTS) + len(CARDS) >= 130
    assert len(BAD) >= 85


@pytest.mark.parametrize(("text", "expected"), VIDEOS.items())
def test_every_form_of_a_video_is_read(text: str, expected: dict[str, Any]) -> None:
    """Each form gives the id, the times and the settings, and nothing else."""
    address = parse(text)
    assert address.kind == "video"
    assert _differences(address) == expected


@pytest.mark.parametrize(("text", "expected"), PLAYLISTS.items())
def test_every_form_of_a_playlist_is_read(text: str, expected: dict[str, Any]) -> None:
    """Each form gives the id of the list, and nothing else."""
    address = parse(text)
    assert address.kind == "playlist"
    assert _differences(address) == expected
    assert as_playlist(address) == address


@pytest.mark.parametrize(("text", "expected"), CARDS.items())
def test_videos_of_other_sites_become_safe_links(text: str, expected: tuple[str, str]) -> None:
    """Vimeo, PeerTube and media.ccc.de give a link without the player's page."""
    address = parse(text)
    assert (address.kind, address.site, address.card) == ("card", *expected)
    assert address.url == address.card == check(address.card).url
    assert as_video(address) == as_playlist(address) == address


@pytest.mark.parametrize(("text", "expected"), BAD.items())
def test_what_is_no_address_is_named(text: str, expected: tuple[str, str]) -> None:
    """The error says what the text is, and has a safe link where there is one."""
    reason, link = expected
    with pytest.raises(AddressError, match=reason) as raised:
        parse(text)
    error = raised.value
    assert error.link == (text if link is SELF else link)
    assert str(error).isprintable()
    assert len(str(error)) < 350
    if error.link:
        assert check(error.link).kind in {"http", "https"}


@pytest.mark.parametrize(
    ("query", "start", "end", "problem"),
    [
        ("t=soon", None, None, "'soon' is not a time"),
        ("t=1m30s&end=90", 90, None, "the end (90 s) is not after the start (90 s)"),
        ("t=5&end=x", 5, None, "'x' is not a time"),
    ],
)
def test_a_bad_time_costs_only_the_time(
    query: str, start: int | None, end: int | None, problem: str
) -> None:
    """A time that is none is left out with a sentence, and the video stays."""
    address = parse(f"https://youtu.be/{V}?{query}")
    assert (address.video, address.start, address.end) == (V, start, end)
    assert len(address.problems) == 1
    assert problem in address.problems[0]


def test_a_video_in_a_list_serves_both_directives() -> None:
    """A video with a list is the video for one directive and the list for the other."""
    both = parse(f"https://www.youtube.com/watch?v={V}&list={PL}&t=90")
    assert as_video(both) == Address("video", video=V, start=90)
    assert as_playlist(both) == Address("playlist", playlist=PL)


def test_the_wrong_directive_is_named_with_a_link() -> None:
    """A list is no video and a video no list, but each has a link."""
    with pytest.raises(AddressError, match="a playlist, not a video; use the playlist") as raised:
        as_video(parse(PL))
    assert raised.value.link == f"https://www.youtube.com/playlist?list={PL}"
    with pytest.raises(AddressError, match="one video, not a playlist; use the youtube") as raised:
        as_playlist(parse(V))
    assert raised.value.link == f"https://www.youtube.com/watch?v={V}"


def test_readers_get_plain_addresses() -> None:
    """The link for readers has the id, the start, and nothing else."""
    address = parse(f"https://youtu.be/{V}?si=x&t=90&list={PL}&rel=0")
    assert address.url == f"https://www.youtube.com/watch?v={V}&t=90s"
    assert parse(PL).url == f"https://www.youtube.com/playlist?list={PL}"
    assert replace(address, start=5).url.endswith("&t=5s")


def test_the_player_has_its_parameters_in_a_fixed_order() -> None:
    """Whatever the order they were written in, the player's address is the same."""
    host = "https://www.youtube-nocookie.com/embed"
    assert embed_url(parse(V)) == f"{host}/{V}"
    assert embed_url(parse(PL), autoplay=True) == f"{host}/videoseries?list={PL}&autoplay=1"
    for query in ("end=9&rel=0&t=5&playsinline=1&hl=de", "hl=de&playsinline=1&t=5&rel=0&end=9"):
        address = parse(f"https://youtu.be/{V}?{query}")
        assert embed_url(address, autoplay=True, playlist=PL, captions="pt-BR") == (
            f"{host}/{V}?list={PL}&autoplay=1&start=5&end=9&hl=de&cc_load_policy=1"
            "&cc_lang_pref=pt-BR&rel=0&playsinline=1"
        )
    assert embed_url(parse(f"https://youtu.be/{V}?hl=de"), lang="en") == f"{host}/{V}?hl=en"


def test_captions_and_repeating() -> None:
    """Captions can be on without a language, and one video repeats as a list of itself."""
    url = embed_url(parse(f"https://www.youtube.com/embed/{V}?loop=1&cc_load_policy=1"))
    assert url.endswith(f"?cc_load_policy=1&loop=1&playlist={V}")


def test_a_page_may_set_the_documented_parameters() -> None:
    """A query of parameters goes over the address's own; what is not allowed is named."""
    address = parse(f"https://youtu.be/{V}?t=5&rel=1")
    changed = with_parameters(
        address, f"?start=43&amp;end=1m&rel=0&autoplay=1&hl=pt_BR&list={PL}&evil=%22&fs=2"
    )
    assert (changed.start, changed.end, changed.lang, changed.playlist) == (43, 60, "pt-BR", PL)
    assert changed.parameters == (("rel", "0"),)
    assert [problem.split("'")[1] for problem in changed.problems] == ["autoplay", "evil", "fs"]
    assert with_parameters(address, "") == address
    assert "not after the start" in with_parameters(address, "end=5").problems[0]


def test_times_of_a_directive_go_over_the_address() -> None:
    """A start or end of the page's own replaces the address's, if the end comes later."""
    address = parse(f"https://youtu.be/{V}?t=5&end=9")
    assert with_times(address) == address
    assert with_times(address, start=0).start is None
    assert with_times(address, start=7, end=8) == replace(address, start=7, end=8)
    with pytest.raises(ValueError, match="is not after the start"):
        with_times(address, start=9)


def test_times_of_a_card_go_over_its_own() -> None:
    """A start replaces the one that the address of another site has, and the rest stays."""
    card = parse("https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv?start=9s&subtitle=de")
    assert with_times(card, start=90).card == (
        "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv?subtitle=de&start=90s"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("en", "en"), ("pt_BR", "pt-BR"), (" zh-Hant-TW ", "zh-Hant-TW"), ("sr@latin", "sr")],
)
def test_languages_are_codes_of_the_player(text: str, code: str) -> None:
    """A language of Sphinx's is a language of the player's."""
    assert language(text) == code
    assert embed_url(parse(V), lang=language(text)).endswith(f"?hl={code}")


@pytest.mark.parametrize("text", ["", "english language", "e", "en&x=1", "ёё", "en-"])
def test_what_is_no_language_is_refused(text: str) -> None:
    """What is no language code raises ValueError with a sentence."""
    with pytest.raises(ValueError, match="is not a language; write a code such as en"):
        language(text)


def test_no_mutation_leads_to_another_host_or_another_error() -> None:
    """Of 20,000 mutated texts each raises AddressError or plays on YouTube's player host alone.

    Whatever is accepted has ids of the right shape, parameters from the fixed list, and a link
    that passes the check of links; reading that link gives the same video again.
    """
    dice = random.Random(5)  # noqa: S311 (a fixed seed, so that every run is the same)
    seeds = [*VIDEOS, *PLAYLISTS, *CARDS, *BAD]
    odd = "\\/:@?#&%[]<>'\"=.\t\n\x00\u200b\u202e\ud800\u212a\u3002\u0130aJ1 ;+"
    names = {"list", "playlist", "autoplay", "start", "end", "hl", "cc_load_policy"}
    names |= {"cc_lang_pref", "rel", "playsinline", "controls", "fs", "loop"}
    links: set[str] = set()
    played = 0
    for _ in range(20_000):
        letters = list(dice.choice(seeds)[:600])
        for _ in range(dice.randint(1, 3)):
            at = dice.randint(0, len(letters))
            letters[at : at + dice.randint(0, 2)] = dice.choice([*odd, dice.choice(seeds)[:30]])
        try:
            address = parse("".join(letters))
        except AddressError as error:
            links.add(error.link)
            continue
        assert check(address.url).kind in {"http", "https"}
        if address.kind == "card":
            continue
        played += 1
        player = urlsplit(embed_url(address, autoplay=True))
        assert (player.scheme, player.netloc) == ("https", "www.youtube-nocookie.com")
        assert player.path == f"/embed/{address.video or 'videoseries'}"
        assert {name for name, _ in parse_qsl(player.query)} <= names
        again = parse(address.url)
        assert (again.kind, again.video) == (address.kind, address.video)
    assert played > 1000
    assert {check(link).kind for link in links - {""}} == {"http", "https"}
