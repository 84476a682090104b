"""The runs of a validation: one point a place, each with its own scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.experiments.held import held_paths
from sim.experiments.names import as_options
from sim.experiments.plan import WITH_REPLICATE, Plan, Point

if TYPE_CHECKING:
    from sim.evidence import Figure
    from sim.scenario import Scenario

__all__ = ["REPLICATIONS", "SAMPLE", "figures_of", "outside_line", "span_of", "validation_plan"]

REPLICATIONS, SAMPLE = 20, 20_000
PACKAGED = "the package's own figures"


def validation_plan(
    evidence: str | Path | Sequence[Figure] | None = None,
    *,
    scenarios: Mapping[str, Scenario | str | Path] | None = None,
    replications: int | None = None,
    sample: int | str | None = SAMPLE,
    seed: int | None = None,
    posterior: bool | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the runs of a validation: one point a place; parameters as for `validate.validate`."""
    ready = _ready(scenarios or {}, overrides)
    figures, named = _figures(evidence, ready)
    places = _needed(figures, ready)
    spread = [_spread(ready[place], posterior) for place in places]
    bases = tuple(_without(base, overrides) for base in spread)
    held = held_paths(overrides, dict.fromkeys(path for base in spread for path in base.uncertain))
    runs = REPLICATIONS if replications is None else replications
    if runs < 1:
        raise UserError(f"--replications is {runs}; write 1 or more. The usual number is 20.")
    plan = Plan(
        verb="validate",
        name="validation",
        bases=bases,
        points=tuple(Point(place, base=number) for number, place in enumerate(places)),
        replications=runs,
        seed=bases[0].run.seed if seed is None else seed,
        sample=_sample(sample),
        draws=0 if posterior is False else WITH_REPLICATE,
        tables=("monthly", "groups"),
        settings={
            "figures": [_plain(figure) for figure in figures],
            "evidence": named,
            "options": _options(evidence, scenarios or {}, posterior, overrides),
            "held": {} if posterior is False else {path: bases[0].value(path) for path in held},
        },
        model=model,
    )
    count, of, months = _outside(plan)
    if count == of:
        raise UserError(
            f"none of the {of} figures lies within the months of the run ({months}), so that there "
            "is nothing to compare. Leave out --months, or name a scenario of those years."
        )
    return plan


def figures_of(plan: Plan) -> tuple[Figure, ...]:
    """Return the figures of a validation, those that are left out among them."""
    from sim.evidence import Figure

    known = {field.name for field in fields(Figure)}
    data = plan.settings["figures"]
    return tuple(Figure(**{k: v for k, v in row.items() if k in known}) for row in data)


def outside_line(plan: Plan) -> str:
    """Return how many figures no run can show because of its months; empty where there is none."""
    count, of, months = _outside(plan)
    if not count:
        return ""
    return (
        f"{count} of {of} figures lie outside the months of the run ({months}); no run can show "
        "them, and they count as not inside."
    )


def _outside(plan: Plan) -> tuple[int, int, str]:
    """Return the figures outside the months of their run, all of them, and those months."""
    from sim.experiments.compared import is_compared, place_of
    from sim.experiments.validation_words import place_words

    spans = {point.scenario: span_of(plan.bases[point.base]) for point in plan.points}
    compared = [figure for figure in figures_of(plan) if is_compared(figure)]
    out = [
        place_of(figure)
        for figure in compared
        if not _covers(spans[place_of(figure)], figure.period)
    ]
    said = [f"{place_words(place)} {' to '.join(spans[place])}" for place in dict.fromkeys(out)]
    return len(out), len(compared), "; ".join(said)


def _covers(span: tuple[str, str], period: tuple[str, str]) -> bool:
    return span[0] <= period[0] and period[1] <= span[1]


def _ready(
    given: Mapping[str, Scenario | str | Path], overrides: Sequence[str]
) -> dict[str, Scenario]:
    """Return the scenario of every place there is a scenario for."""
    from sim.evidence import PLACES
    from sim.experiments.names import ready_scenario

    unknown = sorted(set(given) - set(PLACES))
    if unknown:
        raise UserError(
            f"there is no place {unknown[0]!r} in the evidence; there are {', '.join(PLACES)}."
        )
    found = {}
    for place, file in PLACES.items():
        path = given.get(place) or _file_of(place, file)
        found[place] = ready_scenario(path, overrides)
    return found


def _file_of(place: str, file: str) -> Path:
    """Return where a scenario of the package lies: here, or in the project's own folder."""
    import sim

    project = Path(sim.__file__).parent.parent
    for folder in (Path("scenarios"), project / "scenarios"):
        if (folder / file).is_file():
            return folder / file
    raise UserError(
        f"scenarios/{file} is not there, which the figures of {place} are laid beside. Call egov "
        f"in the project's folder, or name a scenario: --scenario {place}=FILE"
    )


def _figures(
    evidence: str | Path | Sequence[Figure] | None, ready: Mapping[str, Scenario]
) -> tuple[tuple[Figure, ...], str]:
    """Return the figures, and where they are from in words."""
    from sim.evidence import packaged_figures, read_figures

    if evidence is None:
        return packaged_figures(), PACKAGED
    if isinstance(evidence, str | Path):
        months = {place: span_of(scenario) for place, scenario in ready.items()}
        return read_figures(evidence, months), Path(evidence).name
    return tuple(evidence), "figures given from Python"


def span_of(scenario: Scenario) -> tuple[str, str]:
    """Return the first and last month of a scenario as "YYYY-MM"."""
    start = scenario.run.start
    year, month = (int(part) for part in start.split("-"))
    last = 12 * year + month - 1 + scenario.run.months - 1
    return start, f"{last // 12:04d}-{last % 12 + 1:02d}"


def _needed(figures: Sequence[Figure], ready: Mapping[str, Scenario]) -> list[str]:
    """Return the places that have a figure to be compared."""
    from sim.evidence import counterpart_of
    from sim.experiments.compared import is_compared

    used = {c.place for f in figures if is_compared(f) and (c := counterpart_of(f))}
    places: list[str] = [place for place in ready if place in used]
    if not places:
        raise UserError(
            "none of the figures can be laid beside the model: each is fed in or left out. "
            'Write "compare" into their column `use`, or leave that column out.'
        )
    return places


def _spread(scenario: Scenario, asked: bool | None) -> Scenario:
    """Return a scenario whose fitted parameters are drawn from the shipped posterior.

    Raises
    ------
    UserError : it was asked for, and none is shipped.
    """
    from sim.scenario.posterior import paths
    from sim.scenario.schema import Distribution

    fitted = paths()
    if asked and not fitted:
        raise UserError(
            "--posterior asks for parameters drawn from the posterior, but none is shipped "
            "(sim/data/posterior.csv). Leave out --posterior; egov calibrate makes one."
        )
    if asked is False or not fitted:
        return scenario
    spreads = {path: Distribution.model_validate({"posterior": True}) for path in fitted}
    return replace(scenario, uncertain={**spreads, **scenario.uncertain})


def _without(base: Scenario, overrides: Sequence[str]) -> Scenario:
    """Return a scenario in which nothing that `--set` gives is drawn."""
    held = held_paths(overrides, base.uncertain)
    return replace(base, uncertain={p: s for p, s in base.uncertain.items() if p not in held})


def _sample(asked: int | str | None) -> int | None:
    if asked is None or str(asked).lower() == "all":
        return None
    try:
        number = int(asked)
    except ValueError:
        number = 0
    if number < 1:
        raise UserError(f'--sample is {asked}; write a number of citizens, or "all".')
    return number


def _plain(figure: Figure) -> dict[str, Any]:
    """Return a figure as plain data; where its file lies has no part in what comes out."""
    return {**asdict(figure), "file": Path(str(figure.file)).name}


def _options(
    evidence: object,
    scenarios: Mapping[str, Scenario | str | Path],
    posterior: bool | None,
    overrides: Sequence[str],
) -> list[str]:
    """Return what was asked as it would stand on the command line."""
    months = [text.partition("=")[2] for text in overrides if text.startswith("run.months=")]
    said = as_options(
        {},
        evidence=str(evidence) if isinstance(evidence, str | Path) else None,
        scenario=[f"{place}={_name_of(given)}" for place, given in scenarios.items()],
        set=[text for text in overrides if not text.startswith("run.months=")],
        months=months[-1] if months else None,
    )
    return said if posterior is None else [*said, f"--{'' if posterior else 'no-'}posterior"]


def _name_of(scenario: Scenario | str | Path) -> str:
    return str(scenario) if isinstance(scenario, str | Path) else f"{scenario.name}.yaml"
