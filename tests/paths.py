"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The working folder of the project."""

SHARED = ROOT.parent / "shared"
"""Real data and measured anchors, beside the project; may be absent (fixture `shared`)."""
