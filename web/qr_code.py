"""An address as a picture that a phone can read from paper."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET_ZONE = 4
"""White modules around the code, as ISO/IEC 18004 wants."""

MASK = 0
"""The checkerboard. Readers take any mask; to try all eight takes four fifths of the time."""


def qr_code(address: str, label: str) -> Markup:
    """SVG to stand in a page; the style sheet gives its size. It holds no style and no script: the
    policy of our pages allows none."""
    made = segno.make_qr(address, error="l", boost_error=True, mask=MASK)
    drawn = made.svg_inline(border=QUIET_ZONE, light="#fff", omitsize=True, svgclass="wk-code")
    named = Markup('<svg role="img" aria-label="{}" ').format(label)
    return named + Markup(drawn.removeprefix("<svg "))  # made of numbers alone
