"""`python -m sim.classroom.ends`: measure what counts as 0 and as 100 in the roles' scores.

Every shipped strategy is run on the same twin worlds; the ends of an aim are the 5th and 95th
percentile of its outcome over all these runs. They are written into `sim/data/roles.yaml`, with
date, version and size. Run it after the model or the strategies have changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sim
from sim.classroom.roles import ROLES_FILE, Role, read_roles

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble

__all__ = ["command", "ends_of", "measured_text", "score_table"]

PERCENTILES = (0.05, 0.95)
STRATEGIES = Path("scenarios/strategies")
OUTCOME = re.compile(r"outcome: (\w+)")
YEAR = re.compile(r"year: (\d+)")
PAIR = re.compile(r"\[[^\]]*\]")


def wanted(every: Sequence[Role]) -> list[tuple[str, int]]:
    """Return the outcomes and months that roles are scored by, each once."""
    pairs = [(aim.outcome, month) for one in every for aim in one.aims for month in aim.ends]
    return list(dict.fromkeys(pairs))


def ends_of(ensemble: Ensemble, pairs: Sequence[tuple[str, int]]) -> dict[Any, tuple[float, float]]:
    """Return the two percentiles of each outcome and month over all runs, the lower one first."""
    values = _values(ensemble, pairs)
    return {
        pair: (float(values[pair].quantile(PERCENTILES[0])),
               float(values[pair].quantile(PERCENTILES[1])))
        for pair in pairs
    }  # fmt: skip


def score_table(ensemble: Ensemble, every: Sequence[Role]) -> pd.DataFrame:
    """Return the mean score of each role under each strategy: rows strategies, columns roles."""
    import pandas as pd

    values = _values(ensemble, wanted(every))
    arrays: dict[Any, Any] = {pair: values[pair].to_numpy() for pair in values.columns}
    names = values.index.get_level_values("scenario")
    scores = {one.name: one.scores(arrays, ensemble.plan.months) for one in every}
    return pd.DataFrame(scores).groupby(names, sort=False).mean()


def _values(ensemble: Ensemble, pairs: Sequence[tuple[str, int]]) -> pd.DataFrame:
    outcomes = list(dict.fromkeys(outcome for outcome, _ in pairs))
    months = sorted({month for _, month in pairs})
    return ensemble.values(outcomes, months)[list(pairs)]


def measured_text(
    text: str, ends: Mapping[tuple[str, int], tuple[float, float]], measured: Mapping[str, Any]
) -> str:
    """Return the text of roles.yaml with other ends; everything else stays as it is written."""
    lines = [_line(line, ends) for line in text.splitlines()]
    facts = ", ".join(f"{key}: {value}" for key, value in measured.items())
    head = f"measured: {{{facts}}}"
    lines = [head if line.startswith("measured:") else line for line in lines]
    return "\n".join(lines) + "\n"


def _line(line: str, ends: Mapping[tuple[str, int], tuple[float, float]]) -> str:
    found = OUTCOME.search(line)
    if found is None or "ends:" not in line:
        return line
    head, tail = line.split("ends:")
    lower_is_better = "better: lower" in line
    one = YEAR.search(head)
    years = [int(one[1])] if one else [int(y) for y in re.findall(r"(\d+): \[", tail)]
    pairs = iter([_pair(ends[found[1], 12 * year], lower_is_better) for year in years])
    return head + "ends:" + PAIR.sub(lambda _: next(pairs), tail)


def _pair(ends: tuple[float, float], lower_is_better: bool) -> str:
    low, high = (float(f"{end:.4g}") for end in ends)
    worst, best = (high, low) if lower_is_better else (low, high)
    return f"[{worst:.12g}, {best:.12g}]"


@click.command()
@click.option("--replications", default=30, show_default=True, type=click.IntRange(5))
@click.option("--sample", default=5000, show_default=True, type=click.IntRange(100))
@click.option("--results", type=click.Path(path_type=Path, exists=True), metavar="DIR",
              help="Finished runs of `egov compare scenarios/strategies/*.yaml` to measure "
              "instead of running.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print the file instead of writing it.")
def command(replications: int, sample: int, results: Path | None, dry_run: bool) -> None:
    """Measure the ends of every aim over the shipped strategies, and rewrite roles.yaml."""
    ensemble = _ensemble(replications, sample, results)
    found, board, _ = read_roles()
    plan = ensemble.plan
    measured = {
        "date": date.today().isoformat(), "version": f'"{sim.__version__}"',
        "strategies": len(plan.points), "replications": plan.replications,
        "sample": plan.sample, "months": plan.months,
    }  # fmt: skip
    ends = ends_of(ensemble, wanted([*found, board]))
    same = [
        f"{outcome} after {month} months" for (outcome, month), (a, b) in ends.items() if a == b
    ]
    if same:
        raise click.ClickException(f"the ends do not differ for {', '.join(same)}; choose others.")
    text = measured_text(ROLES_FILE.read_text(encoding="utf-8"), ends, measured)
    if dry_run:
        click.echo(text)
        return
    ROLES_FILE.write_text(text, encoding="utf-8")
    read_roles.cache_clear()
    found, board, _ = read_roles()
    click.echo(score_table(ensemble, [board, *found]).round(0).astype(int).to_string())


def _ensemble(replications: int, sample: int, results: Path | None) -> Ensemble:
    from sim.experiments.kinds import load

    if results is not None:
        return load(results).ensemble
    overrides = [f"run.replications={replications}", f"run.sample={sample}"]
    return sim.compare(sorted(STRATEGIES.glob("*.yaml")), overrides=overrides).ensemble


if __name__ == "__main__":
    command()
