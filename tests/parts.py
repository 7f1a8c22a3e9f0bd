"""Parts of the world that a machine may lack: what to do without them.

`WELLKEPT_REQUIRE="postgres browser"` names those whose absence is a failure (`.ci/run` names all).
"""

import os
from typing import NoReturn

import pytest

OPTIONAL_PARTS = frozenset({"postgres", "opensearch", "browser", "shared"})


def required_parts() -> frozenset[str]:
    """The parts that must be here. Raises UsageError for a name that no test knows."""
    named = frozenset(os.environ.get("WELLKEPT_REQUIRE", "").replace(",", " ").split())
    if unknown := named - OPTIONAL_PARTS:
        raise pytest.UsageError(
            f"WELLKEPT_REQUIRE names {', '.join(sorted(unknown))}; "
            f"known are {', '.join(sorted(OPTIONAL_PARTS))}"
        )
    return named


def without(part: str, why: str) -> NoReturn:
    """Ends the test: skipped, or failed when the part is required."""
    if part in required_parts():
        pytest.fail(f"{part} is required (WELLKEPT_REQUIRE) and absent: {why}", pytrace=False)
    pytest.skip(f"without {part}: {why}")
