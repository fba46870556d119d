"""What each key of the YAML means, in a sentence; the reference fails to build if one is missing.

Also the same for the custom properties of the style sheets.
"""

from __future__ import annotations

KEYS: dict[str, dict[str, str]] = {
    "Sponsors": {
        "tiers": "The tiers, in the order in which they are shown. The key is the heading.",
        "invite": "Where an open slot leads; see `max` of a tier.",
        "past": "Earlier years and their event files: each year becomes a heading and its names.",
    },
    "Tier": {
        "size": "How large logos and names are. Without it the first tier is `xl`, the second `l` "
        "and so on; the fifth and all later ones are `xs`.",
        "description": "A text below the heading.",
        "show": "How the entries look. Without it a tier with any `text` uses `card`.",
        "sort": "Keep the order of the file, or sort by name.",
        "max": "How many slots the tier has. While fewer are taken, one open slot is shown. Needs "
        "`invite`.",
        "sponsors": "The entries.",
    },
    "Sponsor": {
        "name": "The name. Always on the page as text, visible or not.",
        "url": "Where a click leads.",
        "logo": "The path of a picture, or one for light pages and one for dark ones.",
        "alt": "The name of the link, in place of `name`.",
        "text": "A sentence about the sponsor.",
        "for": "What the sponsor paid for.",
        "scale": "A last optical nudge of the logo's size.",
        "plate": "Whether the logo stands on a plate of its own; `auto` measures its contrast.",
        "links": "More links, each with its label.",
        "rel": "The `rel` of the link, in place of `confrecap_link_rel`.",
        "id": "A name for links and roles that stays the same when `name` changes.",
        "hidden": "Leaves the entry out.",
    },
    "Logo": {
        "light": "The path of the picture for light pages.",
        "dark": "The path of the picture for dark pages.",
    },
    "Invite": {
        "url": "Where the open slot leads: an address, or a page of the site.",
        "text": "What the open slot says.",
    },
    "Playlist": {
        "url": "The address of the whole list.",
        "title": "The title of the list.",
        "videos": "The talks. Without them there is the player and a link.",
    },
    "Video": {
        "url": "The address of the video, in any form.",
        "title": "The title. A video without one is called “Video 3”.",
        "speakers": "Who speaks.",
        "duration": "How long it is: `28:41`, `1:02:03`, `PT28M41S` or seconds.",
        "date": "The day it was given or published.",
        "poster": "The path of a still picture.",
        "text": "A sentence about the talk.",
        "slides": "An address or a file of the site.",
        "tags": "Words to choose by; see the option `tags`.",
        "track": "The track, for grouping.",
        "id": "A name for links and roles, or the id of its session.",
    },
    "Schedule": {
        "rooms": "The rooms, in their order.",
        "days": "The days, in their order.",
    },
    "ScheduleDay": {
        "date": "The day: `2025-10-22`.",
        "sessions": "What happens on it.",
    },
    "Session": {
        "title": "The title.",
        "start": "When it begins: `9:00`.",
        "end": "When it ends.",
        "duration": "How long it lasts: `40m`, `1h30m` or minutes.",
        "speakers": "Ids or names of speakers.",
        "room": "Where it takes place.",
        "kind": "What it is.",
        "abstract": "What it is about.",
        "video": "The address of its recording, or the id of a talk of the playlist.",
        "slides": "An address or a file of the site.",
        "sponsor": "The name of a sponsor.",
        "tags": "Words to choose by.",
        "id": "A name for links, roles and talks; without one, it is made of the title.",
    },
    "Speaker": {
        "name": "The name.",
        "id": "A name for links, roles and sessions; without one, it is made of the name.",
        "role": "What they do: *Director of Research*.",
        "organization": "Whom they work for.",
        "photo": "The path of a picture.",
        "bio": "Who they are.",
        "links": "Their pages: `{Web: https://…}`.",
        "tags": "Words to choose by.",
    },
    "Gallery": {
        "defaults": "What holds for every photo that does not say otherwise.",
        "photos": "The photos, in their order.",
    },
    "PhotoDefaults": {
        "credit": "Who took the photos.",
        "license": "An SPDX id such as `CC-BY-4.0`, or an address.",
        "tags": "Words to choose by.",
    },
    "Photo": {
        "src": "The path of a picture, or a pattern such as `day2/*.jpg`.",
        "alt": 'What the picture shows, for those who do not see it. `""` says that it is '
        "decorative.",
        "caption": "A text below the picture.",
        "credit": "Who took the photo.",
        "license": "An SPDX id such as `CC-BY-4.0`, or an address.",
        "url": "Where a click leads, in place of the large picture.",
        "id": "A name for links and roles.",
        "focus": "What must stay visible when a grid crops the picture: `50% 20%`.",
        "download": "Also publishes the original file and links to it.",
        "tags": "Words to choose by.",
    },
    "Event": {
        "name": "The name of the event.",
        "start": "The first day, or its date and time: `2025-10-22` or `2025-10-22 09:00`.",
        "end": "The last day, or its date and time.",
        "timezone": "The time zone of the times: `America/Los_Angeles`.",
        "venue": "Where the event takes place.",
        "url": "The web site of the event.",
        "tickets": "Where tickets are.",
        "status": "Whether it takes place as planned.",
        "attendance": "How people take part.",
        "organizer": "Who holds it.",
        "image": "A wide picture above the facts.",
        "description": "A text below the facts.",
    },
    "Venue": {
        "name": "The name of the place.",
        "city": "The city.",
        "country": "A country, or its ISO 3166 code of two letters: `US` is shown as its name in "
        "the language of the site.",
        "address": "Street and number.",
        "url": "The web site of the place.",
        "map": "The address of a map.",
    },
    "Tickets": {
        "url": "Where to buy tickets.",
        "price": "The price, as a number.",
        "currency": "The currency's ISO 4217 code: `USD`.",
    },
    "Organizer": {
        "name": "The name of the organizer.",
        "url": "The organizer's web site.",
    },
    "EventImage": {
        "src": "The path of a picture.",
        "alt": "What the picture shows.",
    },
}

TOKENS = {
    "--confrecap-accent": "The colour of links and marks. By default the theme's own.",
    "--confrecap-card-background": "The ground of a card.",
    "--confrecap-card-border": "The colour of a card's border.",
    "--confrecap-card-radius": "How round a card's corners are.",
    "--confrecap-gallery-gap": "The space between the photos of a gallery.",
    "--confrecap-link-color": "The colour of a sponsor's name when it is a link.",
    "--confrecap-logo-scale": "How large logos are, as a factor: `1.2` makes all a fifth larger.",
    "--confrecap-photo-radius": "How round the corners of photos are.",
    "--confrecap-title-color": "The colour of a tier's heading.",
    "--confrecap-title-gap": "The space below a tier's heading.",
    "--confrecap-title-size": "The size of a tier's heading.",
    "--confrecap-title-weight": "The weight of a tier's heading.",
    "--confrecap-gap": "The space between the cells of a tier.",
    "--confrecap-plate-dark": "The dark plate behind a logo that would vanish on a light page.",
    "--confrecap-plate-light": "The light plate behind a logo that would vanish on a dark page.",
}
