"""Does the policy keep a directory true? A simulated world, driven by the product's own code.

    python -m bench.freshness [--listings 10000] [--seeds 3] [--only NAME] [--plot FILE.svg]

Every policy sees the same world of the same seed (`world.py`); figures are the share of views that
met a right listing, after three years of burn-in. Only differences on the same seeds mean anything:
the few listings that everybody looks at move all policies together.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from bench.chart import Line, line_chart
from bench.world import BURN_IN_YEARS, Case, Floats, Known, Policy, Result, make_world, simulate
from directory.belief import doubt_of
from verification.worth import worth

WEEK = 7
FLOOR_YEARS = 2.0


def round_robin(known: Known) -> Floats:
    return known.age_years


def reports_first(known: Known) -> Floats:
    return known.age_years + 1000.0 * (known.signals > 0)


def importance_times_age(known: Known) -> Floats:
    return known.importance * known.age_years


def oracle(known: Known) -> Floats:
    """Greedy, with every listing's true rate, the true recall and the true precision."""
    return value_of(known, known.rates, known.recall, known.precision)


def learned(known: Known) -> Floats:
    """The product: rates, recall and precision from what checks found."""
    learner = known.learner
    rates = learner.rates_after(known.age_years, known.signals)
    return value_of(known, rates, learner.recall, learner.precision)


def value_of(known: Known, rates: Floats, recall: float, precision: Floats) -> Floats:
    """The product's worth at the product's doubt."""
    by_signals = known.signals * -np.log1p(-precision)  # belief.doubt_of_signal, of arrays
    x = doubt_of(0.0, (1 - recall) * rates, known.age_years, by_signals)
    return worth(importance=known.importance, change_rate=rates, doubt=x)


POLICIES: dict[str, Policy] = {
    "yearly round": round_robin,
    "reports first": reports_first,
    "importance x age": importance_times_age,
}


@dataclass(frozen=True)
class Setting:
    """A world, and how the product works in it."""

    name: str
    case: Case
    floor_years: float | None = FLOOR_YEARS


EXACT = Case()
NOISY = Case(importance_noise=0.5)
SETTINGS = (
    Setting("everything learned", NOISY),
    Setting("floor off", NOISY, floor_years=None),
    Setting("importance exact", EXACT),
    Setting("importance noise 1", Case(importance_noise=1.0)),
    *(Setting(f"spam {n}", replace(EXACT, spam_a_year=n)) for n in (5, 50, 500)),
    *(Setting(f"spam {n}, noise", replace(NOISY, spam_a_year=n)) for n in (5, 50, 500)),
    Setting("half the capacity", replace(NOISY, checks_a_year=0.5)),
    *(Setting(f"recall {r}", replace(EXACT, recall=r)) for r in (0.1, 0.6, 0.9)),
    Setting("viewers report", replace(NOISY, viewer_reports=True)),
)


@cache
def oracle_run(case: Case, listings: int, seed: int) -> Result:
    """Without spam and noise, with a list a day."""
    return simulate(make_world(case, listings, seed), oracle)


@cache
def baseline_run(name: str, case: Case, listings: int, seed: int) -> Result:
    return simulate(make_world(case, listings, seed), POLICIES[name])


def runs(setting: Setting, listings: int, seed: int) -> Iterator[tuple[str, Result]]:
    """Every policy on the same world of one seed."""
    case = setting.case
    clean = replace(case, spam_a_year=0.0, importance_noise=0.0)
    yield "oracle", oracle_run(clean, listings, seed)
    yield (
        "product",
        simulate(
            make_world(case, listings, seed),
            learned,
            is_learning=True,
            every_days=WEEK,
            floor_years=setting.floor_years,
        ),
    )
    for name in POLICIES:
        told = case if name == "importance x age" else replace(case, importance_noise=0.0)
        yield name, baseline_run(name, told, listings, seed)


def table_row(setting: Setting, results: list[dict[str, Result]]) -> str:
    """Means over the seeds, and how far the product is from the oracle, with its spread."""
    gaps = [result["oracle"].fresh - result["product"].fresh for result in results]
    means = [np.mean([result[name].fresh for result in results]) for name in results[0]]
    product = [result["product"] for result in results]
    others = [
        np.mean([result.flat for result in product]),
        np.mean([result.over_two_years for result in product]),
    ]
    cells = [f"{mean:.4f}" for mean in means]
    cells.append(f"{np.mean(gaps):.4f} ({min(gaps):.4f} to {max(gaps):.4f})")
    cells += [f"{other:.3f}" for other in others]
    return f"| {setting.name} | " + " | ".join(cells) + " |"


HEAD = (
    "setting", "oracle", "product", *POLICIES, "oracle - product (seeds)", "unweighted",
    "over 2 years",
)  # fmt: skip


def plot(results: list[dict[str, Result]], path: Path) -> None:
    """Freshness by month of each policy, the mean of the seeds."""
    months = [np.mean([r[name].by_month for r in results], axis=0) for name in results[0]]
    lines = [
        Line(name, tuple(float(v) for v in values))
        for name, values in zip(results[0], months, strict=True)
    ]
    path.write_text(
        line_chart(
            lines,
            title="Share of views that met a right listing, by month",
            step=1 / 12.175,
            unit="years",
            mark=BURN_IN_YEARS,
        ),
        encoding="utf-8",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listings", type=int, default=10_000)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", default="")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    print("| " + " | ".join(HEAD) + " |")
    print("|" + " --- |" * len(HEAD))
    for setting in SETTINGS:
        if options.only not in setting.name:
            continue
        seeds = range(options.seeds)
        results = [dict(runs(setting, options.listings, seed)) for seed in seeds]
        print(table_row(setting, results), flush=True)
        if options.plot and setting is SETTINGS[0]:
            plot(results, options.plot)


if __name__ == "__main__":
    main()
