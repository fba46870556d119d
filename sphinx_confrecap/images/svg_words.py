"""The elements and attributes of SVG that draw: SVG 1.1, SVG 2, Filter Effects, SVG Animations."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANIMATIONS = _words("animate animateColor animateMotion animateTransform mpath set discard")
"""Elements that move something."""

TEXT = _words("text tspan textPath tref style")
"""Elements whose characters are shown, or say how."""

_FILTERS = """
    filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
    feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight
    feSpecularLighting feSpotLight feTile feTurbulence
"""
_FONTS = """
    font font-face font-face-name font-face-src glyph missing-glyph hkern vkern altGlyph
    altGlyphDef altGlyphItem glyphRef
"""
ELEMENTS = ANIMATIONS | TEXT | _words(f"""
    svg g defs symbol use a switch path rect circle ellipse line polyline polygon clipPath mask
    pattern marker linearGradient radialGradient stop image foreignObject view
    {_FILTERS} {_FONTS}
    """)  # fmt: skip
"""Elements that draw, or that others need to draw."""

HTML = _words("""
    div span p br b i u s em strong small sub sup code pre kbd samp var q cite abbr mark
    ul ol li dl dt dd table thead tbody tfoot tr th td caption h1 h2 h3 h4 h5 h6 hr section center
    font
    """)
"""Elements of a page that may stand inside a drawing: words and what holds them."""

HTML_ATTRIBUTES = _words("class style dir lang colspan rowspan align color face size")

_PROPERTIES = """
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-profile color-rendering cursor cx cy d direction display
    dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color
    flood-opacity font font-family font-feature-settings font-kerning font-size font-size-adjust
    font-stretch font-style font-variant font-variant-caps font-variant-east-asian
    font-variant-ligatures font-variant-numeric font-variation-settings font-weight
    glyph-orientation-horizontal glyph-orientation-vertical height image-rendering inline-size
    isolation kerning letter-spacing lighting-color line-height marker marker-end marker-mid
    marker-start mask mask-type mix-blend-mode opacity overflow paint-order pointer-events r rx ry
    shape-inside shape-padding shape-rendering shape-subtract solid-color solid-opacity stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width tab-size text-align text-anchor text-decoration
    text-decoration-color text-decoration-line text-decoration-style text-indent text-orientation
    text-overflow text-rendering text-transform transform transform-box transform-origin
    unicode-bidi vector-effect visibility white-space width word-spacing writing-mode x y
"""
_ATTRIBUTES = """
    accumulate additive amplitude attributeName attributeType azimuth baseFrequency bias by
    baseProfile begin calcMode clipPathUnits diffuseConstant divisor dur dx dy
    edgeMode elevation end exponent fill filterRes filterUnits format
    fr from fx fy glyphRef gradientTransform gradientUnits id class style in in2 intercept k k1 k2
    k3 k4 kernelMatrix kernelUnitLength keyPoints keySplines keyTimes lengthAdjust
    limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits max media
    method min mode numOctaves offset operator order orient origin path pathLength
    patternContentUnits patternTransform patternUnits points pointsAtX pointsAtY pointsAtZ
    preserveAlpha preserveAspectRatio primitiveUnits radius refX refY repeatCount repeatDur
    requiredExtensions requiredFeatures restart result rotate scale seed side slope spacing
    specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles
    surfaceScale systemLanguage tableValues targetX targetY textLength to type values
    version viewBox viewTarget x1 x2 xChannelSelector y1 y2 yChannelSelector z zoomAndPan
    lang dir
"""
_GLYPHS = """
    accent-height alphabetic arabic-form ascent bbox cap-height descent g1 g2 glyph-name hanging
    horiz-adv-x horiz-origin-x horiz-origin-y ideographic mathematical orientation
    overline-position overline-thickness panose-1 slope stemh stemv strikethrough-position
    strikethrough-thickness u1 u2 underline-position underline-thickness unicode
    unicode-range units-per-em v-alphabetic v-hanging v-ideographic v-mathematical vert-adv-y
    vert-origin-x vert-origin-y widths x-height
"""
ATTRIBUTES = frozenset(f"{_PROPERTIES} {_ATTRIBUTES} {_GLYPHS}".split())
"""Attributes that say how something is drawn; ``href`` is not among them."""
