"""Colours: from whatever a file holds to sRGB with eight bits."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms

from sphinx_confrecap.images.errors import PictureError


def plain(picture: Image.Image) -> Image.Image:
    """Return a picture without palette, bitmap or key colour: its pixels can be averaged.

    The mode is RGB, RGBA, L, LA, CMYK, or a deep grey (I;16, I, F).
    """
    keyed = "transparency" in picture.info
    match picture.mode:
        case "RGBA" | "LA" | "CMYK" | "I;16" | "I" | "F":
            return picture
        case "RGB":
            return picture.convert("RGBA") if keyed else picture
        case "L" | "1":
            return picture.convert("LA") if keyed else picture.convert("L")
        case "P" | "PA":
            return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    raise PictureError(f"has colours that cannot be converted (Pillow's mode {picture.mode})")


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a plain picture as RGB, RGBA or L in sRGB.

    With an embedded profile: relative colorimetric with black point compensation, which keeps
    what both spaces can show. A profile that does not fit its picture counts as none.
    """
    if picture.mode in ("I;16", "I", "F"):
        # Pillow clips where it should scale: 16-bit grey to 8 bits is a division by 257.
        deep = picture.convert("I") if picture.mode == "I;16" else picture
        picture = deep.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    alpha = None
    if picture.mode in ("RGBA", "LA"):
        alpha = picture.getchannel("A")
        picture = picture.convert("RGB" if picture.mode == "RGBA" else "L")
    transform = _transform(profile, picture.mode) if profile else None
    if transform is not None:
        grey = picture.mode == "L"
        picture = transform.apply(picture)
        picture.info = {}  # the transform leaves its target there, with the time it was made
        if grey:
            picture = picture.convert("L")
    elif picture.mode == "CMYK":
        picture = picture.convert("RGB")
    if alpha is not None and alpha.getextrema() != (255, 255):
        picture = picture.convert("RGB")
        picture.putalpha(alpha)
    return picture


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the way from an embedded profile to sRGB, None if there is no need or no way."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if _is_srgb(source):
            return None
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            # No cache: the transform is shared between threads.
            ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOCACHE,
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None


def _is_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    name = profile.profile.profile_description or ""
    return name.strip().startswith(("sRGB IEC61966", "sRGB built-in")) or name.strip() == "sRGB"
