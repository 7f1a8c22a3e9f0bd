"""Does a crawl see what happened to a site, and nothing where nothing did?

    python -m bench.change_detection [SITES_FOLDER]

Twenty edited copies of each site of ../shared/data/sites (tests/crawler/edited_sites.py) go through
the whole of reading and comparing. A change counts as detected when the finding that is due is
there, with the new value; a false alarm is any other verdict than "confirms" on a copy that says
the same.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crawler.compare import compare
from crawler.extract import read_site
from crawler.finding import Finding, SiteFinding, SiteState, Verdict
from crawler.page import read_page
from crawler.site_state import state_of
from tests.crawler.edited_sites import Copy, copies_of, saved_site

SITES = Path(__file__).parents[2] / "shared/data/sites"
DETECTED, FALSE_ALARMS = 0.95, 0.02
"""Goals: at least, at most."""


@dataclass
class Tally:
    """What came of the copies."""

    changes: Counter[str] = field(default_factory=Counter)
    detected: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def detected_share(self) -> float:
        return sum(self.detected.values()) / max(1, sum(self.changes.values()))

    @property
    def alarm_share(self) -> float:
        return sum(self.alarms.values()) / max(1, sum(self.same.values()))


def crawled(copy: Copy) -> tuple[SiteFinding, list[Finding]]:
    """What a crawl of the copy finds."""
    site = state_of(copy.visits)
    if site.state is not SiteState.ALIVE:
        return site, compare(site, None, [copy.listing])
    pages = [read_page(v.content, v.landed, content_type=v.content_type) for v in copy.visits]
    return site, compare(site, read_site(pages), [copy.listing])


def tallied(sites: Path = SITES) -> Tally:
    """The tally over all sites of a folder."""
    tally = Tally()
    for folder in sorted(path for path in sites.iterdir() if path.is_dir()):
        for copy in copies_of(saved_site(folder)):
            _count(tally, folder.name, copy)
    return tally


def _count(tally: Tally, name: str, copy: Copy) -> None:
    kind = re.sub(r" (?:-?\d+|to .*|cards|table|list|restyled)$", "", copy.name)
    site, findings = crawled(copy)
    told = ", ".join(f"{f.field}:{f.verdict}" for f in findings)
    if copy.field is None and copy.state is SiteState.ALIVE:
        tally.same[kind] += 1
        if site.state is not SiteState.ALIVE or any(
            f.verdict is not Verdict.CONFIRMS for f in findings
        ):
            tally.alarms[kind] += 1
            tally.faults.append(f"false alarm: {name}, {copy.name}: {site.state} {told}")
        return
    tally.changes[kind] += 1
    if is_detected(copy, site, findings):
        tally.detected[kind] += 1
    else:
        tally.faults.append(f"not detected: {name}, {copy.name}: {site.state} {told}")


def is_detected(copy: Copy, site: SiteFinding, findings: list[Finding]) -> bool:
    """Is the finding that is due there, with the new value?"""
    if copy.field is None:
        return site.state is copy.state
    wanted = re.sub(r"\W", "", copy.new_value).lower()
    return any(
        f.field is copy.field and f.verdict is Verdict.CONTRADICTS
        and wanted in re.sub(r"\W", "", f.new_value).lower()
        for f in findings
    )  # fmt: skip


def main(arguments: list[str]) -> None:
    tally = tallied(Path(arguments[0]) if arguments else SITES)
    for kind, count in tally.changes.items():
        print(f"{kind:24}{tally.detected[kind]:>4} of {count} detected")
    for kind, count in tally.same.items():
        print(f"{kind:24}{tally.alarms[kind]:>4} of {count} raised something")
    print(*tally.faults, sep="\n")
    print(f"detected {tally.detected_share:.3f} (goal {DETECTED}), "
          f"false alarms {tally.alarm_share:.3f} (goal {FALSE_ALARMS})")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
